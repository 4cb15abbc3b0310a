from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.gaj_base.rules.paper import Paper, PaperTable, exact

from ..rules import depreciation

AMOUNTS = ("cost", "accumulated", "net_value", "month_amount", "year_amount")


class GajAssetValueAsof(models.TransientModel):
    """Of which day, and of what, the values are shown or printed."""

    _name = "gaj.asset.value.asof"
    _description = "Values on a Day: Choice"
    _inherit = "gaj.paper.mixin"

    day = fields.Date(string="On", required=True, default=lambda self: self._default_day())
    company_id = fields.Many2one("res.company", required=True, readonly=True, default=lambda self: self.env.company)
    department_ids = fields.Many2many("hr.department", string="Departments", help="With those below them.")
    category_ids = fields.Many2many("gaj.asset.category", string="Categories", help="With those below them.")

    @api.model
    def _default_day(self):
        """Return the last day of the last month that has ended."""
        return depreciation.month_end(depreciation.month_after(fields.Date.context_today(self), -1))

    @api.model_create_multi
    def create(self, vals_list):
        self.env["gaj.asset.value.report"].check_access("read")
        return super().create(vals_list)

    @api.model
    def _gaj_paper_kinds(self):
        return {
            "values": self.env._("Depreciation Table"),
            "summary": self.env._("Depreciation Summary"),
        }

    def action_show(self):
        """Return the action that lists the values of the day."""
        self.check_access("read")
        self._check_day()
        action = self.env["ir.actions.actions"]._for_xml_id("gaj_assets.gaj_asset_value_report_action")
        return {
            **action,
            "display_name": self.env._("Values on %s", self.day),
            "domain": list(self._domain()),
            "context": {"gaj_as_of": self.day.isoformat()},
        }

    def action_print_table(self):
        """Download the table of all cards as a PDF."""
        return self._print("values", "pdf")

    def action_print_summary(self):
        """Download the totals by department and category as a PDF."""
        return self._print("summary", "pdf")

    def action_export_table(self):
        """Download the table of all cards, with the totals, as a workbook."""
        return self._print("values", "xlsx")

    def _print(self, kind, file_format):
        self._check_day()
        return self.action_gaj_paper(kind, file_format)

    def _check_day(self):
        """
        :raises UserError: if the day lies in the future
        """
        self.ensure_one()
        if self.day > depreciation.month_end(fields.Date.context_today(self)):
            raise UserError(self.env._("%s lies in the future. Choose a day up to the end of this month.", self.day))

    def _domain(self):
        domain = Domain("company_id", "=", self.company_id.id)
        for name, chosen in [("department_id", self.department_ids), ("category_id", self.category_ids)]:
            if chosen:
                domain &= Domain(name, "child_of", chosen.ids)
        return domain

    def _report(self):
        report = self.env["gaj.asset.value.report"].with_context(gaj_as_of=self.day.isoformat())
        report.invalidate_model()  # the same rows of another day may have been read before
        return report

    def _gaj_papers(self, kind):
        papers = []
        for wizard in self:
            papers += wizard._summary_papers() if kind == "summary" else wizard._table_papers()
        return papers

    def _table_papers(self):
        """Return the table of every card on the day, with totals; a bounded number of queries."""
        names = ["asset_no", "name", "category_id", "department_id", "acquisition_date", "life_months", *AMOUNTS]
        rows = self._report().search_fetch(self._domain(), names, order="category_id, asset_no, id")
        categories = {record.id: record.name for record in rows.category_id}
        # sudo: the names of departments stand on the papers of the assets they have
        departments = {record.id: record.name for record in rows.department_id.sudo()}
        totals = {name: sum((exact(row[name]) for row in rows), Decimal(0)) for name in AMOUNTS}
        table = PaperTable(
            [
                self.env._("No."),
                self.env._("Asset Number"),
                self.env._("Name"),
                self.env._("Category"),
                self.env._("Department"),
                self.env._("Acquired"),
                self.env._("Life (Months)"),
                *self._amount_labels(),
            ],
            [
                (
                    number,
                    row.asset_no,
                    row.name,
                    categories.get(row.category_id.id),
                    departments.get(row.department_id.id),
                    row.acquisition_date or None,
                    row.life_months,
                    *(exact(row[name]) for name in AMOUNTS),
                )
                for number, row in enumerate(rows, 1)
            ],
            totals=(None, self.env._("Total"), None, None, None, None, None, *(totals[name] for name in AMOUNTS)),
        )
        return [self._paper(self.env._("Depreciation Table of Fixed Assets"), (table,), len(rows))]

    def _summary_papers(self):
        """Return the totals by category and by department; two queries and the names."""
        tables, count = [], 0
        for name, title in [("category_id", self.env._("By Category")), ("department_id", self.env._("By Department"))]:
            groups = self._report()._read_group(
                self._domain(), [name], ["__count", *(f"{amount}:sum" for amount in AMOUNTS)], order=name
            )
            # sudo: as above
            rows = [
                (
                    record.sudo().display_name or self.env._("None"),
                    number,
                    *(exact(amount or 0.0) for amount in amounts),
                )
                for record, number, *amounts in groups
            ]
            count = sum(row[1] for row in rows)
            sums = [sum((row[place] for row in rows), Decimal(0)) for place in range(2, 2 + len(AMOUNTS))]
            headers = [
                self.env["gaj.asset.value.report"]._fields[name]._description_string(self.env),
                self.env._("Cards"),
            ]
            tables.append(
                PaperTable(
                    [*headers, *self._amount_labels()], rows, totals=(self.env._("Total"), count, *sums), title=title
                )
            )
        return [self._paper(self.env._("Depreciation Summary of Fixed Assets"), tuple(tables), count)]

    def _amount_labels(self):
        report = self.env["gaj.asset.value.report"]
        return [report._fields[name]._description_string(self.env) for name in AMOUNTS]

    def _paper(self, title, tables, count):
        facts = [(self.env._("On"), self.day), (self.env._("Cards"), count)]
        if self.department_ids:
            facts.append((self.env._("Departments"), "、".join(self.department_ids.mapped("name"))))
        if self.category_ids:
            facts.append((self.env._("Categories"), "、".join(self.category_ids.mapped("name"))))
        return Paper(
            title,
            self.company_id.name,
            facts=facts,
            tables=tables,
            signatures=(self.env._("Prepared by"), self.env._("Checked by"), self.env._("Head of finance")),
            landscape=True,
        )
