from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .roles import CONTACT, MANAGER, USER


class GajMeeting(models.Model):
    """The number of a meeting, its steps, and who may know what it is about."""

    _inherit = "gaj.meeting"

    has_drafts = fields.Boolean(compute="_compute_has_drafts", help="Rooms that were not asked for yet.")
    is_visible = fields.Boolean(compute="_compute_is_visible", help="Whether you may know what this meeting is about.")

    @api.model_create_multi
    def create(self, vals_list):
        meetings = super().create(vals_list)
        for meeting in meetings.sudo():
            meeting.name = meeting._gaj_next_number()
        return meetings

    def _gaj_next_number(self):
        """Return the next number of the company and the year, HY2026/00001."""
        sequences = self.env["ir.sequence"].with_company(self.company_id)
        today = fields.Date.to_string(self.company_id._gaj_local(fields.Datetime.now()).date())
        return sequences.with_context(ir_sequence_date=today).next_by_code("gaj.meeting")

    @api.depends("booking_ids.state")
    def _compute_has_drafts(self):
        for meeting in self:
            meeting.has_drafts = "draft" in meeting.booking_ids.mapped("state")

    @api.depends_context("uid")
    def _compute_is_visible(self):
        visible = self.with_user(self.env.uid)._filtered_access("read")
        for meeting in self:
            meeting.is_visible = not meeting.id or meeting.id in visible.ids

    @api.depends("subject", "name", "secrecy", "organiser_id", "department_id", "attendee_ids.employee_id")
    @api.depends_context("uid", "lang")
    def _compute_display_name(self):
        """Show the subject to those who may know it, whatever list asks: other documents only name the meeting."""
        for meeting in self:
            meeting.display_name = meeting.subject if meeting.is_visible else self.env._("Meeting")

    # ------------------------------------------------------------------ steps

    def _gaj_check_own(self):
        """
        :raises AccessError: unless the user is the organiser, contact of the department, author or conference manager
        """
        user = self.env.user
        if not self.env.su:
            self._check_role(USER)
        for meeting in self:
            meeting.check_access("read")
            is_own = user in meeting.organiser_id | meeting.create_uid or (
                user.has_group(CONTACT) and meeting.department_id.gaj_is_own
            )
            if not (self.env.su or is_own or user.has_group(MANAGER)):
                raise AccessError(
                    self.env._(
                        "%s belongs to somebody else. Ask the organiser or the conference manager.",
                        meeting.display_name,
                    )
                )

    def _gaj_follow_bookings(self):
        """Bring draft, planned and held in line with the bookings."""
        for meeting in self.sudo():
            states = set(meeting.booking_ids.mapped("state"))
            if states & {"requested", "confirmed", "in_use"}:
                state = "planned"
            else:
                state = "held" if "done" in states else "draft"
            if meeting.state in ("draft", "planned", "held") and meeting.state != state:
                meeting._step(state)

    def action_request(self):
        """Ask for all rooms of the meeting that were not asked for yet.

        :raises UserError: no room was chosen
        """
        self._gaj_check_own()
        for meeting in self:
            meeting._check_state(("draft", "planned"))
            drafts = meeting.booking_ids.filtered(lambda each: each.state == "draft")
            if not drafts:
                raise UserError(
                    self.env._("%s has no room to ask for. Add a room with its times.", meeting.display_name)
                )
            drafts.action_request()
        return True

    def action_hold(self):
        """Note that the meeting took place."""
        self._gaj_check_own()
        for meeting in self:
            meeting._check_state(("planned",))
            if meeting.start and meeting.start > fields.Datetime.now():
                raise UserError(self.env._("%s has not begun yet.", meeting.display_name))
            meeting.sudo().booking_ids.filtered(lambda each: each.state in ("confirmed", "in_use"))._step("done")
            meeting._step("held")
        return True

    def action_settle(self):
        """Close a meeting that took place: what it cost is on record."""
        for meeting in self:
            meeting._check_step(("held",), (MANAGER, "gaj_base.group_gaj_finance"))
        self._step("settled")
        return True

    def action_cancel(self, reason=False):
        """Call the meeting off and give its rooms back."""
        self._gaj_check_own()
        for meeting in self:
            meeting._check_state(("draft", "planned"))
            if meeting.booking_ids.filtered(lambda each: each.state == "in_use"):
                raise UserError(self.env._("%s is going on. Check out instead.", meeting.display_name))
            meeting.booking_ids.filtered(lambda each: each.state in ("requested", "confirmed")).action_cancel(reason)
        self._step("cancelled")
        for meeting in self.filtered(lambda each: reason):
            meeting.sudo().message_post(body=reason, author_id=self.env.user.partner_id.id)
        return True

    # ------------------------------------------------------------------ what stays

    def _gaj_closed_fields(self):
        closed = super()._gaj_closed_fields()
        if self.state in ("settled", "cancelled"):
            return closed | set(self._fields) - {"message_follower_ids", "activity_ids", "rating_ids", "message_ids"}
        return closed | ({"department_id", "level_id"} if self.state == "held" else set())

    def write(self, vals):
        result = super().write(vals)
        if {"subject", "secrecy"} & vals.keys():
            self.sudo()._gaj_rename_ledger()
        if {"secrecy", "planned_attendees", "department_id"} & vals.keys():
            self.sudo()._gaj_check_rooms()
        return result

    def _gaj_rename_ledger(self):
        """Let the ledger say what it may say of these meetings now."""
        for booking in self.booking_ids:
            self.env["gaj.occupancy"]._gaj_of(booking).name = booking._gaj_ledger_name()

    def _gaj_check_rooms(self):
        """
        :raises UserError: a room of these meetings is not for them any more
        """
        for booking in self.booking_ids.filtered(lambda each: each.state in each._gaj_live()):
            booking.room_id._gaj_check_meeting(booking.meeting_id, booking.layout_id)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        for meeting in self:
            # sudo: whether rooms were ever asked for, whoever deletes
            if meeting.state != "draft" or meeting.sudo().booking_ids.filtered(lambda each: each.state != "draft"):
                raise UserError(
                    self.env._(
                        "%s was planned, so it stays on record. Cancel it instead of deleting it.",
                        meeting.display_name,
                    )
                )

    def unlink(self):
        self.check_access("unlink")
        self.sudo().booking_ids.filtered(lambda each: each.state == "draft" and not each.requested_on).unlink()
        return super().unlink()
