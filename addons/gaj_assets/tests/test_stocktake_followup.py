from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import StocktakeCase
from .common_accounting import AccountingCase


@tagged("post_install", "-at_install", "gaj")
class TestStocktakeFollowup(StocktakeCase, AccountingCase):
    """Every outcome of the worked example is resolved and booked, and only then is the stocktake closed."""

    def setUp(self):
        super().setUp()
        self.startPatcher(freeze_time("2026-06-01 06:00:00", tick=True))

    def finished(self, **values):
        stocktake = self.make_stocktake(**values)
        stocktake.action_start()
        self.worked_example(stocktake)
        stocktake.action_finish_counting()
        return stocktake

    def line(self, stocktake, name):
        return stocktake.line_ids.filtered(lambda line: (line.asset_id.name or line.raw) == name)

    def test_the_worked_example_to_its_end(self):
        stocktake = self.finished()
        self.assertEqual((stocktake.found_rate, stocktake.location_accuracy), (66.67, 33.33))
        self.line(stocktake, "E").action_correct_card()
        self.line(stocktake, "C").resolution = "sent_back"
        self.line(stocktake, "G").action_correct_card()
        self.line(stocktake, "D").write({"resolution": "write_off"})
        self.line(stocktake, "F").write({"resolution": "explained", "resolution_note": "At the repairer's"})
        self.line(stocktake, "01202600012358").write({"resolution": "foreign", "resolution_note": "The cleaners'"})
        self.line(stocktake, "H").resolution = "to_reverse"
        shortage = self.env["gaj.asset.shortage"].search([("stocktake_id", "=", stocktake.id)])
        surplus = self.env["gaj.asset.surplus"].search([("stocktake_id", "=", stocktake.id)])
        self.assertEqual((shortage.asset_id, surplus.old_asset_id, surplus.origin), (self.d, self.h, "ghost"))
        manager, finance, leader = (self.users[name] for name in ("manager", "finance", "leader"))
        shortage.with_user(manager).write(
            {
                "searched_from": "2026-06-01",
                "searched_until": "2026-06-01",
                "search_note": "Everywhere",
                "cause": "unknown",
                "liability": "none",
                "document_no": "财资〔2026〕8号",
                "document_date": "2026-06-01",
            }
        )
        with self.assertRaisesRegex(UserError, "which is not approved yet"):
            shortage.with_user(manager).action_submit()
        stocktake.action_submit()
        self.approve(stocktake)
        with self.assertRaisesRegex(UserError, "2 shortages or surpluses that are not booked yet"):
            stocktake.action_close()
        shortage.with_user(manager).action_submit()
        shortage.with_user(finance).action_set_aside()
        shortage.with_user(leader).action_approve()
        shortage.with_user(finance).action_write_off()
        surplus.with_user(manager).write(
            {
                "valuation": "replacement",
                "valuation_note": "Three offers",
                "value": 2000,
                "department_id": self.section.id,
            }
        )
        surplus.with_user(manager).action_submit()
        surplus.with_user(leader).action_approve()
        surplus.with_user(manager).action_register()
        with self.assertRaisesRegex(UserError, "1 shortages or surpluses that are not booked yet"):
            stocktake.action_close()
        surplus.with_user(finance).action_book()
        stocktake.action_close()
        self.assertEqual(stocktake.state, "closed")
        self.assertEqual((self.d.state, self.h.state), ("disposed", "disposed"))
        self.assertEqual((self.e.space_id, self.g.space_id), (self.room_301, self.room_302))
        self.assertEqual((self.f.state, self.c.space_id), ("in_use", self.room_301))
        card = surplus.asset_id
        self.assertEqual((card.name, card.category_id, card.cost), ("H", self.h.category_id, 2000))
        self.assertNotEqual(card, self.h)

    def test_a_confirmed_move_is_a_done_transfer_with_custody_record(self):
        stocktake = self.finished()
        self.line(stocktake, "E").action_correct_card()
        transfer = self.env["gaj.asset.transfer"].search([("line_ids.asset_id", "=", self.e.id)])
        self.assertEqual((transfer.state, transfer.reason), ("done", f"Stocktake {stocktake.name}"))
        self.assertEqual(self.e.custody_ids[:1].transfer_id, transfer)
        self.assertEqual(self.line(stocktake, "E").decided_by_id, self.users["manager"])

    def test_a_clerk_confirms_moves_of_the_own_department_only(self):
        stocktake = self.finished()
        line = self.line(stocktake, "E").with_user(self.users["clerk"])
        line.action_correct_card()
        self.assertEqual((self.e.space_id, line.resolution), (self.room_301, "book_corrected"))
        self.assertEqual(line.decided_by_id, self.users["clerk"])
        with self.assertRaises(AccessError):
            self.line(stocktake, "G").with_user(self.users["clerk"]).action_correct_card()
        for user in ("user", "finance", "leader", "auditor"):
            with self.assertRaises(AccessError, msg=user):
                self.line(stocktake, "C").with_user(self.users[user]).action_correct_card()
        with self.assertRaisesRegex(UserError, "does not settle"):
            self.line(stocktake, "D").action_correct_card()

    def test_a_move_to_another_department_is_for_the_manager(self):
        stranger = self.env["hr.employee"].create({"name": "Stranger", "department_id": self.other.id})
        stocktake = self.make_stocktake()
        stocktake.action_start()
        self.send([self.scan(stocktake, self.a.tag_no, self.room_301, custodian=stranger.id)])
        line = self.line(stocktake, "A")
        self.assertEqual(line.result, "custodian_mismatch")
        with self.assertRaisesRegex(UserError, "would move to another department"):
            line.with_user(self.users["clerk"]).action_correct_card()
        line.action_correct_card()
        self.assertEqual((self.a.custodian_id, self.a.department_id), (stranger, self.other))

    def test_the_other_department_is_told(self):
        head = self.env["hr.employee"].create({"name": "Head", "user_id": self.users["nobody"].id})
        self.other.manager_id = head
        stocktake = self.finished()
        self.line(stocktake, "G").resolution = "sent_back"
        told = self.env["mail.message"].search([("model", "=", stocktake._name), ("res_id", "=", stocktake.id)])
        self.assertIn(self.users["nobody"].partner_id, told.notified_partner_ids)

    def test_another_decision_drops_the_draft_and_a_submitted_one_stays(self):
        stocktake = self.finished()
        line = self.line(stocktake, "D")
        line.resolution = "write_off"
        self.assertEqual(len(line.shortage_ids), 1)
        line.resolution = "write_off"
        self.assertEqual(len(line.shortage_ids), 1)
        line.resolution = "searching"
        self.assertEqual(len(line.shortage_ids), 1)
        line.write({"resolution": "explained", "resolution_note": "At the repairer's"})
        self.assertFalse(line.shortage_ids.exists())
        line.resolution = "write_off"
        line.shortage_ids._step("submitted")
        with self.assertRaisesRegex(UserError, "has been submitted. Drop that document first"):
            line.resolution = "explained"

    def test_what_is_explained_says_how(self):
        stocktake = self.finished()
        line = self.line(stocktake, "D")
        before = stocktake.open_count
        for note in (False, "", "  "):
            line.write({"resolution": "explained", "resolution_note": note})
            with self.subTest(note=note):
                self.assertTrue(line.is_open)
        stocktake.invalidate_recordset()
        self.assertEqual(stocktake.open_count, before)
        line.resolution_note = "At the repairer's, order 17"
        self.assertFalse(line.is_open)

    def test_a_search_that_goes_on_has_its_document(self):
        stocktake = self.finished()
        for name in ("D", "F"):
            self.line(stocktake, name).resolution = "searching"
        for name in ("C", "E", "G"):
            self.line(stocktake, name).resolution = "sent_back"
        for name in ("01202600012358", "H"):
            self.line(stocktake, name).write({"resolution": "foreign", "resolution_note": "The cleaners'"})
        stocktake.action_submit()
        self.approve(stocktake)
        dropped = self.line(stocktake, "D").shortage_ids.with_user(self.users["manager"])
        dropped.action_drop()
        with self.assertRaisesRegex(UserError, "its shortage document was dropped"):
            stocktake.action_close()
        self.env["gaj.asset.shortage"].with_user(self.users["manager"]).create({"asset_id": self.d.id})
        stocktake.action_close()
        self.assertEqual((stocktake.state, self.d.state, self.f.state), ("closed", "missing", "missing"))
        self.assertEqual(self.line(stocktake, "F").shortage_ids.state, "draft")

    def test_counting_again_drops_the_drafts_of_what_was_missing(self):
        stocktake = self.finished()
        self.line(stocktake, "D").resolution = "write_off"
        stocktake.action_count_again()
        self.assertFalse(self.env["gaj.asset.shortage"].search([("stocktake_id", "=", stocktake.id)]))
        self.assertEqual(self.line(stocktake, "D").result, "pending")

    def test_what_belongs_to_others_names_its_owner(self):
        stocktake = self.finished()
        line = self.line(stocktake, "01202600012358")
        before = stocktake.open_count
        line.resolution = "foreign"
        self.assertTrue(line.is_open)
        stocktake.invalidate_recordset()
        self.assertEqual(stocktake.open_count, before)
        line.resolution_note = "The cleaners'"
        self.assertFalse(line.is_open)
        self.assertNotIn(line, stocktake.line_ids.filtered_domain([("is_open", "=", True)]))

    def test_a_counted_missing_item_is_not_disposed_of_by_another_way(self):
        stocktake = self.finished()
        self.line(stocktake, "D").resolution = "searching"
        self.line(stocktake, "F").resolution = "searching"
        for name in ("C", "E", "G"):
            self.line(stocktake, name).resolution = "sent_back"
        for name in ("01202600012358", "H"):
            self.line(stocktake, name).write({"resolution": "foreign", "resolution_note": "The cleaners'"})
        stocktake.action_submit()
        self.approve(stocktake)
        stocktake.action_close()
        self.assertEqual(self.d.state, "missing")
        disposal = (
            self.env["gaj.asset.disposal"]
            .with_user(self.users["manager"])
            .create({"kind": "scrap", "department_id": self.section.id, "reason": "Old"})
        )
        with self.assertRaises(UserError):
            disposal.write({"line_ids": [(0, 0, {"asset_id": self.d.id})]})
            disposal.action_apply()

    def test_the_paper_and_the_sheet_show_rates_differences_and_signatures(self):
        stocktake = self.finished()
        self.line(stocktake, "F").write({"resolution": "explained", "resolution_note": "At the repairer's"})
        (paper,) = stocktake.with_user(self.users["auditor"])._gaj_papers("report")
        facts = dict(paper.facts)
        self.assertEqual((facts["Found rate"], facts["Location accuracy"]), ("66.67 %", "33.33 %"))
        tables = {table.title: table for table in paper.tables}
        self.assertEqual([row[1] for row in tables["Missing"].rows], ["D", "F"])
        self.assertEqual(tables["Missing"].rows[1][-1], "Explained, Not Missing At the repairer's")
        self.assertEqual(tables["Results"].totals[1], 9)
        self.assertIn("Approving leader", paper.signatures)
        for file_format, start in [("pdf", b"%PDF"), ("xlsx", b"PK")]:
            _name, content = stocktake._gaj_paper_file("report", file_format)
            self.assertTrue(content.startswith(start))
