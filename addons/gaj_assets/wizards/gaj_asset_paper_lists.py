from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from dateutil.relativedelta import relativedelta
from odoo import fields, models
from odoo.fields import Domain

from odoo.addons.gaj_base.rules.paper import Paper, PaperPicture, PaperTable, exact
from odoo.addons.gaj_base.rules.sheet_writer import ExportColumn

ZERO, CENT = Decimal(0), Decimal("0.01")
#: Codes of things without a label on one page of the book of units.
MAX_CODES = 24


class GajAssetPaper(models.TransientModel):
    """Lists of cards: the register, the book of units, idle things, ends of useful lives."""

    _inherit = "gaj.asset.paper"

    def _gaj_read(self, paths, domain=None):
        """Return one dict for each card in ``domain`` (default: those chosen), by number: ``{path: stored value}``.

        A bounded number of statements; names of departments, people and places come as they show in lists.
        """
        columns = [ExportColumn(path, path) for path in paths]
        domain = self._gaj_domain() if domain is None else domain
        rows = self.env["gaj.asset.export"]._gaj_rows(domain, columns)
        cards = [dict(zip(paths, row, strict=True)) for row in rows]
        for name in ("state", "use_state", "acquisition_type"):
            if name in paths:
                shown = dict(self.env["gaj.asset"]._fields[name]._description_selection(self.env))
                for card in cards:
                    card[name] = shown.get(card[name], "")
        for card in cards:
            for name in ("cost", "accumulated", "net_value"):
                if name in card:
                    card[name] = exact(float(card[name] or 0))
        return cards

    def _gaj_sum(self, cards, name):
        return sum((card[name] for card in cards), ZERO)

    def _gaj_signatures(self):
        return (self.env._("Prepared by"), self.env._("Asset manager"), self.env._("Finance"))

    def _gaj_register_papers(self):
        """Return the register of fixed assets (固定资产台账) as one paper in landscape."""
        columns = [
            ("asset_no", self.env._("Asset Number")),
            ("name", self.env._("Name")),
            ("category_id.name", self.env._("Category")),
            ("model", self.env._("Model")),
            ("uom", self.env._("UoM")),
            ("quantity", self.env._("Quantity")),
            ("cost", self.env._("Original Cost")),
            ("accumulated", self.env._("Accumulated Depreciation")),
            ("net_value", self.env._("Net Value")),
            ("acquisition_date", self.env._("Acquired")),
            ("department_id.name", self.env._("Department")),
            ("custodian_id.name", self.env._("Custodian")),
            ("space_id.full_code", self.env._("Place")),
            ("state", self.env._("Status")),
        ]
        paths = [path for path, _label in columns]
        cards = self._gaj_read(paths)
        totals = {name: self._gaj_sum(cards, name) for name in ("cost", "accumulated", "net_value")}
        totals |= {"asset_no": self.env._("Total"), "quantity": sum(card["quantity"] for card in cards)}
        table = PaperTable(
            [self.env._("No."), *(label for _path, label in columns)],
            [(number, *(card[path] for path in paths)) for number, card in enumerate(cards, 1)],
            totals=(None, *(totals.get(path) for path in paths)),
        )
        facts = [
            (self.env._("Date"), fields.Date.context_today(self)),
            (self.env._("Cards"), len(cards)),
            *self._gaj_narrowed(),
        ]
        return [
            Paper(
                self.env._("Register of Fixed Assets"),
                self.company_id.name,
                facts=facts,
                tables=[table],
                signatures=self._gaj_signatures(),
                landscape=True,
            )
        ]

    def _gaj_unit_papers(self):
        """Return one page for each room, department or person (一单元一卡片): every item with price and date fitted."""
        ids = {"space": "space_id", "department": "department_id", "custodian": "custodian_id"}[self.divided_by]
        paths = ["id", ids, "asset_no", "name", "model", "quantity", "cost", "in_service_date", "acquisition_date"]
        paths += ["custodian_id.name", "department_id.name", "space_id.full_code", "state", "tag_no"]
        paths += ["category_id.is_tag_required", "note"]
        groups = {}
        for card in self._gaj_read(list(dict.fromkeys(paths))):
            groups.setdefault(card[ids], []).append(card)
        model = self.env["gaj.asset"]._fields[ids].comodel_name
        # sudo: the heading of a page of cards that the user may see
        units = self.env[model].sudo().browse([unit for unit in groups if unit])
        ordered = units.search([("id", "in", units.ids)]) if model == "gaj.space" else units.sorted("display_name")
        archived = units - ordered
        papers = [self._gaj_unit_paper(unit, groups[unit.id]) for unit in ordered + archived]
        if None in groups:
            papers.append(self._gaj_unit_paper(self.env[model], groups[None]))
        return papers

    def _gaj_unit_paper(self, unit, cards):
        labels = dict(self._fields["divided_by"]._description_selection(self.env))
        facts = [
            (labels[self.divided_by], unit.display_name or self.env._("None")),
            *self._gaj_unit_facts(unit),
            (self.env._("Pieces"), sum(card["quantity"] for card in cards)),
            (self.env._("Date"), fields.Date.context_today(self)),
        ]
        beside = "department_id.name" if self.divided_by == "space" else "space_id.full_code"
        headers = [
            self.env._("No."),
            self.env._("Asset Number"),
            self.env._("Item"),
            self.env._("Model"),
            self.env._("Quantity"),
            self.env._("Unit Price"),
            self.env._("Amount"),
        ]
        headers += [
            self.env._("Fitted On"),
            self.env._("Department") if self.divided_by == "space" else self.env._("Place"),
        ]
        headers += [self.env._("Custodian"), self.env._("Status")]
        rows = [
            (
                number,
                card["asset_no"],
                card["name"],
                card["model"],
                card["quantity"],
                (card["cost"] / card["quantity"]).quantize(CENT, ROUND_HALF_UP),
                card["cost"],
                card["in_service_date"] or card["acquisition_date"],
                card[beside],
                card["custodian_id.name"],
                card["state"],
            )
            for number, card in enumerate(cards, 1)
        ]
        blanks = [None] * 4
        totals = [None, self.env._("Total"), None, None, sum(card["quantity"] for card in cards), None]
        return Paper(
            self.env._("One Unit One Card"),
            self.company_id.name,
            facts=facts,
            tables=[PaperTable(headers, rows, totals=(*totals, self._gaj_sum(cards, "cost"), *blanks))],
            pictures=self._gaj_unit_codes(unit, cards),
            notes=[self.env._("Things that carry no label of their own are counted by the codes above.")]
            if any(self._gaj_is_exempt(card) for card in cards)
            else [],
            signatures=(self.env._("Responsible person"), self.env._("Asset manager"), self.env._("Checked by")),
            landscape=True,
            key=self.env._("One Unit One Card"),
        )

    def _gaj_unit_facts(self, unit):
        """Return what else is said about a room or department: size, who works there."""
        if not unit:
            return []
        if self.divided_by == "space":
            uses = dict(unit._fields["use"]._description_selection(self.env))
            return [
                (self.env._("Use"), uses.get(unit.use, "")),
                (self.env._("Usable Area (m²)"), exact(unit.usable_area) if unit.usable_area else None),
                (self.env._("Departments"), ", ".join(unit.department_ids.mapped("name"))),
                (self.env._("People"), ", ".join(unit.employee_ids.mapped("name"))),
            ]
        if self.divided_by == "department":
            return [
                (self.env._("Head"), unit.manager_id.name or ""),
                (self.env._("Unit"), unit.gaj_institution_id.name or ""),
            ]
        return [(self.env._("Department"), unit.department_id.name or "")]

    def _gaj_is_exempt(self, card):
        return bool(card["tag_no"] and not card["category_id.is_tag_required"])

    def _gaj_unit_codes(self, unit, cards):
        """Return the codes of the door and of things that carry no label (their virtual tags), at most a page of them."""
        codes = []
        if self.divided_by == "space" and unit.tag_no:
            codes.append(PaperPicture(qr=unit.tag_url.upper(), caption=f"{unit.full_code} {unit.tag_no}", width=22))
        exempt = self.env["gaj.asset"].browse(card["id"] for card in cards if self._gaj_is_exempt(card))
        for asset in exempt[:MAX_CODES]:
            codes.append(PaperPicture(qr=asset.tag_url.upper(), caption=f"{asset.name} {asset.tag_no}", width=22))
        return codes

    def _gaj_idle_papers(self):
        """Return the list of idle things, the longest idle first, so that somebody can use them."""
        domain = self._gaj_domain() & (Domain("state", "=", "idle") | Domain("use_state", "=", "idle"))
        domain &= Domain("state", "not in", ["disposed", "pending_disposal", "missing"])
        paths = ["id", "asset_no", "name", "model", "department_id.name", "space_id.full_code", "custodian_id.name"]
        cards = self._gaj_read([*paths, "acquisition_date", "cost", "net_value", "state"], domain)
        since = self._gaj_idle_since([card["id"] for card in cards])
        today = fields.Date.context_today(self)
        cards.sort(key=lambda card: (since.get(card["id"]) or date.max, card["asset_no"] or ""))
        headers = [
            self.env._("No."),
            self.env._("Asset Number"),
            self.env._("Name"),
            self.env._("Model"),
            self.env._("Department"),
            self.env._("Place"),
            self.env._("Custodian"),
        ]
        headers += [
            self.env._("Acquired"),
            self.env._("Idle Since"),
            self.env._("Days"),
            self.env._("Original Cost"),
            self.env._("Net Value"),
            self.env._("Status"),
        ]
        rows = []
        for number, card in enumerate(cards, 1):
            day = since.get(card["id"])
            idle = (day, (today - day).days if day else None)
            shown = [card[path] for path in (*paths[1:], "acquisition_date")]
            rows.append((number, *shown, *idle, card["cost"], card["net_value"], card["state"]))
        totals = [
            None,
            self.env._("Total"),
            *[None] * 8,
            self._gaj_sum(cards, "cost"),
            self._gaj_sum(cards, "net_value"),
            None,
        ]
        facts = [(self.env._("Date"), today), (self.env._("Cards"), len(cards)), *self._gaj_narrowed()]
        return [
            Paper(
                self.env._("Idle Assets"),
                self.company_id.name,
                facts=facts,
                tables=[PaperTable(headers, rows, totals=totals)],
                signatures=self._gaj_signatures(),
                landscape=True,
            )
        ]

    def _gaj_idle_since(self, ids):
        """Return ``{asset id: day}`` on which the card was last logged as becoming idle, in one query."""
        # sudo: the log of cards that the user may see
        tracked = (
            self.env["mail.tracking.value"]
            .sudo()
            ._read_group(
                [
                    ("field_id.model", "=", "gaj.asset"),
                    ("field_id.name", "=", "state"),
                    ("mail_message_id.model", "=", "gaj.asset"),
                    ("mail_message_id.res_id", "in", ids),
                ],
                ["mail_message_id"],
                ["create_date:max"],
            )
        )
        since = {}
        for message, moment in tracked:
            day = fields.Datetime.context_timestamp(self, moment).date()
            since[message.res_id] = max(day, since.get(message.res_id, day))
        return since

    def _gaj_expiry_papers(self):
        """Return the things whose useful life ends by the day chosen: in use beyond it, or to be replaced."""
        domain = self._gaj_domain() & Domain("state", "!=", "disposed") & Domain("life_months", ">", 0)
        paths = ["asset_no", "name", "model", "department_id.name", "custodian_id.name", "space_id.full_code"]
        read = [*paths, "in_service_date", "acquisition_date", "life_months", "warranty_until", "cost", "net_value"]
        cards = []
        for card in self._gaj_read([*read, "use_state"], domain):
            begun = card["in_service_date"] or card["acquisition_date"]
            card["end"] = begun + relativedelta(months=card["life_months"])
            if card["end"] <= self.until:
                cards.append(card)
        cards.sort(key=lambda card: (card["end"], card["asset_no"] or ""))
        today = fields.Date.context_today(self)
        headers = [
            self.env._("No."),
            self.env._("Asset Number"),
            self.env._("Name"),
            self.env._("Model"),
            self.env._("Department"),
            self.env._("Custodian"),
            self.env._("Place"),
        ]
        headers += [
            self.env._("In Service"),
            self.env._("Life (Months)"),
            self.env._("Life Ends"),
            self.env._("Expired"),
            self.env._("Warranty Until"),
        ]
        headers += [self.env._("Original Cost"), self.env._("Net Value"), self.env._("Condition")]
        rows = [
            (
                number,
                *(card[path] for path in paths),
                card["in_service_date"] or card["acquisition_date"],
                card["life_months"],
                card["end"],
                card["end"] <= today,
                card["warranty_until"],
                card["cost"],
                card["net_value"],
                card["use_state"],
            )
            for number, card in enumerate(cards, 1)
        ]
        totals = [
            None,
            self.env._("Total"),
            *[None] * 10,
            self._gaj_sum(cards, "cost"),
            self._gaj_sum(cards, "net_value"),
            None,
        ]
        facts = [(self.env._("Life ends by"), self.until), (self.env._("Cards"), len(cards)), *self._gaj_narrowed()]
        return [
            Paper(
                self.env._("End of Useful Life"),
                self.company_id.name,
                facts=facts,
                tables=[PaperTable(headers, rows, totals=totals)],
                signatures=self._gaj_signatures(),
                landscape=True,
            )
        ]
