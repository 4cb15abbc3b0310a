from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from openpyxl import load_workbook

from .common import StocktakeCase


@tagged("post_install", "-at_install", "gaj")
class TestStocktakeResults(StocktakeCase):
    def test_a_blind_count_gives_nothing_away_until_the_room_is_closed(self):
        stocktake = self.make_stocktake(is_blind=True, counter_ids=[(6, 0, self.users["user"].ids)])
        stocktake.action_start()
        mine = stocktake.with_user(self.users["user"])
        self.assertEqual(mine._gaj_scan_data()["tags"], "")
        items = [self.scan(stocktake, each.tag_no, self.room_301) for each in (self.a, self.e, self.g)]
        results = self.send([*items, self.scan(stocktake, "?", self.room_301)], user="user")
        self.assertEqual(
            [r["answer"] for r in results],
            [{"outcome": "recorded"}] * 3 + [{"outcome": "unknown", "reason": "not_found"}],
        )
        self.env["gaj.asset.stocktake.room"].with_user(self.users["user"]).close_room(stocktake.id, self.room_301.id)
        data = mine._gaj_scan_data()
        self.assertEqual(set(data["tags"].split()), {x.tag_no for x in self.a | self.b | self.c | self.d})

    def test_what_the_phone_keeps(self):
        stocktake = self.make_stocktake()
        stocktake.action_start()
        self.send(
            [self.scan(stocktake, self.a.tag_no, self.room_301), self.scan(stocktake, self.e.tag_no, self.room_301)]
        )
        data = stocktake._gaj_scan_data()
        spaces = [space["id"] for space in data["spaces"]]
        self.assertEqual(set(spaces), {self.room_301.id, self.room_302.id})
        kept = {
            tag: (spaces[room], data["words"][name], spaces[seen] if seen >= 0 else None)
            for tag, room, name, seen in zip(
                data["tags"].split(), data["rooms"], data["names"], data["seen"], strict=True
            )
        }
        self.assertEqual(kept[self.a.tag_no], (self.room_301.id, "A", self.room_301.id))
        self.assertEqual(kept[self.e.tag_no], (self.room_302.id, "E", self.room_301.id))
        self.assertEqual(kept[self.f.tag_no], (self.room_302.id, "F", None))
        self.assertTrue(data["counting"])

    def test_progress_of_rooms(self):
        stocktake = self.make_stocktake()
        stocktake.action_start()
        self.worked_example(stocktake)
        rooms = {room.space_id: room for room in stocktake.room_ids}
        room = rooms[self.room_301]
        self.assertEqual((room.expected_count, room.found_count, room.elsewhere_count), (4, 2, 1))
        self.assertEqual(room.extra_count, 2)  # E and the unknown tag
        self.assertEqual(rooms[self.room_302].progress, 50.0)

    def test_closing_asks_for_every_decision_and_every_scan(self):
        stocktake = self.make_stocktake()
        stocktake.action_start()
        self.worked_example(stocktake)
        self.env["gaj.asset.stocktake.device"].with_user(self.users["manager"]).heartbeat(stocktake.id, "phone-1", 3)
        with self.assertRaisesRegex(UserError, "still waits for scans kept on devices"):
            stocktake.action_finish_counting()
        self.env["gaj.asset.stocktake.device"].with_user(self.users["manager"]).heartbeat(stocktake.id, "phone-1", 0)
        stocktake.action_finish_counting()
        approved = stocktake.with_user(self.users["leader"])
        with self.assertRaisesRegex(UserError, "7 differences without a decision"):
            stocktake.action_submit()
        decisions = {
            "misplaced": "sent_back",
            "missing": "searching",
            "unknown": "foreign",
            "out_of_scope": "noted",
            "ghost": "foreign",
        }
        for line in stocktake.line_ids.filtered("is_open"):
            line.resolution = decisions[line.result]
        with self.assertRaisesRegex(UserError, "2 differences without a decision"):  # whose are they?
            stocktake.action_submit()
        stocktake.line_ids.filtered("is_open").resolution_note = "Property of the cleaning company"
        self.assertEqual(set(stocktake.line_ids.shortage_ids.mapped("state")), {"draft"})
        with self.assertRaisesRegex(UserError, "Nobody has asked"):
            approved.action_approve()
        stocktake.action_submit()
        with self.assertRaisesRegex(UserError, "waits for its approval"):
            stocktake.line_ids.filtered("resolution")[:1].resolution = False
        with self.assertRaises(AccessError):
            stocktake.action_approve()
        approved.action_approve()
        self.assertEqual(stocktake.state, "reconciling")
        with self.assertRaisesRegex(UserError, "does not wait for your decision"):
            approved.action_approve()
        stocktake.with_user(self.users["finance"]).action_approve()
        self.assertEqual(stocktake.state, "approved")
        stocktake.action_close()
        self.assertEqual(stocktake.state, "closed")
        self.assertEqual((self.d.state, self.d.state_before_missing), ("missing", "in_use"))
        self.d.with_user(self.users["manager"]).action_found()
        self.assertEqual(self.d.state, "in_use")
        with self.assertRaisesRegex(UserError, "is over"):
            stocktake.line_ids[:1].write({"resolution": False})

    def test_who_asked_for_the_approval_cannot_give_it(self):
        self.users["manager"].group_ids = [(4, self.env.ref("gaj_base.group_gaj_leader").id)]
        stocktake = self.make_stocktake(category_ids=[(6, 0, self.desktop.ids)], space_ids=[(6, 0, self.room_302.ids)])
        stocktake.action_start()
        self.send([self.scan(stocktake, asset.tag_no, self.room_302) for asset in (self.e, self.f)])
        stocktake.action_finish_counting()
        stocktake.action_submit()
        with self.assertRaisesRegex(UserError, "somebody else must approve"):
            stocktake.action_approve()
        leader = stocktake.with_user(self.users["leader"])
        leader.reject_tier()
        self.assertEqual(stocktake.validation_status, "rejected")
        stocktake.action_submit()
        self.approve(stocktake)
        self.assertEqual(stocktake.state, "approved")

    def test_finance_and_a_leader_are_two_people_and_neither_has_counted(self):
        leader, finance = self.users["leader"], self.users["finance"]
        leader.group_ids = [(4, self.env.ref("gaj_base.group_gaj_finance").id)]
        counter = new_test_user(
            self.env, "gaj_counting_leader", groups="gaj_base.group_gaj_leader,gaj_assets.group_gaj_assets_user"
        )
        self.users["counter"] = counter
        stocktake = self.make_stocktake(space_ids=[(6, 0, self.room_302.ids)], counter_ids=[(6, 0, counter.ids)])
        stocktake.action_start()
        self.send([self.scan(stocktake, asset.tag_no, self.room_302) for asset in (self.e, self.f)], user="counter")
        stocktake.action_finish_counting()
        stocktake.action_submit()
        with self.assertRaisesRegex(UserError, "somebody else must approve"):
            stocktake.with_user(counter).action_approve()
        with self.assertRaises(UserError):
            stocktake.with_user(counter).validate_tier()
        stocktake.with_user(leader).action_approve()
        with self.assertRaisesRegex(UserError, "does not wait for your decision"):
            stocktake.with_user(leader).action_approve()
        self.assertEqual(stocktake.state, "reconciling")
        with self.assertRaises(UserError):
            stocktake.action_close()
        self.approve_rest(stocktake, leader, finance)
        self.assertEqual(stocktake.state, "approved")

    def test_who_closed_a_room_or_decided_does_not_approve(self):
        closer, decider = (
            new_test_user(self.env, login, groups="gaj_base.group_gaj_leader,gaj_assets.group_gaj_assets_manager")
            for login in ("gaj_closing_leader", "gaj_deciding_leader")
        )
        self.users.update(closer=closer, decider=decider)
        stocktake = self.make_stocktake(space_ids=[(6, 0, self.room_302.ids)])
        stocktake.action_start()
        self.send([self.scan(stocktake, asset.tag_no, self.room_302) for asset in (self.e,)])
        rooms = self.env["gaj.asset.stocktake.room"].with_user(closer)
        self.assertTrue(rooms.close_room(stocktake.id, self.room_302.id))
        stocktake.action_finish_counting()
        line = stocktake.with_user(decider).line_ids.filtered(lambda line: line.result == "missing")
        line.resolution = "searching"
        stocktake.action_submit()
        for user in (closer, decider):
            with self.subTest(user=user.login), self.assertRaisesRegex(UserError, "somebody else must approve"):
                stocktake.with_user(user).action_approve()
        stocktake.with_user(self.users["leader"]).action_approve()

    def approve_rest(self, stocktake, leader, finance):
        """Let the other role approve, whichever of the two the first approval was for."""
        pending = stocktake.sudo().review_ids.filtered(lambda review: review.status != "approved")
        is_finance = pending.reviewer_group_id == self.env.ref("gaj_base.group_gaj_finance")
        other = finance if is_finance else new_test_user(self.env, "gaj_leader_2", groups="gaj_base.group_gaj_leader")
        stocktake.with_user(other).action_approve()

    def test_the_form_offers_one_way_to_approve(self):
        arch = str(self.env["gaj.asset.stocktake"].get_view(view_type="form")["arch"])
        for name in ("request_validation", "restart_validation", "validate_tier"):
            self.assertNotIn(f'name="{name}"', arch)
        for name in ("action_submit", "action_approve", "reject_tier"):
            self.assertIn(f'name="{name}"', arch)

    def test_without_rules_of_approval_the_role_decides(self):
        self.env["tier.definition"].search([("model", "=", "gaj.asset.stocktake")]).active = False
        stocktake = self.make_stocktake(space_ids=[(6, 0, self.room_302.ids)])
        stocktake.action_start()
        self.send([self.scan(stocktake, asset.tag_no, self.room_302) for asset in (self.e, self.f)])
        stocktake.action_finish_counting()
        for role in ("manager", "clerk", "auditor"):
            with self.assertRaises(AccessError, msg=role):
                stocktake.with_user(self.users[role]).action_approve()
        stocktake.with_user(self.users["finance"]).action_approve()
        self.assertEqual(stocktake.state, "approved")

    def test_the_report_leaves_as_a_worksheet(self):
        stocktake = self.make_stocktake()
        stocktake.action_start()
        self.worked_example(stocktake)
        stocktake.action_finish_counting()
        exporter = self.env["gaj.asset.stocktake.export"].with_user(self.users["auditor"])
        self.assertEqual(
            exporter.env["gaj.asset.stocktake"].browse(stocktake.id).action_export()["type"], "ir.actions.act_url"
        )
        with exporter._gaj_file([("stocktake_id", "=", stocktake.id)]) as file:
            rows = list(load_workbook(file, read_only=True).active.iter_rows(values_only=True))
        header = next(row for row in rows if "Asset Number" in row)
        table = [dict(zip(header, row, strict=True)) for row in rows[rows.index(header) + 1 :]]
        found = {row["Name"] or row["Text as Read"]: (row["Result"], row["Seen In"]) for row in table}
        self.assertEqual(len(table), 9)
        self.assertEqual(found["C"], ("Misplaced", self.room_302.complete_name))
        self.assertEqual(found["D"], ("Missing", None))
        self.assertEqual(found["01202600012358"][0], "Unknown Tag")
        with self.assertRaises(AccessError):
            stocktake.with_user(self.users["nobody"]).action_export()

    def test_the_board_shows_results_and_rooms(self):
        stocktake = self.make_stocktake(counter_ids=[(6, 0, self.users["user"].ids)])
        stocktake.action_start()
        self.worked_example(stocktake)
        board = stocktake.with_user(self.users["auditor"]).board()
        self.assertEqual((board["expected"], board["found"]), (6, 4))
        self.assertEqual({each["key"]: each["count"] for each in board["results"]}["misplaced"], 2)
        self.assertEqual([room["expected"] for room in board["rooms"]], [4, 2])
        with self.assertRaises(AccessError):
            stocktake.with_user(self.users["user"]).board()

    def test_a_scan_moves_the_board(self):
        stocktake = self.make_stocktake()
        stocktake.action_start()
        self.env.cr.precommit.run()
        self.env["bus.bus"].search([]).unlink()
        self.send([self.scan(stocktake, self.a.tag_no, self.room_301)])
        self.env.cr.precommit.run()
        messages = self.env["bus.bus"].search([]).filtered(lambda each: stocktake._progress_channel() in each.channel)
        self.assertEqual(len(messages), 1)
        self.assertNotIn(self.a.name, messages.message.replace("gaj_stocktake_progress", ""))

    def test_counters_see_the_figures_of_open_counts_only(self):
        for blind, seen in [(False, 6), (True, 0)]:
            stocktake = self.make_stocktake(counter_ids=[(6, 0, self.users["user"].ids)], is_blind=blind)
            stocktake.action_start()
            self.assertEqual(stocktake.with_user(self.users["user"]).expected_count, seen)
            self.assertEqual(stocktake.with_user(self.users["auditor"]).expected_count, 6)

    def test_counting_again_takes_missing_things_back(self):
        stocktake = self.make_stocktake()
        stocktake.action_start()
        stocktake.action_finish_counting()
        self.assertEqual(set(stocktake.line_ids.mapped("result")), {"missing"})
        stocktake.action_count_again()
        self.assertEqual(set(stocktake.line_ids.mapped("result")), {"pending"})
        self.send([self.scan(stocktake, self.a.tag_no, self.room_301)])
        stocktake.action_finish_counting()
        self.assertEqual(self.results(stocktake)["A"], "matched")

    def test_a_lost_device_can_be_given_up_and_leaves_a_note(self):
        stocktake = self.make_stocktake()
        stocktake.action_start()
        self.env["gaj.asset.stocktake.device"].with_user(self.users["manager"]).heartbeat(stocktake.id, "phone-1", 3)
        stocktake.device_ids.action_declare_lost()
        self.assertIn("3 scans", stocktake.message_ids[0].body)
        stocktake.action_finish_counting()

    def statements(self, size):
        """Return the statements of starting a stocktake of ``size`` cards and of taking in 50 scans of it."""
        building = self.env["gaj.space"].create({"code": f"Q{size}", "kind": "building"})
        room = self.env["gaj.space"].create({"code": "1", "parent_id": building.id})
        assets = self.make_assets([f"Q{n}" for n in range(size)], space_id=room.id)
        stocktake = self.make_stocktake(space_ids=[(6, 0, building.ids)])
        self.env.flush_all()
        self.env.invalidate_all()
        # the environment reads its user once, at either size
        self.assertTrue(stocktake.env.user.name and stocktake.env.user.has_group("base.group_user"))
        start = self.env.cr.sql_log_count
        stocktake.action_start()
        self.env.flush_all()
        middle = self.env.cr.sql_log_count
        self.env.invalidate_all()
        self.send([self.scan(stocktake, asset.tag_no, room) for asset in assets[: size // 2]])
        self.env.flush_all()
        return middle - start, self.env.cr.sql_log_count - middle

    def test_statements_do_not_grow_with_the_size(self):
        self.statements(4)
        small, large = self.statements(10), self.statements(200)
        self.assertEqual(small, large)
        self.assertLessEqual(large[0], 30)
