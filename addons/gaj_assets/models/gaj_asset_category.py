from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..rules.category_codes import parent_code

#: 土地 in GB/T 14885-2022.
LAND = "A0103"


class GajAssetCategory(models.Model):
    """A heading of the national catalogue of assets (GB/T 14885-2022)."""

    _name = "gaj.asset.category"
    _description = "Asset Category"
    _parent_store = True
    _order = "code"
    _rec_names_search = ["code", "name", "english_name"]

    code = fields.Char(required=True, help="A and eight digits, as printed in the catalogue.")
    name = fields.Char(required=True, help="The name in the catalogue.")
    english_name = fields.Char()
    active = fields.Boolean(default=True)
    parent_id = fields.Many2one(
        "gaj.asset.category", compute="_compute_parent_id", store=True, readonly=False, index=True, ondelete="restrict"
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("gaj.asset.category", "parent_id", string="Subcategories")
    is_depreciable = fields.Boolean(default=True)
    is_tag_required = fields.Boolean(
        string="Carries a Label",
        default=True,
        help="Buildings, vehicles, books and exhibits carry no label of their own; their number is kept on the card.",
    )
    is_land = fields.Boolean(
        string="Land",
        compute="_compute_is_land",
        store=True,
        readonly=False,
        recursive=True,
        help="Land, or a right to use it: the government always decides on its disposal. Holds for everything below.",
    )
    life_ids = fields.One2many("gaj.asset.category.life", "category_id", string="Useful Lives")
    source = fields.Char(required=True, default="GB/T 14885-2022")
    is_verified = fields.Boolean(
        string="Verified", help="Set when code and name have been compared with the printed catalogue."
    )

    _code_uniq = models.UniqueIndex("(code)", "Another asset category has this code already.")
    _land_is_land = models.Constraint(
        "CHECK (is_land OR code NOT LIKE 'A0103%')",
        "A0103 and everything below it is land in the catalogue, so “Land” stays ticked.",
    )
    _code_form = models.Constraint(
        "CHECK (code ~ '^A[0-9]{8}$')", "An asset category code is the letter A and eight digits."
    )

    @api.depends("code")
    def _compute_parent_id(self):
        """Set the category one level up, as the code says; a category whose upper level is not loaded has none."""
        upper = {}
        for category in self:
            try:
                upper[category] = parent_code(category.code or "")
            except ValueError:
                upper[category] = None
        known = {c.code: c.id for c in self.search([("code", "in", [code for code in upper.values() if code])])}
        for category in self:
            category.parent_id = known.get(upper[category], False)

    @api.depends("code", "parent_id.is_land")
    def _compute_is_land(self):
        for category in self:
            category.is_land = category.parent_id.is_land or (category.code or "").startswith(LAND)

    @api.depends("code", "name")
    def _compute_display_name(self):
        for category in self:
            category.display_name = f"{category.code} {category.name}"

    @api.constrains("code")
    def _check_code(self):
        for category in self:
            try:
                parent_code(category.code)
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "%(code)s is not a code of the catalogue. Write the letter A and eight digits, as in A02010105.",
                        code=category.code,
                    )
                ) from error

    @api.constrains("parent_id")
    def _check_parent(self):
        if self._has_cycle():
            raise ValidationError(self.env._("A category cannot stand below itself. Choose another parent category."))

    def _life_months(self, day, structure=None):
        """Return ``{category: shortest useful life in months}`` valid on ``day``; 0 where nothing is laid down.

        The life of the nearest heading above holds for a category without one of its own. A building has the life of
        its ``structure``, where there is one.
        """
        ancestors = self.env["gaj.asset.category"].search([("id", "parent_of", self.ids)])
        lives = self.env["gaj.asset.category.life"].search_fetch(
            [
                ("category_id", "in", ancestors.ids),
                ("structure", "in", [False, structure or False]),
                ("valid_from", "<=", day),
                "|",
                ("valid_to", "=", False),
                ("valid_to", ">=", day),
            ],
            ["category_id", "structure", "years", "valid_from"],
            order="valid_from",
        )
        # the later one holds, and that of the structure before that of all
        lives = lives.sorted(lambda life: (bool(life.structure), life.valid_from))
        months = {life.category_id.id: life.years * 12 for life in lives}
        return {
            category: next(
                (months[int(step)] for step in reversed(category.parent_path.split("/")[:-1]) if int(step) in months), 0
            )
            for category in self
        }
