from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.misc import format_date

#: What is left of the register: disposed cards are history.
LIVE = [("state", "!=", "disposed")]
#: Bars of one chart; the rest is shown as one.
MOST_BARS = 12
MONTHS = 12
#: Shares of the useful life, in per cent.
LIFE_STEPS = (0, 25, 50, 75, 100, 150)
MONEY_DIGITS = 2
#: The colour of what is used up or still to do, beside the first colour of a chart.
SPENT = "#a8b2bd"


class GajAsset(models.Model):
    """The dashboard: figures of the cards that this user may see, added up by the database."""

    _inherit = "gaj.asset"

    @api.model
    @api.readonly
    def gaj_dashboard(self):
        """Return the tiles and charts of the dashboard; see the component ``gaj_base.dashboard``.

        A bounded number of statements, whatever the number of cards. Each figure names the action with its records.
        """
        self._gaj_check_reader()
        if not self.search_count([], limit=1):
            return {"tiles": [], "charts": [], "empty": self.env._("There is no asset card that you may see yet.")}
        charts = [
            self._gaj_chart_classes(),
            self._gaj_chart_departments(),
            self._gaj_chart_states(),
            self._gaj_chart_life(),
            self._gaj_chart_counted(),
            self._gaj_chart_depreciation(),
            self._gaj_chart_turnover(),
        ]
        return {"tiles": self._gaj_tiles(), "charts": [chart for chart in charts if chart]}

    @api.model
    def _gaj_cards_action(self, name, domain):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": "gaj.asset",
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "mobile_view_mode": "kanban",
            "domain": list(Domain(domain)),
        }

    @api.model
    def _gaj_tile(self, name, label, value, domain, **looks):
        return {"name": name, "label": label, "value": value, "action": self._gaj_cards_action(label, domain), **looks}

    @api.model
    def _gaj_tiles(self):
        [(cards, things, cost, net)] = self._read_group(
            LIVE, [], ["__count", "quantity:sum", "cost:sum", "net_value:sum"]
        )
        states = {
            state: (count, value)
            for state, count, value in self._read_group(LIVE, ["state"], ["__count", "net_value:sum"])
        }
        symbol = self.env.company.currency_id.symbol

        def state_tile(state, label, tone):
            count, value = states.get(state, (0, 0))
            hint = f"{symbol} {value:,.2f}" if count else ""
            return self._gaj_tile(state, label, count, [("state", "=", state)], tone=(count and tone) or "", hint=hint)

        over = [*LIVE, ("life_used", ">=", 100)]
        over_count = self.search_count(over)
        counted = self.search_count([*LIVE, ("last_counted_on", ">=", self._gaj_year_begin())])
        share = round(100 * counted / cards, 2) if cards else 0
        uncounted = Domain(LIVE) & ~Domain("last_counted_on", ">=", self._gaj_year_begin().isoformat())
        money = {"prefix": symbol, "digits": MONEY_DIGITS}
        return [
            self._gaj_tile("cards", self.env._("Cards"), cards, LIVE, hint=self.env._("%s things", things or 0)),
            self._gaj_tile("cost", self.env._("Original Cost"), cost or 0, LIVE, **money),
            self._gaj_tile("net", self.env._("Net Value"), net or 0, LIVE, **money),
            state_tile("idle", self.env._("Idle"), "warning"),
            self._gaj_tile(
                "over", self.env._("Past Their Useful Life"), over_count, over, tone=(over_count and "warning") or ""
            ),
            *self._gaj_loan_tiles(),
            state_tile("missing", self.env._("Missing, Being Searched"), "danger"),
            state_tile("pending_disposal", self.env._("Awaiting Disposal"), "info"),
            self._gaj_tile(
                "counted",
                self.env._("Counted This Year"),
                share,
                uncounted,
                unit="%",
                digits=1,
                tone="success" if counted == cards else "warning",
                hint=self.env._("%(counted)s of %(cards)s; opens the rest", counted=counted, cards=cards),
            ),
        ]

    @api.model
    def _gaj_loan_tiles(self):
        """Return the tile of things lent or let out and not back in time, for who may see transfers."""
        transfers = self.env["gaj.asset.transfer"]
        if not transfers.has_access("read"):
            return []
        late = transfers.search_count([("is_overdue", "=", True)])
        label = self.env._("Loans Overdue")
        action = {
            "type": "ir.actions.act_window",
            "name": label,
            "res_model": transfers._name,
            "views": [(False, "list"), (False, "form")],
            "domain": [("is_overdue", "=", True)],
        }
        return [{"name": "loans", "label": label, "value": late, "action": action, "tone": (late and "danger") or ""}]

    @api.model
    def _gaj_year_begin(self):
        return fields.Date.context_today(self).replace(month=1, day=1)

    @api.model
    def _gaj_chart_classes(self):
        """Return net value and depreciation by the class of the catalogue (its first level)."""
        groups = self._read_group(LIVE, ["category_id"], ["net_value:sum", "accumulated:sum"])
        tops, paths = {}, {category.id: category.parent_path for category, *_sums in groups}
        for category, net, worn in groups:
            top = int(paths[category.id].split("/", 1)[0])
            before = tops.get(top, (0, 0))
            tops[top] = (before[0] + net, before[1] + worn)
        classes = self.env["gaj.asset.category"].with_context(active_test=False).search([("id", "in", list(tops))])
        actions = [self._gaj_cards_action(top.name, [*LIVE, ("category_id", "child_of", top.id)]) for top in classes]
        return {
            "name": "classes",
            "type": "hbar",
            "stacked": True,
            "title": self.env._("Value by Class"),
            "unit": self.env.company.currency_id.symbol,
            "digits": MONEY_DIGITS,
            "labels": classes.mapped("name"),
            "actions": actions,
            "series": [
                {"label": self.env._("Net Value"), "values": [tops[top.id][0] for top in classes]},
                {
                    "label": self.env._("Accumulated Depreciation"),
                    "values": [tops[top.id][1] for top in classes],
                    "color": SPENT,
                },
            ],
            "action": self._gaj_cards_action(self.env._("Asset Cards"), LIVE),
        }

    @api.model
    def _gaj_chart_departments(self):
        """Return the net value of the departments that have most, the others together."""
        groups = self._read_group(LIVE, ["department_id"], ["net_value:sum"], order="net_value:sum DESC")
        shown, rest = groups[:MOST_BARS], groups[MOST_BARS:]
        # sudo: the names of departments on cards that the user may see
        labels = [department.sudo().name or self.env._("None") for department, _net in shown]
        actions = [
            self._gaj_cards_action(label, [*LIVE, ("department_id", "=", department.id)])
            for label, (department, _net) in zip(labels, shown, strict=True)
        ]
        values = [net for _department, net in shown]
        if rest:
            others = [department.id for department, _net in rest]
            labels.append(self.env._("%s others", len(rest)))
            values.append(sum(net for _department, net in rest))
            actions.append(self._gaj_cards_action(labels[-1], [*LIVE, ("department_id", "in", others)]))
        return {
            "name": "departments",
            "type": "hbar",
            "title": self.env._("Net Value by Department"),
            "unit": self.env.company.currency_id.symbol,
            "digits": MONEY_DIGITS,
            "labels": labels,
            "actions": actions,
            "series": [{"label": self.env._("Net Value"), "values": values}],
        }

    @api.model
    def _gaj_chart_states(self):
        names = dict(self._fields["state"]._description_selection(self.env))
        groups = dict(self._read_group(LIVE, ["state"], ["__count"]))
        states = [state for state in names if groups.get(state)]
        return {
            "name": "states",
            "type": "doughnut",
            "title": self.env._("Cards by Status"),
            "labels": [names[state] for state in states],
            "actions": [self._gaj_cards_action(names[state], [("state", "=", state)]) for state in states],
            "series": [{"label": self.env._("Cards"), "values": [groups[state] for state in states]}],
        }

    @api.model
    def _gaj_chart_life(self):
        """Return how many cards have used how much of their useful life, in one statement."""
        edges = list(zip(LIFE_STEPS, (*LIFE_STEPS[1:], None), strict=True))
        share = self._gaj_life_sql()
        counts = SQL(", ").join(
            SQL("COUNT(*) FILTER (WHERE %s >= %s AND %s < %s)", share, low, share, high or 10**9) for low, high in edges
        )
        self.flush_model(["in_service_date", "acquisition_date", "life_months", "state"])
        chosen = self._search(LIVE).subselect()
        [counted] = self.env.execute_query(SQL("SELECT %s FROM gaj_asset asset WHERE asset.id IN %s", counts, chosen))
        labels = [f"{low}–{high} %" if high else f"> {low} %" for low, high in edges]
        actions = []
        for label, (low, high) in zip(labels, edges, strict=True):
            domain = [*LIVE, ("life_used", ">=", low)] + ([("life_used", "<", high)] if high else [])
            actions.append(self._gaj_cards_action(self.env._("Life used: %s", label), domain))
        return {
            "name": "life",
            "type": "bar",
            "title": self.env._("Age against Useful Life"),
            "labels": labels,
            "actions": actions,
            "series": [{"label": self.env._("Cards"), "values": list(counted)}],
            "action": self._gaj_cards_action(self.env._("Past Their Useful Life"), [*LIVE, ("life_used", ">=", 100)]),
        }

    @api.model
    def _gaj_chart_counted(self):
        """Return by department how many cards this year's stocktakes have seen; opens those not seen."""
        year = self._gaj_year_begin().isoformat()
        seen = Domain(LIVE) & Domain("last_counted_on", ">=", year)
        total = self._read_group(LIVE, ["department_id"], ["__count"], order="__count DESC", limit=MOST_BARS)
        counted = dict(self._read_group(seen, ["department_id"], ["__count"]))
        if not counted:
            return None
        labels = [department.sudo().name or self.env._("None") for department, _count in total]  # sudo: as above
        unseen = Domain(LIVE) & ~Domain("last_counted_on", ">=", year)
        return {
            "name": "coverage",
            "type": "hbar",
            "stacked": True,
            "title": self.env._("Counted This Year by Department"),
            "labels": labels,
            "series": [
                {
                    "label": self.env._("Counted"),
                    "values": [counted.get(department, 0) for department, _count in total],
                    "actions": [
                        self._gaj_cards_action(label, seen & Domain("department_id", "=", department.id))
                        for label, (department, _count) in zip(labels, total, strict=True)
                    ],
                },
                {
                    "label": self.env._("Not Counted"),
                    "color": SPENT,
                    "values": [count - counted.get(department, 0) for department, count in total],
                    "actions": [
                        self._gaj_cards_action(label, unseen & Domain("department_id", "=", department.id))
                        for label, (department, _count) in zip(labels, total, strict=True)
                    ],
                },
            ],
            "action": self._gaj_cards_action(self.env._("Not Counted This Year"), unseen),
        }

    @api.model
    def _gaj_months(self):
        """Return the first days of the last twelve months, this one last."""
        first = fields.Date.context_today(self).replace(day=1)
        return [first - relativedelta(months=back) for back in range(MONTHS - 1, -1, -1)]

    @api.model
    def _gaj_chart_depreciation(self):
        """Return the depreciation posted in the last twelve months, for who may see the runs."""
        runs = self.env["gaj.asset.depreciation.run"]
        if not runs.has_access("read"):
            return None
        months = self._gaj_months()
        posted = [("state", "=", "posted")]
        amounts = dict(runs._read_group([*posted, ("month", ">=", months[0])], ["month:month"], ["amount:sum"]))
        if not amounts:
            return None
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Depreciation"),
            "res_model": runs._name,
            "views": [(False, "list"), (False, "form")],
            "domain": posted,
        }
        return {
            "name": "depreciation",
            "type": "line",
            "title": self.env._("Depreciation by Month"),
            "unit": self.env.company.currency_id.symbol,
            "digits": MONEY_DIGITS,
            "labels": [format_date(self.env, month, date_format="yyyy-MM") for month in months],
            "actions": [{**action, "domain": [*posted, ("month", "=", month.isoformat())]} for month in months],
            "series": [{"label": self.env._("Depreciation"), "values": [amounts.get(month, 0) for month in months]}],
            "action": action,
        }

    @api.model
    def _gaj_chart_turnover(self):
        """Return what came and went by month in the last twelve, at original cost."""
        months = self._gaj_months()
        series = []
        for field, label, domain in (
            ("acquisition_date", self.env._("Added"), Domain.TRUE),
            ("out_of_books_on", self.env._("Removed"), Domain.TRUE),
        ):
            costs = dict(self._read_group(domain & Domain(field, ">=", months[0]), [f"{field}:month"], ["cost:sum"]))
            actions = [
                self._gaj_cards_action(
                    label,
                    [(field, ">=", month.isoformat()), (field, "<", (month + relativedelta(months=1)).isoformat())],
                )
                for month in months
            ]
            series.append({"label": label, "values": [costs.get(month, 0) for month in months], "actions": actions})
        return {
            "name": "turnover",
            "type": "bar",
            "title": self.env._("Additions and Disposals by Month"),
            "unit": self.env.company.currency_id.symbol,
            "digits": MONEY_DIGITS,
            "labels": [format_date(self.env, month, date_format="yyyy-MM") for month in months],
            "series": series,
        }
