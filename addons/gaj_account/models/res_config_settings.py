from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    gaj_parallel = fields.Boolean(related="company_id.gaj_parallel", readonly=False)
    gaj_parallel_from = fields.Date(related="company_id.gaj_parallel_from", readonly=False)
    gaj_entity_kind = fields.Selection(related="company_id.gaj_entity_kind", readonly=False)
    gaj_treasury_regime = fields.Selection(related="company_id.gaj_treasury_regime", readonly=False)
    gaj_no_answer = fields.Selection(related="company_id.gaj_no_answer", readonly=False)
    gaj_budget_journal_id = fields.Many2one(related="company_id.gaj_budget_journal_id", readonly=False)
    gaj_functional_class_id = fields.Many2one(related="company_id.gaj_functional_class_id", readonly=False)
