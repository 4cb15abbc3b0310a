from odoo import api, fields, models

from ..rules import tag_number


class GajTagAlias(models.Model):
    """Another number under which a record is known: of an older system, a maker's serial, a GIAI."""

    _name = "gaj.tag.alias"
    _description = "Other Number of a Record"
    _order = "value, id"
    _rec_name = "value"

    value = fields.Char("Number", required=True, index=True)
    kind = fields.Selection(
        [("legacy", "Former Number"), ("serial", "Serial Number"), ("giai", "GS1 GIAI"), ("other", "Other")],
        default="legacy",
        required=True,
    )
    res_model = fields.Char("Record Type", required=True)
    res_id = fields.Many2oneReference("Record ID", model_field="res_model", required=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)

    _value_record_uniq = models.UniqueIndex(
        "(value, res_model, res_id)", "This number is already noted for this record."
    )
    _record_idx = models.Index("(res_model, res_id)")

    @api.model_create_multi
    def create(self, vals_list):
        self._gaj_refuse_wrong_values(*vals_list)
        return super().create([self._gaj_normalised(vals) for vals in vals_list])

    def write(self, vals):
        self._gaj_refuse_wrong_values(vals)
        return super().write(self._gaj_normalised(vals))

    def _gaj_normalised(self, vals):
        """Return ``vals`` with the number in the one spelling that the scan box compares."""
        return {**vals, "value": tag_number.normalise(vals["value"])} if vals.get("value") else vals
