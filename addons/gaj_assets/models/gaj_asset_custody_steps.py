from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class GajAsset(models.Model):
    """Issue and return from the card: the same steps, each by a transfer of its own."""

    _inherit = "gaj.asset"

    transfer_line_ids = fields.One2many("gaj.asset.transfer.line", "asset_id", string="Transfers", readonly=True)
    open_transfer_id = fields.Many2one(
        "gaj.asset.transfer", string="On Its Way By", compute="_compute_open_transfer_id"
    )

    def _compute_open_transfer_id(self):
        # sudo: that a thing is on its way is no secret to whoever sees its card
        lines = (
            self.env["gaj.asset.transfer.line"].sudo().search([("asset_id", "in", self.ids), ("is_open", "=", True)])
        )
        by_asset = {line.asset_id.id: line.transfer_id.id for line in lines}
        for asset in self:
            asset.open_transfer_id = by_asset.get(asset.id, False)

    def action_issue(self):
        """Hand items out to their department and custodian; with a custodian, who confirms the receipt."""
        self._check_role("gaj_assets.group_gaj_assets_clerk")
        self.check_access("read")
        self._check_state({"in_store"})
        for asset in self:
            if not asset.department_id:
                raise UserError(
                    self.env._(
                        "Asset %(name)s has no department yet. Fill in who receives it, then issue it.",
                        name=asset.display_name,
                    )
                )
        made = self.env["gaj.asset.transfer"]
        for (department, custodian), group in self.grouped(
            lambda asset: (asset.department_id, asset.custodian_id)
        ).items():
            made |= made._gaj_hand_out(group, "issue", department_to_id=department.id, custodian_to_id=custodian.id)
        waiting = made.filtered(lambda transfer: transfer.state != "done")
        return waiting._gaj_open() if waiting else None

    def action_return(self):
        """Take these items back into the store of their department; nobody keeps them any more."""
        self._check_role("gaj_assets.group_gaj_assets_clerk")
        self.check_access("read")
        self._check_state({"in_use", "idle"})
        if self:
            self.env["gaj.asset.transfer"]._gaj_hand_out(self, "return")

    def action_transfer(self):
        """Open a new transfer of these cards."""
        self._check_role("gaj_assets.group_gaj_assets_clerk")
        self.check_access("read")
        if len(self.company_id) > 1:
            raise UserError(self.env._("These cards belong to several companies. Choose those of one company."))
        kind = "issue" if set(self.mapped("state")) == {"in_store"} else "transfer"
        if not self:
            return self.env["ir.actions.act_window"]._for_xml_id("gaj_assets.gaj_asset_transfer_action")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Transfer"),
            "res_model": "gaj.asset.transfer",
            "views": [(False, "form")],
            "context": {
                "default_kind": kind,
                "default_company_id": self.company_id.id,
                "default_line_ids": [Command.create({"asset_id": asset.id}) for asset in self],
            },
        }

    def action_open_custody(self):
        """Open what the card's way was so far."""
        self._gaj_check_reader()
        action = self.env["ir.actions.act_window"]._for_xml_id("gaj_assets.gaj_asset_custody_action")
        return {**action, "domain": [("asset_id", "in", self.ids)]}

    def unlink(self):
        self.check_access("unlink")
        self._unlink_except_moved()
        # sudo: drafts and cancelled transfers let go of a card that is made away with
        self.env["gaj.asset.transfer.line"].sudo().search([("asset_id", "in", self.ids)]).unlink()
        return super().unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_moved(self):
        # sudo: whether a card was moved is asked whatever the user may see of it
        lines = self.env["gaj.asset.transfer.line"].sudo().search([("asset_id", "in", self.ids)])
        moved = self.env["gaj.asset.custody"].sudo().search([("asset_id", "in", self.ids)], limit=1).asset_id
        moved = moved or lines.filtered(lambda line: line.state not in ("draft", "cancelled"))[:1].asset_id
        if moved:
            raise UserError(
                self.env._(
                    "Asset %(name)s has been handed over before, so its card is kept. Correct the card, or put it forward"
                    " for disposal.",
                    name=moved.display_name,
                )
            )
