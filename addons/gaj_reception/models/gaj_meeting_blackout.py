from odoo import api, fields, models
from odoo.exceptions import UserError

from .roles import MANAGER

#: As what the ledger knows it; everything but a repair is a hold.
LEDGER = {"repair": "repair"}


class GajMeetingBlackout(models.Model):
    """Rooms that nobody books for a while. What is booked then is moved or cancelled first."""

    _name = "gaj.meeting.blackout"
    _description = "Closing of Rooms"
    _inherit = ["gaj.step.mixin", "gaj.guard.mixin", "mail.thread"]
    _order = "start desc, id desc"
    _check_company_auto = True
    _gaj_step_groups = (MANAGER,)

    kind = fields.Selection(
        [("repair", "Repair"), ("pest", "Pest Control"), ("reserved", "Reserved"), ("holiday", "Holiday")],
        required=True,
        default="repair",
        tracking=True,
    )
    room_ids = fields.Many2many("gaj.meeting.room", string="Rooms", required=True, check_company=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    start = fields.Datetime(required=True, tracking=True)
    stop = fields.Datetime("End", required=True, tracking=True)
    note = fields.Char()
    state = fields.Selection(
        [("draft", "Draft"), ("active", "Closed"), ("lifted", "Open Again")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    in_the_way_ids = fields.Many2many("gaj.meeting.booking", compute="_compute_in_the_way_ids", string="Booked Then")

    _stop_after_start = models.Constraint("CHECK (stop > start)", "A closing ends after it begins: correct the times.")

    @api.depends("kind", "start", "stop")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for closing in self:
            company = closing.company_id or self.env.company
            days = [f"{company._gaj_local(each):%Y-%m-%d %H:%M}" for each in (closing.start, closing.stop) if each]
            closing.display_name = " ".join([labels.get(closing.kind, ""), " – ".join(days)])

    @api.depends("room_ids", "start", "stop", "state")
    def _compute_in_the_way_ids(self):
        for closing in self:
            is_open = closing.state == "draft" and closing.start and closing.stop and closing.start < closing.stop
            closing.in_the_way_ids = closing.room_ids._gaj_booked(closing.start, closing.stop) if is_open else False

    def action_confirm(self):
        """Close the rooms.

        :raises UserError: naming the bookings that are to be moved or cancelled first
        """
        for closing in self:
            closing._check_step(("draft",))
            if not closing.room_ids:
                raise UserError(self.env._("%s: choose the rooms.", closing.display_name))
            self.env["gaj.meeting.booking"]._gaj_release_overdue(closing.room_ids._gaj_bookables().sudo())
            closing.room_ids._gaj_refuse_booked(closing.start, closing.stop)
            name = dict(self._fields["kind"]._description_selection(self.env))[closing.kind]
            self.env["gaj.occupancy"]._gaj_occupy(
                [
                    {
                        "bookable_id": bookable.id,
                        "start": closing.start,
                        "stop": closing.stop,
                        "kind": LEDGER.get(closing.kind, "hold"),
                        "name": name,
                        "user_id": self.env.uid,
                        "res_model": self._name,
                        "res_id": closing.id,
                    }
                    for bookable in closing.room_ids._gaj_bookables()
                ]
            )
            closing._step("active")
        return True

    def action_lift(self):
        """Open the rooms again; whoever waits for one is told."""
        for closing in self:
            closing._check_step(("active",))
        self.env["gaj.occupancy"]._gaj_release(self)
        self._step("lifted")
        for closing in self:
            self.env["gaj.meeting.waiting"]._gaj_tell_about(closing.room_ids, closing.start, closing.stop)
        return True

    def _gaj_closed_fields(self):
        closed = super()._gaj_closed_fields()
        return closed if self.state == "draft" else closed | {"room_ids", "start", "stop", "kind", "company_id"}

    def _gaj_instead(self):
        return self.env._("Open the rooms again, and close them anew.")

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        for closing in self:
            if closing.state != "draft":
                raise UserError(self.env._("%s stays on record. Open the rooms again instead.", closing.display_name))
