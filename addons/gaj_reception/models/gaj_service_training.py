from odoo import api, fields, models


class GajServiceTraining(models.Model):
    """What somebody of the conference service was trained in, and until when it counts."""

    _name = "gaj.service.training"
    _description = "Conference Service Training"
    _order = "date desc, id desc"
    _check_company_auto = True

    employee_id = fields.Many2one("hr.employee", required=True, index=True, check_company=True, ondelete="restrict")
    user_id = fields.Many2one(related="employee_id.user_id", store=True, index="btree_not_null", compute_sudo=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    kind = fields.Selection(
        [("etiquette", "Etiquette"), ("secrecy", "Secrecy"), ("business", "Business")],
        required=True,
        default="business",
        help="Only who has a valid secrecy training serves confidential meetings.",
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    valid_until = fields.Date(required=True)
    result = fields.Char(help="Mark, certificate number or remark.")

    _dates_order = models.Constraint(
        "CHECK (valid_until >= date)", "A training cannot end to count before it took place."
    )

    @api.depends("employee_id", "kind", "valid_until")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for training in self:
            # sudo: the name of a colleague is no secret
            parts = (training.sudo().employee_id.name, labels.get(training.kind))
            training.display_name = " ".join(filter(None, parts))

    @api.model
    def _gaj_valid(self, employee, kind, day):
        """Return the trainings of ``employee`` in ``kind`` that count on ``day``."""
        return self.search(
            [
                ("employee_id", "=", employee.id),
                ("kind", "=", kind),
                ("date", "<=", day),
                ("valid_until", ">=", day),
            ]
        )
