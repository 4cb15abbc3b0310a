from odoo import fields, models

from .gaj_service_order import SERVICE


class GajMeetingBooking(models.Model):
    """A confirmed booking is served; the order follows it and stops with it."""

    _inherit = "gaj.meeting.booking"

    service_order_ids = fields.One2many("gaj.service.order", "booking_id", string="Service Orders", groups=SERVICE)

    def _gaj_after_confirm(self):
        result = super()._gaj_after_confirm()
        # sudo: the system plans the service, and looks at the plan, whoever confirms
        for meeting in self.sudo().meeting_id:
            meeting._gaj_check_class(is_actual=False)
        self.env["gaj.service.order"].sudo()._gaj_generate(self.sudo())
        return result

    def _gaj_after_change(self):
        result = super()._gaj_after_change()
        # sudo: as above
        self.sudo().service_order_ids._gaj_retime()
        return result

    def _gaj_after_give_up(self):
        result = super()._gaj_after_give_up()
        # sudo: as above
        orders = self.sudo().service_order_ids
        orders._gaj_stop()
        for order in orders.filtered(lambda each: each.booking_id.state == "no_show"):
            # a missing account keeps nobody from the room: the manager charges later
            if all(order._gaj_accounts()):
                order._gaj_charge()
        return result
