from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..models.gaj_asset_transfer import CLERK
from ..rules import transfers


class GajAssetHandover(models.TransientModel):
    """Everything that a person keeps goes to a successor or into the store, by one transfer."""

    _name = "gaj.asset.handover"
    _description = "Hand-over of a Person's Assets"

    employee_id = fields.Many2one("hr.employee", string="Who Hands Over", required=True, ondelete="cascade")
    target = fields.Selection(
        [("person", "To a Successor"), ("store", "To the Store")], required=True, default="person"
    )
    custodian_to_id = fields.Many2one("hr.employee", string="Successor", ondelete="cascade")
    department_to_id = fields.Many2one(
        "hr.department",
        string="Department",
        compute="_compute_department_to_id",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="cascade",
        help="Empty: each thing stays in its department.",
    )
    space_to_id = fields.Many2one("gaj.space", string="Place", ondelete="cascade")
    reason = fields.Char(default=lambda self: self.env._("Hand-over"))
    asset_ids = fields.Many2many("gaj.asset", string="Assets", compute="_compute_asset_ids")
    stuck_ids = fields.Many2many("gaj.asset", string="Cannot Be Moved So", compute="_compute_asset_ids")
    giver_signature = fields.Image(string="Signature of Who Hands Over", max_width=1024, max_height=1024)
    signature = fields.Image(string="Signature of the Successor", max_width=1024, max_height=1024)
    signs_here = fields.Boolean(compute="_compute_signs_here", help="The successor has no account to sign with.")

    @api.depends("custodian_to_id", "target")
    def _compute_department_to_id(self):
        for wizard in self:
            # sudo: in which department somebody works is on the door
            theirs = wizard.custodian_to_id.sudo().department_id
            same = theirs == wizard.employee_id.sudo().department_id
            wizard.department_to_id = False if wizard.target == "store" or same else theirs.id

    @api.depends("employee_id", "target", "department_to_id")
    def _compute_asset_ids(self):
        for wizard in self:
            kept = self.env["gaj.asset"].search(wizard.employee_id._gaj_kept_domain(), order="asset_no")
            departments = kept.sudo().department_id
            between = bool(wizard.department_to_id and departments - wizard.department_to_id)
            allowed = transfers.movable(wizard._kind(), between)
            wizard.asset_ids = kept.filtered(lambda asset, allowed=allowed: asset.state in allowed)
            wizard.stuck_ids = kept - wizard.asset_ids

    @api.depends("custodian_to_id", "target")
    def _compute_signs_here(self):
        for wizard in self:
            # sudo: whether the person has an account
            account = wizard.custodian_to_id.sudo().user_id.filtered("active")
            wizard.signs_here = bool(wizard.target == "person" and wizard.custodian_to_id and not account)

    def _kind(self):
        return "return" if self.target == "store" else "transfer"

    def action_hand_over(self):
        """Make the transfer, release it if that is this user's, and open it.

        :raises AccessError: the user is no asset clerk
        :raises UserError: there is nothing to move, or no successor
        """
        self.ensure_one()
        if not self.env.user.has_group(CLERK):
            raise AccessError(self.env._("Assets are handed over with the asset clerk. Ask one of them."))
        if not self.asset_ids:
            raise UserError(
                self.env._("There is nothing of %s that you may move so. Ask an asset manager.", self.employee_id.name)
            )
        if self.target == "person" and self.custodian_to_id in (self.employee_id, self.custodian_to_id.browse()):
            raise UserError(self.env._("Choose a successor other than %s.", self.employee_id.name))
        transfer = self._make_transfer()
        transfer.action_submit()
        if transfer.can_release:
            transfer.action_release()
        if self.signature and transfer.can_sign:
            transfer.sign(self.signature)
        return transfer._gaj_open()

    def _make_transfer(self):
        transfer = self.env["gaj.asset.transfer"]._gaj_make(
            self.asset_ids,
            self._kind(),
            self.reason,
            custodian_to_id=self.target == "person" and self.custodian_to_id.id,
            department_to_id=self.department_to_id.id,
            space_to_id=self.space_to_id.id,
        )
        # sudo: signatures are written by steps only, and this is one
        transfer.sudo().giver_signature = self.giver_signature
        return transfer
