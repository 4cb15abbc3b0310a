from odoo import api, fields, models

from .gaj_reception_standard import RANKS


class GajReceptionGuest(models.Model):
    """A guest: name, unit, post and rank. What he does not eat is erased a week after he left."""

    _name = "gaj.reception.guest"
    _description = "Guest of a Reception"
    _inherit = ["gaj.reception.part"]
    _order = "reception_id, sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    unit_name = fields.Char("Unit")
    post = fields.Char()
    rank = fields.Selection(RANKS, required=True, default="other")
    diet_note = fields.Char(
        "Diet", copy=False, groups="gaj_reception.group_gaj_reception_officer", help="What the guest does not eat."
    )

    @api.model
    def _gaj_erase_diet_notes(self):
        """Erase what guests do not eat once they have been gone for so many days; for the scheduled action."""
        parameter = self.env["gaj.reception.parameter"]
        today = fields.Date.context_today(self)
        noted = self.sudo().search([("diet_note", "!=", False), ("reception_id.leave_day", "<", today)])
        for reception, guests in noted.grouped("reception_id").items():
            days = parameter._gaj_value("diet_days", reception.company_id, today, kind=reception.kind)
            if (reception._gaj_day(fields.Datetime.now()) - reception.leave_day).days >= days:
                guests.write({"diet_note": False})
