from datetime import date
from io import BytesIO

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from openpyxl import load_workbook
from psycopg2.errors import UniqueViolation

from .common_accounting import AccountingCase


@tagged("post_install", "-at_install", "gaj")
@freeze_time("2026-04-10")
class TestReconciliation(AccountingCase):
    """The quarter's last day: cards 1,200,000.00, ledger 1,204,800.00, so 4,800.00 to explain."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cards = cls.make_assets(range(250), accumulated=800.0)
        cls.opening = cls.env["gaj.asset.opening"].with_user(cls.users["finance"]).create({"date": "2026-03-31"})
        cls.opening.action_book()
        cls.accounts = cls.desktop._gaj_accounts(cls.company)[cls.desktop]

    def by_hand(self, account, amount, day="2026-03-31"):
        """Post an entry that no document of assets knows."""
        other = self.company._gaj_process_account("accumulated_surplus")
        move = self.env["account.move"].create(
            {
                "move_type": "entry",
                "date": day,
                "line_ids": [
                    (0, 0, {"account_id": account.id, "balance": amount}),
                    (0, 0, {"account_id": other.id, "balance": -amount}),
                ],
            }
        )
        move.action_post()
        return move.line_ids.filtered(lambda line: line.account_id == account)

    def compare(self, role="finance", **values):
        record = self.env["gaj.asset.reconciliation"].with_user(self.users[role]).create(values)
        record.action_compare()
        return record

    def line(self, record, kind):
        return record.line_ids.filtered(lambda line: line.account_id == self.accounts[kind])

    def origins(self, line):
        return [(part.origin, part.amount, part.record_count) for part in line.difference_ids]

    def test_what_agrees_has_no_difference(self):
        record = self.compare()
        self.assertEqual((record.year, record.quarter, record.date), (2026, "1", date(2026, 3, 31)))
        self.assertEqual(
            [(line.account_code, line.kind, line.card_amount, line.ledger_amount) for line in record.line_ids],
            [("160102", "asset", 1200000.0, 1200000.0), ("160202", "depreciation", 200000.0, 200000.0)],
        )
        self.assertEqual(record.line_ids.heading_ids.code, "A02000000")
        self.assertFalse(record.difference_ids)

    def test_entry_without_card(self):
        item = self.by_hand(self.accounts["asset"], 4800)
        record = self.compare()
        line = self.line(record, "asset")
        self.assertEqual((line.card_amount, line.ledger_amount, line.difference), (1200000.0, 1204800.0, 4800.0))
        self.assertEqual(self.origins(line), [("entry_without_card", 4800.0, 1)])
        opened = self.env["account.move.line"].search(line.difference_ids.action_open()["domain"])
        self.assertEqual(opened, item)
        self.assertIn(item, self.env["account.move.line"].search(line.action_open_items()["domain"]))
        self.assertEqual(record.difference_count, 1)

    def test_card_without_entry(self):
        (card,) = self.make_assets("X", acquisition_date="2026-03-31", cost=700.0, accumulated=100.0)
        record = self.compare("manager")
        self.assertEqual(self.origins(self.line(record, "asset")), [("card_without_entry", -700.0, 1)])
        self.assertEqual(self.origins(self.line(record, "depreciation")), [("card_without_entry", -100.0, 1)])
        part = self.line(record, "asset").difference_ids
        self.assertEqual(self.env["gaj.asset"].search(part.action_open()["domain"]), card)
        cards = self.env["gaj.asset"].search(self.line(record, "asset").action_open_cards()["domain"])
        self.assertEqual(cards, self.cards | card)

    def test_amount(self):
        self.env.cr.execute("UPDATE gaj_asset_segment SET cost_change = 4700 WHERE asset_id = %s", [self.cards[0].id])
        line = self.line(self.compare(), "asset")
        self.assertEqual((line.difference, self.origins(line)), (100.0, [("amount", 100.0, 0)]))

    def test_origins_that_hide_one_another_are_both_told(self):
        self.by_hand(self.accounts["asset"], 700)
        self.make_assets("X", acquisition_date="2026-03-31", cost=700.0)
        line = self.line(self.compare(), "asset")
        self.assertEqual(line.difference, 0)
        self.assertEqual(self.origins(line), [("card_without_entry", -700.0, 1), ("entry_without_card", 700.0, 1)])

    def test_only_the_last_day_counts(self):
        self.by_hand(self.accounts["asset"], 4800, "2026-04-01")
        self.make_assets("Y", acquisition_date="2026-04-01")
        self.make_assets("Z", acquisition_date="2026-03-31", state="draft")
        self.assertFalse(self.compare().difference_ids)
        earlier = self.compare(year=2025, quarter="4")
        self.assertFalse(earlier.line_ids)

    def test_a_running_quarter_is_refused_and_each_is_done_once(self):
        with self.assertRaisesRegex(ValidationError, "not over yet"):
            self.compare(year=2026, quarter="2")
        with self.assertRaisesRegex(ValidationError, "not over yet"):
            self.compare(year=0)
        self.compare()
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self.compare()

    def test_two_sign_each_once_and_nothing_changes_afterwards(self):
        self.by_hand(self.accounts["asset"], 4800)
        record = self.compare()
        manager, finance = (record.with_user(self.users[role]) for role in ("manager", "finance"))
        part = finance.difference_ids
        part.note = "The bill of a desktop whose card is still to come."
        with self.assertRaisesRegex(AccessError, "Asset Manager"):
            finance.action_sign_manager()
        with self.assertRaises(AccessError):
            manager.action_sign_finance()
        manager.action_sign_manager()
        self.assertEqual(record.state, "compared")
        with self.assertRaisesRegex(UserError, "already"):
            manager.action_sign_manager()
        for attempt in (
            finance.action_compare,
            manager.unlink,
            lambda: part.write({"note": "Otherwise"}),
            lambda: finance.write({"quarter": "4"}),
            lambda: finance.write({"manager_id": False}),
            lambda: finance.write({"line_ids": [(5,)]}),
            lambda: part.write({"amount": 0}),
        ):
            with self.assertRaises(UserError):
                attempt()
        finance.action_sign_finance()
        self.assertEqual(
            (record.state, record.manager_id, record.finance_id),
            ("signed", self.users["manager"], self.users["finance"]),
        )
        with self.assertRaises(AccessError):
            finance.line_ids[0].write({"difference": 0})

    def test_one_person_does_not_sign_for_both(self):
        both = self.users["finance"]
        both.group_ids = [(4, self.env.ref("gaj_assets.group_gaj_assets_manager").id)]
        record = self.compare()
        record.action_sign_finance()
        with self.assertRaisesRegex(UserError, "somebody else signs"):
            record.action_sign_manager()
        draft = self.env["gaj.asset.reconciliation"].with_user(both).create({"year": 2025, "quarter": "3"})
        with self.assertRaisesRegex(UserError, "Compare first"):
            draft.action_sign_finance()

    def test_who_may_not_is_refused(self):
        record = self.compare()
        for role in ("user", "clerk", "leader", "nobody"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                record.with_user(self.users[role]).read(["date"])
        auditor = record.with_user(self.users["auditor"])
        self.assertTrue(auditor.line_ids)
        for step in (auditor.action_compare, auditor.action_sign_finance, auditor.action_sign_manager, auditor.unlink):
            with self.assertRaises(AccessError):
                step()
        with self.assertRaises(AccessError):
            self.line(record, "asset").with_user(self.users["manager"]).action_open_items()

    def test_paper_and_workbook(self):
        self.by_hand(self.accounts["asset"], 4800)
        record = self.compare()
        name, content = record._gaj_paper_file("reconciliation", "xlsx")
        self.assertTrue(name.endswith(".xlsx"))
        cells = [cell for row in load_workbook(BytesIO(content)).active.iter_rows(values_only=True) for cell in row]
        for value in ("160102", 1200000, 1204800, 4800):
            self.assertIn(value, cells)
        self.assertTrue(record._gaj_paper_file("reconciliation", "pdf")[1].startswith(b"%PDF"))

    def test_statements_do_not_grow_with_the_cards(self):
        def statements(quarter, cards):
            self.make_assets(range(cards), acquisition_date="2025-01-01")
            record = self.env["gaj.asset.reconciliation"].create({"year": 2025, "quarter": quarter})
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            record.action_compare()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        self.env.user.group_ids = [(4, self.env.ref("gaj_base.group_gaj_finance").id)]
        statements("1", 1)
        self.assertLessEqual(statements("3", 300) - statements("2", 3), 3)
