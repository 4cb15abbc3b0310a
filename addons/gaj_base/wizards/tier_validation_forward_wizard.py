from odoo import models
from odoo.exceptions import UserError


class TierValidationForwardWizard(models.TransientModel):
    _inherit = "tier.validation.forward.wizard"

    def add_forward(self):
        self.ensure_one()
        if not self.env["tier.review"]._gaj_is_ours(self.res_model):
            return super().add_forward()
        document = self.env[self.res_model].browse(self.res_id)
        document._gaj_check_may_decide()
        if self.forward_reviewer_id in document.sudo()._gaj_requesters():
            raise UserError(
                self.env._(
                    "%(user)s wrote %(document)s or asked for its approval and cannot decide on it."
                    " Forward it to somebody else.",
                    user=self.forward_reviewer_id.name,
                    document=document.display_name,
                )
            )
        comment = self.env["comment.wizard"].browse(self.env.context.get("comment_id"))
        if (comment.res_model, comment.res_id) != (self.res_model, self.res_id):
            raise UserError(self.env._("Open %s and use Forward again.", document.display_name))
        # sudo: reviews are closed to users; that this user may decide here has just been checked
        return super(TierValidationForwardWizard, self.sudo()).add_forward()
