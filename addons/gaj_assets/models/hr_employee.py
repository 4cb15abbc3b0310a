from odoo import api, fields, models
from odoo.exceptions import RedirectWarning, UserError
from odoo.fields import Command

from .gaj_asset_transfer import CLERK

#: A leaver answers for nothing in these states: not accepted yet, or out of the books.
NOT_KEPT = ("draft", "disposed")
OPEN = ("submitted", "approved", "released", "received")
SHOWN = 20


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    gaj_asset_count = fields.Integer("Assets Kept", compute="_compute_gaj_asset_count", groups=CLERK)

    def _gaj_make_asset_users(self):
        """Give the role “Asset User” to the accounts of these people: everybody who works here may keep things.

        Auditors, who write nothing, get it only by hand.
        """
        # sudo: the role shows nobody more than the own things
        accounts = self.sudo().user_id.filtered(
            lambda user: (
                user._is_internal()
                and not user.has_group("gaj_assets.group_gaj_assets_user")
                and not user.has_group("gaj_base.group_gaj_auditor")
            )
        )
        accounts.write({"group_ids": [Command.link(self.env.ref("gaj_assets.group_gaj_assets_user").id)]})

    @api.model
    def _gaj_make_all_asset_users(self):
        """Give that role to everybody who works here already; called once, at the installation."""
        self.search([("user_id", "!=", False)])._gaj_make_asset_users()

    def _compute_gaj_asset_count(self):
        # sudo: a number
        groups = self.env["gaj.asset"].sudo()._read_group(self._gaj_kept_domain(), ["custodian_id"], ["__count"])
        counts = {employee.id: count for employee, count in groups}
        for employee in self:
            employee.gaj_asset_count = counts.get(employee.id, 0)

    def _gaj_kept_domain(self):
        """Return the domain of the cards that these people still answer for."""
        return [("custodian_id", "in", self.ids), ("state", "not in", NOT_KEPT)]

    def action_gaj_open_assets(self):
        """Open what these people keep."""
        self.env["gaj.asset"]._gaj_check_reader()
        action = self.env["ir.actions.act_window"]._for_xml_id("gaj_assets.gaj_asset_action")
        return {**action, "domain": self._gaj_kept_domain()}

    @api.constrains("active")
    def _check_gaj_nothing_kept(self):
        self.filtered(lambda employee: not employee.active)._gaj_refuse_keeping()

    def _gaj_refuse_keeping(self):
        """Refuse a departure before everything is handed over.

        Source: hand-over when a user or keeper changes (decree 738); the departure is closed afterwards.

        :raises RedirectWarning: one of them still keeps things; the button opens the hand-over
        :raises UserError: the same for a user who may not hand things over, or things are on their way to one of them
        """
        # sudo: whether something is kept decides, whatever the user may see of it
        kept = self.env["gaj.asset"].sudo().search(self._gaj_kept_domain(), order="custodian_id, asset_no")
        if kept:
            person = kept[0].custodian_id
            mine = kept.filtered(lambda asset: asset.custodian_id == person)
            message = self.env._(
                "%(person)s still keeps %(count)s assets, so the departure cannot be registered yet: %(assets)s. Hand them"
                " over to a successor or return them to the store first.",
                person=person.name,
                count=len(mine),
                assets=self._gaj_listed(mine.mapped("display_name")),
            )
            if not self.env.user.has_group(CLERK):
                raise UserError(message)
            raise RedirectWarning(
                message,
                self.env.ref("gaj_assets.gaj_asset_handover_action").id,
                self.env._("Hand Over"),
                {"default_employee_id": person.id},
            )
        coming = (
            self.env["gaj.asset.transfer"].sudo().search([("custodian_to_id", "in", self.ids), ("state", "in", OPEN)])
        )
        if coming:
            raise UserError(
                self.env._(
                    "Assets are on their way to %(person)s by transfer %(transfers)s. Cancel the transfer, or finish it and"
                    " hand the assets over.",
                    person=coming[0].custodian_to_id.name,
                    transfers=self._gaj_listed(coming.mapped("name")),
                )
            )

    def _gaj_listed(self, names):
        shown = ", ".join(names[:SHOWN])
        return (
            self.env._("%(names)s and %(more)s more", names=shown, more=len(names) - SHOWN) if names[SHOWN:] else shown
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_custodian(self):
        # sudo: as in _gaj_refuse_keeping
        kept = self.env["gaj.asset"].sudo().search([("custodian_id", "in", self.ids)], limit=1)
        history = self.env["gaj.asset.custody"].sudo()
        known = kept or history.search(
            ["|", ("custodian_id", "in", self.ids), ("custodian_from_id", "in", self.ids)], limit=1
        )
        if known:
            raise UserError(
                self.env._(
                    "%(person)s stands in the books of assets as a custodian and cannot be deleted. Register the departure"
                    " instead.",
                    person=", ".join(self.mapped("name")[:3]),
                )
            )
