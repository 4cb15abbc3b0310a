"""The run's one statement and the pure rule agree on thousands of generated cards, month after month."""

import random
from datetime import date
from decimal import Decimal

from freezegun import freeze_time
from odoo.tests import tagged

from ..rules import depreciation
from .depreciation_case import DepreciationCase

CARDS = 3_600
SEED = 20260331
#: March is made, April is left out, May and June are made.
MONTHS = (date(2026, 3, 1), date(2026, 5, 1), date(2026, 6, 1))


@tagged("post_install", "-at_install", "gaj")
class TestDepreciationGenerated(DepreciationCase):
    def make_cards(self):
        """Return cards of every kind: young, old, late, taken over, by units, without value, without life."""
        chance = random.Random(SEED)
        values = []
        for number in range(CARDS):
            began = date(2026, 6, 20).toordinal() - int(chance.paretovariate(0.4) * 20) % 6000
            method = chance.choices(["straight_line", "units", "none"], [88, 8, 4])[0]
            cost = chance.choice([0, 1, chance.randrange(1, 10**4), chance.randrange(10**5, 10**12)]) / 100
            taken_over = chance.random() < 0.3
            values.append(
                {
                    "company_id": self.company.id,
                    "name": f"Card {number}",
                    "category_id": self.desktop.id,
                    "acquisition_date": date.fromordinal(began),
                    "in_service_date": date.fromordinal(min(began + chance.randrange(90), 739787)),
                    "cost": cost,
                    "accumulated": round(cost * chance.random(), 2) if taken_over else 0,
                    "life_months": chance.choice([1, 2, 3, 36, 60, 72, 96, 180, 600, chance.randrange(1, 700)]),
                    "method": method,
                    "units_total": chance.randrange(1, 10**8) / 100 if method == "units" else 0,
                    "department_id": chance.choice([self.section.id, self.other.id, False]),
                    "state": "in_use",
                }
            )
        with freeze_time("2026-06-30"):
            assets = self.env["gaj.asset"].with_context(tracking_disable=True).create(values)
        for day in ("2026-01-05", "2026-03-31", "2026-05-02"):
            some = assets.filtered(lambda asset: not asset.booking_date and chance.random() < 0.6)
            some._gaj_put_in_books(day)
        usage = [
            {"asset_id": asset.id, "month": month, "quantity": chance.randrange(10**6) / 100}
            for asset in assets.filtered(lambda asset: asset.method == "units")
            for month in (date(2026, 3, 1), date(2026, 4, 1), date(2026, 6, 1))
            if chance.random() < 0.7 and (not asset.segment_ids or month >= asset.segment_ids[0].month_from)
        ]
        with freeze_time("2026-06-30"):
            self.env["gaj.asset.usage"].create(usage)
        return assets

    def expected(self, assets, month, used):
        """Return ``{asset id: Charge}`` by the pure rule from what the database holds of the cards."""
        result = {}
        for asset in assets:
            segment = asset.segment_ids[-1:]
            if not segment or asset.booking_date > depreciation.month_end(month):
                continue
            if asset.out_of_books_on and asset.out_of_books_on <= depreciation.month_end(month):
                continue
            charge = depreciation.next_charge(
                depreciation.Segment(
                    segment.month_from,
                    self.yuan(segment.base),
                    segment.months,
                    segment.method,
                    self.yuan(segment.units_total),
                    self.yuan(segment.opening),
                ),
                self.yuan(asset.accumulated),
                asset.depreciated_month or None,
                month,
                sum(
                    (self.yuan(units) for when, units in used.get(asset.id, []) if segment.month_from <= when <= month),
                    Decimal(0),
                ),
            )
            if charge:
                result[asset.id] = charge
        return result

    @staticmethod
    def yuan(value):
        return Decimal(str(value or 0)).quantize(Decimal("0.01"))

    def change_some(self, assets):
        """Let the life of some cards change, and others leave, between two runs."""
        self.env.ref("gaj_assets.tier_definition_value_change").active = False
        with freeze_time("2026-05-31"):
            cards = assets.filtered(
                lambda asset: (
                    asset.segment_ids.method == "straight_line"
                    and asset.net_value > 1
                    and asset.in_service_date <= date(2026, 5, 31)
                )
            )
            for asset in cards[::40]:
                change = self.env["gaj.asset.value.change"].create(
                    {
                        "asset_id": asset.id,
                        "kind": "correction",
                        "reason": "Generated",
                        "date": "2026-05-31",
                        "new_cost": asset.cost + 33.33,
                        "new_life_months": asset.life_months + 17,
                    }
                )
                change._step("approved")
                change._apply()
            (assets.filtered("segment_ids") - cards[::40])[::50]._gaj_take_out_of_books("2026-06-01")

    def test_rule_and_statement_agree(self):
        assets = self.make_cards()
        usage = self.env["gaj.asset.usage"].search([])
        used = {}
        for row in usage:
            used.setdefault(row.asset_id.id, []).append((row.counted_month, row.quantity))
        lines, kinds = 0, set()
        for month in MONTHS:
            if month == MONTHS[-1]:
                self.change_some(assets)
            expected = self.expected(assets, month, used)
            run = self.run_month(month.year, month.month, post=False)
            found = {
                line.asset_id.id: depreciation.Charge(
                    self.yuan(line.amount), self.yuan(line.accumulated), line.months, line.catch_up
                )
                for line in run.line_ids
            }
            self.assertEqual(found, expected)
            with freeze_time(depreciation.month_end(month)):
                run.action_post()
            lines += len(found)
            kinds |= {(charge.catch_up > 0, charge.amount == 0) for charge in found.values()}
        self.assertGreater(lines, 3_000)
        self.assertEqual(len(kinds), 4, "caught up or not, of nothing or of something: all four occurred")
        self.assertTrue(all(asset.accumulated <= asset.cost for asset in assets))
