from odoo import api, fields, models
from odoo.exceptions import UserError

#: What the booking says; whoever takes part may still answer, remind themselves and take notes.
MIRRORED = {
    "name",
    "start",
    "stop",
    "start_date",
    "stop_date",
    "allday",
    "duration",
    "location",
    "user_id",
    "privacy",
    "partner_ids",
    "attendee_ids",
    "active",
    "recurrency",
    "description",
    "gaj_booking_id",
}


class CalendarEvent(models.Model):
    """The mirror of a room booking changes with the booking only."""

    _inherit = "calendar.event"

    # nobody asks the calendar who sits in which room: that would tell who takes part in a confidential meeting
    gaj_booking_id = fields.Many2one(
        "gaj.meeting.booking",
        "Room Booking",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="cascade",
        groups="gaj_reception.group_gaj_conference_manager",
    )
    gaj_is_mirror = fields.Boolean(compute="_compute_gaj_is_mirror", compute_sudo=True)

    _gaj_booking_uniq = models.UniqueIndex(
        "(gaj_booking_id) WHERE gaj_booking_id IS NOT NULL", "This booking stands in the calendar already."
    )

    @api.depends("gaj_booking_id")
    def _compute_gaj_is_mirror(self):
        for event in self:
            event.gaj_is_mirror = bool(event.gaj_booking_id)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(vals.get("gaj_booking_id") for vals in vals_list):
            raise UserError(self.env._("A room is booked under Meetings and Receptions, not in the calendar."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and MIRRORED & vals.keys():
            self._gaj_refuse_mirror()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_mirror(self):
        if not self.env.su:
            self._gaj_refuse_mirror()

    def _gaj_refuse_mirror(self):
        """
        :raises UserError: one of these events is the mirror of a room booking
        """
        # sudo: only which booking it is, told by room and time
        for booking in self.sudo().gaj_booking_id:
            raise UserError(
                self.env._(
                    "This calendar entry follows the room booking %s. Change or cancel the booking itself.",
                    booking._gaj_step_name(),
                )
            )
