from odoo import api, fields, models
from odoo.exceptions import UserError

METHODS = [("straight_line", "Straight Line"), ("units", "Units of Work"), ("none", "Not Depreciated")]


class GajAssetSegment(models.Model):
    """A stretch of an asset's life in the books: what it adds to cost and depreciation, and what is spread from then on.

    Rows are only ever added. Cost and depreciation of any day are the sums of what was added until then.
    """

    _name = "gaj.asset.segment"
    _description = "Depreciation Segment"
    _order = "asset_id, id"
    _rec_name = "month_from"
    _check_company_auto = True

    asset_id = fields.Many2one("gaj.asset", required=True, index=True, ondelete="restrict", check_company=True)
    company_id = fields.Many2one("res.company", required=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(string="Booked On", required=True)
    month_from = fields.Date(string="First Month", required=True, help="The first day of the first month it counts in.")
    method = fields.Selection(METHODS, required=True)
    base = fields.Monetary(string="Amount to Spread", required=True)
    months = fields.Integer(string="Months Left", required=True, aggregator=None)
    units_total = fields.Float(string="Units of Work Left", digits=(16, 2), aggregator=None)
    opening = fields.Monetary(string="Depreciation Before", required=True)
    cost_change = fields.Monetary(string="Added to the Cost", required=True)
    accumulated_change = fields.Monetary(string="Added to the Depreciation", required=True)
    note = fields.Char(string="Remark")

    _month_begins = models.Constraint(
        "CHECK (EXTRACT(DAY FROM month_from) = 1)", "A segment begins with the first day of a month."
    )
    _base_positive = models.Constraint(
        "CHECK (base >= 0 AND opening >= 0)", "What is still to be depreciated cannot be negative."
    )
    _can_be_spread = models.Constraint(
        "CHECK (method = 'none' OR base = 0 OR (method = 'straight_line' AND months > 0)"
        " OR (method = 'units' AND units_total > 0))",
        "The amount needs months, or units of work, over which it is spread.",
    )

    def write(self, vals):  # pylint: disable=method-required-super  # what is in the books stays
        raise UserError(
            self.env._("A depreciation segment cannot be changed. Book a value change of the asset instead.")
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("A depreciation segment cannot be deleted. Book a value change of the asset instead.")
        )
