from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.gaj_base.rules.paper import Paper, PaperTable

from ..rules import reception as rules
from .gaj_reception_parameter import KINDS

#: Kinds that draw on the budget of receptions; investment promotion has one of its own (G12).
OWN_BUDGET = {"investment": "reception_investment"}


class GajReceptionReport(models.Model):
    """Receptions of a year by kind, beside the year before (公务接待统计, 公开表)."""

    _name = "gaj.reception.report"
    _description = "Yearly Figures of Receptions"
    _inherit = ["gaj.paper.mixin"]
    _auto = False
    _order = "year desc, company_id, kind"
    _rec_name = "year"
    _depends = {
        "gaj.reception": ["company_id", "kind", "state", "leave", "leave_day", "guest_count"],
        "gaj.reception.opening": ["company_id", "kind", "year", "batches", "persons", "amount"],
        "gaj.reception.receipt": ["reception_id", "amount"],
        "account.move.line": ["gaj_reception_id", "parent_state", "balance"],
    }

    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    year = fields.Char(readonly=True)
    kind = fields.Selection(KINDS, readonly=True)
    batches = fields.Integer(readonly=True, help="Receptions that ended in the year.")
    persons = fields.Integer(readonly=True, help="Guests, once for each reception.")
    amount = fields.Monetary(readonly=True, help="Posted cost less what was taken in with receipts.")
    prior_batches = fields.Integer("Batches, Year Before", readonly=True)
    prior_persons = fields.Integer("Persons, Year Before", readonly=True)
    prior_amount = fields.Monetary("Amount, Year Before", readonly=True)
    batches_change = fields.Char("Batches, Change", compute="_compute_changes")
    persons_change = fields.Char("Persons, Change", compute="_compute_changes")
    amount_change = fields.Char("Amount, Change", compute="_compute_changes")

    @property
    def _table_query(self):
        return SQL(
            """
            WITH cost AS (
                SELECT gaj_reception_id AS reception_id, SUM(balance) AS amount
                  FROM account_move_line
                 WHERE gaj_reception_id IS NOT NULL AND parent_state = 'posted'
                 GROUP BY gaj_reception_id
            ), taken AS (
                SELECT reception_id, SUM(amount) AS amount FROM gaj_reception_receipt GROUP BY reception_id
            ), facts AS (
                SELECT reception.company_id, EXTRACT(YEAR FROM reception.leave_day)::int AS year, reception.kind,
                       1 AS batches, reception.guest_count AS persons,
                       COALESCE(cost.amount, 0) - COALESCE(taken.amount, 0) AS amount
                  FROM gaj_reception reception
                  LEFT JOIN cost ON cost.reception_id = reception.id
                  LEFT JOIN taken ON taken.reception_id = reception.id
                 WHERE reception.state IN ('ongoing', 'listed', 'settled', 'archived') AND reception.leave <= %(now)s
                 UNION ALL
                SELECT company_id, year, kind, COALESCE(batches, 0), COALESCE(persons, 0), COALESCE(amount, 0)
                  FROM gaj_reception_opening
            ), years AS (
                SELECT company_id, year, kind, SUM(batches)::int AS batches, SUM(persons)::int AS persons,
                       SUM(amount) AS amount
                  FROM facts
                 GROUP BY company_id, year, kind
            )
            SELECT years.company_id * 100000 + years.year * 10
                   + array_position(ARRAY['domestic', 'foreign', 'investment', 'event'], years.kind::text) AS id,
                   years.company_id, years.year::text AS year, years.kind, years.batches, years.persons, years.amount,
                   COALESCE(prior.batches, 0) AS prior_batches, COALESCE(prior.persons, 0) AS prior_persons,
                   COALESCE(prior.amount, 0) AS prior_amount
              FROM years
              LEFT JOIN years prior ON prior.company_id = years.company_id AND prior.kind = years.kind
                                   AND prior.year = years.year - 1
            """,
            now=fields.Datetime.now(),
        )

    @api.depends("batches", "persons", "amount", "prior_batches", "prior_persons", "prior_amount")
    def _compute_changes(self):
        for row in self:
            for name in ("batches", "persons", "amount"):
                current, prior = (Decimal(str(row[field] or 0)) for field in (name, f"prior_{name}"))
                row[f"{name}_change"] = rules.change_text(current, prior)

    @api.model
    def _gaj_paper_kinds(self):
        return {"disclosure": self.env._("Yearly Disclosure of Receptions")}

    def _gaj_papers(self, kind):
        """Return one sheet for each company and year of the chosen rows."""
        chosen = dict.fromkeys((row.company_id, row.year) for row in self)
        return [self._gaj_disclosure(company, year) for company, year in chosen]

    def _gaj_disclosure(self, company, year):
        rows = self.search([("company_id", "=", company.id), ("year", "=", year)])
        labels = dict(self._fields["kind"]._description_selection(self.env))
        headers = [self.env._("Kind")]
        for name in ("batches", "persons", "amount"):
            headers += [self._gaj_label(name), self._gaj_label(f"prior_{name}"), self.env._("Change")]
        public = rows.filtered(lambda row: row.kind not in OWN_BUDGET)
        apart = rows - public
        tables = [
            PaperTable(
                headers,
                [self._gaj_row(labels[row.kind], row) for row in public],
                totals=self._gaj_row(self.env._("Total"), public),
                title=self.env._("Official receptions"),
            )
        ]
        if apart:
            tables.append(
                PaperTable(
                    headers,
                    [self._gaj_row(labels[row.kind], row) for row in apart],
                    title=self.env._("Kept apart: investment promotion"),
                )
            )
        tables.append(self._gaj_budget_table(company, year, public, apart))
        return Paper(
            title=self.env._("Yearly Disclosure of Receptions"),
            key=f"{company.name} {year}"[:31],
            unit=company.name,
            facts=((self.env._("Year"), year),),
            tables=tables,
            signatures=(self.env._("Prepared by"), self.env._("Finance"), self.env._("Leader")),
            landscape=True,
        )

    def _gaj_label(self, name):
        return self._fields[name]._description_string(self.env)

    def _gaj_row(self, label, rows):
        cells = [label]
        for name in ("batches", "persons", "amount"):
            current, prior = sum(rows.mapped(name)), sum(rows.mapped(f"prior_{name}"))
            if name == "amount":
                current, prior = (Decimal(str(each)).quantize(Decimal("0.01")) for each in (current, prior))
            # the font of the papers has no typographic minus
            cells += [current, prior, rules.change_text(current, prior).replace("−", "-")]
        return cells

    def _gaj_budget_table(self, company, year, public, apart):
        headers = (
            self.env._("Budget"),
            self.env._("Amount of the Budget"),
            self.env._("Net Cost"),
            self.env._("Left"),
        )
        rows = []
        for code, label, figures in (
            ("reception", self.env._("Official receptions"), public),
            ("reception_investment", self.env._("Investment promotion"), apart),
        ):
            # sudo: the sum of the budgets is published with the figures
            budgets = (
                self.env["gaj.budget"]
                .sudo()
                .search([("company_id", "=", company.id), ("year", "=", int(year)), ("kind_id.code", "=", code)])
            )
            if not budgets and not figures:
                continue
            amount = Decimal(str(sum(budgets.mapped("amount"))))
            cost = Decimal(str(sum(figures.mapped("amount"))))
            rows.append((label, amount, cost, amount - cost))
        return PaperTable(headers, rows, title=self.env._("Against the budget"))
