from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..rules import sample
from .common import AssetsCase


@tagged("post_install", "-at_install", "gaj")
class TestSpotCheck(AssetsCase):
    """Each month a few assets are drawn by lot; the draw can be proved, and nobody counts his own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hide_cards()
        cls.assets = cls.make_assets([f"S{number}" for number in range(60)], space_id=cls.room_301.id)

    @classmethod
    def hide_cards(cls):
        """Let no card be live, whatever the database holds."""
        cls.env.flush_all()
        cls.env.cr.execute("UPDATE gaj_asset SET state = 'draft'")
        cls.env.invalidate_all()

    def spot_check(self, **values):
        return self.make_stocktake(kind="monthly", name="Spot check", **values)

    def drawn(self, stocktake):
        return set(sample.unpack(stocktake.draw_id.drawn))

    def test_five_per_cent_at_least_ten(self):
        check = self.spot_check()
        check.action_draw()
        self.assertEqual((check.population_count, check.drawn_count), (60, 10))
        self.assertLessEqual(self.drawn(check), set(self.assets.ids))
        check.action_start()
        self.assertEqual(set(check.line_ids.asset_id.ids), self.drawn(check))
        self.assertEqual(check.expected_count, 10)

    def test_of_430_are_drawn_22_and_of_8_all(self):
        self.make_assets([f"M{number}" for number in range(370)], space_id=self.room_301.id)
        check = self.spot_check()
        check.action_start()
        self.assertEqual((check.population_count, check.drawn_count, len(check.line_ids)), (430, 22, 22))
        self.make_assets([f"E{number}" for number in range(8)], space_id=self.room_302.id)
        small = self.spot_check(space_ids=[(6, 0, self.room_302.ids)])
        small.action_draw()
        self.assertEqual((small.population_count, small.drawn_count), (8, 8))

    def test_rate_and_floor_are_set_with_a_date(self):
        with freeze_time("2026-11-23"):
            self.env["gaj.asset.parameter"].create(
                [
                    {
                        "key": key,
                        "value": value,
                        "company_id": self.company.id,
                        "valid_from": "2026-11-01",
                        "source": "test",
                    }
                    for key, value in [("stocktake_sample_rate", 50), ("stocktake_sample_floor", 1)]
                ]
            )
            check = self.spot_check()
            check.action_draw()
        self.assertEqual((check.drawn_count, check.draw_id.rate, check.draw_id.floor), (30, 50, 1))

    def test_the_draw_can_be_proved_by_anybody(self):
        check = self.spot_check()
        check.action_draw()
        proof = check.with_user(self.users["auditor"]).action_prove_draw()["params"]
        self.assertEqual(proof["type"], "success")
        self.assertIn("the same 10 assets of 60", proof["message"])
        by_hand = sample.draw(check.seed, self.assets.ids, (), 10)
        self.assertEqual(set(by_hand), self.drawn(check))

    def test_a_record_that_was_changed_is_found_out(self):
        check = self.spot_check()
        check.action_draw()
        others = sorted(set(self.assets.ids) - self.drawn(check))[:10]
        self.env.cr.execute(
            "UPDATE gaj_asset_stocktake_draw SET drawn = %s WHERE id = %s", [sample.pack(others), check.draw_id.id]
        )
        self.env.invalidate_all()
        self.assertEqual(check.action_prove_draw()["params"]["type"], "danger")

    def test_a_draw_is_evidence(self):
        check = self.spot_check()
        check.action_draw()
        with self.assertRaisesRegex(UserError, "has been drawn, and the draw is kept as evidence. Cancel it"):
            check.unlink()
        with self.assertRaisesRegex(UserError, "drawn already"):
            check.action_draw()
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            check.draw_id.sudo().write({"seed": "x"})
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            check.draw_id.sudo().unlink()
        with self.assertRaisesRegex(UserError, "cannot change any more"):
            check.space_ids = [(6, 0, self.room_302.ids)]
        with self.assertRaisesRegex(UserError, "made by the system only"):
            self.env["gaj.asset.stocktake.draw"].with_user(self.users["manager"]).create({"seed": "x"})
        with self.assertRaisesRegex(UserError, "is no spot check"):
            self.make_stocktake().action_draw()
        for user in ("user", "clerk", "finance"):
            with self.assertRaises(AccessError):
                self.spot_check().with_user(self.users[user]).action_draw()

    def test_nothing_to_draw_from_is_refused(self):
        with self.assertRaisesRegex(UserError, "covers no asset at all"):
            self.spot_check(space_ids=[(6, 0, self.room_302.ids)]).action_start()

    def test_what_was_drawn_in_the_last_two_months_is_skipped_while_enough_remain(self):
        drawn = []
        for day in ("2026-06-03", "2026-07-03", "2026-08-03", "2026-09-03"):
            with freeze_time(day):
                check = self.spot_check()
                check.action_draw()
                drawn.append(self.drawn(check))
        june, july, august, september = drawn
        self.assertFalse(june & july)
        self.assertFalse((june | july) & august)
        self.assertFalse((july | august) & september)
        self.assertEqual(check.draw_id.recent_count, 20)

    def test_when_too_few_remain_the_rest_comes_from_those_drawn_lately(self):
        self.make_assets([f"F{number}" for number in range(12)], space_id=self.room_302.id)
        scope = [(6, 0, self.room_302.ids)]
        with freeze_time("2026-06-03"):
            first = self.spot_check(space_ids=scope)
            first.action_draw()
        with freeze_time("2026-07-03"):
            second = self.spot_check(space_ids=scope)
            second.action_draw()
        self.assertEqual((second.drawn_count, second.draw_id.recent_count), (10, 10))
        self.assertEqual(len(self.drawn(second) - self.drawn(first)), 2)
        self.assertEqual(second.action_prove_draw()["params"]["type"], "success")

    def test_a_cancelled_check_does_not_count_as_drawn(self):
        with freeze_time("2026-06-03"):
            first = self.spot_check()
            first.action_draw()
            first.action_cancel()
            second = self.spot_check()
            second.action_draw()
        self.assertEqual(second.draw_id.recent_count, 0)

    def test_nobody_counts_what_he_keeps(self):
        self.assets.sudo().custodian_id = self.people["user"]
        check = self.spot_check(counter_ids=[(6, 0, self.users["user"].ids)])
        self.assertFalse(check.is_own_refused)
        check.action_start()
        asset = check.line_ids[0].asset_id
        result = self.send([self.scan(check, asset.tag_no, self.room_301)], user="user")[0]
        self.assertEqual(result["status"], "rejected")
        self.assertIn("You keep", result["reason"])
        # a new custodian today does not make the former one a stranger to the thing
        asset.sudo().custodian_id = self.people["clerk"]
        self.assertEqual(
            self.send([self.scan(check, asset.tag_no, self.room_301)], user="user")[0]["status"], "rejected"
        )
        self.assertEqual(self.send([self.scan(check, asset.tag_no, self.room_301)])[0]["status"], "accepted")

    def made(self, kind="monthly"):
        return self.env["gaj.asset.stocktake"].search(
            [("kind", "=", kind), ("company_id", "=", self.company.id), ("is_automatic", "=", True)]
        )

    def test_the_system_makes_one_each_month_and_twice_makes_nothing_twice(self):
        stocktakes = self.env["gaj.asset.stocktake"]
        with freeze_time("2026-06-01"):
            stocktakes._cron_spot_checks()
            stocktakes._cron_spot_checks()
            check = self.made()
            self.assertEqual((len(check), check.state, check.drawn_count), (1, "scheduled", 10))
            self.assertEqual(str(check.date_deadline), "2026-06-30")
            self.assertEqual(len(check.activity_ids), 1)
            check.with_user(self.users["manager"]).action_cancel()
            self.assertFalse(check.activity_ids)
            stocktakes._cron_spot_checks()
            self.assertEqual(len(self.made()), 1)
        with freeze_time("2026-07-15"):
            stocktakes._cron_spot_checks()
            self.assertEqual(len(self.made()), 2)

    def test_one_made_by_hand_is_enough(self):
        with freeze_time("2026-06-02"):
            by_hand = self.spot_check()
            self.env["gaj.asset.stocktake"]._cron_spot_checks()
            self.assertFalse(self.made())
            by_hand.action_cancel()
            self.env["gaj.asset.stocktake"]._cron_spot_checks()
            self.assertEqual(len(self.made()), 1)

    def test_a_company_without_assets_gets_none(self):
        self.hide_cards()
        self.env["gaj.asset.stocktake"]._cron_spot_checks()
        self.assertFalse(self.made())
