from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import StocktakeCase


@tagged("post_install", "-at_install", "gaj")
class TestStocktakeSecondCount(StocktakeCase):
    """What was not found or is in doubt is counted again, by other people."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["first"] = new_test_user(cls.env, "gaj_first", groups="gaj_assets.group_gaj_assets_user")
        cls.users["second"] = new_test_user(cls.env, "gaj_second", groups="gaj_assets.group_gaj_assets_user")

    def counting(self, **values):
        counters = self.users["first"] | self.users["second"] | self.users["user"]
        stocktake = self.make_stocktake(has_second_count=True, counter_ids=[(6, 0, counters.ids)], **values)
        stocktake.action_start()
        return stocktake

    def first_count(self, stocktake, *seen):
        """Send the scans of the first counter, ``(asset, room)``, and finish the first count."""
        results = self.send([self.scan(stocktake, asset.tag_no, room) for asset, room in seen], user="first")
        self.assertEqual({result["status"] for result in results}, {"accepted"})
        stocktake.action_finish_counting()

    def again(self, stocktake, asset, room, user="second"):
        return self.send([self.scan(stocktake, asset.tag_no, room)], user=user)[0]

    def line(self, stocktake, asset):
        return stocktake.line_ids.filtered(lambda line: line.asset_id == asset)

    def test_only_what_was_not_found_or_is_in_doubt(self):
        stocktake = self.counting()
        self.first_count(
            stocktake,
            (self.a, self.room_301),
            (self.b, self.room_301),
            (self.b, self.room_302),
            (self.e, self.room_301),
            (self.h, self.room_302),
        )
        self.assertEqual(stocktake.state, "second_count")
        asked = stocktake.line_ids.filtered("is_second")
        self.assertEqual(sorted(asked.mapped("name")), ["B", "C", "D", "F", "H"])
        self.assertEqual((stocktake.second_count, stocktake.second_open_count), (5, 5))
        refused = self.again(stocktake, self.a, self.room_301)
        self.assertEqual(refused["status"], "rejected")
        self.assertIn("A was counted already", refused["reason"])
        self.assertEqual(self.again(stocktake, self.c, self.room_301)["answer"]["outcome"], "matched")
        self.assertEqual(self.again(stocktake, self.g, self.room_301)["answer"]["outcome"], "out_of_scope")
        self.assertEqual(stocktake.second_open_count, 4)
        stocktake.action_finish_counting()
        self.assertEqual(stocktake.state, "reconciling")
        results = self.results(stocktake)
        self.assertEqual(
            {name: results[name] for name in "ABCDEFGH"},
            {
                "A": "matched",
                "B": "conflict",
                "C": "matched",
                "D": "missing",
                "E": "misplaced",
                "F": "missing",
                "G": "out_of_scope",
                "H": "ghost",
            },
        )

    def test_who_counted_first_does_not_count_again(self):
        stocktake = self.counting()
        self.first_count(stocktake, (self.a, self.room_301), (self.a, self.room_302), (self.b, self.room_301))
        for asset, why in [(self.a, "seen by him"), (self.c, "in the room where he counted")]:
            refused = self.again(stocktake, asset, self.room_301, user="first")
            self.assertEqual(refused["status"], "rejected", why)
            self.assertIn("You counted", refused["reason"])
            self.assertEqual(self.again(stocktake, asset, self.room_301)["status"], "accepted")
        self.assertFalse(
            stocktake.scan_ids.filtered("is_second").filtered(lambda s: s.create_uid == self.users["first"])
        )
        self.assertEqual(self.line(stocktake, self.a).second_counter_id, self.users["second"])
        self.assertEqual(self.line(stocktake, self.a).counter_id, self.users["first"])

    def test_who_declared_the_room_done_does_not_count_it_again(self):
        stocktake = self.counting()
        rooms = self.env["gaj.asset.stocktake.room"].with_user(self.users["first"])
        rooms.close_room(stocktake.id, self.room_302.id)
        stocktake.action_finish_counting()
        self.assertFalse(stocktake.room_ids.filtered("is_closed"))
        refused = self.again(stocktake, self.e, self.room_302, user="first")
        self.assertIn("You counted E the first time", refused["reason"])
        self.assertEqual(self.again(stocktake, self.e, self.room_302)["status"], "accepted")

    def test_the_custodian_does_not_count_again_either(self):
        self.a.sudo().custodian_id = self.people["user"]
        stocktake = self.counting()
        stocktake.action_finish_counting()
        refused = self.again(stocktake, self.a, self.room_301, user="user")
        self.assertIn("You keep A yourself", refused["reason"])

    def test_the_second_count_decides_a_conflict(self):
        stocktake = self.counting()
        self.first_count(stocktake, (self.a, self.room_301), (self.a, self.room_302))
        self.assertEqual(self.line(stocktake, self.a).result, "conflict")
        self.assertEqual(self.again(stocktake, self.a, self.room_302)["answer"]["outcome"], "misplaced")
        line = self.line(stocktake, self.a)
        self.assertEqual((line.result, line.seen_space_id, line.scan_count), ("misplaced", self.room_302, 3))
        third = self.again(stocktake, self.a, self.room_301, user="user")
        self.assertEqual(third["answer"]["outcome"], "conflict")
        self.assertEqual(line.result, "conflict")
        line.action_confirm_last_place()
        self.assertEqual((line.result, line.seen_space_id), ("matched", self.room_301))
        before = self.results(stocktake)
        stocktake._match()
        self.assertEqual(self.results(stocktake), before)

    def test_a_doubted_line_can_be_counted_again_as_well(self):
        stocktake = self.counting()
        self.first_count(stocktake, (self.e, self.room_301))
        self.assertEqual(self.again(stocktake, self.e, self.room_302)["status"], "rejected")
        line = self.line(stocktake, self.e)
        with self.assertRaises(AccessError):
            line.with_user(self.users["clerk"]).action_ask_second_count()
        line.with_user(self.users["manager"]).action_ask_second_count()
        self.assertEqual(self.again(stocktake, self.e, self.room_302)["answer"]["outcome"], "matched")
        self.assertEqual(line.result, "matched")

    def test_the_phone_of_each_counter_lists_what_he_may_count_again(self):
        stocktake = self.counting(is_blind=True)
        self.first_count(stocktake, (self.a, self.room_301))
        tags = {asset: asset.tag_no for asset in (self.b, self.c, self.d, self.e, self.f)}
        mine = stocktake.with_user(self.users["second"])._gaj_scan_data()
        self.assertTrue(mine["second"])
        self.assertEqual(set(mine["tags"].split()), set(tags.values()))
        theirs = stocktake.with_user(self.users["first"])._gaj_scan_data()
        self.assertEqual(set(theirs["tags"].split()), {self.e.tag_no, self.f.tag_no})

    def test_nothing_in_doubt_needs_no_second_count(self):
        stocktake = self.counting(space_ids=[(6, 0, self.room_302.ids)])
        self.first_count(stocktake, (self.e, self.room_302), (self.f, self.room_301))
        self.assertEqual(stocktake.state, "reconciling")

    def test_counting_again_after_the_second_count_stays_with_others(self):
        stocktake = self.counting()
        self.first_count(stocktake, (self.a, self.room_301))
        stocktake.action_finish_counting()
        self.assertEqual(self.line(stocktake, self.b).result, "missing")
        stocktake.action_count_again()
        self.assertEqual((stocktake.state, self.line(stocktake, self.b).result), ("second_count", "pending"))
        self.assertEqual(self.again(stocktake, self.b, self.room_301, user="first")["status"], "rejected")
        self.assertEqual(self.again(stocktake, self.b, self.room_301)["status"], "accepted")
        stocktake.action_cancel()
        self.assertEqual(stocktake.state, "cancelled")

    def test_unsent_scans_hold_up_the_end_of_each_count(self):
        stocktake = self.counting()
        devices = self.env["gaj.asset.stocktake.device"].with_user(self.users["first"])
        devices.heartbeat(stocktake.id, "phone", 2)
        with self.assertRaisesRegex(UserError, "still waits for scans"):
            stocktake.action_finish_counting()
        self.assertTrue(devices.heartbeat(stocktake.id, "phone", 0))
        stocktake.action_finish_counting()
        self.assertTrue(devices.heartbeat(stocktake.id, "phone", 1))
        with self.assertRaisesRegex(UserError, "still waits for scans"):
            stocktake.action_finish_counting()

    def test_the_board_shows_the_second_count_and_the_departments(self):
        self.make_assets(["Z"], department_id=self.other.id, space_id=self.room_301.id)
        stocktake = self.counting()
        self.first_count(stocktake, (self.a, self.room_301), (self.e, self.room_301))
        self.again(stocktake, self.b, self.room_301)
        board = stocktake.with_user(self.users["leader"]).board()
        self.assertEqual(board["second"], {"asked": 5, "done": 1})
        departments = {each["name"]: (each["found"], each["expected"]) for each in board["departments"]}
        self.assertEqual(departments, {"Test Section": (3, 6), "Other Department": (0, 1)})
        self.assertEqual((board["kind_label"], board["sample"]["drawn"]), ("Extra", 0))
        self.assertFalse(any(room["closed"] for room in board["rooms"]))

    def test_clerks_see_no_line_of_a_blind_second_count(self):
        stocktake = self.counting(is_blind=True)
        stocktake.action_finish_counting()
        lines = self.env["gaj.asset.stocktake.line"].with_user(self.users["clerk"])
        self.assertFalse(lines.search([("stocktake_id", "=", stocktake.id)]))
        stocktake.action_finish_counting()
        self.assertTrue(lines.search([("stocktake_id", "=", stocktake.id)]))

    def test_statements_of_a_second_count_do_not_grow(self):
        counts = []
        for size in (5, 100):
            assets = self.make_assets([f"N{size}-{n}" for n in range(size)], space_id=self.room_302.id)
            stocktake = self.counting(space_ids=[(6, 0, self.room_302.ids)])
            self.env.flush_all()
            self.env.invalidate_all()
            self.assertTrue(stocktake.env.user.has_group("base.group_user"))
            start = self.env.cr.sql_log_count
            stocktake.action_finish_counting()
            items = [self.scan(stocktake, asset.tag_no, self.room_302) for asset in assets]
            self.assertEqual({each["status"] for each in self.send(items, user="second")}, {"accepted"})
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - start)
        self.assertLessEqual(counts[1], counts[0])
