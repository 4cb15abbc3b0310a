from odoo import fields, models


class GajAssetAcceptanceSign(models.TransientModel):
    """An inspector says what they found, and signs."""

    _name = "gaj.asset.acceptance.sign"
    _description = "Sign an Acceptance"

    acceptance_id = fields.Many2one("gaj.asset.acceptance", string="Batch", required=True, ondelete="cascade")
    quantity = fields.Integer(related="acceptance_id.quantity")
    note = fields.Text(string="Remarks", help="What is wrong or missing; needed when the batch fails.")
    signature = fields.Binary(attachment=False)

    def action_pass(self):
        """Sign that the things are there as ordered and in good order."""
        return self._sign("passed")

    def action_fail(self):
        """Sign that something is wrong; the remarks say what."""
        return self._sign("failed")

    def _sign(self, verdict):
        self.ensure_one()
        self.check_access("write")
        self.acceptance_id._own_inspection()._sign(verdict, self.note, self.signature)
        return {"type": "ir.actions.act_window_close"}
