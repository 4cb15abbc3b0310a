from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import UserError

from ..rules import service as rules
from .roles import MANAGER

#: Half an hour that has begun is charged.
STEP = Decimal("0.5")


class GajServiceOrder(models.Model):
    """The internal settlement: analytic lines of department and service centre, no journal entry."""

    _inherit = "gaj.service.order"

    def action_charge(self):
        """Charge the room to whoever did not show up; all else is charged at closing."""
        for order in self:
            order._check_step(("stopped",), (MANAGER,))
            if order.sudo().booking_id.state != "no_show":
                raise UserError(self.env._("%s was given up in time, so nothing is charged.", order.display_name))
            order._gaj_charge()
        return True

    def _gaj_charge(self):
        """Write the charge of this order once; nothing where the room has no rate."""
        order = self.sudo()
        rate = self.env["gaj.meeting.rate"].sudo()._gaj_of(order.room_id, order._gaj_day())
        if not rate or order.charge_ids:
            return
        lines = order._gaj_charge_lines(rate)
        if not lines:
            return
        names = order._gaj_charge_names()
        self.env["gaj.service.charge"].sudo().create(
            [
                {
                    "order_id": order.id,
                    "sequence": number,
                    "kind": line.kind,
                    "product_id": line.key,
                    "name": self.env["product.product"].sudo().browse(line.key).display_name
                    if line.key
                    else names[line.kind],
                    "quantity": float(line.quantity),
                    "price": float(line.price),
                    "amount": float(line.amount),
                }
                for number, line in enumerate(lines, 1)
            ]
        )
        order._gaj_book_analytic(rules.total(lines))
        order.charged_on = fields.Date.context_today(self)

    def _gaj_charge_names(self):
        return {"room": self.env._("Room"), "video": self.env._("Video"), "attendant": self.env._("Attendants")}

    def _gaj_charge_lines(self, rate):
        """Return the lines of the charge by ``rate``."""
        number = self._gaj_decimal
        supplies = [
            (supply.product_id.id, number(supply.used_qty), number(supply.product_id.lst_price))
            for supply in self.supply_ids
            if not supply.is_reusable
        ]
        return rules.charge(
            rules.Rate(number(rate.room_hour), number(rate.video_amount), number(rate.attendant_hour)),
            rules.charged_hours(self.start, self.stop, STEP),
            self.is_video,
            self.attendants,
            supplies,
            is_no_show=self.booking_id.state == "no_show",
        )

    def _gaj_accounts(self):
        """Return the analytic accounts of the department and of the service centre; either may be missing."""
        distribution = self.meeting_id.department_id._gaj_analytic_distribution() or {}
        own = self.env["account.analytic.account"].browse(int(account) for account in distribution)
        return own, self.room_id.analytic_account_id or self.company_id.gaj_service_analytic_id

    def _gaj_book_analytic(self, amount):
        """Write ``amount`` (yuan) as cost of the department and as income of the service centre.

        :raises UserError: if one of them has no analytic account
        """
        department, centre = self._gaj_accounts()
        if not department:
            raise UserError(
                self.env._(
                    "%(order)s cannot be charged: %(department)s has no analytic account. Choose it in the department or on its"
                    " institution.",
                    order=self.display_name,
                    department=self.meeting_id.department_id.name,
                )
            )
        if not centre:
            raise UserError(
                self.env._(
                    "%(order)s cannot be charged: neither %(room)s nor the settings name the analytic account of the"
                    " service centre. Set one of them.",
                    order=self.display_name,
                    room=self.room_id.display_name,
                )
            )
        self.env["account.analytic.line"].sudo().create(
            [
                {
                    "name": self.env._("Conference service %s", self.name),
                    account.plan_id._column_name(): account.id,
                    "amount": float(sign * amount),
                    "date": self._gaj_day(),
                    "company_id": self.company_id.id,
                    "gaj_service_order_id": self.id,
                }
                for account, sign in ((department, -1), (centre, 1))
            ]
        )
