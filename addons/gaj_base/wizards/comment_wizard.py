from odoo import models


class CommentWizard(models.TransientModel):
    _inherit = "comment.wizard"

    def add_comment(self):
        self.ensure_one()
        if not self.env["tier.review"]._gaj_is_ours(self.res_model):
            return super().add_comment()
        self.env[self.res_model].browse(self.res_id)._gaj_check_may_decide(self.review_ids)
        # sudo: reviews are closed to users; that this user may decide on these has just been checked
        return super(CommentWizard, self.sudo()).add_comment()
