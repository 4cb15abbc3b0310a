from odoo import fields, models


class GajSpace(models.Model):
    """The door of a meeting room: whoever scans it books the room, or checks in to the own meeting."""

    _inherit = "gaj.space"

    meeting_room_ids = fields.Many2many("gaj.meeting.room", string="Meeting Rooms")

    def _gaj_scan_actions(self):
        """Add *Check In* for a meeting of the user that begins or waits now, and *Book* for the room."""
        actions = super()._gaj_scan_actions()
        rooms = self.meeting_room_ids
        if not rooms or not self.env.user.has_group("gaj_reception.group_gaj_meeting_user"):
            return actions
        for booking in rooms._gaj_waiting_for_user():
            action = self.env["ir.actions.actions"]._for_xml_id("gaj_reception.gaj_meeting_booking_check_in_action")
            action["context"] = {
                "active_model": booking._name,
                "active_id": booking.id,
                "active_ids": booking.ids,
            }
            label = self.env._("Check In: %s", booking._gaj_step_name())
            url = f"/odoo/gaj.meeting.booking/{booking.id}"
            actions.append({"id": "check_in", "label": label, "action": action, "url": url})
        action = self.env["ir.actions.actions"]._for_xml_id("gaj_reception.gaj_meeting_room_find_action")
        action["params"] = {"room_id": rooms[:1].id}
        url = "/odoo/action-gaj_reception.gaj_meeting_room_find_action"
        return [*actions, {"id": "book", "label": self.env._("Book"), "action": action, "url": url}]
