from odoo import api, fields, models
from odoo.exceptions import UserError

BY_SIGNING = {"verdict", "signed_on", "signature", "note"}


class GajAssetAcceptanceInspector(models.Model):
    """One person who looked at a batch received, what they found, and their signature."""

    _name = "gaj.asset.acceptance.inspector"
    _description = "Inspector of an Acceptance"
    _inherit = ["gaj.guard.mixin"]
    _order = "acceptance_id desc, id"
    _rec_name = "user_id"

    acceptance_id = fields.Many2one("gaj.asset.acceptance", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="acceptance_id.company_id", store=True, precompute=True, index=True)
    user_id = fields.Many2one("res.users", string="Inspector", required=True, index=True, ondelete="restrict")
    verdict = fields.Selection([("passed", "Passed"), ("failed", "Failed")], string="Result", readonly=True, copy=False)
    signature = fields.Binary(copy=False, attachment=True)
    signed_on = fields.Datetime(readonly=True, copy=False)
    note = fields.Text(string="Remarks", copy=False)
    _once = models.UniqueIndex(
        "(acceptance_id, user_id)",
        "The same person cannot inspect a batch twice. Two different people look at it: choose another inspector.",
    )
    _signed_says_when = models.Constraint(
        "CHECK ((verdict IS NULL) = (signed_on IS NULL))", "A result and the moment it was signed belong together."
    )

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        # the form sends the fields of a signature empty along with a new name
        if not self.env.su and any(vals.get(name) for vals in vals_list for name in BY_SIGNING):
            raise UserError(self.env._("Nobody signs for an inspector. Choose the person; they sign themselves."))
        inspectors = super().create(vals_list)
        inspectors._refuse_settled()
        inspectors.acceptance_id._refuse_requester()
        return inspectors

    def write(self, vals):
        self.check_access("write")
        if not self.env.su:
            self._refuse_signed()
            if vals.keys() & (BY_SIGNING | {"acceptance_id"}):
                raise UserError(self.env._("The result of an inspection is given by its inspector, by signing it."))
            if "user_id" in vals:
                self._refuse_settled()
        result = super().write(vals)
        if "user_id" in vals:
            self.acceptance_id._refuse_requester()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        self._refuse_signed()
        self._refuse_settled()

    def _refuse_settled(self):
        self.acceptance_id._check_open({"draft", "inspecting"})

    def _refuse_signed(self):
        signed = self.filtered("verdict")[:1]
        if signed:
            raise UserError(
                self.env._(
                    "%(name)s signed batch %(batch)s on %(day)s; this stays as it is.",
                    name=signed.user_id.sudo().name,
                    batch=signed.acceptance_id.batch_no,
                    day=fields.Datetime.context_timestamp(signed, signed.signed_on).date(),
                )
            )

    def _sign(self, verdict, note=False, signature=False):
        """Put the verdict of the user below their own name.

        :raises UserError: if it is somebody else's name, signed already, the batch is not being inspected, or a fault
            has no remark
        """
        self.ensure_one()
        self.check_access("read")
        batch = self.acceptance_id
        if self.user_id != self.env.user:
            raise UserError(
                self.env._(
                    "%(name)s inspects batch %(batch)s here; you cannot sign for somebody else.",
                    name=self.user_id.sudo().name,
                    batch=batch.batch_no,
                )
            )
        self._refuse_signed()
        batch._check_open({"inspecting"})
        if verdict == "failed" and not (note or "").strip():
            raise UserError(
                self.env._(
                    "Write under “Remarks” what is wrong with batch %(batch)s, then sign that it failed.",
                    batch=batch.batch_no,
                )
            )
        # sudo: an inspector edits neither batch nor names, but signs below the own name; all of it was checked
        own = self.sudo()
        own.write({"verdict": verdict, "note": note, "signature": signature, "signed_on": fields.Datetime.now()})
        own.acceptance_id.activity_ids.filtered(lambda activity: activity.user_id == self.env.user).action_done()
