from decimal import Decimal

from odoo import api, fields, models

from ..rules import depreciation

#: So many cards are named one by one.
NAMED = 5


class GajAssetOpening(models.Model):
    """An opening balance says where the depreciation taken over differs from what straight line would have given."""

    _inherit = "gaj.asset.opening"

    depreciation_remarks = fields.Text(string="Depreciation to Check", compute="_compute_depreciation_remarks")

    @api.depends("date", "state", "company_id")
    def _compute_depreciation_remarks(self):
        for opening in self:
            opening.depreciation_remarks = opening._gaj_depreciation_remarks()

    def _gaj_depreciation_remarks(self):
        """Return what to look at before the cards enter the books, ``False`` if the depreciation stated fits."""
        found = self._gaj_depreciation_findings()
        if not found:
            return False
        lines = [
            self.env._(
                "%(count)s cards: the depreciation stated differs from the straight line by %(amount)s in all. What is"
                " left is spread over the months left.",
                count=len(found),
                amount=f"{sum(computed - stated for _asset, stated, computed in found):,.2f}",
            )
        ]
        lines += [
            self.env._(
                "%(name)s: stated %(stated)s, by straight line %(computed)s",
                name=asset.display_name,
                stated=f"{stated:,.2f}",
                computed=f"{computed:,.2f}",
            )
            for asset, stated, computed in found[:NAMED]
        ]
        return "\n".join(lines)

    def _gaj_depreciation_findings(self):
        """Return ``[(asset, stated, computed)]`` of the straight-line cards with depreciation that differs, in yuan."""
        self.ensure_one()
        # sudo: finance sees all cards of the opening
        assets = (
            self.env["gaj.asset"].sudo().search(self._asset_domain() if self.state == "draft" else [("id", "=", 0)])
        )
        depreciable = assets.category_id._gaj_depreciable()
        found = []
        for asset in assets:
            stated = Decimal(str(asset.accumulated)).quantize(depreciation.CENT)
            if not stated or not asset.life_months or asset.method != "straight_line":
                continue
            if asset.category_id not in depreciable:
                continue
            computed = depreciation.opening(
                Decimal(str(asset.cost)).quantize(depreciation.CENT),
                asset.life_months,
                asset.in_service_date or asset.acquisition_date,
                stated,
                self.date,
            ).computed
            if computed != stated:
                found.append((asset, stated, computed))
        return found
