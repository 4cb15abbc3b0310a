from odoo import fields, models
from odoo.exceptions import UserError

from .gaj_space import READERS


class GajAsset(models.Model):
    """Repairs of the card, through core's maintenance."""

    _inherit = "gaj.asset"

    maintenance_ids = fields.One2many("maintenance.request", "gaj_asset_id", string="Repairs", readonly=True)
    maintenance_count = fields.Integer(string="Number of Repairs", compute="_compute_maintenance")
    repair_cost = fields.Monetary(
        string="Repair Costs So Far", compute="_compute_maintenance", help="Expenses; the value of the asset stays."
    )

    def _compute_maintenance(self):
        # sudo: a number and a sum; requests themselves are seen by who takes part in them
        groups = (
            self.env["maintenance.request"]
            .sudo()
            ._read_group([("gaj_asset_id", "in", self.ids)], ["gaj_asset_id"], ["__count", "gaj_cost:sum"])
        )
        figures = {asset.id: (count, cost) for asset, count, cost in groups}
        for asset in self:
            asset.maintenance_count, asset.repair_cost = figures.get(asset.id, (0, 0.0))

    def action_open_maintenance(self):
        """Open the repairs of these cards that the user may see."""
        self._gaj_check_reader()
        action = self.env["ir.actions.act_window"]._for_xml_id("maintenance.hr_equipment_request_action")
        return {
            **action,
            "domain": [("gaj_asset_id", "in", self.ids)],
            "context": {"default_gaj_asset_id": self.id if len(self) == 1 else False},
        }

    def action_report_fault(self):
        """Open a new repair request of this card."""
        self.ensure_one()
        self._gaj_check_reader()
        self._gaj_check_repairable()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Report a Fault"),
            "res_model": "maintenance.request",
            "views": [(False, "form")],
            "context": {
                "default_gaj_asset_id": self.id,
                "default_company_id": self.company_id.id,
                "default_name": self.env._("%s: repair", self.name),
            },
        }

    def _gaj_check_repairable(self):
        """
        :raises UserError: the thing is gone or was never accepted
        """
        labels = dict(self._fields["state"]._description_selection(self.env))
        if self.state in ("draft", "disposed", "missing"):
            raise UserError(
                self.env._(
                    "Asset %(name)s is “%(now)s”, so there is nothing to repair.",
                    name=self.display_name,
                    now=labels[self.state],
                )
            )

    def _gaj_scan_actions(self):
        """Offer the report of a fault to everybody who sees the card."""
        actions = super()._gaj_scan_actions()
        if self.state in ("draft", "disposed", "missing") or not self.env.user.has_groups(READERS):
            return actions
        return [
            *actions,
            {"id": "report_fault", "label": self.env._("Report a Fault"), "action": self.action_report_fault()},
        ]
