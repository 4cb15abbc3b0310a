from odoo import fields, models
from odoo.tools import SQL


class GajMeetingReport(models.Model):
    """One line for each meeting that was held, wherever its sub-venues were; without its subject."""

    _name = "gaj.meeting.report"
    _description = "Meeting Statistics"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "date"

    date = fields.Datetime(string="Held On", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    department_id = fields.Many2one("hr.department", readonly=True)
    level_id = fields.Many2one("gaj.meeting.level", readonly=True)
    room_id = fields.Many2one("gaj.meeting.room", string="Main Venue", readonly=True)
    mode = fields.Selection([("onsite", "On Site"), ("video", "Video"), ("hybrid", "Hybrid")], readonly=True)
    meetings = fields.Integer(readonly=True)
    persons = fields.Integer(readonly=True)
    persons_each = fields.Float(digits=(16, 1), aggregator="avg", readonly=True)
    satisfaction = fields.Float(digits=(16, 1), aggregator="avg", readonly=True)
    incidents = fields.Integer(readonly=True)
    cost = fields.Float(digits=(16, 2), readonly=True)
    cost_each = fields.Float(
        string="Cost per Person", digits=(16, 2), aggregator="avg", readonly=True, help="Averaged over meetings."
    )

    @property
    def _table_query(self):
        """A held meeting counts once; persons are those who came, else those planned."""
        return SQL(
            """
            SELECT base.*,
                   base.persons::numeric AS persons_each,
                   CASE WHEN base.persons > 0 THEN base.cost / base.persons END AS cost_each
              FROM (
                SELECT meeting.id, meeting.start AS date, meeting.company_id, meeting.department_id, meeting.level_id,
                       meeting.mode, 1 AS meetings,
                       COALESCE(NULLIF(meeting.actual_attendees, 0), meeting.planned_attendees) AS persons,
                       main.room_id,
                       (SELECT AVG(rating.rating) FROM rating_rating rating
                         WHERE rating.res_model = 'gaj.meeting' AND rating.res_id = meeting.id
                           AND rating.consumed AND rating.rating >= 1) AS satisfaction,
                       (SELECT COUNT(*) FROM gaj_service_incident incident
                          JOIN gaj_service_order incident_order ON incident_order.id = incident.order_id
                         WHERE incident_order.meeting_id = meeting.id) AS incidents,
                       COALESCE(meeting.actual_cost, 0)
                       + COALESCE((SELECT SUM(charged.charge_amount) FROM gaj_service_order charged
                                    WHERE charged.meeting_id = meeting.id), 0) AS cost
                  FROM gaj_meeting meeting
                  LEFT JOIN LATERAL (
                       SELECT booking.room_id FROM gaj_meeting_booking booking
                        WHERE booking.meeting_id = meeting.id AND booking.state IN ('confirmed', 'in_use', 'done')
                     ORDER BY booking.is_main DESC NULLS LAST, booking.start, booking.id LIMIT 1) main ON TRUE
                 WHERE meeting.state IN ('held', 'settled')
              ) base
            """
        )
