from odoo import fields, models


class GajReceptionActivity(models.Model):
    """A step of the itinerary: when, where, what."""

    _name = "gaj.reception.activity"
    _description = "Item of an Itinerary"
    _inherit = ["gaj.reception.part"]
    _order = "reception_id, start, id"

    name = fields.Char("Item", required=True)
    start = fields.Datetime("Time", required=True)
    place = fields.Char()
    note = fields.Char()
