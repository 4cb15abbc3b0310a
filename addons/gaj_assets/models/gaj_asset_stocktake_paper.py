from odoo import api, models

from odoo.addons.gaj_base.rules.paper import Paper, PaperTable

#: In the order of the report: what was as in the books comes as a number only.
REPORTED = (
    "missing",
    "misplaced",
    "custodian_mismatch",
    "condition",
    "conflict",
    "out_of_scope",
    "ghost",
    "unknown",
    "surplus",
    "pending",
)


class GajAssetStocktake(models.Model):
    """The report of a stocktake as paper: figures, rooms, every difference with its decision, places to sign."""

    _name = "gaj.asset.stocktake"
    _inherit = ["gaj.asset.stocktake", "gaj.paper.mixin"]

    @api.model
    def _gaj_paper_kinds(self):
        return {"report": self.env._("Stocktake Report")}

    def _gaj_papers(self, kind):
        return [record._report_paper() for record in self]

    def _report_paper(self):
        self.ensure_one()
        return Paper(
            title=self.env._("Stocktake Report"),
            unit=self.company_id.name,
            facts=self._report_facts(),
            tables=[self._report_results(), *self._report_differences()],
            signatures=[
                self.env._("Counters"),
                self.env._("Second count"),
                self.env._("Asset manager"),
                self.env._("Finance"),
                self.env._("Approving leader"),
            ],
            own_pages=True,
        )

    def _report_facts(self):
        labels = {name: dict(self._fields[name]._description_selection(self.env)) for name in ("kind", "state")}
        scope = [*self.space_ids.mapped("short_name"), *self.department_ids.mapped("name")]
        scope += self.category_ids.mapped("name")
        facts = [
            (self.env._("Stocktake"), self.name),
            (self.env._("Kind"), labels["kind"][self.kind]),
            (self.env._("Status"), labels["state"][self.state]),
            (self.env._("Covers"), "、".join(scope) or self.env._("Everything")),
            (self.env._("Responsible"), self.user_id.sudo().name),
            (self.env._("Counters"), "、".join(self.counter_ids.sudo().mapped("name"))),
            (self.env._("Snapshot of"), self.started_on and self.started_on.date()),
            (self.env._("Counting finished"), self.finished_on and self.finished_on.date()),
            (self.env._("Expected"), self.expected_count),
            (self.env._("Found"), self.found_count),
            (self.env._("Found rate"), f"{self.found_rate:.2f} %"),
            (self.env._("Location accuracy"), f"{self.location_accuracy:.2f} %"),
        ]
        if self.draw_id:
            facts.append((self.env._("Sample"), f"{self.drawn_count} / {self.population_count}"))
            facts.append((self.env._("Seed"), self.seed))
        return facts

    def _report_results(self):
        """Return the table of results with their numbers and values."""
        labels = dict(self.env["gaj.asset.stocktake.line"]._fields["result"]._description_selection(self.env))
        groups = self.env["gaj.asset.stocktake.line"]._read_group(
            [("stocktake_id", "=", self.id)], ["result"], ["__count", "cost:sum", "net_value:sum"]
        )
        found = {result: values for result, *values in groups}
        rows = [(labels[result], *found[result]) for result in ("matched", *REPORTED) if result in found]
        return PaperTable(
            headers=(self.env._("Result"), self.env._("Pieces"), self.env._("Original Cost"), self.env._("Net Value")),
            rows=[(label, count, cost or 0.0, net or 0.0) for label, count, cost, net in rows],
            totals=(
                self.env._("Total"),
                sum(row[1] for row in rows),
                sum(row[2] or 0.0 for row in rows),
                sum(row[3] or 0.0 for row in rows),
            ),
            title=self.env._("Results"),
        )

    def _report_differences(self):
        """Return one table for each kind of difference, with what was decided."""
        lines = self.env["gaj.asset.stocktake.line"].search_fetch(
            [("stocktake_id", "=", self.id), ("result", "in", REPORTED)]
        )
        labels = dict(lines._fields["result"]._description_selection(self.env))
        decisions = dict(lines._fields["resolution"]._description_selection(self.env))
        headers = (
            self.env._("Asset Number"),
            self.env._("Name"),
            self.env._("Expected Place"),
            self.env._("Seen In"),
            self.env._("Custodian"),
            self.env._("Net Value"),
            self.env._("Decision"),
        )
        tables = []
        for result in REPORTED:
            mine = lines.filtered(lambda line, result=result: line.result == result)
            rows = [
                (
                    line.asset_no or line.raw or "",
                    line.name or "",
                    line.space_id.short_name or "",
                    line.seen_space_id.short_name or "",
                    line.seen_custodian_id.sudo().name or line.custodian_name or "",
                    line.net_value,
                    " ".join(filter(None, [decisions.get(line.resolution), line.resolution_note])),
                )
                for line in mine
            ]
            if rows:
                tables.append(PaperTable(headers, rows, widths=(3, 3, 3, 3, 2, 2, 4), title=labels[result]))
        return tables
