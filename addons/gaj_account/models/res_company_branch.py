from odoo import api, models
from odoo.exceptions import ValidationError

#: A branch shares the chart of its head, so it keeps the same two ledgers in the same way.
OF_THE_HEAD = (
    "gaj_parallel",
    "gaj_parallel_from",
    "gaj_entity_kind",
    "gaj_treasury_regime",
    "gaj_no_answer",
    "gaj_budget_journal_id",
    "gaj_functional_class_id",
)


class ResCompany(models.Model):
    """Branches follow their head: its settings hold for them, and their budget entries stand in its budget journal."""

    _inherit = "res.company"

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        for branch in companies.filtered("parent_id"):
            branch._gaj_take_from_head(OF_THE_HEAD)
        return companies

    def write(self, vals):
        result = super().write(vals)
        if changed := [name for name in OF_THE_HEAD if name in vals]:
            for company in self:
                if company.parent_id:
                    company._gaj_refuse_own(changed)
                elif branches := self.sudo().search([("id", "child_of", company.id), ("parent_id", "!=", False)]):
                    branches._gaj_take_from_head(changed)
        return result

    def _gaj_take_from_head(self, names):
        """Copy the settings ``names`` of the head to these branches of it, in one step."""
        head = self[:1].sudo().root_id
        values = {name: self._fields[name].convert_to_write(head[name], head) for name in names}
        self.sudo().write(values)

    def _gaj_refuse_own(self, names):
        """:raises ValidationError: if this branch keeps its ledgers in another way than its head"""
        head = self.sudo().root_id
        for name in names:
            if self.sudo()[name] != head[name]:
                raise ValidationError(
                    self.env._(
                        "%(branch)s is a branch of %(head)s and keeps its ledgers as %(head)s does. Change “%(field)s” of "
                        "%(head)s instead.",
                        branch=self.name,
                        head=head.name,
                        field=self._fields[name]._description_string(self.env),
                    )
                )
