from collections import defaultdict
from datetime import datetime, time, timedelta
from decimal import Decimal

from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.misc import format_date

from ..rules import service as rules

#: The month it is and those before it.
MONTHS = 12
MOST_BARS = 12
MONEY_DIGITS = 2


class GajMeetingMonth(models.Model):
    """The dashboard of meetings and receptions: what the reports say, added up by the database."""

    _inherit = "gaj.meeting.month"

    @api.model
    @api.readonly
    def gaj_dashboard(self):
        """Return the tiles and charts of the dashboard; see the component ``gaj_base.dashboard``.

        A bounded number of statements, whatever the number of bookings. Nothing here tells the subject of a meeting.
        """
        self.check_access("read")
        company = self.env.company
        first = company._gaj_today().replace(day=1) - relativedelta(months=MONTHS - 1)
        start, now = company._gaj_utc(datetime.combine(first, time.min)), fields.Datetime.now()
        span = Domain("company_id", "=", company.id) & Domain("date", ">=", start) & Domain("date", "<", now)
        if not self.env["gaj.meeting.room.report"].search_count(span, limit=1):
            return {"tiles": [], "charts": [], "empty": self.env._("No room was booked in the last twelve months.")}
        opened = self._gaj_opened(start, now)
        charts = [
            self._gaj_chart_hours(start, now, opened),
            *self._gaj_charts_months(span, first),
            self._gaj_chart_absent(span),
            *self._gaj_charts_receptions(),
            self._gaj_chart_rooms(span, opened),
        ]
        return {"tiles": self._gaj_tiles(span, opened), "charts": [chart for chart in charts if chart]}

    # ------------------------------------------------------------------ what is opened by a click

    @api.model
    def _gaj_lines_action(self, model, name, domain):
        domain = [
            tuple(fields.Datetime.to_string(part) if isinstance(part, datetime) else part for part in leaf)
            if isinstance(leaf, tuple)
            else leaf
            for leaf in Domain(domain)
        ]
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [(False, "list"), (False, "pivot"), (False, "graph")],
            "domain": domain,
        }

    @api.model
    def _gaj_room_lines(self, name, domain):
        return self._gaj_lines_action("gaj.meeting.room.report", name, domain)

    @api.model
    def _gaj_meeting_lines(self, name, domain):
        return self._gaj_lines_action("gaj.meeting.report", name, domain)

    # ------------------------------------------------------------------ figures

    @api.model
    def _gaj_opened(self, start, stop):
        """Return ``{room: {hour of the day: hours}}`` in which the rooms were open between two moments (naive UTC)."""
        # sudo: opening hours are no secret
        rooms = self.env["gaj.meeting.room"].sudo().search([("company_id", "=", self.env.company.id)])
        opened = {}
        always = rooms.filtered("is_always_open")
        for each in (always, *(rooms - always).grouped("resource_calendar_id").values()):
            if each:
                spans = [(start, stop)] if each == always else each[0]._gaj_open_hours(start, stop)
                by_hour = self._gaj_by_hour(spans, start, stop)
                opened.update(dict.fromkeys(each.sudo(False), by_hour))
        return opened

    @api.model
    def _gaj_by_hour(self, spans, start, stop):
        """Return how many hours of ``spans`` (naive UTC) fall on each hour of the local day."""
        found = defaultdict(float)
        for begin, end in spans:
            begin, end = (self.env.company._gaj_local(each) for each in (max(begin, start), min(end, stop)))
            while begin < end:
                until = min(end, begin.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1))
                found[begin.hour] += (until - begin).total_seconds() / 3600
                begin = until
        return found

    @staticmethod
    def _gaj_percent(part, whole):
        share = rules.percentage(Decimal(str(part or 0)), Decimal(str(whole or 0)))
        return float(share or 0)

    @api.model
    def _gaj_tiles(self, span, opened):
        uses, meetings = self.env["gaj.meeting.room.report"], self.env["gaj.meeting.report"]
        [(bookings, hours, absent)] = uses._read_group(span, [], ["bookings:sum", "hours:sum", "no_shows:sum"])
        [(held, persons, cost, satisfaction)] = meetings._read_group(
            span, [], ["meetings:sum", "persons:sum", "cost:sum", "satisfaction:avg"]
        )
        open_hours = sum(sum(by_hour.values()) for by_hour in opened.values())
        symbol = self.env.company.currency_id.symbol
        held_label, use_label = self.env._("Meetings Held"), self.env._("Rooms in Use")
        absent_label, cost_label = self.env._("No-Shows"), self.env._("Cost per Meeting")
        tiles = [
            {
                "name": "held",
                "label": held_label,
                "value": held or 0,
                "hint": self.env._("%s persons each", rules.average(persons or 0, held or 0) or 0),
                "action": self._gaj_meeting_lines(held_label, span),
            },
            {
                "name": "use",
                "label": use_label,
                "value": self._gaj_percent(hours, open_hours),
                "unit": "%",
                "digits": 1,
                "hint": self.env._("%(used)s of %(open)s hours", used=f"{hours or 0:,.0f}", open=f"{open_hours:,.0f}"),
                "action": self._gaj_room_lines(use_label, span),
            },
            {
                "name": "absent",
                "label": absent_label,
                "value": self._gaj_percent(absent, bookings),
                "unit": "%",
                "digits": 1,
                "tone": (absent and "warning") or "",
                "hint": self.env._("%(absent)s of %(bookings)s bookings", absent=absent or 0, bookings=bookings or 0),
                "action": self._gaj_room_lines(absent_label, span & Domain("no_shows", ">", 0)),
            },
            {
                "name": "cost",
                "label": cost_label,
                "value": (cost or 0) / held if held else 0,
                "prefix": symbol,
                "digits": MONEY_DIGITS,
                "hint": f"{symbol} {cost or 0:,.2f}",
                "action": self._gaj_meeting_lines(cost_label, span & Domain("cost", ">", 0)),
            },
        ]
        if satisfaction:
            label = self.env._("Satisfaction")
            rated = span & Domain("satisfaction", ">", 0)
            action = self._gaj_meeting_lines(label, rated)
            tiles.append({"name": "satisfaction", "label": label, "value": satisfaction, "digits": 1, "action": action})
        return tiles

    # ------------------------------------------------------------------ rooms

    @api.model
    def _gaj_chart_rooms(self, span, opened):
        """Return how much of its open hours each room was in use, the busiest first."""
        groups = self.env["gaj.meeting.room.report"]._read_group(span, ["room_id"], ["hours:sum"])
        used = {room.id: hours for room, hours in groups}
        shares = sorted(
            ((self._gaj_percent(used.get(room.id), sum(by_hour.values())), room) for room, by_hour in opened.items()),
            key=lambda each: (-each[0], each[1].code),
        )
        title = self.env._("Use of the Rooms")
        return {
            "name": "rooms",
            "type": "hbar",
            "title": title,
            "unit": "%",
            "digits": 1,
            "labels": [room.display_name for _share, room in shares],
            "actions": [
                self._gaj_room_lines(room.display_name, span & Domain("room_id", "=", room.id))
                for _share, room in shares
            ],
            "series": [{"label": self.env._("In Use"), "values": [share for share, _room in shares]}],
            "wide": len(shares) > MOST_BARS,
        }

    @api.model
    def _gaj_chart_hours(self, start, stop, opened):
        """Return how much of the open rooms were in use at each hour of the day."""
        whole = defaultdict(float)
        for by_hour in opened.values():
            for hour, hours in by_hour.items():
                whole[hour] += hours
        used = self._gaj_used_by_hour(start, stop)
        hours = sorted(hour for hour, length in whole.items() if length)
        if not hours:
            return None
        return {
            "name": "hours",
            "type": "bar",
            "title": self.env._("Use by Hour of the Day"),
            "unit": "%",
            "digits": 1,
            "labels": [f"{hour:02}:00" for hour in hours],
            "series": [
                {
                    "label": self.env._("In Use"),
                    "values": [self._gaj_percent(used.get(hour), whole[hour]) for hour in hours],
                }
            ],
        }

    @api.model
    def _gaj_used_by_hour(self, start, stop):
        """Return ``{hour of the local day: hours}`` in which rooms were in use by bookings that began between two moments."""
        bookings = self.env["gaj.meeting.booking"]._search(
            Domain("company_id", "=", self.env.company.id)
            & Domain("state", "in", ("confirmed", "in_use", "done"))
            & Domain("start", ">=", start)
            & Domain("start", "<", stop)
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT hour::int,
                       SUM(EXTRACT(EPOCH FROM LEAST(used.stop, used.day + (hour + 1) * INTERVAL '1 hour')
                                            - GREATEST(used.start, used.day + hour * INTERVAL '1 hour'))) / 3600
                  FROM (SELECT timezone(%(zone)s, timezone('UTC', booking.start)) AS start,
                               timezone(%(zone)s, timezone('UTC',
                                   LEAST(booking.stop, COALESCE(booking.checked_out_at, booking.stop)))) AS stop,
                               date_trunc('day', timezone(%(zone)s, timezone('UTC', booking.start))) AS day
                          FROM gaj_meeting_booking booking
                         WHERE booking.id IN %(bookings)s) used
                  JOIN generate_series(0, 23) AS hour
                    ON used.day + hour * INTERVAL '1 hour' < used.stop
                   AND used.day + (hour + 1) * INTERVAL '1 hour' > used.start
              GROUP BY 1
                """,
                zone=self.env.company._gaj_zone().zone,
                bookings=bookings.subselect(),
            )
        )
        return {hour: float(length) for hour, length in rows}

    # ------------------------------------------------------------------ months and departments

    @api.model
    def _gaj_charts_months(self, span, first):
        """Return no-shows, cost of a meeting, and persons, month by month."""
        months = [first + relativedelta(months=number) for number in range(MONTHS)]
        labels = [format_date(self.env, month, date_format="MMM yy") for month in months]
        uses, held = "gaj.meeting.room.report", "gaj.meeting.report"
        meetings = self._gaj_each_month(held, span, months, "meetings:sum", "cost:sum")
        bookings = self._gaj_each_month(uses, span, months, "bookings:sum", "no_shows:sum")

        def chart(name, title, label, series, domain, model, **looks):
            actions = [
                self._gaj_lines_action(model, f"{title}: {text}", domain & self._gaj_in_month(month))
                for month, text in zip(months, labels, strict=True)
            ]
            one = [{"label": label, "values": series}]
            return {
                "name": name,
                "type": "bar",
                "title": title,
                "labels": labels,
                "actions": actions,
                "series": one,
                **looks,
            }

        absent, cost = self.env._("No-Shows by Month"), self.env._("Cost per Meeting by Month")
        return [
            chart(
                "meetings",
                self.env._("Meetings by Month"),
                self.env._("Meetings"),
                [count for count, _cost in meetings],
                span,
                held,
            ),
            chart(
                "absent",
                absent,
                self.env._("No-Shows"),
                [self._gaj_percent(missed, booked) for booked, missed in bookings],
                span & Domain("no_shows", ">", 0),
                uses,
                unit="%",
                digits=1,
            ),
            chart(
                "cost",
                cost,
                self.env._("Cost per Meeting"),
                [spent / count if count else 0 for count, spent in meetings],
                span & Domain("cost", ">", 0),
                held,
                digits=MONEY_DIGITS,
            ),
        ]

    @api.model
    def _gaj_each_month(self, model, span, months, *sums):
        """Return for each of ``months``, which are those of the house, what ``sums`` of ``model`` come to."""
        groups = (
            self.env[model].with_context(tz=self.env.company._gaj_zone().zone)._read_group(span, ["date:month"], sums)
        )
        found = {month.date(): [each or 0 for each in values] for month, *values in groups}
        return [found.get(month, [0] * len(sums)) for month in months]

    @api.model
    def _gaj_in_month(self, month):
        company = self.env.company
        begin, end = (
            company._gaj_utc(datetime.combine(day, time.min)) for day in (month, month + relativedelta(months=1))
        )
        return Domain("date", ">=", begin) & Domain("date", "<", end)

    @api.model
    def _gaj_chart_absent(self, span):
        """Return the departments that did not come most often."""
        missed = span & Domain("no_shows", ">", 0)
        groups = self.env["gaj.meeting.room.report"]._read_group(
            missed, ["department_id"], ["no_shows:sum"], order="no_shows:sum desc", limit=MOST_BARS
        )
        if not groups:
            return None
        # sudo: the name of a department is no secret
        names = [department.sudo().name or self.env._("No department") for department, _count in groups]
        return {
            "name": "departments",
            "type": "hbar",
            "title": self.env._("No-Shows by Department"),
            "labels": names,
            "actions": [
                self._gaj_room_lines(name, missed & Domain("department_id", "=", department.id))
                for name, (department, _count) in zip(names, groups, strict=True)
            ],
            "series": [{"label": self.env._("No-Shows"), "values": [count for _department, count in groups]}],
        }
