import base64
from decimal import Decimal

from odoo import api, fields, models

from odoo.addons.gaj_base.rules.paper import Paper, PaperPicture, PaperTable

#: What the card's history is read from in the log of the record.
_LOGGED = ("state", "department_id", "custodian_id", "space_id", "category_id", "name", "cost")


class GajAsset(models.Model):
    """The card as paper: every fact, its code and photo, and what happened to it."""

    _name = "gaj.asset"
    _inherit = ["gaj.asset", "gaj.paper.mixin"]

    def action_print_papers(self):
        """Ask which paper to print of the chosen cards; without a choice, of all that the list shows."""
        self._gaj_check_reader()
        context = {"default_res_ids": self.ids}
        if not self:
            context["default_domain"] = list(self.env.context.get("active_domain") or [])
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Print Papers"),
            "res_model": "gaj.asset.paper",
            "views": [(False, "form")],
            "target": "new",
            "context": context,
        }

    @api.model
    def _gaj_paper_kinds(self):
        return {"card": self.env._("Asset Card")}

    def _gaj_check_paper(self, kind, file_format):
        self._gaj_check_reader()
        return super()._gaj_check_paper(kind, file_format)

    def _gaj_papers(self, kind):
        """Return one paper for each card: two facts in a row, code and photo, history, places to sign."""
        history = self._gaj_card_history()
        return [asset._gaj_card_paper(history.get(asset.id, [])) for asset in self]

    def _gaj_card_paper(self, events):
        headers = (self.env._("Date"), self.env._("Event"), self.env._("Details"), self.env._("Recorded By"))
        return Paper(
            title=self.env._("Fixed Asset Card"),
            key=self.env._("Asset Cards"),
            unit=self.company_id.name,
            facts=self._gaj_card_facts(),
            pictures=self._gaj_card_pictures(),
            tables=[PaperTable(headers, events, widths=(2, 3, 7, 2), title=self.env._("History"))],
            signatures=[self.env._("Asset manager"), self.env._("Custodian"), self.env._("Finance")],
            own_pages=True,
        )

    def _gaj_card_facts(self):
        """Return ``((label, value), …)``: the fields of the card in the order of the form, empty ones left out."""
        names = [
            *("asset_no", "tag_no", "name", "category_id", "model", "brand", "serial_no", "uom", "quantity"),
            *("legacy_no", "state", "use_state", "department_id", "custodian_id", "space_id", "managing_department_id"),
            *("acquisition_type", "acquisition_date", "in_service_date", "booking_date", "supplier_id", "invoice_no"),
            *("contract_no", "warranty_until", "value_type", "nature", "cost", "fiscal_part", "other_part"),
            *("accumulated", "net_value", "life_months", "address", "structure", "floor_area", "usable_area"),
            *("land_use", "certificate_no", "registered_owner", "note"),
        ]
        described = self.fields_get(names, ["string", "selection", "type"])
        always = {"asset_no", "name", "category_id", "department_id", "custodian_id", "space_id", "cost", "net_value"}
        return tuple(
            (described[name]["string"], value)
            for name in names
            if name in described and ((value := self._gaj_fact(name, described[name])) or name in always)
        )

    def _gaj_fact(self, name, described):
        value = self[name]
        if described["type"] == "many2one":
            # sudo: the name of what a readable card points at, as the form shows it
            return value.sudo().display_name or ""
        if described["type"] == "selection":
            return dict(described["selection"]).get(value, "")
        if described["type"] == "monetary":
            return Decimal(str(value)).quantize(Decimal("0.01")) if value or name in ("cost", "net_value") else None
        return value or None

    def _gaj_card_pictures(self):
        pictures = []
        if self.tag_no:
            pictures.append(PaperPicture(qr=self.tag_url.upper(), caption=self.tag_no, width=28))
        if self.image_1920:
            photo = base64.b64decode(self.with_context(bin_size=False).image_1920)
            pictures.append(PaperPicture(image=photo, caption=self.env._("Photo"), width=70))
        return pictures

    def _gaj_card_history(self):
        """Return ``{asset id: [(date, event, details, by whom)]}``, the oldest first; applications' slices add theirs.

        The beginning is the log of the record: state, department, custodian, place, category and value.
        """
        logged = self.env["ir.model.fields"].sudo().search([("model", "=", self._name), ("name", "in", _LOGGED)])
        # sudo: what the log of a readable card shows to its reader
        messages = (
            self.env["mail.message"]
            .sudo()
            .search([("model", "=", self._name), ("res_id", "in", self.ids), ("tracking_value_ids", "!=", False)])
        )
        values = messages.tracking_value_ids.filtered(lambda value: value.field_id in logged).sorted("id")
        formatted = {shown["id"]: shown for shown in values._tracking_value_format()}
        history = {}
        for value in values:
            message, shown = value.mail_message_id, formatted[value.id]
            before, after = (self._gaj_logged(shown[side], shown["fieldInfo"]) for side in ("oldValue", "newValue"))
            day = fields.Datetime.context_timestamp(self, message.date).date()
            details = f"{before} → {after}" if before else after
            history.setdefault(message.res_id, []).append(
                (day, shown["fieldInfo"]["changedField"], details, message.author_id.name or "")
            )
        for asset in self:
            taken = (asset.acquisition_date, self.env._("Acquired"), asset._gaj_acquisition_note(), "")
            history[asset.id] = sorted([taken, *history.get(asset.id, [])], key=lambda event: event[0])
        return history

    def _gaj_acquisition_note(self):
        described = dict(self._fields["acquisition_type"]._description_selection(self.env))
        # sudo: as in _gaj_fact
        parts = [described.get(self.acquisition_type), self.supplier_id.sudo().name, self.invoice_no]
        return ", ".join(filter(None, parts))

    @api.model
    def _gaj_logged(self, value, info):
        """Return a logged value as it is printed."""
        if info.get("fieldType") == "monetary" and value is not None:
            return f"{value:,.2f}"
        return "" if value is None or value is False else str(value)
