from datetime import datetime, time
from decimal import Decimal

from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.tools import SQL

from ..rules import service as rules


class GajMeetingMonth(models.Model):
    """One line for each month: meetings, persons, use of the rooms, satisfaction."""

    _name = "gaj.meeting.month"
    _description = "Meetings by Month"
    _auto = False
    _order = "month desc, company_id"

    name = fields.Char(string="Month", readonly=True)
    month = fields.Date(string="First Day", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    meetings = fields.Integer(readonly=True)
    persons = fields.Integer(readonly=True)
    average = fields.Float(string="Persons Each", digits=(16, 1), compute="_compute_shares")
    cost = fields.Monetary(readonly=True)
    cost_each = fields.Monetary(string="Cost per Person", compute="_compute_shares")
    satisfaction = fields.Float(digits=(16, 1), aggregator=None, readonly=True)
    incidents = fields.Integer(readonly=True)
    bookings = fields.Integer(readonly=True)
    hours = fields.Float(string="Hours Booked", digits=(16, 1), readonly=True)
    open_hours = fields.Float(digits=(16, 1), compute="_compute_open_hours")
    utilisation = fields.Float(string="Utilisation %", digits=(16, 1), compute="_compute_open_hours")
    no_shows = fields.Integer(readonly=True)
    no_show_percent = fields.Float(string="No-Show %", digits=(16, 1), compute="_compute_shares")
    early_ends = fields.Integer(readonly=True)
    preempted = fields.Integer(string="Moved Away", readonly=True)

    @property
    def _table_query(self):
        """Months are those of the company's time zone."""
        month = SQL(
            "date_trunc('month', line.date AT TIME ZONE 'UTC' AT TIME ZONE COALESCE(calendar.tz, 'Asia/Shanghai'))::date"
        )
        company = SQL(
            "JOIN res_company company ON company.id = line.company_id"
            " LEFT JOIN resource_calendar calendar ON calendar.id = company.resource_calendar_id"
        )
        return SQL(
            """
            SELECT ROW_NUMBER() OVER (ORDER BY month, company_id)::int AS id, month, to_char(month, 'YYYY-MM') AS name, company_id,
                   SUM(meetings)::int AS meetings, SUM(persons)::int AS persons, SUM(cost) AS cost,
                   SUM(incidents)::int AS incidents, MAX(satisfaction) AS satisfaction,
                   SUM(bookings)::int AS bookings, SUM(hours) AS hours, SUM(no_shows)::int AS no_shows,
                   SUM(early_ends)::int AS early_ends, SUM(preempted)::int AS preempted
              FROM (
                SELECT %(month)s AS month, line.company_id, SUM(line.meetings) AS meetings, SUM(line.persons) AS persons,
                       SUM(line.cost) AS cost, SUM(line.incidents) AS incidents, AVG(line.satisfaction) AS satisfaction,
                       0 AS bookings, 0 AS hours, 0 AS no_shows, 0 AS early_ends, 0 AS preempted
                  FROM (%(meetings)s) line %(company)s
              GROUP BY 1, 2
                 UNION ALL
                SELECT %(month)s, line.company_id, 0, 0, 0, 0, NULL, SUM(line.bookings), SUM(line.hours),
                       SUM(line.no_shows), SUM(line.early_ends), SUM(line.preempted)
                  FROM (%(rooms)s) line %(company)s
              GROUP BY 1, 2
              ) part
          GROUP BY month, company_id
            """,
            month=month,
            company=company,
            meetings=self.env["gaj.meeting.report"]._table_query,
            rooms=self.env["gaj.meeting.room.report"]._table_query,
        )

    @api.depends("meetings", "persons", "cost", "bookings", "no_shows")
    def _compute_shares(self):
        for line in self:
            line.average = float(rules.average(line.persons, line.meetings) or 0)
            cost = Decimal(str(line.cost or 0))
            line.cost_each = float(rules.cents(cost / line.persons)) if line.persons else 0.0
            line.no_show_percent = float(rules.percentage(line.no_shows, line.bookings) or 0)

    @api.depends("month", "company_id", "hours")
    def _compute_open_hours(self):
        self.open_hours = self.utilisation = 0.0
        for line in self.filtered("month"):
            first = datetime.combine(line.month, time.min)
            start, stop = (line.company_id._gaj_utc(day) for day in (first, first + relativedelta(months=1)))
            # sudo: opening hours are no secret
            rooms = self.env["gaj.meeting.room"].sudo().search([("company_id", "=", line.company_id.id)])
            by_hours = rooms.filtered(lambda room: not room.is_always_open).grouped("resource_calendar_id")
            hours = sum(
                len(each) * sum(_inside(span, start, stop) for span in each[0]._gaj_open_hours(start, stop))
                for each in by_hours.values()
            )
            always = rooms.filtered("is_always_open")
            line.open_hours = hours + len(always) * (stop - start).total_seconds() / 3600
            share = rules.percentage(Decimal(str(line.hours or 0)), Decimal(str(line.open_hours)))
            line.utilisation = float(share or 0)


def _inside(span, start, stop):
    """Return how many hours of ``span`` lie between ``start`` and ``stop``."""
    return max(0.0, (min(span[1], stop) - max(span[0], start)).total_seconds() / 3600)
