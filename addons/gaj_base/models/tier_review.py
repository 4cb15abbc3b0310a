from odoo import api, models
from odoo.exceptions import AccessError


class TierReview(models.Model):
    _inherit = "tier.review"

    def _get_reviewers(self):
        """Leave out whoever wrote or asked for the document."""
        reviewers = super()._get_reviewers()
        if not self._gaj_is_ours(self.model) or not self.res_id:
            return reviewers
        return reviewers - self.env[self.model].sudo().browse(self.res_id)._gaj_requesters()

    def _update_review_status(self):
        # sudo: opening the reviews whose turn has come is no decision; any reader's inbox may trigger it
        return super(TierReview, self.sudo())._update_review_status()

    @api.model
    def _gaj_is_ours(self, model):
        """Tell whether the documents of ``model`` follow our approval mixin."""
        return bool(model) and getattr(self.env.registry.get(model), "_gaj_approval", False)

    @api.model_create_multi
    def create(self, vals_list):
        self._gaj_refuse_by_hand(*(vals.get("model") for vals in vals_list))
        return super().create(vals_list)

    def write(self, vals):
        self._gaj_refuse_by_hand(vals.get("model"), *self.mapped("model"))
        return super().write(vals)

    def unlink(self):
        self._gaj_refuse_by_hand(*self.mapped("model"))
        return super().unlink()

    def _gaj_refuse_by_hand(self, *models_concerned):
        if not self.env.su and any(map(self._gaj_is_ours, models_concerned)):
            raise AccessError(
                self.env._("Reviews are not written by hand. Open the document and use Validate, Reject or Forward.")
            )
