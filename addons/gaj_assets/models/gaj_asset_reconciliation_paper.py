from decimal import Decimal

from odoo import models

from odoo.addons.gaj_base.rules.paper import Paper, PaperSignature, PaperTable


class GajAssetReconciliation(models.Model):
    """The quarterly reconciliation as a paper to sign and bind, and as a workbook."""

    _inherit = "gaj.asset.reconciliation"

    def _gaj_paper_kinds(self):
        return {**super()._gaj_paper_kinds(), "reconciliation": self.env._("Asset Reconciliation")}

    def _gaj_papers(self, kind):
        if kind != "reconciliation":
            return super()._gaj_papers(kind)
        return [record._reconciliation_paper() for record in self]

    def _reconciliation_paper(self):
        return Paper(
            title=self.env._("Reconciliation of Asset Cards with the Ledger"),
            unit=self.company_id.name,
            facts=(
                (self.env._("Last Day"), self.date),
                (self.env._("Currency"), self.currency_id.name),
            ),
            tables=(self._lines_table(), self._differences_table()),
            signatures=(
                self._signature(self.env._("Asset Manager"), self.manager_id, self.manager_signed_on),
                self._signature(self.env._("Finance"), self.finance_id, self.finance_signed_on),
            ),
            landscape=True,
        )

    def _signature(self, label, user, moment):
        return PaperSignature(label, name=user.sudo().name or "", day=moment.date() if moment else None)

    def _lines_table(self):
        lines = self.line_ids
        kinds = dict(lines._fields["kind"]._description_selection(self.env))
        headers = (
            self.env._("Account"),
            self.env._("Kind"),
            self.env._("Category Headings"),
            self.env._("Cards"),
            self.env._("By the Cards"),
            self.env._("By the Ledger"),
            self.env._("Difference"),
        )
        rows = [
            (
                line.account_code or "",
                kinds[line.kind],
                ", ".join(line.heading_ids.mapped("name")),
                line.card_count,
                _amount(line.card_amount),
                _amount(line.ledger_amount),
                _amount(line.difference),
            )
            for line in lines
        ]
        return PaperTable(headers, rows, widths=(10, 14, 36, 8, 16, 16, 14), title=self.env._("Accounts"))

    def _differences_table(self):
        origins = dict(self.difference_ids._fields["origin"]._description_selection(self.env))
        headers = (
            self.env._("Account"),
            self.env._("Origin"),
            self.env._("Records"),
            self.env._("Amount"),
            self.env._("Explanation"),
        )
        rows = [
            (
                difference.line_id.account_code or "",
                origins[difference.origin],
                difference.record_count,
                _amount(difference.amount),
                difference.note or "",
            )
            for difference in self.difference_ids
        ]
        return PaperTable(headers, rows, widths=(10, 20, 10, 16, 58), title=self.env._("Differences by Origin"))


def _amount(value):
    return Decimal(str(value)).quantize(Decimal("0.01"))
