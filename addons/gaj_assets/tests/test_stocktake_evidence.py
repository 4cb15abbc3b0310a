from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .common import StocktakeCase


@tagged("post_install", "-at_install", "gaj")
class TestStocktakeEvidence(StocktakeCase):
    """What a count says cannot be bent: neither by odd scans nor by values written from outside."""

    def started(self, **values):
        stocktake = self.make_stocktake(**values)
        stocktake.action_start()
        return stocktake

    def test_two_spellings_of_one_number_in_a_batch_both_find_the_card(self):
        self.a.serial_no = "SN-1"
        stocktake = self.started()
        items = [self.scan(stocktake, raw, self.room_301, second=n) for n, raw in enumerate(["sn1", "SN1", "Sn1"])]
        self.a.serial_no = "SN1"
        outcomes = [result["answer"]["outcome"] for result in self.send(items)]
        self.assertEqual(outcomes, ["matched", "duplicate", "duplicate"])

    def test_another_number_leads_to_no_card_of_another_company(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        foreign = self.make_assets(["Foreign"], company_id=other.id, department_id=False)
        self.env["gaj.tag.alias"].create(
            [
                {"value": "ALIAS1", "res_model": "gaj.asset", "res_id": foreign.id},
                {"value": "ALIAS2", "res_model": "gaj.asset", "res_id": self.a.id},
            ]
        )
        stocktake = self.started()
        items = [self.scan(stocktake, raw, self.room_301) for raw in ("ALIAS1", "ALIAS2")]
        self.assertEqual([result["answer"]["outcome"] for result in self.send(items)], ["unknown", "matched"])
        self.assertNotIn(foreign, stocktake.sudo().line_ids.asset_id)

    def test_a_moment_outside_the_calendar_holds_up_no_other_scan(self):
        stocktake = self.started()
        odd = self.scan(stocktake, self.a.tag_no, self.room_301, scanned_at="0001-01-01T00:00:00+14:00")
        good = self.scan(stocktake, self.b.tag_no, self.room_301)
        self.assertEqual([result["status"] for result in self.send([odd, good])], ["rejected", "accepted"])

    def test_unsent_scans_of_one_user_stay_when_another_takes_the_phone(self):
        counters = self.users["user"] | self.users["clerk"]
        stocktake = self.started(counter_ids=[Command.set(counters.ids)])
        devices = self.env["gaj.asset.stocktake.device"]
        devices.with_user(self.users["clerk"]).heartbeat(stocktake.id, "shared", 5)
        devices.with_user(self.users["user"]).heartbeat(stocktake.id, "shared", 0)
        with self.assertRaisesRegex(UserError, "gaj_assets_clerk.*: 5 scans"):
            stocktake.action_finish_counting()
        devices.with_user(self.users["clerk"]).heartbeat(stocktake.id, "shared", 0)
        stocktake.action_finish_counting()
        self.assertEqual(stocktake.state, "reconciling")

    def test_a_heartbeat_that_makes_no_sense_is_refused(self):
        stocktake = self.started()
        devices = self.env["gaj.asset.stocktake.device"]
        for device, count in [("", 1), ("a\0b", 1), (7, 1), ("phone", True), ("phone", -1), ("phone", "1")]:
            with self.subTest(device=device, count=count), self.assertRaises(ValidationError):
                devices.heartbeat(stocktake.id, device, count)
        for number in ("abc", True, None, 10**12):
            self.assertFalse(devices.heartbeat(number, "phone", 1))

    def test_dates_of_the_steps_are_not_written_by_hand(self):
        stocktake = self.started()
        for name in ("started_on", "finished_on", "closed_on"):
            with self.subTest(name), self.assertRaisesRegex(UserError, "by its steps only"):
                stocktake.write({name: "2020-01-01 00:00:00"})
            with self.subTest(name), self.assertRaisesRegex(UserError, "starts as a draft"):
                self.make_stocktake(**{name: "2020-01-01 00:00:00"})

    def test_a_stocktake_under_way_stays_in_its_company(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        self.users["manager"].company_ids |= other
        stocktake = self.started(space_ids=False, department_ids=[Command.set(self.section.ids)])
        with self.assertRaisesRegex(ValidationError, "what it covers cannot change"):
            stocktake.with_context(allowed_company_ids=[self.company.id, other.id]).company_id = other

    def test_who_decided_on_differences_does_not_approve_them(self):
        both = new_test_user(
            self.env,
            "gaj_assets_both",
            groups="gaj_assets.group_gaj_assets_manager,gaj_base.group_gaj_finance,gaj_base.group_gaj_leader",
        )
        self.env["tier.definition"].search([("model", "=", "gaj.asset.stocktake")]).active = False
        stocktake = self.started()
        stocktake.action_finish_counting()
        stocktake.line_ids.with_user(both).write(
            {"resolution": "explained", "resolution_note": "Lent, see the loan slip"}
        )
        with self.assertRaisesRegex(UserError, "somebody else must approve"):
            stocktake.with_user(both).action_approve()
        self.assertFalse(stocktake.with_user(both).can_approve)
        stocktake.with_user(self.users["leader"]).action_approve()
        self.assertEqual(stocktake.state, "approved")

    def test_number_and_company_of_a_card_stay(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        self.users["manager"].company_ids |= other
        card = self.a.with_user(self.users["manager"]).with_context(allowed_company_ids=[self.company.id, other.id])
        for values in ({"asset_no": "1"}, {"asset_no": False}, {"company_id": other.id}):
            with self.subTest(values), self.assertRaisesRegex(UserError, "its company stays"):
                card.write(values)
        card.write({"asset_no": card.asset_no, "company_id": self.company.id})
        with self.assertRaisesRegex(UserError, "given by the system"):
            self.make_assets(["X"], asset_no="1")

    def test_wizards_of_others_are_closed(self):
        void = self.env["gaj.tag.void"].with_user(self.users["manager"]).create({"reason": "worn"})
        with self.assertRaises(AccessError):
            void.with_user(self.users["user"]).read(["reason"])
        with self.assertRaises(AccessError):
            void.with_user(self.users["user"]).tag_ids = self.env["gaj.tag"].search([], limit=1)
