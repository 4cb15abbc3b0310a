from odoo import fields, models
from odoo.exceptions import UserError

from ..rules import series as rules


class GajMeetingBooking(models.Model):
    """A booking that belongs to a series changes alone, with those that follow, or with all that are to come."""

    _inherit = "gaj.meeting.booking"

    series_id = fields.Many2one(
        "gaj.meeting.series", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )

    def _gaj_in_scope(self, scope):
        """Return the bookings of the series that a change of this one touches; what has begun never changes."""
        self.ensure_one()
        now = fields.Datetime.now()
        mates = self.sudo().series_id and self.search([("series_id", "=", self.sudo().series_id.id)])
        mates = (mates or self).filtered(lambda each: each.state in ("draft", "requested", "confirmed"))
        starts = set(rules.in_scope(mates.mapped("start"), self.start, scope, now))
        if scope == "this":
            mates &= self
        return mates.filtered(lambda each: each.start in starts).sorted("start")

    def action_edit_series(self):
        """Open the change of this booking and of those of its series."""
        self.ensure_one()
        self._gaj_check_own()
        if not self.sudo().series_id:
            raise UserError(self.env._("%s belongs to no series. Change the booking itself.", self._gaj_step_name()))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Change the Series"),
            "res_model": "gaj.meeting.series.edit",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_booking_id": self.id},
        }
