from odoo import fields, models


class GajReceptionReason(models.TransientModel):
    """Asks why a reception is rejected or cancelled."""

    _name = "gaj.reception.reason"
    _description = "Reject or Cancel a Reception"

    reception_id = fields.Many2one("gaj.reception", required=True, readonly=True, ondelete="cascade")
    step = fields.Selection([("reject", "Reject"), ("cancel", "Cancel")], required=True, readonly=True)
    reason = fields.Char(required=True, help="It is kept with the reception, and its officer reads it.")

    def action_reject(self):
        """Reject the reception with the reason."""
        return self._gaj_take("_gaj_reject")

    def action_cancel(self):
        """Cancel the reception with the reason."""
        return self._gaj_take("_gaj_cancel")

    def _gaj_take(self, step):
        self.ensure_one()
        self.check_access("read")
        getattr(self.reception_id, step)(self.reason)
        return {"type": "ir.actions.act_window_close"}
