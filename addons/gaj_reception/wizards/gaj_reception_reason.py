from odoo import fields, models


class GajReceptionReason(models.TransientModel):
    """Asks why a reception is rejected or cancelled."""

    _name = "gaj.reception.reason"
    _description = "Reject or Cancel a Reception"

    reception_id = fields.Many2one("gaj.reception", required=True, readonly=True, ondelete="cascade")
    step = fields.Selection([("reject", "Reject"), ("cancel", "Cancel")], required=True, readonly=True)
    reason = fields.Char(required=True, help="It is kept with the reception, and its officer reads it.")

    def action_take_step(self):
        """Reject or cancel the reception with the reason."""
        self.ensure_one()
        if self.step == "reject":
            self.reception_id._gaj_reject(self.reason)
        else:
            self.reception_id._gaj_cancel(self.reason)
        return {"type": "ir.actions.act_window_close"}
