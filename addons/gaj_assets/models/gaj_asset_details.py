from odoo import api, fields, models


class GajAsset(models.Model):
    """The rest of the card: how its value came about, the papers, and what only buildings have."""

    _inherit = "gaj.asset"

    is_group = fields.Boolean(
        string="Group Card", help="One card for a large batch of similar things that are counted together."
    )
    quantity = fields.Integer(default=1, required=True)
    nature = fields.Selection(
        [("non_operating", "Non-Operating"), ("operating", "Operating")], required=True, default="non_operating"
    )
    value_type = fields.Selection(
        [("cost", "Original Cost"), ("nominal", "Nominal Amount"), ("provisional", "Provisional")],
        string="Kind of Value",
        required=True,
        default="cost",
        tracking=True,
    )
    booking_date = fields.Date(
        help="The day on which the card entered the books.", readonly=True, copy=False, index="btree_not_null"
    )
    fiscal_part = fields.Monetary(string="Fiscal Funds", help="The part of the original cost paid with fiscal funds.")
    other_part = fields.Monetary(string="Other Funds", compute="_compute_other_part")
    managing_department_id = fields.Many2one("hr.department", index="btree_not_null", check_company=True)
    contract_no = fields.Char(string="Contract Number")
    warranty_until = fields.Date()

    is_building = fields.Boolean(compute="_compute_is_building")
    address = fields.Char()
    structure = fields.Selection(
        [
            ("steel", "Steel"),
            ("concrete", "Reinforced Concrete"),
            ("brick_concrete", "Brick and Concrete"),
            ("brick_wood", "Brick and Wood"),
            ("simple", "Simple"),
            ("facility", "Building Facilities"),
        ]
    )
    floor_area = fields.Float(string="Floor Area (m²)", digits=(16, 2))
    usable_area = fields.Float(string="Usable Area (m²)", digits=(16, 2))
    land_use = fields.Char(string="Kind of Land Use")
    certificate_no = fields.Char(string="Certificate of Title")
    registered_owner = fields.Char()

    _quantity_positive = models.Constraint(
        "CHECK (quantity = 1 OR (is_group AND quantity > 1))",
        "A card stands for one thing; only a group card stands for several.",
    )
    _fiscal_part_within_cost = models.Constraint(
        "CHECK (fiscal_part IS NULL OR (fiscal_part >= 0 AND fiscal_part <= cost))",
        "The part paid with fiscal funds lies between nothing and the original cost.",
    )
    _areas_positive = models.Constraint(
        "CHECK (COALESCE(floor_area, 0) >= 0 AND COALESCE(usable_area, 0) >= 0)", "An area cannot be negative."
    )

    @api.depends("cost", "fiscal_part")
    def _compute_other_part(self):
        for asset in self:
            asset.other_part = asset.cost - asset.fiscal_part

    @api.depends("category_id.code")
    def _compute_is_building(self):
        for asset in self:
            asset.is_building = (asset.category_id.code or "").startswith("A01")
