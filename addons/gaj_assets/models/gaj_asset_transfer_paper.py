import base64
from decimal import Decimal

from odoo import api, fields, models

from odoo.addons.gaj_base.rules.paper import Paper, PaperSignature, PaperTable


class GajAssetTransfer(models.Model):
    """The custody receipt: what changed hands, and both signatures."""

    _name = "gaj.asset.transfer"
    _inherit = ["gaj.asset.transfer", "gaj.paper.mixin"]

    def action_print_receipt(self):
        """Download the custody receipt for printing."""
        return self.action_gaj_paper("receipt", "pdf")

    def action_export_receipt(self):
        """Download the custody receipt as a workbook."""
        return self.action_gaj_paper("receipt", "xlsx")

    @api.model
    def _gaj_paper_kinds(self):
        return {"receipt": self.env._("Custody Receipt")}

    def _gaj_papers(self, kind):
        """Return one paper for each transfer."""
        # sudo: what stands on a transfer that the user may read, as the form shows it
        return [transfer._gaj_receipt() for transfer in self.sudo()]

    def _gaj_receipt(self):
        return Paper(
            title=self.env._("Custody Receipt"),
            unit=self.company_id.name,
            facts=self._gaj_receipt_facts(),
            tables=[self._gaj_receipt_table()],
            signatures=self._gaj_receipt_signatures(),
            own_pages=True,
        )

    def _gaj_receipt_facts(self):
        labels = self.fields_get(
            ["name", "kind", "done_on", "department_from_id", "department_to_id", "custodian_to_id", "reason"],
            ["string"],
        )
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        facts = [
            ("name", self.name),
            ("kind", kinds[self.kind]),
            ("department_from_id", ", ".join(self.line_ids.department_from_id.mapped("name"))),
            ("department_to_id", self.department_to_id.name),
            ("custodian_to_id", self.custodian_to_id.name),
            ("done_on", self.done_on),
            ("reason", self.reason),
        ]
        facts = [(labels[name]["string"], value) for name, value in facts]
        if self._gaj_borrower():
            facts += [(self.env._("Borrower"), self._gaj_borrower()), (self.env._("Until"), self.date_until)]
        return facts

    def _gaj_receipt_table(self):
        headers = (
            self.env._("No."),
            self.env._("Asset Number"),
            self.env._("Name"),
            self.env._("Model and Specification"),
            self.env._("Serial Number"),
            self.env._("Original Cost"),
            self.env._("Place"),
            self.env._("Note"),
        )
        rows = [
            (
                number,
                line.asset_no or "",
                line.asset_name or "",
                line.asset_model or "",
                line.serial_no or "",
                Decimal(str(line.asset_id.cost)),
                (self.space_to_id or line.space_from_id).full_code or "",
                line.note or "",
            )
            for number, line in enumerate(self.line_ids, 1)
        ]
        total = sum((row[5] for row in rows), Decimal(0))
        return PaperTable(headers, rows, totals=("", self.env._("Total"), "", "", "", total, "", ""))

    def _gaj_receipt_signatures(self):
        """Return who gave, who received for the department, and who signed for everything."""
        day = self._gaj_day
        places = [
            PaperSignature(
                self.env._("Handed over by"),
                self.released_by_id.name or "",
                day(self.released_on),
                self._gaj_picture("giver_signature"),
            )
        ]
        if self.needs_receipt:
            places.append(
                PaperSignature(self.env._("Received by"), self.received_by_id.name or "", day(self.received_on))
            )
        if self.needs_signature:
            places.append(
                PaperSignature(
                    self.env._("Signed by"), self.signed_name or "", day(self.signed_on), self._gaj_picture("signature")
                )
            )
        return places

    def _gaj_day(self, moment):
        return fields.Datetime.context_timestamp(self, moment).date() if moment else None

    def _gaj_picture(self, name):
        picture = self.with_context(bin_size=False)[name]
        return base64.b64decode(picture) if picture else b""
