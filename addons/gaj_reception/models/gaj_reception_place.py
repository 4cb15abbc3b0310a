from odoo import fields, models


class GajReceptionPlace(models.Model):
    """A city or county with standards of its own, such as Beijing."""

    _name = "gaj.reception.place"
    _description = "Place of Receptions"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _name_uniq = models.UniqueIndex("(name)", "This place is in the list already.")
