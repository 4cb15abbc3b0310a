from odoo import api, models
from odoo.fields import Domain

from ..rules import space_code


class GajSpace(models.Model):
    """Doors carry tags: a scanned door is its room, and what is written on it finds the room as well."""

    _name = "gaj.space"
    _inherit = ["gaj.space", "gaj.tag.mixin"]

    _gaj_scan_fields = ("code_key", "code")
    _gaj_summary_fields = ("kind", "use", "usable_area", "department_ids", "employee_ids")

    @api.model
    def _gaj_scan_domain(self, text):
        """Return the domain of rooms with this writing on the door, and of buildings with this code."""
        key = space_code.normalise(text)
        return Domain("code_key", "=", key) | Domain("code", "=", text) if key else Domain.FALSE

    def _gaj_label_values(self):
        return [
            {
                "tag_no": space.tag_no,
                "url": space.tag_url,
                "unit_name": space.company_id.name,
                "name": space._gaj_own_name(),
                "place": space.full_code,
            }
            for space in self
        ]
