from odoo import api, fields, models
from odoo.exceptions import UserError

STEPS = [
    ("appraisal", "Appraisal"),
    ("publication", "Publication and Auction"),
    ("handover", "Hand-Over"),
    ("receipt", "Receipt of Money"),
]


class GajAssetDisposalSignature(models.Model):
    """The signature of discipline inspection below one step of a disposal. It is made once and stays as it is."""

    _name = "gaj.asset.disposal.signature"
    _description = "Supervision Signature"
    _order = "disposal_id, id"
    _rec_name = "step"
    _check_company_auto = True

    disposal_id = fields.Many2one("gaj.asset.disposal", required=True, readonly=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, help="Written once, like all of a signature."
    )
    department_id = fields.Many2one(related="disposal_id.department_id")
    step = fields.Selection(STEPS, required=True, readonly=True)
    user_id = fields.Many2one("res.users", string="Signed By", required=True, readonly=True)
    signed_on = fields.Datetime(required=True, readonly=True)
    facts = fields.Char(string="What Was Signed", required=True, readonly=True)
    note = fields.Char(readonly=True)

    _once = models.UniqueIndex("(disposal_id, step)", "This step of the disposal has been signed already.")

    @api.depends("step", "disposal_id.name")
    def _compute_display_name(self):
        labels = dict(self._fields["step"]._description_selection(self.env))
        for signature in self:
            signature.display_name = f"{signature.disposal_id.name or ''} {labels.get(signature.step, '')}".strip()

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        if not self.env.su:
            raise UserError(self.env._("A step is signed in its disposal, by the button “Sign”."))
        return super().create(vals_list)

    def write(self, vals):  # pylint: disable=method-required-super  # a signature is never written again
        self.check_access("write")
        raise UserError(self.env._("A signature of discipline inspection cannot be changed by anybody."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A signature of discipline inspection cannot be removed by anybody."))
