from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import AssetsCase


@tagged("post_install", "-at_install", "gaj")
class TestDashboard(AssetsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2026-06-15"))
        cls.company_b = cls.env["res.company"].create({"name": "Board Company"})
        cls.env.user.company_ids += cls.company_b
        # a company of its own: whatever else the database holds must not show
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company_b.ids})
        cls.desk = cls.env["hr.department"].create({"name": "Desk", "company_id": cls.company_b.id})
        cls.rooms = cls.env["gaj.space"]
        cls.house = cls.rooms.create({"code": "M1", "kind": "building", "company_id": cls.company_b.id})
        cls.floor = cls.rooms.create(
            {"code": "2F", "kind": "floor", "parent_id": cls.house.id, "company_id": cls.company_b.id}
        )
        cls.rooms = cls.rooms.create(
            [
                {"code": code, "parent_id": cls.floor.id, "company_id": cls.company_b.id}
                for code in ("201", "202", "203")
            ]
        )
        cls.corner = cls.rooms.create({"code": "A", "parent_id": cls.rooms[0].id, "company_id": cls.company_b.id})
        cls.cards = cls.make("ABCD", space_id=cls.rooms[0].id, accumulated=800)
        cls.cards[3].space_id = cls.corner
        cls.cards[1].action_set_idle()
        cls.cards[2]._set_missing()
        cls.manager = cls.users["manager"]
        cls.manager.write({"company_ids": [(4, cls.company_b.id)]})

    @classmethod
    def make(cls, names, **values):
        defaults = {
            "category_id": cls.desktop.id,
            "acquisition_date": "2024-03-15",
            "cost": 4800.0,
            "department_id": cls.desk.id,
            "state": "in_use",
            "company_id": cls.company_b.id,
        }
        return (
            cls.env["gaj.asset"].with_company(cls.company_b).create([{**defaults, "name": n, **values} for n in names])
        )

    def board(self):
        model = self.env["gaj.asset"].with_user(self.manager).with_context(allowed_company_ids=self.company_b.ids)
        board = model.gaj_dashboard()
        return {tile["name"]: tile for tile in board["tiles"]}, {chart["name"]: chart for chart in board["charts"]}

    def opened(self, action):
        return self.env[action["res_model"]].search(action["domain"])

    def test_tiles_count_and_open_what_they_count(self):
        tiles, _charts = self.board()
        self.assertEqual((tiles["cards"]["value"], tiles["cost"]["value"], tiles["net"]["value"]), (4, 19200, 16000))
        for name, cards in (("idle", self.cards[1]), ("missing", self.cards[2]), ("cards", self.cards)):
            with self.subTest(tile=name):
                self.assertEqual(tiles[name]["value"], len(cards))
                self.assertEqual(self.opened(tiles[name]["action"]), cards.sorted("id", reverse=True))
        self.assertEqual(tiles["over"]["value"], 0)

    def test_disposed_cards_are_history(self):
        self.env.cr.execute("UPDATE gaj_asset SET state = 'disposed' WHERE id = %s", self.cards[0].ids)
        self.cards.invalidate_recordset()
        tiles, _charts = self.board()
        self.assertEqual(tiles["cards"]["value"], 3)
        self.assertNotIn(self.cards[0], self.opened(tiles["cards"]["action"]))

    def test_value_by_class_and_department(self):
        sofa = self.make("S", category_id=self.chair.id, cost=400, department_id=False)
        _tiles, charts = self.board()
        classes = charts["classes"]
        self.assertEqual(classes["labels"], ["设备", "家具和用具"])
        self.assertEqual([series["values"] for series in classes["series"]], [[16000, 400], [3200, 0]])
        self.assertEqual(self.opened(classes["actions"][1]), sofa)
        departments = charts["departments"]
        self.assertEqual((departments["labels"], departments["series"][0]["values"]), (["Desk", "None"], [16000, 400]))
        self.assertEqual(self.opened(departments["actions"][1]), sofa)

    def test_beyond_twelve_departments_the_others_stand_together(self):
        for number in range(13):
            department = self.env["hr.department"].create({"name": f"D{number}", "company_id": self.company_b.id})
            self.make("x", department_id=department.id, cost=100 + number)
        _tiles, charts = self.board()
        labels, values = charts["departments"]["labels"], charts["departments"]["series"][0]["values"]
        self.assertEqual((len(labels), labels[0], labels[-1]), (13, "Desk", "2 others"))
        self.assertEqual(values[-1], 201)
        self.assertEqual(len(self.opened(charts["departments"]["actions"][-1])), 2)

    def test_age_against_life(self):
        for months, day in ((26, "2024-04-15"), (27, "2024-03-16"), (27, "2024-03-15")):
            self.cards[0].write({"life_months": months, "acquisition_date": day, "in_service_date": False})
            over = {(26, "2024-04-15"): True, (27, "2024-03-16"): False, (27, "2024-03-15"): True}[months, day]
            with self.subTest(months=months, day=day):
                self.assertEqual(self.cards[0].life_used >= 100, over)
                tiles, charts = self.board()
                self.assertEqual(tiles["over"]["value"], int(over))
                self.assertEqual(self.opened(tiles["over"]["action"]), self.cards[0] if over else self.cards[:0])
                self.assertEqual(sum(charts["life"]["series"][0]["values"]), 4)
                for action, count in zip(charts["life"]["actions"], charts["life"]["series"][0]["values"], strict=True):
                    self.assertEqual(len(self.opened(action)), count)

    def test_no_life_no_age(self):
        self.cards.life_months = 0
        _tiles, charts = self.board()
        self.assertEqual(set(charts["life"]["series"][0]["values"]), {0})
        self.assertEqual(self.cards.mapped("life_used"), [0] * 4)

    def test_stocktake_coverage(self):
        stocktake = (
            self.env["gaj.asset.stocktake"]
            .sudo()
            .create({"name": "c", "space_ids": [(6, 0, self.house.ids)], "company_id": self.company_b.id})
        )
        for card, seen in zip(self.cards[:3], ("2026-02-01", "2025-12-31", "2026-06-15"), strict=True):
            self.env.cr.execute(
                "INSERT INTO gaj_asset_stocktake_line (stocktake_id, company_id, asset_id, is_expected, result,"
                " first_seen_at) VALUES (%s, %s, %s, true, 'matched', %s)",
                [stocktake.id, self.company_b.id, card.id, seen],
            )
        self.env.invalidate_all()
        tiles, charts = self.board()
        self.assertEqual(tiles["counted"]["value"], 50)
        self.assertEqual(self.opened(tiles["counted"]["action"]), (self.cards[3] + self.cards[1]))
        counted, missing = charts["coverage"]["series"]
        self.assertEqual((counted["values"], missing["values"]), ([2], [2]))
        self.assertEqual(self.opened(counted["actions"][0]), self.cards[2] + self.cards[0])
        self.assertEqual([str(card.last_counted_on) for card in self.cards[:2]], ["2026-02-01", "2025-12-31"])

    def test_additions_and_disposals_by_month(self):
        self.cards[0].acquisition_date = "2026-05-31"
        self.env.cr.execute("UPDATE gaj_asset SET out_of_books_on = '2026-04-01' WHERE id = %s", self.cards[1].ids)
        self.env.invalidate_all()
        chart = self.board()[1]["turnover"]
        self.assertEqual((chart["labels"][0], chart["labels"][-1]), ("2025-07", "2026-06"))
        added, removed = chart["series"]
        self.assertEqual((added["values"][-2], removed["values"][-3]), (4800, 4800))
        self.assertEqual(self.opened(added["actions"][-2]), self.cards[0])
        self.assertEqual(self.opened(removed["actions"][-3]), self.cards[1])

    def test_depreciation_by_month_is_for_who_may_see_the_runs(self):
        run = (
            self.env["gaj.asset.depreciation.run"]
            .sudo()
            .create({"month": "2026-05-01", "company_id": self.company_b.id})
        )
        self.env.cr.execute(
            "UPDATE gaj_asset_depreciation_run SET state = 'posted', amount = 66.67, date = '2026-05-31' WHERE id = %s",
            run.ids,
        )
        self.env.invalidate_all()
        chart = self.board()[1]["depreciation"]
        self.assertEqual(chart["series"][0]["values"][-2:], [66.67, 0])
        self.assertEqual(self.opened(chart["actions"][-2]), run)

    def test_each_sees_only_the_figures_of_own_cards(self):
        self.make_assets("PQ", custodian_id=self.people["user"].id, cost=100, company_id=self.company.id)
        model = self.env["gaj.asset"].with_user(self.users["user"]).with_context(allowed_company_ids=self.company.ids)
        own = {tile["name"]: tile["value"] for tile in model.gaj_dashboard()["tiles"]}
        self.assertEqual((own["cards"], own["cost"]), (2, 200))
        with self.assertRaises(AccessError):
            self.env["gaj.asset"].with_user(self.users["nobody"]).gaj_dashboard()

    def test_without_cards_it_says_what_to_do(self):
        model = self.env["gaj.asset"].with_user(self.users["user"]).with_context(allowed_company_ids=self.company.ids)
        board = model.gaj_dashboard()
        self.assertEqual((board["tiles"], board["charts"]), ([], []))
        self.assertTrue(board["empty"])

    def _queries(self, method):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        method()
        return self.env.cr.sql_log_count - before

    def test_the_number_of_queries_does_not_grow(self):
        spaces = self.env["gaj.space"].with_user(self.manager).with_context(allowed_company_ids=self.company_b.ids)
        for method in (self.board, lambda: spaces.gaj_room_map(self.house.id)):
            self._queries(method)
            few = self._queries(method)
            for number in range(6):
                department = self.env["hr.department"].create({"name": f"E{number}", "company_id": self.company_b.id})
                room = self.rooms.create(
                    {"code": f"9{few}{number}", "parent_id": self.floor.id, "company_id": self.company_b.id}
                )
                self.env["gaj.space.occupant"].create(
                    {"space_id": room.id, "department_id": department.id, "date_from": "2020-01-01"}
                )
                self.make("abcdefgh", department_id=department.id, space_id=room.id)
            self._queries(method)  # fills the caches that new departments have emptied
            self.assertEqual(self._queries(method), few)

    def map(self, **values):
        spaces = self.env["gaj.space"].with_user(self.manager).with_context(allowed_company_ids=self.company_b.ids)
        return spaces.gaj_room_map(**values)

    def test_the_map_counts_each_room_with_its_parts(self):
        shown = self.map(building_id=self.house.id)
        self.assertEqual([building["id"] for building in shown["buildings"]], self.house.ids)
        [floor] = shown["floors"]
        self.assertEqual((floor["name"], floor["count"]), ("2F", 4))
        self.assertEqual([room["code"] for room in floor["rooms"]], ["201", "202", "203"])
        first = floor["rooms"][0]
        self.assertEqual((first["count"], first["value"], first["missing"], first["idle"]), (4, 16000, 1, 1))
        self.assertEqual([room["count"] for room in floor["rooms"][1:]], [0, 0])

    def test_what_stands_in_no_room_has_a_tile_of_its_own(self):
        self.cards[0].space_id = self.floor
        self.cards[1].space_id = self.house
        floors = self.map(building_id=self.house.id)["floors"]
        self.assertEqual([floor["count"] for floor in floors], [3, 1])
        for floor, place in zip(floors, (self.floor, self.house), strict=True):
            self.assertEqual((floor["rooms"][0]["id"], floor["rooms"][0]["alone"]), (place.id, True))

    def test_floors_from_the_top(self):
        upper = self.rooms.create(
            {"code": "10F", "kind": "floor", "parent_id": self.house.id, "company_id": self.company_b.id}
        )
        self.rooms.create({"code": "1001", "parent_id": upper.id, "company_id": self.company_b.id})
        self.assertEqual([floor["name"] for floor in self.map(building_id=self.house.id)["floors"]], ["10F", "2F"])

    def test_the_map_opens_from_a_floor_and_never_without_a_building(self):
        action = self.floor.action_gaj_room_map()
        self.assertEqual(action["params"], {"building_id": self.house.id})
        self.assertEqual(self.map()["id"], self.house.id)
        site = self.rooms.create({"code": "S", "kind": "site", "company_id": self.company_b.id})
        with self.assertRaisesRegex(UserError, "lies in no building"):
            site.action_gaj_room_map()

    def test_the_map_is_not_for_everybody(self):
        with self.assertRaises(AccessError):
            self.env["gaj.space"].with_user(self.users["nobody"]).gaj_room_map()
