from odoo import fields, models


class GajAssetAcceptanceBook(models.TransientModel):
    """Finance chooses the day on which accepted batches enter the books."""

    _name = "gaj.asset.acceptance.book"
    _description = "Book Accepted Assets"

    acceptance_ids = fields.Many2many("gaj.asset.acceptance", string="Batches", required=True)
    day = fields.Date(string="Book On", required=True, default=fields.Date.context_today)
    is_provisional = fields.Boolean(compute="_compute_is_provisional")

    def _compute_is_provisional(self):
        for wizard in self:
            wizard.is_provisional = "purchase" in wizard.acceptance_ids.mapped("kind")

    def action_book(self):
        """Book the batches and return the action that shows their entries."""
        self.ensure_one()
        self.acceptance_ids._book(self.day)
        return self.acceptance_ids.action_open_entries()
