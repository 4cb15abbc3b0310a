from odoo import api, fields, models
from odoo.exceptions import UserError


class GajAssetDepreciationLine(models.Model):
    """What one run takes from one asset; written by the run only, in one statement for all assets."""

    _name = "gaj.asset.depreciation.line"
    _description = "Depreciation Line"
    _order = "month desc, asset_id"
    _rec_name = "asset_id"
    _check_company_auto = True
    # a hundred thousand rows a month: the run says who and when
    _log_access = False
    _gaj_links_without_index = {
        "segment_id": "segments are never deleted",
        "category_id": "lines are looked for by run or by asset",
        "department_id": "lines are looked for by run or by asset; departments in use are archived",
    }

    run_id = fields.Many2one(
        "gaj.asset.depreciation.run", required=True, index=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    asset_id = fields.Many2one("gaj.asset", required=True, index=True, ondelete="restrict", check_company=True)
    segment_id = fields.Many2one("gaj.asset.segment", required=True, ondelete="restrict")
    category_id = fields.Many2one("gaj.asset.category", required=True, ondelete="restrict")
    department_id = fields.Many2one(
        "hr.department", ondelete="restrict", help="The department that had the asset on the last day of the month."
    )
    month = fields.Date(required=True, help="The first day of the month for which the run was made.")
    amount = fields.Monetary(required=True)
    accumulated = fields.Monetary(string="Accumulated After", required=True, aggregator=None)
    months = fields.Integer(string="Months Taken", required=True)
    catch_up = fields.Integer(string="Months Caught Up", required=True, help="Months missed before, taken in this one.")
    is_reversed = fields.Boolean(string="Taken Back", required=True, default=False)
    state = fields.Selection(related="run_id.state", string="State of the Run")
    date = fields.Date(related="run_id.date", string="Booked On")

    _asset_month_uniq = models.UniqueIndex(
        "(asset_id, month) WHERE NOT is_reversed", "The depreciation of this asset and month is there already."
    )
    _amounts_positive = models.Constraint(
        "CHECK (amount >= 0 AND accumulated >= amount)", "Depreciation cannot be negative."
    )
    _months_positive = models.Constraint(
        "CHECK (months > 0 AND catch_up BETWEEN 0 AND months)", "A line takes at least one month."
    )

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super  # lines come from runs only
        self.check_access("create")
        raise UserError(self.env._("Depreciation lines are written by a depreciation run. Make a run of the month."))

    def write(self, vals):  # pylint: disable=method-required-super  # what was posted stays
        raise UserError(
            self.env._(
                "Depreciation lines are written by their run and stay. Book a value change to correct an asset from the"
                " next month on."
            )
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Depreciation lines stay as long as their run. Take the run back instead."))
