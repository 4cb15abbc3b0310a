from odoo import fields, models


class GajTagVoid(models.TransientModel):
    _name = "gaj.tag.void"
    _description = "Void Tags"

    tag_ids = fields.Many2many(
        "gaj.tag", string="Tags", required=True, default=lambda self: self.env.context.get("active_ids")
    )
    reason = fields.Char(required=True)

    def action_void(self):
        """Void the tags; their records lose the number and may get another."""
        self.ensure_one()
        self.check_access("write")
        self.tag_ids._gaj_void(self.reason)
        return {"type": "ir.actions.act_window_close"}
