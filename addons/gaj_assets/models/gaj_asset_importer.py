from decimal import Decimal

from odoo import fields, models

from ..rules import register_row
from ..rules.split import split_amount
from .gaj_asset_register import ACQUISITION_WORDS, USE_WORDS, register_columns

#: So many rows become cards at a time; then progress is told.
ROWS_AT_A_TIME = 500
#: The state in which a card begins, by what the register says about its use.
STATE_OF_USE = {"in_use": "in_use", "idle": "idle", "damaged": "idle", "to_scrap": "in_use"}


def _shown(value):
    """Return a value of a row for a sentence; amounts with their cents."""
    if value is None:
        return ""
    return f"{value:,.2f}" if isinstance(value, Decimal) and value == round(value, 2) else str(value)


class GajAssetImporter(models.AbstractModel):
    """A register of fixed assets becomes asset cards: a row for n items becomes n cards."""

    _name = "gaj.asset.importer"
    _description = "Asset Register"
    _inherit = "gaj.sheet.importer"
    _gaj_group = "gaj_assets.group_gaj_assets_manager"
    _gaj_model = "gaj.asset"

    def _gaj_columns(self):
        return register_columns()

    def _gaj_kinds(self):
        return {
            "missing_number": self.env._("Asset number missing"),
            "duplicate_number": self.env._("Asset number twice in the file"),
            "number_in_use": self.env._("Asset number known already"),
            "missing_name": self.env._("Name missing"),
            "missing_category": self.env._("Category missing"),
            "unknown_category": self.env._("Unknown category"),
            "missing_quantity": self.env._("Quantity missing"),
            "quantity_not_integer": self.env._("Quantity is no whole number from 1"),
            "quantity_too_large": self.env._("Quantity too large"),
            "missing_cost": self.env._("Original cost missing"),
            "negative_value": self.env._("Negative amount"),
            "value_not_price_times_quantity": self.env._("Cost is not price × quantity"),
            "depreciation_above_value": self.env._("Depreciation above cost"),
            "net_not_value_minus_depreciation": self.env._("Net value is not cost − depreciation"),
            "bad_life": self.env._("Useful life unreadable"),
            "missing_acquired": self.env._("Acquisition date missing"),
            "bad_date": self.env._("Not a date"),
            "use_before_acquisition": self.env._("In service before it was acquired"),
            "date_in_future": self.env._("Date in the future"),
            "unknown_acquisition": self.env._("Unknown way of acquisition"),
            "unknown_use": self.env._("Unknown condition of use"),
            "missing_department": self.env._("Department missing"),
            "unknown_department": self.env._("Unknown department"),
            "ambiguous": self.env._("Name stands for several records"),
            **super()._gaj_kinds(),
        }

    def _gaj_check(self, entries, report):
        today = fields.Date.context_today(self)
        known = self._known(entries)
        in_use = self._numbers_in_use(entries)
        first_row = {}
        for entry in entries:
            self._check_number(entry, first_row, in_use, report)
            self._check_words(entry, known, report)
            for kind, key in register_row.findings(entry.values, today):
                report(entry, key, kind, self._row_message(kind, entry, today))

    def _check_number(self, entry, first_row, in_use, report):
        number = entry.get("number")
        if not number:
            return
        if number in first_row:
            message = self.env._(
                "The asset number %(number)s stands in row %(row)s already. Give this item a number of its own.",
                number=number,
                row=first_row[number],
            )
            report(entry, "number", "duplicate_number", message)
        elif number in in_use:
            message = self.env._(
                "The asset number %(number)s belongs to the card “%(card)s” already. Leave this row out.",
                number=number,
                card=in_use[number],
            )
            report(entry, "number", "number_in_use", message)
        first_row.setdefault(number, entry.number)

    def _check_words(self, entry, known, report):
        """Report names and words of the row that mean nothing here, or more than one thing."""
        code = entry.get("category")
        if code and code.upper() not in known["category"]:
            message = self.env._("The category %s is not in the catalogue. Correct the code.", code)
            report(entry, "category", "unknown_category", message)
        word = entry.get("acquisition")
        if word and word not in ACQUISITION_WORDS:
            message = self.env._(
                "“%(word)s” is no way of acquisition. Write one of: %(words)s.",
                word=word,
                words="、".join(ACQUISITION_WORDS),
            )
            report(entry, "acquisition", "unknown_acquisition", message)
        word = entry.get("use")
        if word and word not in USE_WORDS:
            message = self.env._(
                "“%(word)s” is no condition of use. Write one of: %(words)s.", word=word, words="、".join(USE_WORDS)
            )
            report(entry, "use", "unknown_use", message)
        department = entry.get("department")
        if department and department not in known["department"]:
            message = self.env._(
                "There is no department “%s”. Correct the name, or set the department up before the import.", department
            )
            report(entry, "department", "unknown_department", message)
        for key, found in self._found(entry, known).items():
            if len(found) > 1:
                message = self.env._(
                    "“%(name)s” stands for several: %(found)s. Rename one of them, then look at the file again.",
                    name=entry.get(key),
                    found=", ".join(found[:3].mapped("display_name")),
                )
                report(entry, key, "ambiguous", message)

    def _row_message(self, kind, entry, today):
        """Return the sentence for a finding of ``register_row`` with the values of the row."""
        values = {key: _shown(entry.get(key)) for key in entry.values}
        sentences = {
            "quantity_not_integer": self.env._("The quantity %(quantity)s is no whole number from 1."),
            "quantity_too_large": self.env._(
                "The quantity %(quantity)s is larger than any single purchase. Correct it."
            ),
            "negative_value": self.env._(
                "An amount is negative (price %(price)s, cost %(cost)s, depreciation %(accumulated)s). Write what was paid."
            ),
            "value_not_price_times_quantity": self.env._(
                "The cost %(cost)s is not the price %(price)s × %(quantity)s. Correct one of them."
            ),
            "depreciation_above_value": self.env._(
                "The accumulated depreciation %(accumulated)s is more than the cost %(cost)s."
            ),
            "net_not_value_minus_depreciation": self.env._(
                "The net value %(net)s is not the cost %(cost)s less the depreciation %(accumulated)s."
            ),
            "bad_life": self.env._("The useful life of %(life)s years is not possible. Correct it."),
            "date_in_future": self.env._(
                "A date lies in the future (acquired %(acquired)s, in service %(in_service)s, today %(today)s)."
            ),
            "use_before_acquisition": self.env._(
                "In service on %(in_service)s, but acquired only on %(acquired)s. Correct one of the dates."
            ),
        }
        return sentences[kind] % {
            **dict.fromkeys(("price", "cost", "accumulated", "net", "acquired", "in_service"), ""),
            **values,
            "today": today,
        }

    def _gaj_offers(self, entries):
        known = self._known(entries)
        wanted = {"person": {}, "place": {}, "supplier": {}}
        for entry in entries:
            found = self._found(entry, known)
            if entry.get("person") and not found["person"]:
                label = self.env._(
                    "%(person)s (%(department)s)", person=entry.get("person"), department=entry.get("department")
                )
                wanted["person"].setdefault(label, []).append(entry)
            for key in ("place", "supplier"):
                if entry.get(key) and not found[key]:
                    wanted[key].setdefault(entry.get(key), []).append(entry)
        people = {entry.get("person") for entries_ in wanted["person"].values() for entry in entries_}
        same = len(wanted["person"]) - len(people)
        detail = same and self.env._(
            "%(names)s different names: the same name in two departments is taken for two people.", names=len(people)
        )
        return [
            {
                "key": "person",
                "column": "person",
                "title": self.env._("People"),
                "detail": detail or "",
                "wanted": wanted["person"],
            },
            {
                "key": "place",
                "column": "place",
                "title": self.env._("Places"),
                "detail": self.env._("With their buildings and floors."),
                "wanted": wanted["place"],
            },
            {
                "key": "supplier",
                "column": "supplier",
                "title": self.env._("Suppliers"),
                "detail": "",
                "wanted": wanted["supplier"],
            },
        ]

    def _gaj_totals(self, entries):
        cost = sum(entry.get("cost") for entry in entries)
        accumulated = sum(entry.get("accumulated") or 0 for entry in entries)
        return [
            (self.env._("Rows"), f"{len(entries):,}"),
            (self.env._("Asset cards"), f"{sum(entry.get('quantity') for entry in entries):,}"),
            (self.env._("Original cost (yuan)"), f"{cost:,.2f}"),
            (self.env._("Accumulated depreciation (yuan)"), f"{accumulated:,.2f}"),
            (self.env._("Net value (yuan)"), f"{cost - accumulated:,.2f}"),
        ]

    def _gaj_create(self, entries, progress):
        made, along = self._create_offered(entries)
        known = self._known(entries)
        assets = self.env["gaj.asset"].with_context(tracking_disable=True)
        for start in range(0, len(entries), ROWS_AT_A_TIME):
            part = entries[start : start + ROWS_AT_A_TIME]
            assets |= assets.create([vals for entry in part for vals in self._card_values(entry, known)])
            progress(start + len(part), len(entries))
        return [*made, assets], along

    def _card_values(self, entry, known):
        """Return the values of the cards of one row: its items share everything but the cents."""
        quantity = entry.get("quantity")
        found = self._found(entry, known)
        use = USE_WORDS.get(entry.get("use") or "", "in_use")
        shared = {
            "company_id": self.env.company.id,
            "legacy_no": entry.get("number"),
            "name": entry.get("name"),
            "category_id": known["category"][entry.get("category").upper()],
            "model": entry.get("model") or False,
            "uom": entry.get("uom") or False,
            "acquisition_type": ACQUISITION_WORDS.get(entry.get("acquisition") or "", "purchase"),
            "acquisition_date": entry.get("acquired"),
            "in_service_date": entry.get("in_service") or False,
            "department_id": found["department"].id,
            "custodian_id": found["person"].id,
            "space_id": found["place"].id,
            "use_state": use,
            "state": STATE_OF_USE[use],
            "supplier_id": found["supplier"].id,
            "invoice_no": entry.get("invoice") or False,
            "note": entry.get("note") or False,
        }
        if entry.get("life") is not None:
            shared["life_months"] = round(entry.get("life") * 12)
        costs = split_amount(entry.get("cost"), quantity)
        accumulated = split_amount(entry.get("accumulated") or Decimal(0), quantity)
        return [
            {**shared, "cost": float(cost), "accumulated": float(part)}
            for cost, part in zip(costs, accumulated, strict=True)
        ]
