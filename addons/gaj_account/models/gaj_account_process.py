from odoo import fields, models


class GajAccountProcess(models.Model):
    """A business process that books, such as fuel or an official reception: its accounts and economic class by default."""

    _name = "gaj.account.process"
    _description = "Process That Books"
    _order = "sequence, key, id"

    key = fields.Char(required=True, index=True, help="Name by which add-ons know the process.")
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    economic_class_id = fields.Many2one("gaj.economic.class", ondelete="restrict", index=True)
    source = fields.Char(required=True, help="The regulation that says so.")
    active = fields.Boolean(default=True)

    _key_uniq = models.UniqueIndex("(key)", "There is a process with this key already.")
