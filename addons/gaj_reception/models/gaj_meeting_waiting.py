from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class GajMeetingWaiting(models.Model):
    """Somebody waits for a room: told when it becomes free, in the order of asking; whoever books first has it."""

    _name = "gaj.meeting.waiting"
    _description = "Waiting List of Meeting Rooms"
    _inherit = ["gaj.step.mixin", "gaj.guard.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "create_date, id"
    _check_company_auto = True

    user_id = fields.Many2one(
        "res.users", "Waits", required=True, index=True, readonly=True, default=lambda self: self.env.user
    )
    meeting_id = fields.Many2one("gaj.meeting", required=True, index=True, ondelete="cascade", check_company=True)
    room_id = fields.Many2one("gaj.meeting.room", required=True, index=True, ondelete="cascade", check_company=True)
    layout_id = fields.Many2one(
        "gaj.meeting.room.layout", domain="[('room_id', '=', room_id)]", index="btree_not_null", ondelete="set null"
    )
    company_id = fields.Many2one(related="room_id.company_id", store=True, index=True)
    start = fields.Datetime(required=True)
    stop = fields.Datetime("End", required=True)
    state = fields.Selection(
        [("waiting", "Waiting"), ("told", "Room Free"), ("booked", "Booked"), ("closed", "Closed")],
        required=True,
        default="waiting",
        readonly=True,
        copy=False,
        index=True,
    )
    told_on = fields.Datetime(readonly=True, copy=False)
    booking_id = fields.Many2one(
        "gaj.meeting.booking", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )

    _stop_after_start = models.Constraint("CHECK (stop > start)", "A meeting ends after it begins: correct the times.")

    @api.depends("room_id", "start", "stop")
    def _compute_display_name(self):
        for wish in self:
            if wish.room_id and wish.start and wish.stop:
                company = wish.room_id.sudo().company_id
                start, stop = (company._gaj_local(each) for each in (wish.start, wish.stop))
                wish.display_name = f"{wish.room_id.display_name}, {start:%Y-%m-%d %H:%M} – {stop:%H:%M}"
            else:
                wish.display_name = self.env._("Waiting List of Meeting Rooms")

    @api.model
    def _gaj_tell_about(self, rooms, start, stop):
        """Tell those who wait for one of ``rooms`` between ``start`` and ``stop`` (UTC) and whose whole time is free now."""
        spaces = rooms.sudo().space_ids
        # buffers reach beyond the time itself; whether a wish fits is looked up for each
        margin = timedelta(days=1)
        # sudo: others wait too; each learns only of the own wish
        wishes = self.sudo().search(
            Domain("state", "=", "waiting")
            & Domain("room_id.space_ids", "in", spaces.ids)
            & Domain("start", "<", stop + margin)
            & Domain("stop", ">", start - margin)
            & Domain("start", ">", fields.Datetime.now())
        )
        wishes.filtered(lambda each: each._gaj_is_free())._gaj_tell()

    def _gaj_is_free(self):
        """Return whether the room is free for the whole time of this wish, buffers included."""
        self.ensure_one()
        booking = (
            self.env["gaj.meeting.booking"]
            .sudo()
            .new({"room_id": self.room_id.id, "layout_id": self.layout_id.id, "start": self.start, "stop": self.stop})
        )
        setup, cleanup = booking._gaj_due_buffers()
        start = fields.Datetime.subtract(self.start, minutes=setup)
        stop = fields.Datetime.add(self.stop, minutes=cleanup)
        return not self.room_id._gaj_bookables().sudo()._gaj_busy(start, stop)

    def _gaj_tell(self):
        for wish in self:
            wish._step("told", told_on=fields.Datetime.now())
            text = self.env._("Free now, book it before others do: %s", wish.display_name)
            wish.activity_schedule("mail.mail_activity_data_todo", summary=text, user_id=wish.user_id.id)
            wish.user_id.partner_id._bus_send("simple_notification", {"type": "info", "message": text, "sticky": True})

    def _gaj_check_mine(self):
        """
        :raises AccessError: somebody else waits
        """
        for wish in self:
            wish.check_access("write")
            wish.meeting_id._gaj_check_own()

    def action_book(self):
        """Book the room for the whole time of the wish.

        :raises AlreadyOccupied: somebody else was faster
        """
        self.ensure_one()
        self._gaj_check_mine()
        self._check_state(("waiting", "told"))
        booking = self.env["gaj.meeting.booking"].create(
            {
                "meeting_id": self.meeting_id.id,
                "room_id": self.room_id.id,
                "layout_id": self.layout_id.id,
                "start": self.start,
                "stop": self.stop,
            }
        )
        booking.action_request()
        self._step("booked", booking_id=booking.id)
        self.sudo().activity_ids.action_done()
        return {
            "type": "ir.actions.act_window",
            "res_model": booking._name,
            "res_id": booking.id,
            "views": [(False, "form")],
        }

    def action_close(self):
        """Wait no longer."""
        self._gaj_check_mine()
        for wish in self:
            wish._check_state(("waiting", "told"))
        self._step("closed")
        self.sudo().activity_ids.unlink()
        return True

    @api.model_create_multi
    def create(self, vals_list):
        wishes = super().create(vals_list)
        for wish in wishes:
            wish.meeting_id._gaj_check_own()
            if wish.start <= fields.Datetime.now():
                raise UserError(self.env._("%s: that time has gone by. Wait for a later one.", wish.display_name))
        return wishes

    def _gaj_closed_fields(self):
        closed = super()._gaj_closed_fields()
        return closed if self.state == "waiting" else closed | {"room_id", "layout_id", "start", "stop", "meeting_id"}
