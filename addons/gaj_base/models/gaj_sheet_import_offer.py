from odoo import fields, models
from odoo.exceptions import UserError


class GajSheetImportOffer(models.Model):
    """What a file names that is not known yet and may be created with the import."""

    _name = "gaj.sheet.import.offer"
    _description = "Offer to Create What is Not Known Yet"
    _order = "import_id, id"
    _rec_name = "title"

    import_id = fields.Many2one("gaj.sheet.import", required=True, index=True, ondelete="cascade", readonly=True)
    company_id = fields.Many2one(related="import_id.company_id", store=True, index=True)
    key = fields.Char(required=True, readonly=True)
    title = fields.Char(string="What", readonly=True)
    count = fields.Integer(string="Not Known Yet", readonly=True)
    detail = fields.Char(string="Note", readonly=True)
    sample = fields.Char(string="For Example", readonly=True)
    is_wanted = fields.Boolean(string="Create", default=True, help="Without it, the rows that need them are refused.")

    def write(self, vals):
        self.check_access("write")
        if not self.env.su and (
            vals.keys() - {"is_wanted"} or self.import_id.filtered(lambda i: i.state != "previewed")
        ):
            raise UserError(
                self.env._(
                    "An offer can only be ticked or unticked, and only before the import. Look at the file again."
                )
            )
        return super().write(vals)
