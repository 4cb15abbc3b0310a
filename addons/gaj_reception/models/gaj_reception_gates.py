from odoo import api, fields, models
from odoo.exceptions import RedirectWarning, UserError

from ..rules import reception as rules

#: Kinds whose lodging the host may pay (G7).
HOST_LODGES = ("foreign", "investment")


class GajReception(models.Model):
    """The gates of a reception (G1 to G9): each is asked on the server at the step it belongs to."""

    _inherit = "gaj.reception"

    @api.depends("guest_count", "kind", "company_id", "arrive")
    def _compute_companions_allowed(self):
        for reception in self:
            try:
                reception.companions_allowed = reception._gaj_companions_allowed(reception.guest_count)
            except RedirectWarning:
                # shown as 0 until somebody enters the figures; the steps say what is missing
                reception.companions_allowed = 0

    def _gaj_parameter(self, key):
        """Return the figure ``key`` (``Decimal``) that holds for this reception on the day of its arrival."""
        self.ensure_one()
        day = self._gaj_day(self.arrive) or fields.Date.context_today(self)
        company = self.company_id or self.env.company
        return self.env["gaj.reception.parameter"]._gaj_value(key, company, day, kind=self.kind)

    def _gaj_companions_allowed(self, guests):
        few, limit, divisor = (
            int(self._gaj_parameter(key)) for key in ("few_guests", "few_companions", "companion_divisor")
        )
        return rules.companions_allowed(guests, few, limit, divisor)

    def _gaj_label(self, name):
        return self._fields[name]._description_string(self.env)

    def _gaj_gates_plan(self):
        """Ask what holds for the plan as for what took place: G4, G5, G7 and the venues."""
        self._gaj_gate_visit()
        self._gaj_gate_meals()
        self._gaj_gate_companions()
        self._gaj_gate_lodging()
        self._gaj_gate_venues()

    def _gaj_gate_document(self):
        """G1: no document, no reception.

        :raises UserError: if something is missing, or documents of this kind are not enough
        """
        day = self._gaj_day(self.arrive)
        documents = self.env["gaj.reception.document"]._gaj_documents("start", self.company_id, day, self.kind)
        if documents and self.document_kind not in documents:
            labels = dict(self.env["gaj.reception.document"]._fields["document"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "Reception %(name)s: for this kind of reception “%(field)s” is one of: %(documents)s. Choose it, and"
                    " attach it.",
                    name=self.name,
                    field=self._gaj_label("document_kind"),
                    documents=", ".join(sorted(labels[each] for each in documents)),
                )
            )
        needed = ("letter_no", "letter_date", "sender_id", "letter_file_ids") if documents else ()
        for field in (*needed, "guest_ids"):
            if not self[field]:
                raise UserError(
                    self.env._(
                        "Reception %(name)s: no reception without a document. Fill in “%(field)s” before you submit it.",
                        name=self.name,
                        field=self._gaj_label(field),
                    )
                )

    def _gaj_gate_in_time(self):
        """G3: approved before the guests arrive.

        :raises UserError: if they are here already
        """
        if fields.Datetime.now() > self.arrive:
            raise UserError(
                self.env._(
                    "Reception %(name)s: the guests arrived on %(day)s, and a reception is approved before. Correct"
                    " “%(field)s” if it is wrong, or have it rejected.",
                    name=self.name,
                    day=self._gaj_day(self.arrive),
                    field=self._gaj_label("arrive"),
                )
            )

    def _gaj_gate_plain(self):
        """G8: no welcome at the station, no banners; confirmed before the approval.

        :raises UserError: if it is not
        """
        if not self.is_plain:
            raise UserError(
                self.env._(
                    "Reception %(name)s: “%(field)s” is not confirmed. Have the officer confirm it before it is approved.",
                    name=self.name,
                    field=self._gaj_label("is_plain"),
                )
            )

    def _gaj_gate_visit(self):
        """Meals and nights lie within the visit, and meals are for those who come: by both the caps are reckoned.

        :raises UserError: naming the meal or the lodging
        """
        first, last = self._gaj_day(self.arrive), self._gaj_day(self.leave)
        spans = [(meal, meal.date, meal.date) for meal in self.meal_ids]
        for line, start, stop in spans + [(each, each.date_from, each.date_to) for each in self.lodging_ids]:
            if start < first or stop > last:
                raise UserError(
                    self.env._(
                        "Reception %(name)s: “%(line)s” lies outside the visit, %(first)s to %(last)s. Correct its days.",
                        name=self.name,
                        line=line.display_name,
                        first=first,
                        last=last,
                    )
                )
        for meal in self.meal_ids:
            if not 1 <= meal.guest_count <= self.guest_count:
                raise UserError(
                    self.env._(
                        "Reception %(name)s, %(meal)s: it is for %(count)s guests, and %(guests)s come. Correct “%(field)s”,"
                        " or take the meal out.",
                        name=self.name,
                        meal=meal.display_name,
                        count=meal.guest_count,
                        guests=self.guest_count,
                        field=meal._fields["guest_count"]._description_string(self.env),
                    )
                )

    def _gaj_gate_rooms(self):
        """G7: in no night more rooms than guests, nor more of a rank than there are guests of it or above.

        :raises UserError: naming the night and the rank
        """
        ranks = dict(self.env["gaj.reception.guest"]._fields["rank"]._description_selection(self.env))
        order = list(ranks)
        for night in sorted({night for line in self.lodging_ids for night in line._gaj_nights()}):
            lines = self.lodging_ids.filtered(lambda line, night=night: night in line._gaj_nights())
            for number, rank in enumerate(order, 1):
                rooms = sum(lines.filtered(lambda line, upto=order[:number]: line.rank in upto).mapped("rooms"))
                guests = len(self.guest_ids.filtered(lambda guest, upto=order[:number]: guest.rank in upto))
                if rooms > guests:
                    raise UserError(
                        self.env._(
                            "Reception %(name)s, night of %(night)s: %(rooms)s rooms for the rank “%(rank)s” and above,"
                            " %(guests)s guests have it. Correct rooms and ranks.",
                            name=self.name,
                            night=night,
                            rooms=rooms,
                            rank=ranks[rank],
                            guests=guests,
                        )
                    )

    def _gaj_gate_meals(self):
        """G4: one working meal, none for guests of the same city.

        :raises UserError: if the host pays for more
        :raises RedirectWarning: if a working meal has no standard
        """
        paid = self.meal_ids.filtered(lambda meal: meal.payer == "host")
        most = 0 if self.is_same_city else int(self._gaj_parameter("paid_meals"))
        if len(paid) > most:
            values = {
                "name": self.name,
                "paid": len(paid),
                "most": most,
                "meal": paid[most].display_name,
                "field": self.env["gaj.reception.meal"]._fields["payer"]._description_string(self.env),
            }
            if self.is_same_city:
                raise UserError(
                    self.env._(
                        "Reception %(name)s: the guests are of the same city, so the host pays for no meal. Let the guests"
                        " pay for %(meal)s, in “%(field)s”.",
                        **values,
                    )
                )
            raise UserError(
                self.env._(
                    "Reception %(name)s: the host pays for %(paid)s meals, %(most)s at most. Let the guests pay for"
                    " %(meal)s, in “%(field)s”.",
                    **values,
                )
            )
        for meal in paid:
            if not meal._gaj_standard():
                self._gaj_ask_for_standard(meal.display_name)

    def _gaj_ask_for_standard(self, what):
        raise RedirectWarning(
            self.env._(
                "Reception %(name)s: there is no standard for %(what)s. Add one with its source.",
                name=self.name,
                what=what,
            ),
            self.env.ref("gaj_reception.gaj_reception_standard_action").id,
            self.env._("Open the Standards"),
        )

    def _gaj_gate_companions(self):
        """G5: few companions at each meal that the host pays for.

        :raises UserError: if there are more
        """
        for meal in self.meal_ids.filtered(lambda each: each.payer == "host"):
            most = self._gaj_companions_allowed(meal.guest_count)
            if len(meal.companion_ids) > most:
                raise UserError(
                    self.env._(
                        "Reception %(name)s, %(meal)s: %(count)s companions with %(guests)s guests, %(most)s at most. Take"
                        " some out of “%(field)s”.",
                        name=self.name,
                        meal=meal.display_name,
                        count=len(meal.companion_ids),
                        guests=meal.guest_count,
                        most=most,
                        field=meal._fields["companion_ids"]._description_string(self.env),
                    )
                )

    def _gaj_gate_lodging(self):
        """G7: guests pay for their rooms, except where the kind of reception says otherwise.

        :raises UserError: if the host is to pay all the same
        :raises RedirectWarning: if a night has no limit
        """
        paid = self.lodging_ids.filtered(lambda line: line.payer == "host")
        planned = self.plan_ids.filtered(lambda line: line.cost_kind == "lodging" and line.amount)
        if self.kind not in HOST_LODGES and (paid or planned):
            raise UserError(
                self.env._(
                    "Reception %(name)s: guests pay for their lodging and claim it at home; “%(line)s” says otherwise."
                    " Only foreign guests and investment promotion are lodged by the host: change “%(field)s”, or take the"
                    " cost out.",
                    name=self.name,
                    line=(paid or planned)[0].display_name,
                    field=self.env["gaj.reception.lodging"]._fields["payer"]._description_string(self.env),
                )
            )
        for line in self.lodging_ids:
            if any(line._gaj_limit(night) is None for night in line._gaj_nights()):
                self._gaj_ask_for_standard(line.display_name)
        self._gaj_gate_rooms()

    def _gaj_gate_venues(self):
        """Outside venues are designated on the day.

        :raises UserError: if one is not
        """
        used = [(meal.venue_id, meal.date) for meal in self.meal_ids if meal.venue_kind == "outside"]
        for line in self.lodging_ids.filtered(lambda each: each.venue_kind == "outside"):
            used += [(line.venue_id, night) for night in line._gaj_nights()]
        for venue, day in dict.fromkeys(used):
            self._gaj_check_venue(venue, day)

    def _gaj_check_venue(self, venue, day):
        designation = self.env["gaj.vendor.designation"]
        if not designation._gaj_designated("venue", day, venue, self.company_id):
            raise UserError(
                self.env._(
                    "Reception %(name)s: %(venue)s is no designated venue on %(day)s. Choose one that is, or have its"
                    " designation entered.",
                    name=self.name,
                    venue=venue.sudo().display_name,
                    day=day,
                )
            )

    def _gaj_gate_list(self):
        """G9: the list is complete after the visit.

        :raises UserError: naming what is missing
        """
        if fields.Datetime.now() < self.leave:
            raise UserError(
                self.env._(
                    "Reception %(name)s: the list is signed after the visit. If the guests left earlier, correct"
                    " “%(field)s”.",
                    name=self.name,
                    field=self._gaj_label("leave"),
                )
            )
        self._gaj_gate_list_lines()
        if self.guest_count != self.letter_persons and not self.difference_reason:
            raise UserError(
                self.env._(
                    "Reception %(name)s: %(came)s guests came, the document names %(named)s. Say why in “%(field)s”.",
                    name=self.name,
                    came=self.guest_count,
                    named=self.letter_persons,
                    field=self._gaj_label("difference_reason"),
                )
            )
        if self.estimate and not self.list_amount:
            raise UserError(
                self.env._(
                    "Reception %(name)s: the list says nothing of the cost. Fill in “%(field)s” of the planned costs.",
                    name=self.name,
                    field=self.env["gaj.reception.plan"]._fields["list_amount"]._description_string(self.env),
                )
            )

        if self.list_amount > self.estimate:
            raise UserError(
                self.env._(
                    "Reception %(name)s: the list says %(listed)s, and %(approved)s were approved. Put no more on the list:"
                    " what it did cost beyond is paid back personally.",
                    name=self.name,
                    listed=self._gaj_yuan(self.list_amount),
                    approved=self._gaj_yuan(self.estimate),
                )
            )

    def _gaj_gate_list_lines(self):
        for field in ("guest_ids", "activity_line_ids"):
            if not self[field]:
                raise UserError(
                    self.env._(
                        "Reception %(name)s: the list needs “%(field)s”. Fill it in before it is signed.",
                        name=self.name,
                        field=self._gaj_label(field),
                    )
                )
        parts = [
            (self.guest_ids, ("unit_name", "post")),
            (self.activity_line_ids, ("place",)),
            (self.companion_ids | self.support_ids, ("post",)),
        ]
        for lines, names in parts:
            for line in lines:
                for name in names:
                    if not line[name]:
                        raise UserError(
                            self.env._(
                                "Reception %(name)s: “%(line)s” on the list has no “%(field)s”. Fill it in before the list"
                                " is signed.",
                                name=self.name,
                                line=line.display_name,
                                field=line._fields[name]._description_string(self.env),
                            )
                        )
