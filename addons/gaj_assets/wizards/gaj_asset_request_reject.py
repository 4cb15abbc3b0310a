from odoo import fields, models


class GajAssetRequestReject(models.TransientModel):
    """Asks the leader why a request is rejected."""

    _name = "gaj.asset.request.reject"
    _description = "Reject an Asset Request"

    request_id = fields.Many2one("gaj.asset.request", required=True, readonly=True, ondelete="cascade")
    reason = fields.Text(required=True, help="Its author reads it and can revise the request.")

    def action_reject(self):
        """Send the request back to its author with the reason."""
        self.ensure_one()
        self.request_id._gaj_reject(self.reason)
        return {"type": "ir.actions.act_window_close"}
