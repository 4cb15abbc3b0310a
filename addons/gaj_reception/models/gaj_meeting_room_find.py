from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..rules import booking as rules


class GajMeetingRoom(models.Model):
    """What the page *Find a Room* asks: a wish comes in as plain values, local time of the company, offers go out."""

    _inherit = "gaj.meeting.room"

    @api.model
    @api.readonly
    def gaj_find_form(self):
        """Return what the page shows before anybody chose anything: a wish for the next hour, and the choices."""
        company = self.env.company
        rooms = self.search([("company_id", "=", company.id)])
        start = rooms._gaj_next_opening(rules.ceil_to_slot(company._gaj_local(fields.Datetime.now()), 30))
        types = self.env["gaj.meeting.equipment.type"].search_fetch([], ["name"])
        layouts = self.env["gaj.meeting.room.layout"]._fields["kind"]._description_selection(self.env)
        return {
            "wish": {
                "date": start.date().isoformat(),
                "from": start.strftime("%H:%M"),
                "to": (start + timedelta(hours=1)).strftime("%H:%M") if start.hour < 23 else "24:00",
                "persons": 8,
                "layout": "",
                "equipment": [],
                "building_id": False,
                "secrecy": "internal",
                "subject": "",
                "room_id": False,
            },
            "secrecies": [
                {"id": key, "name": label}
                for key, label in self.env["gaj.meeting"]._fields["secrecy"]._description_selection(self.env)
            ],
            "layouts": [{"id": key, "name": label} for key, label in layouts],
            "equipment": [{"id": each.id, "name": each.name} for each in types],
            # sudo: the names of buildings are no secret
            "buildings": [{"id": each.id, "name": each.short_name} for each in rooms.sudo().building_id],
            "has_department": bool(self.env.user.employee_id.department_id),
            "has_rooms": bool(rooms),
        }

    def _gaj_next_opening(self, start):
        """Return when, from ``start`` on (local time), the first of these rooms is open for an hour; else ``start``."""
        company, hour = self.env.company, timedelta(hours=1)
        always = self.filtered("is_always_open")
        if always or not self:
            # nobody plans the night: begin with tomorrow morning
            return start if start.hour < 22 else start.replace(hour=9, minute=0) + timedelta(days=1)
        soon = company._gaj_utc(start)
        spans = [
            (max(begin, soon), end)
            for each in self.grouped("resource_calendar_id").values()
            for begin, end in each[0]._gaj_open_hours(soon, soon + timedelta(days=14))
        ]
        return company._gaj_local(min((begin for begin, end in spans if end - begin >= hour), default=soon))

    @api.model
    def gaj_find(self, wish):
        """Return ``{"fitting": offers, "near": offers}`` for ``wish`` (as of :meth:`gaj_find_form`), best first."""
        start, stop = self._gaj_wished_span(wish)
        found, near = self._gaj_search(start, stop, self._gaj_wished_persons(wish), **self._gaj_wished(wish))
        return {
            "fitting": [self._gaj_find_values(each, start, stop) for each in found[:20]],
            "near": [self._gaj_find_values(each, start, stop) for each in near[:5]],
        }

    @api.model
    def gaj_book(self, wish, offer):
        """Book an ``offer`` of :meth:`gaj_find` for ``wish`` and return ``id``, ``state`` and a sentence.

        :raises AlreadyOccupied: somebody else was faster
        """
        self.env["gaj.meeting"].check_access("create")
        start, stop = self._gaj_wished_span(wish)
        offer = offer if isinstance(offer, dict) else {}
        room = self.browse(self._gaj_wished_id(offer.get("room_id"))).exists()
        layout = self.env["gaj.meeting.room.layout"].browse(self._gaj_wished_id(offer.get("layout_id"))).exists()
        if not room or not self.env.user.employee_id.department_id:
            raise UserError(
                self.env._("Choose one of the rooms found.")
                if not room
                else self.env._(
                    "You have no department yet, so no meeting can be yours. Ask the personnel office to enter it."
                )
            )
        devices = [each for each in offer.get("device_ids") or [] if isinstance(each, int)]
        meeting = self.env["gaj.meeting"].create(
            {
                "subject": str(wish.get("subject") or "").strip() or self.env._("Meeting"),
                "planned_attendees": self._gaj_wished_persons(wish),
                "secrecy": wish.get("secrecy") or "internal",
                "company_id": room.company_id.id,
                "booking_ids": [
                    Command.create(
                        {
                            "room_id": room.id,
                            "layout_id": layout.id,
                            "start": start,
                            "stop": stop,
                            "equipment_ids": [Command.set(devices)],
                        }
                    )
                ],
            }
        )
        booking = meeting.booking_ids
        booking.action_request()
        name = booking._gaj_step_name()
        sentence = (
            self.env._("Booked: %s", name)
            if booking.state == "confirmed"
            else self.env._("Asked for: %s. You are told as soon as it is decided.", name)
        )
        return {"id": booking.id, "meeting_id": meeting.id, "state": booking.state, "message": sentence}

    # ------------------------------------------------------------------ wishes are checked, a client may send anything

    def _gaj_wished_span(self, wish):
        """Return the wished ``(start, stop)`` in naive UTC.

        :raises UserError: it is no day and no time
        """
        wish = wish if isinstance(wish, dict) else {}
        try:
            day = datetime.strptime(str(wish.get("date")), "%Y-%m-%d")
            start, stop = (day + self._gaj_hours(str(wish.get(name))) for name in ("from", "to"))
            if stop <= start:
                raise UserError(self.env._("A meeting ends after it begins: correct the times."))
            company = self.env.company
            return company._gaj_utc(start), company._gaj_utc(stop)
        except (ValueError, OverflowError):
            raise UserError(self.env._("Choose the day and the times of the meeting.")) from None

    @staticmethod
    def _gaj_hours(text):
        hours, _colon, minutes = text.partition(":")
        if not (0 <= int(hours) <= 24 and 0 <= int(minutes) < 60):
            raise ValueError(text)
        return timedelta(hours=int(hours), minutes=int(minutes))

    def _gaj_wished_persons(self, wish):
        """
        :raises UserError: it is no number of people
        """
        persons = wish.get("persons")
        if isinstance(persons, bool) or not isinstance(persons, int) or not 0 < persons < 100000:
            raise UserError(self.env._("Say how many people come: at least one."))
        return persons

    @staticmethod
    def _gaj_wished_id(value):
        return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**31 else 0

    def _gaj_wished(self, wish):
        """Return the other parts of ``wish`` as :meth:`_gaj_search` takes them."""
        types = self.env["gaj.meeting.equipment.type"]
        ids = [self._gaj_wished_id(each) for each in wish.get("equipment") or []]
        building = self.env["gaj.space"].browse(self._gaj_wished_id(wish.get("building_id"))).exists()
        room = self.browse(self._gaj_wished_id(wish.get("room_id"))).exists()
        return {
            "layout": str(wish.get("layout") or ""),
            "equipment": types.browse(ids).exists(),
            "building": building,
            "department": self.env.user.employee_id.department_id,
            "secrecy": wish.get("secrecy"),
            "rooms": room or None,
        }

    def _gaj_find_values(self, offer, start, stop):
        """Return ``offer`` as plain values for the page, with the times at which a near miss could be booked."""
        room, layout = offer["room"], offer["layout"]
        company = room.sudo().company_id
        # sudo: the photo of a room is no secret
        space = room.sudo().space_ids[:1]
        shown = {
            "room_id": room.id,
            "layout_id": layout.id,
            "name": room.display_name,
            "building": room.sudo().building_id.short_name or "",
            "layout": dict(layout._fields["kind"]._description_selection(self.env))[layout.kind],
            "capacity": layout.capacity,
            "waste": offer["waste"],
            "is_too_large": offer["is_too_large"],
            "asks_approval": offer["asks_approval"],
            "equipment": room.equipment_type_ids.mapped("name"),
            "device_ids": offer["devices"].ids,
            "devices": offer["devices"].mapped("name"),
            "image": f"/web/image/gaj.space/{space.id}/image_128" if space.image_128 else "",
        }
        slot = room.sudo().slot_minutes
        if offer["free_until"]:
            until = company._gaj_local(offer["free_until"])
            shown["free_until"] = until.strftime("%H:%M")
            shown["to"] = rules.floor_to_slot(until, slot).strftime("%H:%M")
        if offer["free_from"]:
            begin = company._gaj_local(offer["free_from"])
            shown["free_from"] = begin.strftime("%H:%M")
            shown["from"] = rules.ceil_to_slot(begin, slot).strftime("%H:%M")
        return shown
