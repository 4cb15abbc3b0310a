from odoo import api, models


class TierDefinition(models.Model):
    _inherit = "tier.definition"

    @api.model
    def _get_tier_validation_model_names(self):
        """Offer every document model that is built on our approval mixin."""
        ours = [name for name, model in self.env.registry.items() if getattr(model, "_gaj_approval", False)]
        names = [name for name in ours if not self.env[name]._abstract]
        return super()._get_tier_validation_model_names() + names

    def write(self, vals):
        result = super().write(vals)
        if "model_id" in vals:
            # record rules are checked before a write; whose documents it is about now, counts as well
            self.flush_recordset(["model"])
            self.check_access("write")
        return result
