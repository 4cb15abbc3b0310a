from odoo import models

from odoo.addons.gaj_base.rules.sheet_writer import ExportColumn

from .gaj_asset_register import ACQUISITION_WORDS, USE_WORDS, register_columns

MONTHS_PER_YEAR = 12


def _first_words(words):
    """Return ``{stored value: official word}``: of several words for one value the first."""
    result = {}
    for word, value in words.items():
        result.setdefault(value, word)
    return result


def _years(months):
    years = months / MONTHS_PER_YEAR
    return int(years) if years.is_integer() else round(years, 4)


class GajAssetExport(models.AbstractModel):
    """The register of fixed assets leaves in the columns in which it came, one row for each card."""

    _name = "gaj.asset.export"
    _description = "Asset Register"
    _inherit = "gaj.sheet.export"
    _gaj_model = "gaj.asset"
    _gaj_order = "asset_no, id"

    def _gaj_columns(self):
        paths = {
            "number": ("asset_no", "text", 18, None),
            "name": ("name", "text", 18, None),
            "category": ("category_id.code", "text", 14, None),
            "model": ("model", "text", 18, None),
            "uom": ("uom", "text", 8, None),
            "price": ("cost", "money", 12, None),
            "cost": ("cost", "money", 12, None),
            "accumulated": ("accumulated", "money", 14, None),
            "net": ("net_value", "money", 12, None),
            "acquisition": ("acquisition_type", "text", 10, _first_words(ACQUISITION_WORDS).get),
            "acquired": ("acquisition_date", "date", 12, None),
            "in_service": ("in_service_date", "date", 13, None),
            "life": ("life_months", "number", 13, _years),
            "department": ("department_id.name", "text", 18, None),
            "person": ("custodian_id.name", "text", 10, None),
            "place": ("space_id.full_code", "text", 14, None),
            "use": ("use_state", "text", 10, _first_words(USE_WORDS).get),
            "supplier": ("supplier_id.name", "text", 18, None),
            "invoice": ("invoice_no", "text", 24, None),
            "note": ("note", "text", 20, None),
        }
        return [
            ExportColumn(column.title, *paths[column.key])
            if column.key in paths
            else ExportColumn(column.title, kind="integer", width=6, constant=1)  # one card is one item
            for column in register_columns()
        ]
