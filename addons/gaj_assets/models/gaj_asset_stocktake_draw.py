from odoo import api, fields, models
from odoo.exceptions import UserError

from ..rules import sample


class GajAssetStocktakeDraw(models.Model):
    """The draw of a spot check: from what, with which seed, and what came out. Never changed, so it can be proved."""

    _name = "gaj.asset.stocktake.draw"
    _description = "Draw of a Spot Check"
    _order = "id desc"
    _rec_name = "stocktake_id"

    stocktake_id = fields.Many2one("gaj.asset.stocktake", required=True, readonly=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    seed = fields.Char(required=True, readonly=True, help="Random digits made by the system when it drew.")
    rate = fields.Float(string="Rate (%)", required=True, readonly=True, digits=(5, 2))
    floor = fields.Integer(string="At Least", required=True, readonly=True)
    population_count = fields.Integer(string="Drawn From", required=True, readonly=True)
    recent_count = fields.Integer(
        string="Drawn Lately", required=True, readonly=True, help="Taken only when all others were used up."
    )
    drawn_count = fields.Integer(string="Drawn", required=True, readonly=True)
    population = fields.Text(
        string="Card Ids to Draw From", required=True, readonly=True, help="In ascending order; 1-3 means 1, 2 and 3."
    )
    recent = fields.Text(string="Card Ids Drawn Lately", readonly=True)
    drawn = fields.Text(string="Card Ids Drawn", required=True, readonly=True)

    _once = models.UniqueIndex("(stocktake_id)", "A spot check is drawn once.")
    _counts_agree = models.Constraint(
        "CHECK (drawn_count > 0 AND drawn_count <= population_count AND recent_count <= population_count)",
        "What is drawn is part of what it is drawn from.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise UserError(self.env._("A draw is made by the system only. Use the button of the spot check."))
        return super().create(vals_list)

    def write(self, vals):  # pylint: disable=method-required-super  # a draw is evidence
        raise UserError(self.env._("A draw is evidence and cannot be changed. Make another spot check instead."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A draw is evidence and cannot be deleted. Cancel the spot check instead."))

    def _drawn_again(self):
        """Return the ids that the recorded seed draws from the recorded cards."""
        self.ensure_one()
        return sample.draw(
            self.seed, sample.unpack(self.population), sample.unpack(self.recent or ""), self.drawn_count
        )
