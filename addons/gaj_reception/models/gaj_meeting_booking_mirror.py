from odoo import models
from odoo.fields import Command

#: Mirrors are made and moved silently: whoever takes part finds the meeting in the calendar.
SILENT = {
    "no_mail_to_attendees": True,
    "skip_attendee_notification": True,
    "skip_contact_description": True,
    "dont_notify": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "tracking_disable": True,
}
PRIVACY = {"public": "public", "internal": "confidential", "confidential": "private"}


class GajMeetingBooking(models.Model):
    """A booking that has its room stands in the calendars of those who take part. The booking is the truth."""

    _inherit = "gaj.meeting.booking"

    def _gaj_after_confirm(self):
        result = super()._gaj_after_confirm()
        self._gaj_keep_mirror()
        return result

    def _gaj_after_change(self):
        result = super()._gaj_after_change()
        self._gaj_keep_mirror()
        return result

    def _gaj_after_give_up(self):
        result = super()._gaj_after_give_up()
        self._gaj_keep_mirror()
        return result

    def _gaj_keep_mirror(self):
        """Bring the calendar in line: one event for each booking that has its room, none for the others."""
        # sudo: the calendar of colleagues follows the booking, whoever moves it
        events = self.env["calendar.event"].sudo().with_context(**SILENT)
        known = events.with_context(active_test=False).search([("gaj_booking_id", "in", self.ids)])
        by_booking = {event.gaj_booking_id.id: event for event in known}
        gone = events.browse()
        for booking in self.sudo():
            event = by_booking.get(booking.id, events.browse())
            if booking.state not in ("confirmed", "in_use", "done"):
                gone |= event
            elif event:
                booking._gaj_update_mirror(event)
            else:
                partners = booking._gaj_mirror_partners()
                events.create(
                    {
                        **booking._gaj_mirror_vals(),
                        "gaj_booking_id": booking.id,
                        "partner_ids": [Command.set(partners.ids)],
                    }
                )
        gone.with_context(**SILENT).unlink()

    def _gaj_update_mirror(self, event):
        """Write to ``event`` what differs, and nothing else: writing times tells people."""
        event = event.with_context(**SILENT)
        vals = {
            name: value
            for name, value in self._gaj_mirror_vals().items()
            if (event[name].id if name == "user_id" else event[name]) != value
        }
        partners = self._gaj_mirror_partners()
        if event.partner_ids != partners:
            vals["partner_ids"] = [
                *(Command.unlink(each.id) for each in event.partner_ids - partners),
                *(Command.link(each.id) for each in partners - event.partner_ids),
            ]
        if vals:
            event.write(vals)

    def _gaj_mirror_vals(self):
        """Return what the calendar says; of a meeting that is not public no word, of a confidential one not even where."""
        self.ensure_one()
        meeting = self.meeting_id
        organiser = meeting.organiser_id
        return {
            "name": meeting.with_context(lang=organiser.lang or self.env.lang)._gaj_masked_title(),
            "start": self.start,
            "stop": self.stop,
            "location": False if meeting.secrecy == "confidential" else self.room_id.display_name,
            "user_id": organiser.id,
            "privacy": PRIVACY[meeting.secrecy],
        }

    def _gaj_mirror_partners(self):
        """Return organiser and colleagues; guests from outside have no calendar here."""
        employees = self.meeting_id.attendee_ids.employee_id
        return self.meeting_id.organiser_id.partner_id | employees.user_id.partner_id | employees.work_contact_id
