from odoo import api, fields, models


class GajMeetingEquipment(models.Model):
    """A movable device that a meeting takes along, such as a video terminal; one meeting at a time."""

    _name = "gaj.meeting.equipment"
    _description = "Movable Meeting Equipment"
    _order = "type_id, name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    type_id = fields.Many2one("gaj.meeting.equipment.type", required=True, index=True, ondelete="restrict")
    building_id = fields.Many2one(
        "gaj.space", domain=[("kind", "=", "building")], index="btree_not_null", check_company=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    active = fields.Boolean(default=True)

    @api.model_create_multi
    def create(self, vals_list):
        devices = super().create(vals_list)
        self.env["gaj.bookable"]._gaj_for(devices)
        return devices

    def unlink(self):
        self.env["gaj.bookable"]._gaj_forget(self)
        return super().unlink()
