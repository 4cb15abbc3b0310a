from datetime import date
from decimal import Decimal

from odoo import api, fields, models

from odoo.addons.gaj_base.rules.paper import Paper, PaperTable


class GajAssetYearlyPaper(models.TransientModel):
    """The yearly report of one company as paper or workbook: every month, every batch disposed of, every remittance."""

    _name = "gaj.asset.yearly.paper"
    _description = "Print the Yearly Report of Assets"
    _inherit = ["gaj.paper.mixin"]

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    year = fields.Integer(required=True, default=lambda self: fields.Date.context_today(self).year)

    _year_sensible = models.Constraint(
        "CHECK (year BETWEEN 1950 AND 2200)", "Write the year with four digits, as in 2026."
    )

    @api.model
    def _gaj_paper_kinds(self):
        return {"yearly": self.env._("Yearly Report of Assets")}

    def _gaj_papers(self, kind):
        """Return one paper for each choice of company and year."""
        return [sheet._yearly_paper() for sheet in self]

    def _yearly_paper(self):
        self.ensure_one()
        first, last = date(self.year, 1, 1), date(self.year, 12, 31)
        inside = [("company_id", "=", self.company_id.id), ("date", ">=", first), ("date", "<=", last)]
        months = self.env["gaj.asset.yearly.report"].search(inside, order="date")
        received, disposed = sum(months.mapped("received_count")), sum(months.mapped("disposed_count"))
        remitted = self._sum(months.mapped("remitted_amount"))
        return Paper(
            title=self.env._("Yearly Report of Assets %(year)s", year=self.year),
            unit=self.company_id.name,
            facts=(
                (self.env._("Received Batches"), received),
                (self.env._("Disposed Batches"), disposed),
                (self.env._("Original Cost Disposed Of"), self._sum(months.mapped("disposed_cost"))),
                (self.env._("Remitted to the Treasury"), remitted),
            ),
            tables=(self._months(months, received, disposed, remitted), self._batches(first, last)),
            signatures=(self.env._("Asset Manager"), self.env._("Finance"), self.env._("Approving Leader")),
        )

    def _months(self, months, received, disposed, remitted):
        known = {month.date.month: month for month in months}
        rows = []
        for number in range(1, 13):
            month = known.get(number, months.browse())
            rows.append(
                (
                    f"{self.year}-{number:02d}",
                    month.received_count,
                    month.disposed_count,
                    self._sum(month.mapped("disposed_cost")),
                    self._sum(month.mapped("proceeds")),
                    self._sum(month.mapped("remitted_amount")),
                )
            )
        totals = (
            self.env._("Year"),
            received,
            disposed,
            self._sum(months.mapped("disposed_cost")),
            self._sum(months.mapped("proceeds")),
            remitted,
        )
        headers = (
            self.env._("Month"),
            self.env._("Received Batches"),
            self.env._("Disposed Batches"),
            self.env._("Original Cost Disposed Of"),
            self.env._("Proceeds"),
            self.env._("Remitted to the Treasury"),
        )
        return PaperTable(headers, rows, totals=totals, title=self.env._("By Month"))

    def _batches(self, first, last):
        disposals = self.env["gaj.asset.disposal"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "in", ("settled", "remitted", "closed")),
                ("settled_on", ">=", first),
                ("settled_on", "<=", last),
                # things of others are none of the bureau's
                ("is_custody", "=", False),
            ],
            order="settled_on, name",
        )
        kinds = dict(disposals._fields["kind"]._description_selection(self.env))
        headers = (
            self.env._("Settled On"),
            self.env._("Number"),
            self.env._("Kind"),
            self.env._("Things"),
            self.env._("Original Cost"),
            self.env._("Proceeds"),
            self.env._("Due to the Treasury"),
            self.env._("Remitted"),
        )
        rows = [
            (
                disposal.settled_on,
                disposal.name,
                kinds[disposal.kind],
                disposal.line_count,
                *(self._sum([disposal[name]]) for name in ("total_cost", "proceeds", "due_amount", "remitted_amount")),
            )
            for disposal in disposals
        ]
        totals = (
            self.env._("Total"),
            "",
            "",
            sum(disposals.mapped("line_count")),
            *(
                self._sum(disposals.mapped(name))
                for name in ("total_cost", "proceeds", "due_amount", "remitted_amount")
            ),
        )
        return PaperTable(headers, rows, totals=totals, title=self.env._("Disposals Settled in the Year"))

    @staticmethod
    def _sum(amounts):
        return sum((Decimal(str(amount)) for amount in amounts), Decimal("0.00"))
