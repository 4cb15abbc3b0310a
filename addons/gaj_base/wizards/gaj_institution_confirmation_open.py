from odoo import api, fields, models
from odoo.exceptions import UserError


class GajInstitutionConfirmationOpen(models.TransientModel):
    """Opens this year's confirmation for many institutions in one go."""

    _name = "gaj.institution.confirmation.open"
    _description = "Open Yearly Confirmations"
    _rec_names_search = ["institution_ids"]

    year = fields.Integer(required=True, default=lambda self: fields.Date.context_today(self).year)
    institution_ids = fields.Many2many(
        "gaj.institution",
        string="Institutions",
        default=lambda self: self._default_institutions(),
        domain=[("state", "=", "active")],
    )

    @api.model
    def _default_institutions(self):
        """Take those selected in the list, else every registered institution of the companies at work."""
        if self.env.context.get("active_model") == "gaj.institution" and self.env.context.get("active_ids"):
            return self.env["gaj.institution"].browse(self.env.context["active_ids"])
        return self.env["gaj.institution"].search(
            [("state", "=", "active"), ("company_id", "in", self.env.companies.ids)]
        )

    def action_open(self):
        """Create what is missing and show the year."""
        self.ensure_one()
        confirmations = self.env["gaj.institution.confirmation"]
        present = confirmations.search([("year", "=", self.year)]).institution_id
        missing = self.institution_ids.filtered(lambda each: each.state == "active") - present
        if not missing and not present:
            raise UserError(self.env._("Choose at least one registered institution."))
        confirmations.create([{"institution_id": each.id, "year": self.year} for each in missing])
        action = self.env["ir.actions.act_window"]._for_xml_id("gaj_base.gaj_institution_confirmation_action")
        action["domain"] = [("year", "=", self.year)]
        return action
