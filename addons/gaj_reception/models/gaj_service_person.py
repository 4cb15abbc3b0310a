from odoo import fields, models


class GajServicePerson(models.Model):
    """Somebody who is named to serve a meeting; the tasks are shared among those of their role."""

    _name = "gaj.service.person"
    _description = "Person Serving a Meeting"
    _order = "order_id, role, id"

    order_id = fields.Many2one("gaj.service.order", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    role = fields.Selection(
        [("attendant", "Attendant"), ("technician", "Technician")], required=True, default="attendant"
    )
    employee_id = fields.Many2one("hr.employee", string="Person", required=True, index=True, ondelete="restrict")

    _person_uniq = models.UniqueIndex(
        "(order_id, employee_id, role)", "This person is named for this role of the order already."
    )

    def _compute_display_name(self):
        for person in self:
            # sudo: the name of a colleague is no secret
            person.display_name = person.sudo().employee_id.name
