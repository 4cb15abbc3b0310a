from odoo import fields, models
from odoo.exceptions import UserError


class GajMeetingTakeoverOffer(models.Model):
    """A room that a meeting may have instead, with one click."""

    _name = "gaj.meeting.takeover.offer"
    _description = "Room Offered Instead"
    _order = "line_id, sequence, id"

    line_id = fields.Many2one("gaj.meeting.takeover.line", required=True, index=True, ondelete="cascade")
    organiser_id = fields.Many2one(related="line_id.organiser_id", store=True, index=True)
    company_id = fields.Many2one(related="line_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    room_id = fields.Many2one("gaj.meeting.room", required=True, index=True, ondelete="cascade")
    layout_id = fields.Many2one("gaj.meeting.room.layout", index="btree_not_null", ondelete="set null")
    capacity = fields.Integer(related="layout_id.capacity")
    equipment_ids = fields.Many2many("gaj.meeting.equipment", string="Movable Equipment")

    def action_accept(self):
        """Book this room for the meeting that gave way.

        :raises AlreadyOccupied: somebody else was faster; choose another one
        """
        self.ensure_one()
        self.check_access("read")
        line = self.line_id
        line.loser_id._gaj_check_own()
        if line.booking_id:
            raise UserError(self.env._("There is a room already: %s.", line.booking_id._gaj_step_name()))
        old = line.loser_id.sudo()
        # sudo: whoever may change the meeting takes what the manager offered; the author stays the user
        booking = old.create(
            {
                "meeting_id": old.meeting_id.id,
                "is_main": old.is_main,
                "room_id": self.room_id.id,
                "layout_id": self.layout_id.id,
                "start": old.start,
                "stop": old.stop,
                "equipment_ids": [fields.Command.set(self.equipment_ids.ids)],
                "moved_from_id": old.id,
            }
        )
        booking.series_id = old.series_id
        booking.sudo(False)._gaj_request()
        line.sudo().booking_id = booking
        line.sudo().activity_ids.action_done()
        return {
            "type": "ir.actions.act_window",
            "res_model": booking._name,
            "res_id": booking.id,
            "views": [(False, "form")],
        }
