from odoo import api, fields, models
from odoo.exceptions import UserError


class GajAsset(models.Model):
    """What a card tells about its disposal."""

    _inherit = "gaj.asset"

    disposal_line_ids = fields.One2many(
        "gaj.asset.disposal.line",
        "asset_id",
        string="Disposals",
        groups="gaj_assets.group_gaj_assets_clerk,gaj_base.group_gaj_finance,gaj_base.group_gaj_leader,"
        "gaj_base.group_gaj_discipline,gaj_base.group_gaj_auditor",
    )
    disposal_count = fields.Integer(
        string="Number of Disposals",
        compute="_compute_disposal_count",
        groups="gaj_assets.group_gaj_assets_clerk,gaj_base.group_gaj_finance,gaj_base.group_gaj_leader,"
        "gaj_base.group_gaj_discipline,gaj_base.group_gaj_auditor",
    )

    @api.depends("disposal_line_ids")
    def _compute_disposal_count(self):
        counts = dict(
            self.env["gaj.asset.disposal.line"]._read_group([("asset_id", "in", self.ids)], ["asset_id"], ["__count"])
        )
        for asset in self:
            asset.disposal_count = counts.get(asset, 0)

    def _gaj_closed_fields(self):
        names = super()._gaj_closed_fields()
        if self.state != "disposed":
            return names
        # messages and activities go on; what belongs to a card but stands elsewhere looks after itself
        return names | {
            name
            for name, field in self._fields.items()
            if field.store
            and not field.readonly
            and field.type != "one2many"
            and not name.startswith(("message_", "activity_"))
        }

    def _gaj_instead(self):
        if self.state == "disposed":
            return self.env._(
                "It tells what was disposed of. Write a message below, or make a new card if the thing is still there."
            )
        return super()._gaj_instead()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_disposal(self):
        # sudo: whether a disposal names the card is asked whatever the user may see of it
        line = self.env["gaj.asset.disposal.line"].sudo().search([("asset_id", "in", self.ids)], limit=1)
        if line:
            raise UserError(
                self.env._(
                    "Asset %(name)s stands in disposal %(disposal)s, so its card is kept. Take it off the list there, as"
                    " long as it is a draft.",
                    name=line.asset_id.display_name,
                    disposal=line.disposal_id.name,
                )
            )

    def action_open_disposals(self):
        """Open the disposals in which this card stands or stood."""
        self.ensure_one()
        self.check_access("read")
        self.env["gaj.asset.disposal"].check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Disposals"),
            "res_model": "gaj.asset.disposal",
            "view_mode": "list,form",
            "domain": [("line_ids.asset_id", "=", self.id)],
        }

    def action_start_disposal(self):
        """Open a new draft of a disposal with these cards on its list."""
        self.check_access("read")
        self._check_role("gaj_assets.group_gaj_assets_clerk")
        values = {"line_ids": [fields.Command.create({"asset_id": asset.id}) for asset in self]}
        # sudo: the user's own employee record
        department = self.department_id[:1] or self.env.user.sudo().employee_id.department_id
        if not self or not department:
            raise UserError(
                self.env._(
                    "Choose asset cards of a department first: it is the department that applies for their disposal."
                )
            )
        values["department_id"] = department.id
        record = self.env["gaj.asset.disposal"].create(values)
        return {
            "type": "ir.actions.act_window",
            "res_model": "gaj.asset.disposal",
            "res_id": record.id,
            "view_mode": "form",
        }
