from odoo import fields, models

READERS = (
    "gaj_assets.group_gaj_assets_user,gaj_base.group_gaj_auditor,gaj_base.group_gaj_finance,gaj_base.group_gaj_leader"
)


class GajSpace(models.Model):
    _inherit = "gaj.space"

    gaj_asset_count = fields.Integer("Assets", compute="_compute_gaj_asset_count", groups=READERS)

    def _compute_gaj_asset_count(self):
        """Count the cards that this user may see in each space and below it, in one query for the whole list."""
        below = self.search_fetch([("id", "child_of", self.ids)], ["parent_path"])
        counts = dict(self.env["gaj.asset"]._read_group([("space_id", "in", below.ids)], ["space_id"], ["__count"]))
        totals = dict.fromkeys(self.ids, 0)
        for space, count in counts.items():
            for above in map(int, space.parent_path.strip("/").split("/")):
                if above in totals:
                    totals[above] += count
        for space in self:
            space.gaj_asset_count = totals.get(space.id, 0)

    def action_gaj_open_assets(self):
        """Show the cards of these spaces and of what lies in them."""
        self.env["gaj.asset"]._gaj_check_reader()
        action = self.env["ir.actions.act_window"]._for_xml_id("gaj_assets.gaj_asset_action")
        action["domain"] = [("space_id", "child_of", self.ids)]
        action["context"] = {"default_space_id": self.id if len(self) == 1 else False}
        return action
