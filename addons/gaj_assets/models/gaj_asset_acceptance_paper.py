import base64

from odoo import api, fields, models

from odoo.addons.gaj_base.rules.paper import Paper, PaperSignature, PaperTable

from .gaj_asset_acceptance_line import cents


class GajAssetAcceptance(models.Model):
    """The acceptance form (验收接收单): what came, what it cost, who looked at it."""

    _inherit = "gaj.asset.acceptance"

    def action_print_form(self):
        """Download the acceptance form for printing."""
        return self.action_gaj_paper("acceptance", "pdf")

    def action_export_form(self):
        """Download the acceptance form as a workbook."""
        return self.action_gaj_paper("acceptance", "xlsx")

    @api.model
    def _gaj_paper_kinds(self):
        return {**super()._gaj_paper_kinds(), "acceptance": self.env._("Acceptance Form")}

    def _gaj_papers(self, kind):
        """Return one paper for each batch."""
        # sudo: what stands on a batch that the user may read, as the form shows it
        return [batch._gaj_form() for batch in self.sudo()]

    def _gaj_form(self):
        return Paper(
            title=self.env._("Acceptance Form"),
            unit=self.company_id.name,
            facts=self._gaj_form_facts(),
            tables=[self._gaj_form_table()],
            signatures=self._gaj_form_signatures(),
            notes=self._gaj_form_notes(),
            landscape=True,
            own_pages=True,
        )

    def _gaj_form_facts(self):
        names = ["batch_no", "kind", "date", "partner_id", "purchase_id", "picking_id", "contract_no", "department_id"]
        labels = self.fields_get([*names, "state", "accepted_on"], ["string"])
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        values = {name: self[name] for name in names}
        values.update({name: values[name].display_name or "" for name in names if name.endswith("_id")})
        values.update(kind=kinds[self.kind], state=self._state_label(self.state), accepted_on=self.accepted_on)
        return [(labels[name]["string"], value) for name, value in values.items() if value]

    def _gaj_form_table(self):
        headers = (
            self.env._("No."),
            self.env._("Name"),
            self.env._("Category"),
            self.env._("Model and Specification"),
            self.env._("Unit of Measure"),
            self.env._("Quantity"),
            self.env._("Unit Cost"),
            self.env._("Cost"),
            self.env._("Asset Numbers"),
            self.env._("Place"),
        )
        settled = self.state in ("accepted", "booked")
        rows = [
            (
                number,
                line.name,
                line.category_id.display_name,
                " ".join(filter(None, [line.brand, line.model])),
                line.uom or "",
                line.quantity,
                cents(line.unit_cost),
                cents(line.booked_cost if settled else line.cost),
                line._gaj_numbers(),
                line.space_id.full_code or "",
            )
            for number, line in enumerate(self.line_ids, 1)
        ]
        total = (
            "",
            self.env._("Total"),
            "",
            "",
            "",
            sum(row[5] for row in rows),
            "",
            sum(row[7] for row in rows),
            "",
            "",
        )
        return PaperTable(headers, rows, totals=total)

    def _gaj_form_signatures(self):
        """Return each inspector with name, day and signature, and who accepted the batch."""
        inspectors = [
            PaperSignature(
                self.env._("Inspector"),
                inspector.user_id.name,
                fields.Datetime.context_timestamp(inspector, inspector.signed_on).date()
                if inspector.signed_on
                else None,
                base64.b64decode(inspector.with_context(bin_size=False).signature or b""),
            )
            for inspector in self.inspector_ids
        ]
        accepted = PaperSignature(self.env._("Accepted by"), self.accepted_by_id.name or "", self.accepted_on or None)
        return [*inspectors, accepted]

    def _gaj_form_notes(self):
        verdicts = dict(self.env["gaj.asset.acceptance.inspector"]._fields["verdict"]._description_selection(self.env))
        notes = [
            self.env._(
                "%(name)s: %(result)s. %(note)s",
                name=inspector.user_id.name,
                result=verdicts[inspector.verdict],
                note=inspector.note or "",
            )
            for inspector in self.inspector_ids.filtered("verdict")
        ]
        return [*notes, self.fail_reason] if self.fail_reason else notes


class GajAssetAcceptanceLine(models.Model):
    _inherit = "gaj.asset.acceptance.line"

    def _gaj_numbers(self):
        """Return the numbers of the cards of this line: one, or the first and the last."""
        numbers = sorted(filter(None, self.asset_ids.mapped("asset_no")))
        return "–".join(dict.fromkeys([numbers[0], numbers[-1]])) if numbers else ""
