from odoo import fields, models


class GajAsset(models.Model):
    """Which request replaces a card."""

    _inherit = "gaj.asset"

    replacement_line_id = fields.Many2one(
        "gaj.asset.request.line",
        string="Replaced By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The request that asks for something new in its place; one at a time.",
    )
