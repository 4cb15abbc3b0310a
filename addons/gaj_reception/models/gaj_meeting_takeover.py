from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..rules import preemption as rules
from .roles import MANAGER

#: How many other rooms are offered to whoever gives way.
OFFERS = 3


class GajMeetingTakeover(models.Model):
    """A more important meeting takes over the room of others, which are offered other rooms.

    The conference manager decides, in one transaction: at no moment do both meetings have the room, or neither.
    """

    _name = "gaj.meeting.takeover"
    _description = "Takeover of a Room"
    _inherit = ["gaj.step.mixin", "gaj.guard.mixin"]
    _order = "id desc"
    _rec_name = "booking_id"
    _check_company_auto = True

    booking_id = fields.Many2one(
        "gaj.meeting.booking", "For", required=True, index=True, ondelete="restrict", check_company=True
    )
    company_id = fields.Many2one(related="booking_id.company_id", store=True, index=True)
    department_id = fields.Many2one(related="booking_id.department_id", store=True, index=True)
    reason = fields.Char(required=True)
    state = fields.Selection(
        [("draft", "Draft"), ("done", "Done")], required=True, default="draft", readonly=True, copy=False, index=True
    )
    decided_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    decided_on = fields.Datetime(readonly=True, copy=False)
    in_the_way_ids = fields.Many2many("gaj.meeting.booking", compute="_compute_in_the_way_ids", string="In the Way")
    line_ids = fields.One2many("gaj.meeting.takeover.line", "takeover_id", string="Gave Way", readonly=True)

    _one_each = models.UniqueIndex("(booking_id) WHERE state = 'done'", "This booking took its room over already.")

    @api.depends("booking_id", "state")
    def _compute_in_the_way_ids(self):
        for takeover in self:
            takeover.in_the_way_ids = (
                takeover._gaj_losers() if takeover.booking_id and takeover.state == "draft" else False
            )

    def _gaj_losers(self):
        """Return the bookings that have what this one needs.

        :raises UserError: something else than a meeting is in the way
        """
        self.ensure_one()
        winner = self.booking_id.sudo()
        rows = winner._gaj_bookables()._gaj_busy(winner.occ_start, winner.occ_stop)
        rows = rows.filtered(lambda row: (row.res_model, row.res_id) != (winner._name, winner.id))
        other = rows.filtered(lambda row: row.res_model != winner._name)
        if other and self.state == "draft" and self.env.context.get("gaj_strict"):
            raise UserError(
                self.env._(
                    "%(what)s is taken by something that is no meeting: %(name)s. Choose another room.",
                    what=other[0].bookable_id.name,
                    name=other[0].name or "",
                )
            )
        return self.env["gaj.meeting.booking"].browse(sorted(set((rows - other).mapped("res_id"))))

    def action_confirm(self):
        """Give the room to the more important meeting, and offer the others up to three other rooms.

        :raises UserError: it is too late, the other meeting is as important, protected or has begun
        """
        self.ensure_one()
        self._check_step(("draft",), (MANAGER,))
        winner = self.booking_id
        winner._check_state(("draft", "requested"))
        if winner.sudo().organiser_id == self.env.user:
            raise UserError(self.env._("The meeting is your own, so another conference manager decides."))
        if not self.reason.strip():
            raise UserError(self.env._("Say why: the organiser reads the reason."))
        self.env["gaj.meeting.booking"]._gaj_release_overdue(winner._gaj_bookables())
        losers = self.with_context(gaj_strict=True)._gaj_losers()
        if not losers:
            raise UserError(self.env._("%s is free: ask for it as usual.", winner._gaj_step_name()))
        self._gaj_check(losers)
        winner._gaj_check_rules()
        self._gaj_swap(winner, losers)
        self._step("done", decided_by_id=self.env.uid, decided_on=fields.Datetime.now())
        self._gaj_offer(losers)
        (winner | losers).sudo().meeting_id._gaj_follow_bookings()
        losers._gaj_after_give_up()
        winner._gaj_after_confirm()
        self.line_ids._gaj_tell()
        return True

    def _gaj_check(self, losers):
        """
        :raises UserError: naming the first booking that does not give way, and why
        """
        level = self.booking_id.sudo().meeting_id.level_id
        notice = self.env["gaj.meeting.parameter"]._gaj_whole("takeover_notice_minutes", self.company_id)
        for loser in losers.sudo():
            other = loser.meeting_id.level_id
            why = rules.refusal(
                level.rank or None,
                level.may_preempt,
                rules.Loser(other.rank or None, loser.state, loser.start, loser.is_protected),
                fields.Datetime.now(),
                notice,
            )
            if why:
                raise UserError(self._gaj_sentence(why, loser, notice))

    def _gaj_sentence(self, why, loser, notice):
        """Return what a person reads whose takeover is refused."""
        booking = loser._gaj_step_name()
        return {
            "level": lambda: self.env._("The level of this meeting takes no room over. Choose another room or time."),
            "rank": lambda: self.env._(
                "%s is of the same or a higher level and does not give way. Choose another room or time.", booking
            ),
            "state": lambda: self.env._(
                "%(booking)s is “%(state)s” and does not give way. Choose another room or time.",
                booking=booking,
                state=loser.with_env(self.env)._state_label(loser.state),
            ),
            "protected": lambda: self.env._("%s is protected and does not give way.", booking),
            "late": lambda: self.env._(
                "%(booking)s begins in less than %(minutes)s minutes: it is too late to move it.",
                booking=booking,
                minutes=notice,
            ),
        }[why]()

    def _gaj_swap(self, winner, losers):
        """Take the rooms from ``losers`` and give them to ``winner``, all bookables locked first."""
        now = fields.Datetime.now()
        needed = (losers | winner)._gaj_bookables_of_all()
        with self.env.cr.savepoint():
            needed._gaj_lock()
            self.env["gaj.occupancy"]._gaj_release(losers)
            losers._step("preempted", preempted_by_id=winner.id, reason=self.reason)
            winner._step(
                "confirmed",
                requested_on=winner.requested_on or now,
                requested_by_id=winner.sudo().requested_by_id.id or winner.sudo().organiser_id.id,
                decided_by_id=self.env.uid,
                release_at=winner._gaj_release_time(),
            )
            winner._gaj_keep_ledger()

    def _gaj_offer(self, losers):
        """Note who gave way, and the rooms that would do instead at the same time."""
        # sudo: lines and offers are written by the takeover
        lines = self.env["gaj.meeting.takeover.line"].sudo()
        for loser in losers.sudo():
            meeting = loser.meeting_id
            fitting, _near = self.env["gaj.meeting.room"]._gaj_search(
                loser.start,
                loser.stop,
                meeting.planned_attendees,
                equipment=loser.room_id.equipment_type_ids | loser.equipment_ids.type_id
                if loser.equipment_ids
                else None,
                building=loser.room_id.building_id,
                meeting=meeting,
            )
            lines.create(
                {
                    "takeover_id": self.id,
                    "loser_id": loser.id,
                    "offer_ids": [
                        Command.create(
                            {
                                "sequence": number,
                                "room_id": offer["room"].id,
                                "layout_id": offer["layout"].id,
                                "equipment_ids": [Command.set(offer["devices"].ids)],
                            }
                        )
                        for number, offer in enumerate(fitting[:OFFERS], 1)
                    ],
                }
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        for takeover in self:
            if takeover.state != "draft":
                raise UserError(self.env._("A takeover that was decided stays on record."))
