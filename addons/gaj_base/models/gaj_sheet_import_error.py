from odoo import fields, models


class GajSheetImportError(models.Model):
    """One thing wrong with one row of an imported file."""

    _name = "gaj.sheet.import.error"
    _description = "Refused Row"
    _order = "import_id, row, column_no, id"
    _rec_name = "message"

    import_id = fields.Many2one("gaj.sheet.import", required=True, index=True, ondelete="cascade", readonly=True)
    company_id = fields.Many2one(related="import_id.company_id", store=True, index=True)
    row = fields.Integer(readonly=True, aggregator=None, help="Number of the row in the file.")
    column = fields.Char(readonly=True, help="Letter of the column in the file.")
    column_no = fields.Integer(readonly=True, aggregator=None)
    title = fields.Char(string="Column Title", readonly=True)
    kind = fields.Char(string="Kind Code", readonly=True)
    kind_label = fields.Char(string="Kind", readonly=True)
    is_main = fields.Boolean(string="Main Reason", readonly=True, help="The one reason under which the row is counted.")
    value = fields.Char(string="Cell", readonly=True)
    message = fields.Char(readonly=True)
