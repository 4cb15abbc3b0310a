from odoo import fields, models


class GajAssetTransferSign(models.TransientModel):
    """The pad: one signature for everything on a transfer."""

    _name = "gaj.asset.transfer.sign"
    _description = "Signature of a Transfer"

    transfer_id = fields.Many2one("gaj.asset.transfer", required=True, readonly=True, ondelete="cascade")
    asset_count = fields.Integer(related="transfer_id.asset_count")
    signed_name = fields.Char(
        string="Signed As", compute="_compute_signed_name", store=True, readonly=False, precompute=True
    )
    signature = fields.Image(max_width=1024, max_height=1024)

    def _compute_signed_name(self):
        for pad in self:
            # sudo: the name of who will keep the things, or of the borrower
            transfer = pad.transfer_id.sudo()
            pad.signed_name = transfer.custodian_to_id.name or transfer._gaj_borrower()

    def action_sign(self):
        """Confirm the receipt with this signature."""
        self.ensure_one()
        self.check_access("write")
        self.transfer_id.sign(self.signature, self.signed_name)
        return {"type": "ir.actions.act_window_close"}
