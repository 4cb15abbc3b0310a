from datetime import date

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_accounting import AccountingCase


@tagged("post_install", "-at_install", "gaj")
@freeze_time("2026-07-15")
class TestOpening(AccountingCase):
    """Cards of an earlier register enter the books once, with one entry."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cards = cls.make_assets("ABC", accumulated=1500.0)
        cls.chairs = cls.make_assets("D", category_id=cls.chair.id, cost=800.0)
        cls.cards |= cls.chairs

    def opening(self, role="finance", **values):
        return self.env["gaj.asset.opening"].with_user(self.users[role]).create({"date": "2026-07-01", **values})

    def test_one_entry_for_all_cards(self):
        opening = self.opening()
        self.assertEqual((opening.asset_count, opening.cost, opening.accumulated), (4, 15200.0, 4500.0))
        opening.action_book()
        self.assertEntry(
            opening.move_ids,
            "Dr 160102 14400.00",
            "Cr 160202 4500.00",
            "Cr 3001 10700.00",
            "Dr 160105 800.00",
        )
        self.assertEqual(opening.move_ids.date, date(2026, 7, 1))
        self.assertEqual(opening.asset_ids, self.cards)
        self.assertEqual(set(self.cards.mapped("booking_date")), {date(2026, 7, 1)})
        self.assertEqual(len(self.cards.segment_ids), 4)
        self.assertEqual((opening.state, opening.asset_count, opening.net_value), ("booked", 4, 10700.0))

    def test_cards_are_booked_once(self):
        opening = self.opening()
        opening.action_book()
        with self.assertRaisesRegex(UserError, "booked already"):
            opening.action_book()
        with self.assertRaisesRegex(UserError, "no card up to 2026-07-01"):
            self.opening().action_book()
        late = self.make_assets("E")
        second = self.opening()
        second.action_book()
        self.assertEqual(second.asset_ids, late)

    def test_taken_back_by_a_red_entry_and_booked_again(self):
        opening = self.opening()
        with self.assertRaisesRegex(UserError, "nothing to take back"):
            opening.action_take_back()
        opening.action_book()
        with self.assertRaisesRegex(AccessError, "Only finance"):
            opening.with_user(self.users["manager"]).action_take_back()
        opening.action_take_back()
        self.assertEqual((opening.state, sum(opening.move_ids.line_ids.mapped("balance"))), ("draft", 0))
        accounts = self.desktop._gaj_accounts(self.company)[self.desktop]
        items = opening.move_ids.line_ids.filtered(lambda line: line.account_id == accounts["asset"])
        self.assertEqual(sorted(items.mapped("debit")), [-14400.0, 14400.0])
        opening.action_book()
        self.assertEqual(opening.asset_ids, self.cards)
        self.assertEqual(len(self.cards.segment_ids), 4)
        self.assertEqual(
            sum(
                opening.move_ids.line_ids.filtered(lambda line: line.account_id == accounts["asset"]).mapped("balance")
            ),
            14400.0,
        )

    def test_what_lived_on_is_not_taken_back(self):
        opening = self.opening()
        opening.action_book()
        run = self.env["gaj.asset.depreciation.run"].with_user(self.users["finance"])
        run = run.create({"month": "2026-07-01", "is_early_confirmed": True})
        run.action_compute()
        run.action_post()
        with self.assertRaisesRegex(UserError, "Correct it by a value change"):
            opening.action_take_back()

    def test_cards_got_later_or_not_accepted_wait(self):
        (later,) = self.make_assets("L", acquisition_date="2026-07-02")
        (draft,) = self.make_assets("M", state="draft")
        opening = self.opening()
        opening.action_book()
        self.assertFalse((later | draft) & opening.asset_ids)

    def test_only_finance_and_only_open_days(self):
        with self.assertRaises(AccessError):
            self.opening("manager")
        opening = self.opening()
        with self.assertRaisesRegex(AccessError, "Only finance"):
            opening.with_user(self.users["manager"]).action_book()
        self.company.fiscalyear_lock_date = "2026-07-01"
        with self.assertRaisesRegex(UserError, "closed up to 2026-07-01"):
            opening.action_book()
        self.assertEqual((opening.state, self.cards.mapped("booking_date")), ("draft", [False] * 4))

    def test_nothing_is_changed_by_hand(self):
        opening = self.opening()
        with self.assertRaisesRegex(UserError, "by its steps"):
            opening.state = "booked"
        with self.assertRaisesRegex(UserError, "never by hand"):
            self.cards[0].with_user(self.users["manager"]).opening_id = opening
        opening.action_book()
        for vals in ({"date": "2026-06-30"}, {"company_id": self.company.id}):
            with self.assertRaisesRegex(UserError, "keeps its company and day"):
                opening.write(vals)
        with self.assertRaisesRegex(UserError, "kept as evidence"):
            opening.unlink()

    def test_it_opens_its_cards_and_entries(self):
        opening = self.opening()
        opening.action_book()
        self.assertEqual(self.env["gaj.asset"].search(opening.action_open_assets()["domain"]), self.cards)
        self.assertEqual(self.env["account.move"].search(opening.action_open_entries()["domain"]), opening.move_ids)

    def test_statements_do_not_grow_with_the_cards(self):
        def statements(cards):
            self.make_assets(range(cards))
            opening = self.opening()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            opening.action_book()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        statements(1)
        self.assertLessEqual(statements(300) - statements(3), 10)

    def test_what_was_taken_back_is_not_depreciated_and_can_be_corrected(self):
        opening = self.opening()
        opening.action_book()
        opening.action_take_back()
        card = self.cards[0]
        self.assertFalse(card.is_in_books or card.booking_date or card.segment_ids)
        run = self.env["gaj.asset.depreciation.run"].with_user(self.users["finance"]).create({"month": "2026-07-01"})
        run.action_compute()
        self.assertEqual(run.line_count, 0)
        run.unlink()
        card.with_user(self.users["manager"]).write({"cost": 5000})
        opening.action_book()
        self.assertEqual((card.segment_ids.cost_change, opening.cost), (5000, 15400))
