from decimal import Decimal

from markupsafe import Markup
from odoo import api, fields, models

from ..rules import depreciation

#: So many months ahead stand one by one; what follows is summed by year.
MONTHS_SHOWN = 12


class GajAsset(models.Model):
    """What a card still has before it: the months to come, as its segment says."""

    _inherit = "gaj.asset"

    depreciation_schedule = fields.Html(
        string="Months to Come", compute="_compute_depreciation_schedule", sanitize=False
    )

    @api.depends("segment_ids", "accumulated", "depreciated_month", "out_of_books_on")
    def _compute_depreciation_schedule(self):
        for asset in self:
            rows = asset._gaj_schedule()
            asset.depreciation_schedule = asset._gaj_schedule_table(rows) if rows else False

    def _gaj_schedule(self):
        """Return ``[(month, charge)]`` of the straight-line months to come, from the next run on."""
        self.ensure_one()
        segment = self._origin.sudo().segment_ids[-1:]  # sudo: the amounts follow from what the card itself shows
        if not segment or self.out_of_books_on or segment.method != "straight_line":
            return []
        last = (
            self.env["gaj.asset.depreciation.run"]
            .sudo()
            ._read_group([("company_id", "=", self.company_id.id), ("state", "=", "posted")], aggregates=["month:max"])[
                0
            ][0]
        )
        first = depreciation.month_after(last) if last else depreciation.month_of(fields.Date.context_today(self))
        return depreciation.schedule(
            depreciation.Segment(
                segment.month_from,
                self._gaj_yuan(segment.base),
                segment.months,
                segment.method,
                opening=self._gaj_yuan(segment.opening),
            ),
            self._gaj_yuan(self.accumulated),
            self.depreciated_month or None,
            first,
        )

    @staticmethod
    def _gaj_yuan(amount):
        return Decimal(str(amount)).quantize(depreciation.CENT)

    def _gaj_schedule_table(self, rows):
        """Return the months to come as a small table: the nearest one by one, then year by year."""
        cells = [(month.strftime("%Y-%m"), charge.amount, charge.accumulated) for month, charge in rows[:MONTHS_SHOWN]]
        years = {}
        for month, charge in rows[MONTHS_SHOWN:]:
            amount, _accumulated = years.get(month.year, (Decimal(0), None))
            years[month.year] = (amount + charge.amount, charge.accumulated)
        cells += [(str(year), amount, accumulated) for year, (amount, accumulated) in years.items()]
        cost = self._gaj_yuan(self.cost)
        body = Markup().join(
            Markup(
                '<tr><td>%s</td><td class="text-end">%s</td><td class="text-end">%s</td><td class="text-end">%s</td></tr>'
            )
            % (when, f"{amount:,.2f}", f"{accumulated:,.2f}", f"{cost - accumulated:,.2f}")
            for when, amount, accumulated in cells
        )
        head = Markup(
            '<th>%s</th><th class="text-end">%s</th><th class="text-end">%s</th><th class="text-end">%s</th>'
        ) % (
            self.env._("Month or Year"),
            self.env._("Depreciation"),
            self.env._("Accumulated After"),
            self.env._("Net Value After"),
        )
        return Markup('<table class="table table-sm"><thead><tr>%s</tr></thead><tbody>%s</tbody></table>') % (
            head,
            body,
        )

    def action_open_value_changes(self):
        """Return the action that shows the value changes of this card."""
        self.ensure_one()
        self._gaj_check_reader()
        action = self.env["ir.actions.actions"]._for_xml_id("gaj_assets.gaj_asset_value_change_action")
        return {**action, "domain": [("asset_id", "=", self.id)], "context": {"default_asset_id": self.id}}
