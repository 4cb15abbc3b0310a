from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..rules import booking as rules


class GajMeetingRoom(models.Model):
    """Which rooms fit a wish, best first, and which nearly do."""

    _inherit = "gaj.meeting.room"

    @api.model
    def _gaj_search(self, start, stop, persons, **wish):
        """Return ``(fitting, near misses)``: lists of dicts, least waste first, then the wished building, then code.

        A dict has ``room``, ``layout``, ``waste`` (seats left over), ``is_too_large``, ``asks_approval``, ``devices``
        (movable equipment that the meeting takes along) and, for a near miss, ``free_until`` or ``free_from`` (UTC).

        :param start: naive UTC, as ``stop``
        :param wish: ``layout`` (kind), ``equipment`` (``gaj.meeting.equipment.type``), ``building`` (``gaj.space``,
            preferred), ``only_building`` (bool), ``meeting`` or ``department`` with ``secrecy``, ``rooms`` to look at,
            ``leave_out`` (bookings that do not count, such as the one that is to be moved)
        """
        rooms = self._gaj_eligible(start, stop, wish)
        offers, candidates = rooms._gaj_candidates(persons, wish)
        bookables = (
            self.env["gaj.bookable"]
            .sudo()
            .browse(
                {each for candidate in candidates for each in candidate.spaces}
                | {each for candidate in candidates for kind in candidate.missing for each in kind}
            )
        )
        self.env["gaj.meeting.booking"]._gaj_release_overdue(bookables)
        if not candidates:
            return [], []
        busy = self._gaj_busy_spans(candidates, bookables, start, stop, wish)
        fitting, near = rules.rank(candidates, persons, start, stop, busy)
        return (
            self._gaj_offers(self._gaj_once(fitting, offers), offers, persons, wish),
            self._gaj_offers(
                self._gaj_once(near, offers, {offers[each.key][0] for each in fitting}), offers, persons, wish
            ),
        )

    def _gaj_eligible(self, start, stop, wish):
        """Return the rooms that the wisher may book and that are open then."""
        domain = Domain("id", "in", wish["rooms"].ids) if wish.get("rooms") is not None else Domain.TRUE
        if wish.get("building") and wish.get("only_building"):
            domain &= Domain("building_id", "=", wish["building"].id)
        meeting = wish.get("meeting")
        if (meeting.sudo().secrecy if meeting else wish.get("secrecy")) == "confidential":
            domain &= Domain("is_secrecy_ok", "=", True)
        rooms = self.search(domain & Domain("company_id", "in", self.env.companies.ids))
        department = meeting.sudo().department_id if meeting else wish.get("department")
        if department:
            rooms = rooms._gaj_open_to(department)
        hours = {}
        for room in rooms:
            if (calendar := room._gaj_calendar()) not in hours:
                hours[calendar] = room._gaj_open_hours(start, stop)
        return rooms.filtered(lambda room: room._gaj_is_free_by_rules(start, stop, hours[room._gaj_calendar()]))

    def _gaj_is_free_by_rules(self, start, stop, hours):
        """Return whether limits and opening ``hours`` of this room allow a meeting then."""
        company = self.sudo().company_id
        local = [company._gaj_local(moment) for moment in (start, stop)]
        now = company._gaj_local(fields.Datetime.now())
        if rules.broken_limit(*local, now, self._gaj_limits()):
            return False
        return self._gaj_is_open(start, stop, self.setup_minutes, self.cleanup_minutes, hours)

    def _gaj_candidates(self, persons, wish):
        """Return ``{key: (room, layout)}`` and the candidates of the ranking: each room in each layout that seats all."""
        kinds = wish.get("equipment") or self.env["gaj.meeting.equipment.type"]
        devices = self.env["gaj.meeting.equipment"].sudo().search([("type_id", "in", kinds.ids)])
        bookables = self.env["gaj.bookable"]
        device_ids = dict(zip(devices, bookables._gaj_for(devices).ids, strict=True))
        # sudo: the spaces of a room are no secret
        rooms = self.sudo()
        space_ids = dict(zip(rooms.space_ids, bookables._gaj_for(rooms.space_ids).ids, strict=True))
        offers, candidates = {}, []
        for room in rooms:
            missing = [
                tuple(
                    device_ids[device]
                    for device in devices
                    if device.type_id == kind
                    and device.company_id == room.company_id
                    and device.building_id in (room.building_id, device.building_id.browse())
                )
                for kind in kinds - room.equipment_type_ids
            ]
            layouts = room.layout_ids.filtered(
                lambda each: each.capacity >= persons and (not wish.get("layout") or each.kind == wish["layout"])
            )
            for layout in layouts:
                offers[layout.id] = (room.sudo(False), layout)
                candidates.append(
                    rules.Candidate(
                        key=layout.id,
                        code=room.code,
                        capacity=layout.capacity,
                        setup=layout.setup_minutes if layout.is_own_setup else room.setup_minutes,
                        cleanup=room.cleanup_minutes,
                        spaces=tuple(space_ids[space] for space in room.space_ids),
                        is_same_building=not wish.get("building") or room.building_id == wish["building"],
                        missing=tuple(missing),
                        shortest=room.min_minutes,
                    )
                )
        return offers, candidates

    def _gaj_busy_spans(self, candidates, bookables, start, stop, wish):
        """Return ``{bookable id: spans}`` of the ledger around the wish, in one query."""
        first = start - timedelta(minutes=max(each.setup for each in candidates))
        last = stop + timedelta(minutes=max(each.cleanup for each in candidates))
        left_out = wish.get("leave_out") or self.env["gaj.meeting.booking"]
        busy = defaultdict(list)
        for row in bookables._gaj_busy(first, last):
            if row.res_model != left_out._name or row.res_id not in left_out.ids:
                busy[row.bookable_id.id].append((row.start, row.stop))
        return busy

    @staticmethod
    def _gaj_once(found, offers, but=()):
        """Yield each room once, in its best layout."""
        seen = set(but)
        for each in found:
            if offers[each.key][0] not in seen:
                seen.add(offers[each.key][0])
                yield each

    def _gaj_offers(self, found, offers, persons, wish):
        """Return the dicts of :meth:`_gaj_search` for what the ranking ``found``."""
        found = list(found)
        # sudo: the limits of the house and how often the user did not show up
        companies = self.browse(offers[each.key][0].id for each in found).sudo().company_id
        get = self.env["gaj.meeting.parameter"]._gaj_whole
        percents = {company: get("capacity_warning_percent", company) for company in companies}
        meeting = wish.get("meeting") or self.env["gaj.meeting"].new(
            {
                "department_id": (wish.get("department") or self.env.user.employee_id.department_id).id,
                "organiser_id": self.env.uid,
            }
        )
        rooms = {company: self.search([("company_id", "=", company.id)], limit=1) for company in companies}
        penalties = {company: rooms[company]._gaj_has_penalty(meeting.organiser_id) for company in companies}
        result = []
        for each in found:
            room, layout = offers[each.key]
            company = room.sudo().company_id
            taken = self.env["gaj.bookable"].sudo().browse(each.devices)
            result.append(
                {
                    "room": room,
                    "layout": layout.sudo(False),
                    "waste": each.waste,
                    "is_too_large": rules.is_too_large(persons, layout.capacity, percents[company]),
                    "asks_approval": room._gaj_asks_approval(meeting, penalties[company]),
                    "devices": self.env["gaj.meeting.equipment"].browse(taken.mapped("res_id")),
                    "free_until": each.free_until,
                    "free_from": each.free_from,
                }
            )
        return result
