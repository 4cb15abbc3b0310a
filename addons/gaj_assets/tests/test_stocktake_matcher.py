from random import Random

from odoo.tests import new_test_user, tagged

from ..rules.stocktake import Confirmation, Expected, Scan, asset_results, scan_outcomes
from .common import AssetsCase

CASES = 12
SCANS = 24


@tagged("post_install", "-at_install", "gaj")
class TestStocktakeMatcher(AssetsCase):
    """The set-based matcher says of generated stocktakes exactly what the rule says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        room_303 = cls.env["gaj.space"].create({"code": "303", "parent_id": cls.building.id})
        cls.rooms = cls.room_301 | cls.room_302 | room_303
        cls.keepers = cls.people["user"] | cls.people["clerk"]
        cls.inside = cls.make_assets([f"in {number}" for number in range(8)])
        cls.outside = cls.make_assets(["out 1", "out 2"], department_id=cls.other.id)
        cls.assets = cls.inside | cls.outside

    def generated(self, random):
        """Return a stocktake in which each expected asset has a random place, custodian and condition, and scans."""
        for asset in self.inside:
            asset.write(
                {
                    "space_id": random.choice([False, *self.rooms.ids]),
                    "custodian_id": random.choice([False, *self.keepers.ids]),
                    "use_state": random.choice(["in_use", "idle"]),
                }
            )
        stocktake = self.make_stocktake(space_ids=False, department_ids=[(6, 0, self.section.ids)])
        stocktake.action_start()
        expected = {
            asset.id: Expected(asset.space_id.id or None, asset.custodian_id.id or None, asset.use_state)
            for asset in self.inside
        }
        scans = [
            Scan(
                random.choice([None, *self.assets.ids]),
                random.choice(self.rooms.ids),
                random.choice([None, None, *self.keepers.ids]),
                random.choice([None, None, "in_use", "idle"]),
            )
            for _number in range(SCANS)
        ]
        return stocktake, expected, scans

    def items(self, stocktake, scans, start=0):
        tags = {asset.id: asset.tag_no for asset in self.assets}
        return [
            self.scan(
                stocktake,
                tags[scan.asset] if scan.asset else f"nobody's {number}",
                self.rooms.browse(scan.place),
                second=start + number,
                custodian=scan.custodian,
                use_state=scan.condition,
            )
            for number, scan in enumerate(scans)
        ]

    def results(self, stocktake):
        return {line.asset_id.id: line.result for line in stocktake.line_ids if line.asset_id}

    def test_generated_stocktakes(self):
        for seed in range(CASES):
            random = Random(seed)
            stocktake, expected, scans = self.generated(random)
            told = []
            for item in self.items(stocktake, scans):
                told.append(self.send([item])[0]["answer"]["outcome"])
            with self.subTest(seed=seed, what="one by one"):
                self.assertEqual(told, scan_outcomes(expected, (), scans))
                self.assertEqual(self.results(stocktake), asset_results(expected, (), scans))
            before = self.results(stocktake)
            stocktake._match()
            with self.subTest(seed=seed, what="all at once"):
                self.assertEqual(self.results(stocktake), before)
            stocktake.action_finish_counting()
            with self.subTest(seed=seed, what="finished"):
                self.assertEqual(self.results(stocktake), asset_results(expected, (), scans, finished=True))

    def test_generated_batches_and_confirmations(self):
        other = new_test_user(self.env, "gaj_manager_2", groups="gaj_assets.group_gaj_assets_manager")
        for seed in range(100, 100 + CASES):
            random = Random(seed)
            stocktake, expected, scans = self.generated(random)
            first, later = scans[: SCANS // 2], scans[SCANS // 2 :]
            self.send(self.items(stocktake, first))
            confirmed = {}
            for line in stocktake.line_ids.filtered(lambda line: line.result == "conflict"):
                place = line.last_space_id if random.random() < 0.5 else line.seen_space_id
                line.with_user(other)._confirm_place(place)
                confirmed[line.asset_id.id] = Confirmation(place.id, len(first))
            with self.subTest(seed=seed, what="confirmed"):
                self.assertEqual(self.results(stocktake), asset_results(expected, (), first, confirmed))
            told = [each["answer"]["outcome"] for each in self.send(self.items(stocktake, later, start=len(first)))]
            with self.subTest(seed=seed, what="later"):
                self.assertEqual(told, scan_outcomes(expected, (), scans, confirmed)[len(first) :])
                self.assertEqual(self.results(stocktake), asset_results(expected, (), scans, confirmed))
