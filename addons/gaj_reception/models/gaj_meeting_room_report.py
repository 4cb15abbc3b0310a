from odoo import fields, models
from odoo.tools import SQL


class GajMeetingRoomReport(models.Model):
    """One line for each booking that got its room: hours, no-shows, early ends, rooms taken over."""

    _name = "gaj.meeting.room.report"
    _description = "Room Use Statistics"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "date"

    date = fields.Datetime(string="Booked For", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    department_id = fields.Many2one("hr.department", readonly=True)
    room_id = fields.Many2one("gaj.meeting.room", readonly=True)
    bookings = fields.Integer(readonly=True)
    hours = fields.Float(string="Hours Booked", digits=(16, 2), readonly=True)
    no_shows = fields.Integer(readonly=True)
    no_show_percent = fields.Float(string="No-Show %", digits=(16, 1), aggregator="avg", readonly=True)
    early_ends = fields.Integer(readonly=True)
    preempted = fields.Integer(string="Moved Away", readonly=True)

    @property
    def _table_query(self):
        """Hours are those in which the room was used: up to the check-out, none when nobody came."""
        return SQL(
            """
            SELECT booking.id, booking.start AS date, booking.company_id, booking.department_id, booking.room_id,
                   1 AS bookings,
                   CASE WHEN booking.state IN ('confirmed', 'in_use', 'done')
                        THEN EXTRACT(EPOCH FROM LEAST(booking.stop, COALESCE(booking.checked_out_at, booking.stop))
                             - booking.start) / 3600
                        ELSE 0 END AS hours,
                   (booking.state = 'no_show')::int AS no_shows,
                   (booking.state = 'no_show')::int * 100.0 AS no_show_percent,
                   (booking.checked_out_at < booking.stop)::int AS early_ends,
                   (booking.state = 'preempted')::int AS preempted
              FROM gaj_meeting_booking booking
             WHERE booking.state IN ('confirmed', 'in_use', 'done', 'no_show', 'preempted')
            """
        )
