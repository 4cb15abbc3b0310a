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
        _ = self.env._
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
            _("No."),
            _("Asset Number"),
            _("Name"),
            _("Category"),
            _("Department"),
            _("Life (Months)"),
            _("Months Caught Up"),
            _("Depreciation"),
            _("Accumulated After"),
        ]
        totals = [sum((row[place] for row in rows), Decimal(0)) for place in (7, 8)]
        table = PaperTable(headers, rows, totals=(None, _("Total"), None, None, None, None, None, *totals))
        return self._paper(_("Depreciation Table of Fixed Assets"), (table,))

    def _summary_paper(self):
        _ = self.env._
        tables = []
        for title, totals, name in [
            (_("By Category"), self.category_total_ids, "category_id"),
            (_("By Department"), self.department_total_ids, "department_id"),
        ]:
            # sudo: as above
            rows = [
                (total[name].sudo().display_name or _("None"), total.assets, exact(total.amount)) for total in totals
            ]
            sums = (sum(row[1] for row in rows), sum((row[2] for row in rows), Decimal(0)))
            headers = [totals._fields[name]._description_string(self.env), _("Assets"), _("Depreciation")]
            tables.append(PaperTable(headers, rows, totals=(_("Total"), *sums), title=title))
        return self._paper(_("Depreciation Totals"), tuple(tables), landscape=False)

    def _paper(self, title, tables, landscape=True):
        _ = self.env._
        states = dict(self._fields["state"]._description_selection(self.env))
        facts = [
            (_("Month"), self.month.strftime("%Y-%m")),
            (_("Status"), states[self.state]),
            (_("Depreciation"), exact(self.amount)),
            (_("Assets"), self.line_count),
        ]
        if self.date:
            facts.append((_("Booked On"), self.date))
        return Paper(
            title,
            self.company_id.name,
            facts=facts,
            tables=tables,
            notes=tuple(self._remarks()) if self.state == "computed" else (),
            signatures=(_("Prepared by"), _("Checked by"), _("Head of finance")),
            landscape=landscape,
        )
