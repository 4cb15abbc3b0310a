from odoo import fields, models


class StockPicking(models.Model):
    """Goods for a reception or a meeting: forbidden ones are not moved (G6)."""

    _inherit = "stock.picking"

    gaj_reception_id = fields.Many2one(
        "gaj.reception",
        "Reception",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    gaj_meeting_id = fields.Many2one(
        "gaj.meeting", "Meeting", copy=False, index="btree_not_null", ondelete="restrict", check_company=True
    )

    def _action_done(self):
        self._gaj_refuse_forbidden()
        return super()._action_done()

    def _gaj_refuse_forbidden(self):
        """
        :raises UserError: if forbidden goods would be moved for a reception or a meeting
        """
        # sudo: the name of the reception is told to whoever moves goods for it
        for picking in self.sudo():
            cause = picking.gaj_reception_id or picking.gaj_meeting_id
            if cause:
                picking.move_ids.product_id._gaj_refuse_forbidden(cause._gaj_step_name())
