from decimal import Decimal

from odoo import api, models

from odoo.addons.gaj_base.rules.paper import Paper, PaperTable, exact


class GajAssetDepreciationRun(models.Model):
    """The papers of a run: the depreciation table of its month, and its totals (固定资产折旧计算表)."""

    _inherit = "gaj.asset.depreciation.run"

    @api.model
    def _gaj_paper_kinds(self):
        return {
            "depreciation_table": self.env._("Depreciation of the Month"),
            "depreciation_summary": self.env._("Depreciation Totals"),
        }

    def _gaj_papers(self, kind):
        return [run._table_paper() if kind == "depreciation_table" else run._summary_paper() for run in self]

    def _table_paper(self):
        """Return the table of what this run takes from each asset; a bounded number of queries."""
        names = ["asset_id", "category_id", "department_id", "amount", "accumulated", "months", "catch_up"]
        lines = self.env["gaj.asset.depreciation.line"].search_fetch(
            [("run_id", "=", self.id)], names, order="category_id, asset_id"
        )
        assets = lines.asset_id
        assets.fetch(["asset_no", "name", "cost", "life_months"])
        # sudo: the names of departments stand on the papers of the assets they have
        departments = {record.id: record.name for record in lines.department_id.sudo()}
        rows = [
            (
                number,
                line.asset_id.asset_no,
                line.asset_id.name,
                line.category_id.name,
                departments.get(line.department_id.id),
                line.asset_id.life_months,
                line.catch_up or None,
                exact(line.amount),
                exact(line.accumulated),
            )
            for number, line in enumerate(lines, 1)
        ]
        headers = [
            self.env._("No."),
            self.env._("Asset Number"),
            self.env._("Name"),
            self.env._("Category"),
            self.env._("Department"),
            self.env._("Life (Months)"),
            self.env._("Months Caught Up"),
            self.env._("Depreciation"),
            self.env._("Accumulated After"),
        ]
        totals = [sum((row[place] for row in rows), Decimal(0)) for place in (7, 8)]
        table = PaperTable(headers, rows, totals=(None, self.env._("Total"), None, None, None, None, None, *totals))
        return self._paper(self.env._("Depreciation Table of Fixed Assets"), (table,))

    def _summary_paper(self):
        tables = []
        for title, totals, name in [
            (self.env._("By Category"), self.category_total_ids, "category_id"),
            (self.env._("By Department"), self.department_total_ids, "department_id"),
        ]:
            # sudo: as above
            rows = [
                (total[name].sudo().display_name or self.env._("None"), total.assets, exact(total.amount))
                for total in totals
            ]
            sums = (sum(row[1] for row in rows), sum((row[2] for row in rows), Decimal(0)))
            headers = [
                totals._fields[name]._description_string(self.env),
                self.env._("Assets"),
                self.env._("Depreciation"),
            ]
            tables.append(PaperTable(headers, rows, totals=(self.env._("Total"), *sums), title=title))
        return self._paper(self.env._("Depreciation Totals"), tuple(tables), landscape=False)

    def _paper(self, title, tables, landscape=True):
        states = dict(self._fields["state"]._description_selection(self.env))
        facts = [
            (self.env._("Month"), self.month.strftime("%Y-%m")),
            (self.env._("Status"), states[self.state]),
            (self.env._("Depreciation"), exact(self.amount)),
            (self.env._("Assets"), self.line_count),
        ]
        if self.date:
            facts.append((self.env._("Booked On"), self.date))
        return Paper(
            title,
            self.company_id.name,
            facts=facts,
            tables=tables,
            notes=tuple(self._remarks()) if self.state == "computed" else (),
            signatures=(self.env._("Prepared by"), self.env._("Checked by"), self.env._("Head of finance")),
            landscape=landscape,
        )
