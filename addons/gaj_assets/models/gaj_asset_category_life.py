from odoo import fields, models


class GajAssetCategoryLife(models.Model):
    """The shortest useful life of a category, with the regulation that lays it down and the time it is valid."""

    _name = "gaj.asset.category.life"
    _description = "Useful Life of an Asset Category"
    _order = "category_id, valid_from desc"

    category_id = fields.Many2one("gaj.asset.category", required=True, index=True, ondelete="cascade")
    structure = fields.Selection(
        lambda self: self.env["gaj.asset"]._fields["structure"]._description_selection(self.env),
        help="For buildings of this structure only. Empty: for all that have no row of their own.",
    )
    years = fields.Integer(required=True)
    valid_from = fields.Date(required=True)
    valid_to = fields.Date()
    source = fields.Char(required=True, translate=True, help="Regulation and article.")
    is_verified = fields.Boolean(string="Verified", help="Set when the figure has been read in the regulation itself.")

    _years_positive = models.Constraint("CHECK (years > 0)", "A useful life is at least one year.")
    _dates_order = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_to >= valid_from)", "The life cannot end before it begins to be valid."
    )
    _from_uniq = models.UniqueIndex(
        "(category_id, (COALESCE(structure, '')), valid_from)",
        "This category already has a life from that day. Change that one instead.",
    )
