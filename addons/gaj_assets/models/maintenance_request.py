from odoo import api, fields, models

#: States from which a thing goes to repair when the work on it begins.
AT_WORK = ("in_use", "idle")


class MaintenanceRequest(models.Model):
    """Repairs of assets: the card is under repair while the work goes on. What it costs is an expense, not a value."""

    _inherit = "maintenance.request"

    gaj_asset_id = fields.Many2one(
        "gaj.asset", string="Asset", index="btree_not_null", ondelete="restrict", check_company=True, tracking=True
    )
    gaj_currency_id = fields.Many2one(related="company_id.currency_id", string="Currency")
    gaj_cost = fields.Monetary(
        string="Repair Cost",
        currency_field="gaj_currency_id",
        copy=False,
        tracking=True,
        help="What the repair cost. An ordinary repair does not change the value of the asset.",
    )
    gaj_state_before = fields.Char(copy=False, readonly=True, help="The state of the asset when the work began.")

    _gaj_cost_positive = models.Constraint("CHECK (gaj_cost >= 0)", "The cost of a repair cannot be negative.")

    @api.depends("gaj_asset_id")
    def _compute_owner(self):
        """Let a request about an asset belong to whoever reports it, as one about equipment does."""
        result = super()._compute_owner()
        for request in self:
            if request.gaj_asset_id and not request.equipment_id:
                request.owner_user_id = request.employee_id.sudo().user_id or self.env.user
        return result

    @api.model_create_multi
    def create(self, vals_list):
        requests = super().create(vals_list)
        requests._gaj_check_asset()
        requests._gaj_follow()
        return requests

    def write(self, vals):
        before = self.gaj_asset_id if "gaj_asset_id" in vals else self.gaj_asset_id.browse()
        if before:
            self.filtered(lambda request: request.gaj_asset_id.id != vals["gaj_asset_id"])._gaj_end()
        result = super().write(vals)
        if "gaj_asset_id" in vals:
            self._gaj_check_asset()
        if vals.keys() & {"gaj_asset_id", "stage_id", "archive"}:
            self._gaj_follow()
        return result

    def unlink(self):
        self.check_access("unlink")
        self._gaj_end()
        return super().unlink()

    def _gaj_check_asset(self):
        """
        :raises AccessError: if a request names an asset that the user may not see
        """
        if self.gaj_asset_id and not self.env.su:
            self.gaj_asset_id.check_access("read")

    def _gaj_follow(self):
        """Let the cards follow: under repair while the work goes on, back when it has ended."""
        requests = self.filtered("gaj_asset_id")
        running = requests.filtered(lambda request: request._gaj_is_running())
        running._gaj_begin()
        (requests - running)._gaj_end()

    def _gaj_is_running(self):
        """Return whether the work goes on: begun, neither done nor given up."""
        return not self.archive and not self.stage_id.done and self.stage_id != self._default_stage()

    def _gaj_begin(self):
        # sudo: technicians have no rights to cards; the card follows the work
        for request in self.sudo():
            asset = request.gaj_asset_id
            if request.gaj_state_before:
                continue
            if asset.state in AT_WORK:
                request.gaj_state_before = asset.state
                asset.state = "repair"
            elif asset.state == "repair":
                request.gaj_state_before = request._gaj_others()[:1].gaj_state_before or "in_use"

    def _gaj_end(self):
        # sudo: as in _gaj_begin
        for request in self.sudo().filtered("gaj_state_before"):
            asset, before = request.gaj_asset_id, request.gaj_state_before
            request.gaj_state_before = False
            if asset.state == "repair" and not request._gaj_others():
                asset.write({"state": before, "use_state": request._gaj_condition(before)})

    def _gaj_others(self):
        """Return the other requests whose work on the same thing goes on."""
        return self.search(
            [("gaj_asset_id", "=", self.gaj_asset_id.id), ("gaj_state_before", "!=", False), ("id", "!=", self.id)]
        )

    def _gaj_condition(self, state):
        """Return the condition of use that the card shows after the work."""
        scrap = self.env.ref("maintenance.stage_4", raise_if_not_found=False)
        if scrap and self.stage_id == scrap and not self.archive:
            return "to_scrap"
        return "idle" if state == "idle" else "in_use"
