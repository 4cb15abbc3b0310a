from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .common import StocktakeCase


@tagged("post_install", "-at_install", "gaj")
class TestStocktake(StocktakeCase):
    def test_worked_example(self):
        stocktake = self.make_stocktake()
        stocktake.action_start()
        self.assertEqual(stocktake.expected_count, 6)
        self.assertEqual(
            self.worked_example(stocktake),
            ["matched", "matched", "misplaced", "unknown", "duplicate", "misplaced", "out_of_scope", "ghost"],
        )
        stocktake.action_finish_counting()
        self.assertEqual(
            self.results(stocktake),
            {
                "A": "matched",
                "B": "matched",
                "C": "misplaced",
                "D": "missing",
                "E": "misplaced",
                "F": "missing",
                "G": "out_of_scope",
                "H": "ghost",
                "01202600012358": "unknown",
            },
        )
        self.assertEqual((stocktake.found_rate, stocktake.location_accuracy), (66.67, 33.33))
        self.assertEqual((stocktake.found_count, stocktake.in_place_count, stocktake.surprise_count), (4, 2, 3))
        line_a = stocktake.line_ids.filtered(lambda line: line.asset_id == self.a)
        self.assertEqual(line_a.scan_count, 2)
        unknown = stocktake.line_ids.filtered(lambda line: line.result == "unknown")
        self.assertEqual((unknown.raw, unknown.reason), ("01202600012358", "check_digits"))

    def test_deriving_everything_again_changes_nothing(self):
        stocktake = self.make_stocktake()
        stocktake.action_start()
        self.worked_example(stocktake)
        before = self.results(stocktake)
        stocktake._match()
        self.assertEqual(self.results(stocktake), before)

    def test_the_snapshot_does_not_follow_the_card(self):
        stocktake = self.make_stocktake()
        stocktake.action_start()
        self.a.write({"space_id": self.room_302.id, "name": "Renamed"})
        self.section.name = "Renamed Section"
        line = stocktake.line_ids.filtered(lambda line: line.asset_id == self.a)
        self.assertEqual((line.name, line.space_id, line.department_name), ("A", self.room_301, "Test Section"))
        result = self.send([self.scan(stocktake, self.a.tag_no, self.room_301)])
        self.assertEqual(result[0]["answer"]["outcome"], "matched")

    def test_sending_again_changes_nothing_and_answers_the_same(self):
        stocktake = self.make_stocktake()
        stocktake.action_start()
        items = [self.scan(stocktake, self.a.tag_no, self.room_301), self.scan(stocktake, "nonsense", self.room_301)]
        first = self.send(items)
        second = self.send(items)
        self.assertEqual([r["status"] for r in first], ["accepted", "accepted"])
        self.assertEqual([r["status"] for r in second], ["duplicate", "duplicate"])
        self.assertEqual([r["answer"] for r in first], [r["answer"] for r in second])
        self.assertEqual(len(stocktake.scan_ids), 2)
        self.assertEqual(max(stocktake.line_ids.mapped("scan_count")), 1)

    def test_two_rooms_are_a_conflict_until_somebody_confirms(self):
        stocktake = self.make_stocktake()
        stocktake.action_start()
        results = self.send(
            [
                self.scan(stocktake, self.a.tag_no, self.room_302, second=1),
                self.scan(stocktake, self.a.tag_no, self.room_301, second=2),
            ]
        )
        self.assertEqual([r["answer"]["outcome"] for r in results], ["misplaced", "conflict"])
        line = stocktake.line_ids.filtered(lambda line: line.asset_id == self.a)
        self.assertEqual(line.result, "conflict")
        with self.assertRaisesRegex(UserError, "does not settle"):
            line.resolution = "noted"
        with self.assertRaisesRegex(UserError, "You alone have seen A, in both rooms. Two people must look"):
            line.action_confirm_last_place()
        with self.assertRaisesRegex(UserError, "Two people must look"):
            line.action_confirm_first_place()
        other = new_test_user(self.env, "gaj_manager_2", groups="gaj_assets.group_gaj_assets_manager")
        line.with_user(other).action_confirm_last_place()
        self.assertEqual((line.result, line.seen_space_id), ("matched", self.room_301))
        again = self.send([self.scan(stocktake, self.a.tag_no, self.room_302, second=3)])
        self.assertEqual(again[0]["answer"]["outcome"], "conflict")
        self.assertEqual(line.result, "conflict")
        line.with_user(other).action_confirm_last_place()
        self.assertEqual((line.result, line.seen_space_id), ("misplaced", self.room_302))

    def test_a_colleague_who_looks_lets_the_manager_confirm(self):
        stocktake = self.make_stocktake(counter_ids=[(6, 0, self.users["user"].ids)])
        stocktake.action_start()
        self.send([self.scan(stocktake, self.a.tag_no, self.room_302, second=1)])
        self.send([self.scan(stocktake, self.a.tag_no, self.room_301, second=2, user="user")], user="user")
        line = stocktake.line_ids.filtered(lambda line: line.asset_id == self.a)
        line.action_confirm_last_place()
        self.assertEqual((line.result, line.seen_space_id), ("matched", self.room_301))

    def test_custodian_and_condition_seen(self):
        self.a.custodian_id = self.people["user"]
        stocktake = self.make_stocktake()
        stocktake.action_start()
        results = self.send(
            [
                self.scan(stocktake, self.a.tag_no, self.room_301, custodian=self.people["clerk"].id),
                self.scan(stocktake, self.b.tag_no, self.room_301, use_state="damaged"),
            ]
        )
        self.assertEqual([r["answer"]["outcome"] for r in results], ["custodian_mismatch", "condition"])
        line = stocktake.line_ids.filtered(lambda line: line.asset_id == self.a)
        line.action_correct_card()
        self.assertEqual(self.a.custodian_id, self.people["clerk"])
        self.assertFalse(line.is_open)

    def test_people_of_another_company_keep_nothing_here(self):
        company = self.env["res.company"].create({"name": "Another"})
        stranger = self.env["hr.employee"].create({"name": "Stranger", "company_id": company.id})
        stocktake = self.make_stocktake()
        stocktake.action_start()
        self.send([self.scan(stocktake, self.a.tag_no, self.room_301, custodian=stranger.id)])
        line = stocktake.line_ids.filtered(lambda line: line.asset_id == self.a)
        self.assertEqual((line.result, line.seen_custodian_id.id), ("matched", False))

    def test_numbers_other_than_the_tag(self):
        self.a.serial_no = "SN-77 a"
        (self.b | self.c).write({"legacy_no": "GZ2019000007"})
        stocktake = self.make_stocktake()
        stocktake.action_start()
        spaced = f"{self.d.tag_no[:6]} {self.d.tag_no[6:]}"
        wide = "".join(chr(ord(digit) + 0xFEE0) for digit in self.e.tag_no)
        link = f"{self.f.get_base_url()}/gaj/a/{self.f.tag_no}"
        texts = ["SN-77 a", "GZ2019000007", spaced, wide, link]
        results = self.send([self.scan(stocktake, text, self.room_301) for text in texts])
        self.assertEqual(
            [r["answer"]["outcome"] for r in results], ["matched", "unknown", "matched", "misplaced", "misplaced"]
        )
        self.assertEqual(results[1]["answer"]["reason"], "several")

    def test_a_withdrawn_label_and_a_door_are_unknown(self):
        old = self.a.tag_no
        self.a._gaj_tags()._gaj_void("damaged")
        self.env.flush_all()
        self.a._gaj_assign_tags()
        stocktake = self.make_stocktake()
        stocktake.action_start()
        results = self.send(
            [self.scan(stocktake, old, self.room_301), self.scan(stocktake, self.a.tag_no, self.room_301)]
        )
        self.assertEqual([r["answer"]["outcome"] for r in results], ["unknown", "matched"])
        self.assertEqual(results[0]["answer"]["reason"], "void")

    def test_a_thing_without_label_becomes_surplus(self):
        stocktake = self.make_stocktake()
        stocktake.action_start()
        result = self.send([self.scan(stocktake, "", self.room_301, note="Grey cabinet, no label")])
        self.assertEqual(result[0]["answer"]["outcome"], "surplus")
        line = stocktake.line_ids.filtered(lambda line: line.result == "surplus")
        self.assertEqual((line.name, line.seen_space_id), ("Grey cabinet, no label", self.room_301))

    def test_scope_by_department_and_category(self):
        self.make_assets(["Chair"], category_id=self.chair.id, space_id=self.room_301.id)
        by_department = self.make_stocktake(space_ids=False, department_ids=[(6, 0, self.bureau.ids)])
        by_department.action_start()
        self.assertEqual(sorted(by_department.line_ids.mapped("name")), ["A", "B", "C", "Chair", "D", "E", "F"])
        furniture = self.env.ref("gaj_assets.category_a05000000")
        by_category = self.make_stocktake(category_ids=[(6, 0, furniture.ids)])
        by_category.action_start()
        self.assertEqual(by_category.line_ids.mapped("name"), ["Chair"])

    def test_nothing_in_scope_is_refused(self):
        empty = self.env["gaj.space"].create({"code": "T9", "kind": "building"})
        with self.assertRaisesRegex(UserError, "covers no asset at all"):
            self.make_stocktake(space_ids=[(6, 0, empty.ids)]).action_start()

    def test_scope_is_fixed_once_begun(self):
        stocktake = self.make_stocktake()
        stocktake.action_start()
        with self.assertRaisesRegex(ValidationError, "cannot change any more"):
            stocktake.space_ids = [(4, self.room_301.id)]

    def test_steps_in_the_wrong_order_are_refused(self):
        stocktake = self.make_stocktake()
        for step in ("action_finish_counting", "action_count_again", "action_close"):
            with self.assertRaisesRegex(UserError, "this step starts from"):
                getattr(stocktake, step)()
        with self.assertRaisesRegex(UserError, "changes by its steps only"):
            stocktake.state = "closed"
        stocktake.action_start()
        with self.assertRaisesRegex(UserError, "this step starts from"):
            stocktake.action_start()
        with self.assertRaisesRegex(UserError, "kept as evidence"):
            stocktake.unlink()

    def test_scans_are_refused_before_and_after_the_counting(self):
        stocktake = self.make_stocktake()
        item = self.scan(stocktake, self.a.tag_no, self.room_301)
        self.assertEqual(self.send([item])[0]["status"], "rejected")
        stocktake.action_start()
        stocktake.action_finish_counting()
        late = self.send([item])[0]
        self.assertEqual(late["status"], "rejected")
        self.assertIn("does not take scans now", late["reason"])
        self.assertFalse(stocktake.scan_ids)

    def test_unreadable_scans_are_refused_each_with_its_reason(self):
        stocktake = self.make_stocktake()
        stocktake.action_start()
        good = self.scan(stocktake, self.a.tag_no, self.room_301)
        bad = [
            {"stocktake": 0},
            {"space": 0},
            {"space": "301"},
            {"raw": None},
            {"raw": " "},
            {"raw": "9" * 501},
            {"scanned_at": "yesterday"},
            {"scanned_at": 5},
            {"use_state": "eaten"},
            {"stocktake": [1]},
            {"stocktake": 2**40},
            {"space": {"id": 1}},
        ]
        items = [{**self.scan(stocktake, self.a.tag_no, self.room_301), **each} for each in bad]
        results = self.send([*items, good])
        self.assertEqual([r["status"] for r in results], ["rejected"] * len(bad) + ["accepted"])
        for result in results[:-1]:
            self.assertTrue(result["reason"].endswith("."), result)

    def test_a_clock_that_runs_ahead_is_set_back(self):
        stocktake = self.make_stocktake()
        stocktake.action_start()
        self.send([self.scan(stocktake, self.a.tag_no, self.room_301, scanned_at="2199-01-01T00:00:00Z")])
        self.assertLessEqual(stocktake.scan_ids.scanned_at, stocktake.scan_ids.received_at)

    def test_custodians_do_not_count_their_own_where_that_is_asked(self):
        self.a.custodian_id = self.people["user"]
        stocktake = self.make_stocktake(is_own_refused=True, counter_ids=[(6, 0, self.users["user"].ids)])
        stocktake.action_start()
        items = [self.scan(stocktake, each.tag_no, self.room_301) for each in (self.a, self.b)]
        results = self.send(items, user="user")
        self.assertEqual([r["status"] for r in results], ["rejected", "accepted"])
        self.assertIn("You keep", results[0]["reason"])
        colleague = self.send([self.scan(stocktake, self.a.tag_no, self.room_301)])
        self.assertEqual(colleague[0]["status"], "accepted")

    def test_only_counters_and_managers_count(self):
        stocktake = self.make_stocktake(counter_ids=[(6, 0, self.users["clerk"].ids)])
        stocktake.action_start()
        for user, status in [("clerk", "accepted"), ("user", "rejected"), ("manager", "accepted")]:
            result = self.send([self.scan(stocktake, self.a.tag_no, self.room_301)], user=user)
            self.assertEqual(result[0]["status"], status, user)
        for user in ("auditor", "nobody", "finance"):
            refused = (
                self.env["gaj.sync"]
                .with_user(self.users[user])
                ._gaj_receive("stocktake", [self.scan(stocktake, self.a.tag_no, self.room_301)])
            )
            self.assertEqual(refused["code"], 403, user)

    def test_scans_and_lines_are_evidence(self):
        stocktake = self.make_stocktake()
        stocktake.action_start()
        self.send([self.scan(stocktake, self.a.tag_no, self.room_301)])
        line = stocktake.line_ids[:1]
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            stocktake.scan_ids.sudo().write({"raw": "x"})
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            stocktake.scan_ids.sudo().unlink()
        with self.assertRaisesRegex(UserError, "scan page only"):
            self.env["gaj.asset.stocktake.scan"].with_user(self.users["manager"]).create({})
        with self.assertRaisesRegex(UserError, "Only the decision"):
            line.write({"result": "matched"})
        with self.assertRaises(AccessError):
            line.unlink()
        with self.assertRaisesRegex(UserError, "evidence and cannot be deleted"):
            line.sudo().unlink()
        with self.assertRaisesRegex(UserError, "stands in the stocktake"):
            self.a.with_user(self.users["manager"]).unlink()
