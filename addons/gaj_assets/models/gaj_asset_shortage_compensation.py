from decimal import Decimal

from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..rules import entries
from .gaj_asset_stocktake_followup import FINANCE

REMINDER = "mail.mail_activity_data_todo"
EVENT = "receivable_received"


class GajAssetParameter(models.Model):
    """What may be set about compensations."""

    _inherit = "gaj.asset.parameter"

    key = fields.Selection(
        selection_add=[("compensation_days", "Days within Which a Compensation Is Paid")],
        ondelete={"compensation_days": "cascade"},
    )


class GajAssetShortage(models.Model):
    """A compensation that is paid later: by when, who is reminded of it, and the instalments in which it comes."""

    _inherit = "gaj.asset.shortage"

    compensation_due_on = fields.Date(
        copy=False,
        tracking=True,
        help="Of what is paid later. Empty: by the parameter of the rules. Finance is reminded of it.",
    )
    compensation_received = fields.Monetary(copy=False, readonly=True, help="What has come in so far.")
    compensation_left = fields.Monetary(string="Still to Be Received", compute="_compute_compensation_left", store=True)
    payment_amount = fields.Monetary(
        string="Received Now",
        copy=False,
        help="For finance: the instalment to be booked next. Empty: all that is left.",
    )

    _received_within_compensation = models.Constraint(
        "CHECK (COALESCE(compensation_received, 0) BETWEEN 0 AND COALESCE(compensation, 0))",
        "No more comes in than the compensation.",
    )

    @api.depends("compensation", "compensation_received", "compensated_on", "compensation_received_on")
    def _compute_compensation_left(self):
        for record in self:
            is_owed = record.compensated_on and not record.compensation_received_on
            record.compensation_left = record.compensation - record.compensation_received if is_owed else 0

    def _before_compensation(self, day):
        """Note what comes with the booking of a compensation on ``day``: the money, or the day on which it is due."""
        if not self.is_receivable:
            self._step(self.state, compensation_received=self.compensation)
            return
        days = self.env["gaj.asset.parameter"]._gaj_value("compensation_days", self.company_id, day)
        due = self.compensation_due_on or day + relativedelta(days=int(days))
        self._step(self.state, compensation_due_on=due)
        self._remind_of_compensation()

    def _remind_of_compensation(self):
        """Remind whoever booked the compensation of the day on which it is due."""
        # sudo: the reminder belongs to the document, which finance may read and not change
        self.sudo().activity_schedule(
            REMINDER,
            date_deadline=self.compensation_due_on,
            user_id=self.env.uid,
            summary=self.env._("Compensation due: %s", self.display_name),
        )

    def write(self, vals):
        result = super().write(vals)
        if vals.get("compensation_due_on"):
            # sudo: as in _remind_of_compensation
            self.filtered("compensation_left").sudo().activity_ids.filtered(
                lambda one: one.activity_type_id == self.env.ref(REMINDER)
            ).write({"date_deadline": vals["compensation_due_on"]})
        return result

    def action_received(self):
        """Book that the compensation owed has come into the bank, or an instalment of it."""
        for record in self:
            record._check_step({"written_off", "settled"}, (FINANCE,))
            if not record.compensated_on or record.compensation_received_on:
                raise UserError(self.env._("%s: no compensation is still to be received.", record.display_name))
            amount = record._instalment()
            day = record._booking_day()
            event = record._next_instalment_event()
            record._gaj_book(event, day, record._items(entries.receivable_received(amount)))
            received = Decimal(str(record.compensation_received)) + amount
            is_all = received == Decimal(str(record.compensation))
            record._step(
                record.state,
                compensation_received=float(received),
                compensation_received_on=day if is_all else False,
                payment_amount=False,
            )
            if is_all:
                # sudo: as in _remind_of_compensation
                record.sudo().activity_unlink([REMINDER])

    def _instalment(self):
        """Return what comes in now, in yuan.

        :raises UserError: if it is nothing, or more than is left
        """
        left = Decimal(str(self.compensation_left)).quantize(entries.CENT)
        amount = Decimal(str(self.payment_amount or left)).quantize(entries.CENT)
        if not 0 < amount <= left:
            raise UserError(
                self.env._(
                    "%(name)s: %(amount)s cannot be received, %(left)s are still owed. Correct “%(field)s”.",
                    name=self.display_name,
                    amount=f"{amount:,.2f}",
                    left=f"{left:,.2f}",
                    field=self._fields["payment_amount"]._description_string(self.env),
                )
            )
        return amount

    def _next_instalment_event(self):
        """Return the event of the next instalment: each has one entry of its own."""
        number = 1
        while self._gaj_entry(EVENT if number == 1 else f"{EVENT}_{number}"):
            number += 1
        return EVENT if number == 1 else f"{EVENT}_{number}"

    def _gaj_event_label(self, event):
        base, _mark, number = event.rpartition("_")
        if base == EVENT and number.isdigit():
            return self.env._("%(event)s, instalment %(number)s", event=super()._gaj_event_label(EVENT), number=number)
        return super()._gaj_event_label(event)
