from odoo import api, fields, models
from odoo.exceptions import UserError

#: What a clerk writes; the rest is copied from the card or written by the steps.
BY_HAND = {"transfer_id", "asset_id", "note"}


class GajAssetTransferLine(models.Model):
    """One thing of a transfer, with where it stood before."""

    _name = "gaj.asset.transfer.line"
    _description = "Asset Transfer Line"
    _inherit = ["gaj.guard.mixin"]
    _order = "transfer_id desc, id"
    _rec_name = "asset_id"
    _check_company_auto = True
    _gaj_links_without_index = {"space_from_id": "places are archived, and lines are looked for by transfer and card"}

    transfer_id = fields.Many2one("gaj.asset.transfer", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="transfer_id.company_id", store=True, index=True, precompute=True)
    asset_id = fields.Many2one("gaj.asset", required=True, index=True, ondelete="restrict", check_company=True)
    asset_no = fields.Char(related="asset_id.asset_no")
    asset_name = fields.Char(related="asset_id.name", string="Name")
    asset_model = fields.Char(related="asset_id.model", string="Model and Specification")
    serial_no = fields.Char(related="asset_id.serial_no")
    image_128 = fields.Image(related="asset_id.image_128", string="Photo")
    state = fields.Selection(related="transfer_id.state", string="Status")
    department_from_id = fields.Many2one(
        "hr.department",
        string="From Department",
        compute="_compute_before",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    custodian_from_id = fields.Many2one(
        "hr.employee",
        string="From Custodian",
        compute="_compute_before",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    space_from_id = fields.Many2one(
        "gaj.space", string="From Place", compute="_compute_before", store=True, precompute=True
    )
    state_before = fields.Char(compute="_compute_before", store=True, precompute=True)
    is_open = fields.Boolean(readonly=True, copy=False, help="The transfer is under way.")
    is_away = fields.Boolean(readonly=True, copy=False, help="Lent or let out by this line and not back yet.")
    note = fields.Char()

    _once = models.UniqueIndex("(transfer_id, asset_id)", "This thing stands in the transfer already.")
    _one_open = models.UniqueIndex(
        "(asset_id) WHERE is_open", "One of the things is on its way by another transfer. Finish or cancel that first."
    )

    @api.depends("asset_id")
    def _compute_before(self):
        """Copy where the thing stands; the submission of the transfer copies it once more."""
        for line in self:
            # sudo: a copy of the card, whose reading was checked when it was chosen
            asset = line.asset_id.sudo()
            line.department_from_id = asset.department_id
            line.custodian_from_id = asset.custodian_id
            line.space_from_id = asset.space_id
            line.state_before = asset.state

    @api.model_create_multi
    def create(self, vals_list):
        self._refuse_copied(vals_list)
        lines = super().create(vals_list)
        if not self.env.su:
            lines.transfer_id._refuse_unless_draft()
            lines.asset_id.check_access("read")
        return lines

    def write(self, vals):
        self.check_access("write")
        self._refuse_copied([vals])
        if not self.env.su:
            self.transfer_id._refuse_unless_draft()
        result = super().write(vals)
        if not self.env.su:
            self.transfer_id._refuse_unless_draft()
            self.asset_id.check_access("read")
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_submitted(self):
        if not self.env.su:
            self.transfer_id._refuse_unless_draft()

    def _refuse_copied(self, vals_list):
        """
        :raises UserError: if a hand writes what is copied from the card or belongs to the steps
        """
        self.check_access("create" if not self else "write")
        if not self.env.su and any(vals.keys() - BY_HAND for vals in vals_list):
            raise UserError(
                self.env._("Where a thing stood is copied from its card. Choose the thing; the rest fills itself in.")
            )
