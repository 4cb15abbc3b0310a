from odoo import models


class GajAsset(models.Model):
    """The everyday steps in the life of a card, each with the role that may take it."""

    _inherit = "gaj.asset"

    def action_accept(self):
        """Take accepted items into the store."""
        self._check_role("gaj_assets.group_gaj_assets_manager")
        self._take_step("in_store", {"draft"})

    def action_set_idle(self):
        """Report that nobody needs these items at present."""
        self._take_step("idle", {"in_use", "repair"}, use_state="idle")

    def action_back_to_use(self):
        """Report that these items are used again."""
        self._take_step("in_use", {"idle", "repair"}, use_state="in_use")

    def action_repair(self):
        """Send these items to repair."""
        self._take_step("repair", {"in_use", "idle"})

    def action_found(self):
        """Put missing items back into the state they were in."""
        self._check_role("gaj_assets.group_gaj_assets_manager")
        for state, assets in self.grouped(lambda asset: asset.state_before_missing or "idle").items():
            assets._take_step(state, {"missing"}, state_before_missing=False)

    def _set_missing(self):
        """Mark these cards as being searched for and remember what they were; those already so stay."""
        for state, assets in self.grouped("state").items():
            if state != "missing":
                assets.write({"state": "missing", "state_before_missing": state})

    def _gaj_step_name(self):
        return self.env._("Asset %s", self.display_name)

    def _take_step(self, state, before, **values):
        """Bring the cards from a state among ``before`` to ``state``.

        :raises UserError: if a card is in another state
        """
        self._check_role("gaj_assets.group_gaj_assets_clerk")
        self.check_access("read")
        self._check_state(before)
        # sudo: clerks see the cards of their department and take these steps, but do not edit the cards
        self.sudo().write({"state": state, **values})

    def _gaj_label_values(self):
        """Return what the label of each card prints: nothing that is worth money and no more persons than needed."""
        return [
            {
                "tag_no": asset.tag_no,
                "url": asset.tag_url,
                "unit_name": asset.company_id.name,
                "name": asset.name,
                "asset_no": asset.asset_no,
                "model": asset.model or "",
                "place": " ".join(filter(None, [asset.department_id.name, asset.space_id.full_code])),
                "date": asset.acquisition_date.isoformat(),
            }
            for asset in self
        ]

    def _gaj_scan_actions(self):
        """Offer the steps that this user may take with the card in its present state."""
        actions = super()._gaj_scan_actions()
        if not self.env.user.has_group("gaj_assets.group_gaj_assets_clerk"):
            return actions
        steps = {
            "in_store": ["issue"],
            "in_use": ["set_idle", "repair"],
            "idle": ["back_to_use"],
            "repair": ["back_to_use"],
        }
        for step in steps.get(self.state, []):
            action = self.env["ir.actions.actions"]._for_xml_id(f"gaj_assets.gaj_asset_step_{step}")
            action["context"] = {"active_model": self._name, "active_id": self.id, "active_ids": self.ids}
            actions.append({"id": step, "label": action["name"], "action": action})
        return actions
