from odoo import api, fields, models
from odoo.exceptions import ValidationError


class GajAssetStandard(models.Model):
    """A thing for which the configuration standards lay down quantity, price and years of service.

    The standard itself is the heading; what it says from when on, for whom and according to which regulation stands in
    its values, where a company's own table takes the place of the national one.
    """

    _name = "gaj.asset.standard"
    _description = "Configuration Standard"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    category_ids = fields.One2many(
        "gaj.asset.category",
        "standard_id",
        string="Asset Categories",
        help="With everything below them, unless a lower heading has a standard of its own.",
    )
    part_of_ids = fields.Many2many(
        "gaj.asset.standard",
        "gaj_asset_standard_part_rel",
        "part_id",
        "whole_id",
        string="Counts Towards",
        help="Wider standards whose quantity this thing uses up too: an A3 colour printer is an A3 printer, a colour"
        " printer and a printer.",
    )
    counts_as = fields.Integer(
        default=1,
        required=True,
        help="How many pieces of the wider standard one piece uses up: a three-seat sofa stands for two single ones.",
    )
    value_ids = fields.One2many("gaj.asset.standard.value", "standard_id", string="Values")
    summary = fields.Char(string="In Force Today", compute="_compute_summary")
    note = fields.Text(translate=True)

    _counts_as_positive = models.Constraint(
        "CHECK (counts_as > 0)", "One piece counts as at least one piece of the wider standard."
    )

    @api.depends(
        "value_ids.aspect",
        "value_ids.display_name",
        "value_ids.company_id",
        "value_ids.valid_from",
        "value_ids.valid_to",
    )
    @api.depends_context("company")
    def _compute_summary(self):
        in_force = self._origin._gaj_values_on(fields.Date.context_today(self), self.env.company)
        for standard in self:
            values = in_force.get(standard._origin, {})
            standard.summary = "; ".join(value.display_name for rows in values.values() for value in rows)

    @api.constrains("part_of_ids")
    def _check_parts(self):
        if self._has_cycle("part_of_ids"):
            raise ValidationError(
                self.env._(
                    "%s would count towards itself. Choose only wider standards.", ", ".join(self.mapped("name"))
                )
            )

    def _gaj_values_on(self, day, company):
        """Return ``{standard: {aspect: values}}`` in force on ``day`` in ``company``.

        For each aspect (quantity, price, years) the company's own table takes the place of the national one; of two rows
        about the same thing, the later one holds.
        """
        values = self.env["gaj.asset.standard.value"].search(
            [
                ("standard_id", "in", self.ids),
                ("company_id", "in", [False, company.id]),
                ("valid_from", "<=", day),
                "|",
                ("valid_to", "=", False),
                ("valid_to", ">=", day),
            ],
            order="valid_from, id",
        )
        found = {standard: {} for standard in self}
        for (standard, aspect), rows in values.grouped(lambda value: (value.standard_id, value.aspect)).items():
            local = rows.filtered("company_id")
            latest = {value._gaj_about(): value for value in local or rows}
            kept = values.browse(value.id for value in latest.values())
            found[standard][aspect] = kept.sorted(lambda value: (value.sequence, value.id))
        return found

    def _gaj_wholes(self):
        """Return ``{standard: {it and each wider standard: pieces of that one for a piece of this one}}``."""
        found = {}

        def walk(standard):
            if standard not in found:
                weights = {standard: 1}
                for whole in standard.part_of_ids:
                    for wider, times in walk(whole).items():
                        weights[wider] = max(weights.get(wider, 0), standard.counts_as * times)
                found[standard] = weights
            return found[standard]

        return {standard: walk(standard) for standard in self}

    def action_open_values(self):
        """Open the rows of this standard, those of the past and of other places too."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("gaj_assets.gaj_asset_standard_value_action")
        action["domain"] = [("standard_id", "=", self.id)]
        action["context"] = {"default_standard_id": self.id}
        return action
