from datetime import date
from decimal import Decimal

from freezegun import freeze_time
from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.tests import tagged

from ..rules import entries
from .common_accounting import AccountingCase

D = Decimal


@freeze_time("2026-06-15")
class EntryCase(AccountingCase):
    """A document to book on: an opening balance serves, every other one books the same way."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls.make_document(cls.company)

    @classmethod
    def make_document(cls, company):
        return (
            cls.env["gaj.asset.opening"]
            .with_user(cls.users["finance"])
            .with_company(company)
            .create({"company_id": company.id, "date": "2026-06-15"})
        )

    def book(self, event, lines, document=None, category=None, department=None, day=date(2026, 6, 15)):
        category = category or self.desktop
        document = document or self.document
        return document._gaj_book(event, day, [(line, category, department or self.section) for line in lines])


@tagged("post_install", "-at_install", "gaj")
class TestEntries(EntryCase):
    """Each event posted for real, on the government accounts and on both enterprise charts."""

    EVENTS = {
        # event: (lines, government, chart cn, chart cn_large_bis)
        "purchase": (
            lambda: entries.purchase(D(57600)),
            "Dr 160102 57600.00 | Cr 4001 57600.00",
            "Dr 160100 57600.00 | Cr 100200 57600.00",
            "Dr 160100 57600.00 | Cr 100200 57600.00",
        ),
        "donation_in": (
            lambda: entries.donation_in(D(9000), D(200)),
            "Dr 160102 9200.00 | Cr 4603 9000.00 | Cr 1002 200.00",
            "Dr 160100 9200.00 | Cr 530100 9000.00 | Cr 100200 200.00",
            "Dr 160100 9200.00 | Cr 630100 9000.00 | Cr 100200 200.00",
        ),
        "transfer_in": (
            lambda: entries.transfer_in(D("3066.67"), D(100)),
            "Dr 160102 3166.67 | Cr 3401 3066.67 | Cr 1002 100.00",
            "Dr 160100 3166.67 | Cr 300200 3066.67 | Cr 100200 100.00",
            "Dr 160100 3166.67 | Cr 400200 3066.67 | Cr 100200 100.00",
        ),
        "transfer_in_depreciated": (
            lambda: entries.transfer_in_depreciated(D(10000), D(10000), D(200)),
            "Dr 160102 10000.00 | Cr 160202 10000.00 | Dr 5901 200.00 | Cr 1002 200.00",
            "Dr 160100 10000.00 | Cr 160200 10000.00 | Dr 560200 200.00 | Cr 100200 200.00",
            "Dr 160100 10000.00 | Cr 160200 10000.00 | Dr 660200 200.00 | Cr 100200 200.00",
        ),
        "nominal_in": (
            lambda: entries.nominal_in(D(100)),
            "Dr 160102 1.00 | Cr 4603 1.00 | Dr 5901 100.00 | Cr 1002 100.00",
            "Dr 160100 1.00 | Cr 530100 1.00 | Dr 560200 100.00 | Cr 100200 100.00",
            "Dr 160100 1.00 | Cr 630100 1.00 | Dr 660200 100.00 | Cr 100200 100.00",
        ),
        "provisional": (
            lambda: entries.provisional(D(5000000)),
            "Dr 160102 5000000.00 | Cr 2302 5000000.00",
            "Dr 160100 5000000.00 | Cr 220200 5000000.00",
            "Dr 160100 5000000.00 | Cr 220200 5000000.00",
        ),
        "depreciation": (
            lambda: entries.depreciation(D("66.67")),
            "Dr 5001 66.67 | Cr 160202 66.67",
            "Dr 560200 66.67 | Cr 160200 66.67",
            "Dr 660200 66.67 | Cr 160200 66.67",
        ),
        "surplus_found": (
            lambda: entries.surplus_found(D(3600)),
            "Dr 160102 3600.00 | Cr 190201 3600.00",
            "Dr 160100 3600.00 | Cr 190100 3600.00",
            "Dr 160100 3600.00 | Cr 190100 3600.00",
        ),
        "surplus_approved": (
            lambda: entries.surplus_approved(D(3600), earlier_year=True),
            "Dr 190201 3600.00 | Cr 3501 3600.00 | Dr 3501 3600.00 | Cr 3001 3600.00",
            # small enterprises have one account for adjustments and for what is left
            "Dr 190100 3600.00 | Cr 310400 7200.00 | Dr 310400 3600.00",
            "Dr 190100 3600.00 | Cr 690100 3600.00 | Dr 690100 3600.00 | Cr 410400 3600.00",
        ),
        "set_aside": (
            lambda: entries.set_aside(D(4800), D("1733.33")),
            "Dr 190201 3066.67 | Dr 160202 1733.33 | Cr 160102 4800.00",
            "Dr 190100 3066.67 | Dr 160200 1733.33 | Cr 160100 4800.00",
            "Dr 190100 3066.67 | Dr 160200 1733.33 | Cr 160100 4800.00",
        ),
        "set_aside_approved": (
            lambda: entries.set_aside_approved(D("3066.67")),
            "Dr 5301 3066.67 | Cr 190201 3066.67",
            "Dr 571100 3066.67 | Cr 190100 3066.67",
            "Dr 671100 3066.67 | Cr 190100 3066.67",
        ),
        "salvage": (
            lambda: entries.salvage(D(150)),
            "Dr 1002 150.00 | Cr 190202 150.00",
            "Dr 100200 150.00 | Cr 160600 150.00",
            "Dr 100200 150.00 | Cr 160600 150.00",
        ),
        "compensation": (
            lambda: entries.compensation(D(500), receivable=True),
            "Dr 1218 500.00 | Cr 190202 500.00",
            "Dr 122100 500.00 | Cr 160600 500.00",
            "Dr 122100 500.00 | Cr 160600 500.00",
        ),
        "disposal_cost": (
            lambda: entries.disposal_cost(D(50)),
            "Dr 190202 50.00 | Cr 1002 50.00",
            "Dr 160600 50.00 | Cr 100200 50.00",
            "Dr 160600 50.00 | Cr 100200 50.00",
        ),
        "settle_net": (
            lambda: entries.settle_net(D(500)),
            "Dr 190202 500.00 | Cr 2103 500.00",
            "Dr 160600 500.00 | Cr 224101 500.00",
            "Dr 160600 500.00 | Cr 224101 500.00",
        ),
        "sale": (
            lambda: entries.sale(D(240000), D(187500), D(68000), D(2000)),
            "Dr 5301 52500.00 | Dr 160202 187500.00 | Cr 160102 240000.00 | Dr 1002 68000.00 | Cr 1002 2000.00"
            " | Cr 2103 66000.00",
            "Dr 571100 52500.00 | Dr 160200 187500.00 | Cr 160100 240000.00 | Dr 100200 68000.00"
            " | Cr 100200 2000.00 | Cr 224101 66000.00",
            "Dr 671100 52500.00 | Dr 160200 187500.00 | Cr 160100 240000.00 | Dr 100200 68000.00"
            " | Cr 100200 2000.00 | Cr 224101 66000.00",
        ),
        "transfer_out": (
            lambda: entries.transfer_out(D(50000), D(20000), D(400)),
            "Dr 3401 30000.00 | Dr 160202 20000.00 | Cr 160102 50000.00 | Dr 5301 400.00 | Cr 1002 400.00",
            "Dr 300200 30000.00 | Dr 160200 20000.00 | Cr 160100 50000.00 | Dr 571100 400.00 | Cr 100200 400.00",
            "Dr 400200 30000.00 | Dr 160200 20000.00 | Cr 160100 50000.00 | Dr 671100 400.00 | Cr 100200 400.00",
        ),
        "donation_out": (
            lambda: entries.donation_out(D(50000), D(20000), D(400)),
            "Dr 5301 30400.00 | Dr 160202 20000.00 | Cr 160102 50000.00 | Cr 1002 400.00",
            "Dr 571100 30400.00 | Dr 160200 20000.00 | Cr 160100 50000.00 | Cr 100200 400.00",
            "Dr 671100 30400.00 | Dr 160200 20000.00 | Cr 160100 50000.00 | Cr 100200 400.00",
        ),
        "remit": (
            lambda: entries.remit(D(66000)),
            "Dr 2103 66000.00 | Cr 1002 66000.00",
            "Dr 224101 66000.00 | Cr 100200 66000.00",
            "Dr 224101 66000.00 | Cr 100200 66000.00",
        ),
        "rent": (
            lambda: entries.rent(D(64800)),
            "Dr 1002 64800.00 | Cr 2103 64800.00",
            "Dr 100200 64800.00 | Cr 224101 64800.00",
            "Dr 100200 64800.00 | Cr 224101 64800.00",
        ),
        "improvement_started": (
            lambda: entries.improvement_started(D(3000000), D(600000)),
            "Dr 1613 2400000.00 | Dr 160202 600000.00 | Cr 160102 3000000.00",
            "Dr 160400 2400000.00 | Dr 160200 600000.00 | Cr 160100 3000000.00",
            "Dr 160400 2400000.00 | Dr 160200 600000.00 | Cr 160100 3000000.00",
        ),
        "custody_in": (
            lambda: entries.custody_in(D(900)),
            "Dr 1891 900.00 | Cr 2901 900.00",
            "Dr 132100 900.00 | Cr 231400 900.00",
            "Dr 132100 900.00 | Cr 231400 900.00",
        ),
        "deposit_released": (
            lambda: entries.deposit_released(D(5000)),
            "Dr 230701 5000.00 | Cr 4001 5000.00",
            "Dr 224102 5000.00 | Cr 100200 5000.00",
            "Dr 224102 5000.00 | Cr 100200 5000.00",
        ),
        "opening": (
            lambda: entries.opening(D(4800), D(1500)),
            "Dr 160102 4800.00 | Cr 160202 1500.00 | Cr 3001 3300.00",
            "Dr 160100 4800.00 | Cr 160200 1500.00 | Cr 310400 3300.00",
            "Dr 160100 4800.00 | Cr 160200 1500.00 | Cr 410400 3300.00",
        ),
    }

    def check_events(self, document, column):
        for event, (make, *expected) in self.EVENTS.items():
            with self.subTest(event=event):
                move = self.book(event, make(), document)
                self.assertEntry(move, *expected[column].split(" | "))
                self.assertEqual(move.gaj_asset_event, event)
                self.assertEqual(move.journal_id, document.company_id.gaj_asset_journal_id)

    def test_every_event_on_the_government_accounts(self):
        self.check_events(self.document, 0)

    def test_every_event_on_the_chart_of_small_enterprises(self):
        self.check_events(self.make_document(self.make_enterprise("cn")), 1)

    def test_every_event_on_the_chart_of_enterprises(self):
        self.check_events(self.make_document(self.make_enterprise("cn_large_bis")), 2)

    def test_each_class_has_its_accounts(self):
        building = self.env.ref("gaj_assets.category_a01010100")
        software = self.env.ref("gaj_assets.category_a08060303")
        items = [
            (line, category, self.section)
            for category in (building, self.desktop, self.chair, software)
            for line in entries.depreciation(D(10))
        ]
        move = self.document._gaj_book("depreciation", date(2026, 6, 15), items)
        self.assertEntry(
            move,
            "Dr 5001 40.00",
            "Cr 160201 10.00",
            "Cr 160202 10.00",
            "Cr 160205 10.00",
            "Cr 1702 10.00",
        )

    def test_same_account_and_department_is_one_line(self):
        items = [
            (line, self.desktop, department)
            for department in (self.section, self.other, self.section)
            for line in entries.depreciation(D("0.01"))
        ]
        move = self.document._gaj_book("depreciation", date(2026, 6, 15), items)
        self.assertEntry(move, "Dr 5001 0.02", "Cr 160202 0.03", "Dr 5001 0.01")

    def test_expense_carries_the_analytic_account_of_its_department(self):
        plan = self.env["account.analytic.plan"].create({"name": "Units"})
        own, above = self.env["account.analytic.account"].create(
            [{"name": name, "plan_id": plan.id, "company_id": self.company.id} for name in ("Own", "Above")]
        )
        self.bureau.gaj_analytic_account_id = above
        self.section.gaj_institution_id.analytic_account_id = own
        self.assertEqual(self.section._gaj_analytic_distribution(), {str(above.id): 100.0})
        self.assertEqual(self.other._gaj_analytic_distribution(), {str(own.id): 100.0})
        move = self.book("depreciation", entries.depreciation(D(10)))
        expense, accumulated = move.sudo().line_ids.sorted("id")
        self.assertEqual(expense.analytic_distribution, {str(above.id): 100.0})
        self.assertFalse(accumulated.analytic_distribution)
        self.assertEqual(move.sudo().line_ids.analytic_line_ids.amount, -10)

    def test_entry_opens_from_its_document_and_back(self):
        move = self.book("sale", entries.rent(D(1)))
        self.assertEqual(self.document.move_ids, move)
        self.assertEqual(self.env["account.move"].search(self.document.action_open_entries()["domain"]), move)
        back = move.action_gaj_open_source()
        self.assertEqual((back["res_model"], back["res_id"]), ("gaj.asset.opening", self.document.id))


@tagged("post_install", "-at_install", "gaj")
class TestEntryRefusals(EntryCase):
    """What is not booked, and why."""

    def test_only_finance_books(self):
        for role in ("user", "clerk", "manager", "leader", "auditor", "nobody"):
            with self.subTest(role=role), self.assertRaisesRegex(AccessError, "Only finance"):
                document = self.document.with_user(self.users[role]).sudo()
                self.book("sale", entries.rent(D(1)), document)
        self.assertTrue(self.book("sale", entries.rent(D(1))))

    def test_locked_period_is_refused_and_the_day_after_is_not(self):
        self.company.fiscalyear_lock_date = "2026-05-31"
        with self.assertRaisesRegex(UserError, r"closed up to 2026-05-31.*from 2026-06-01 on"):
            self.book("sale", entries.rent(D(1)), day=date(2026, 5, 31))
        self.assertFalse(self.document.move_ids)
        move = self.book("sale", entries.rent(D(1)), day=date(2026, 6, 1))
        self.assertEqual(move.date, date(2026, 6, 1))

    def test_future_is_refused_from_the_next_month_on(self):
        with self.assertRaisesRegex(UserError, "2026-07-01: that day lies in the future"):
            self.book("sale", entries.rent(D(1)), day=date(2026, 7, 1))
        self.assertEqual(self.book("sale", entries.rent(D(1)), day=date(2026, 6, 30)).date, date(2026, 6, 30))

    def test_twice_is_refused_and_other_events_are_not(self):
        move = self.book("sale", entries.rent(D(1)))
        with self.assertRaisesRegex(UserError, f"booked already, by entry {move.name}"):
            self.book("sale", entries.rent(D(1)))
        self.book("remit", entries.remit(D(1)))
        self.assertEqual(len(self.document.move_ids), 2)
        self.assertEqual(self.document._gaj_booked("sale"), self.document)
        self.assertFalse(self.document._gaj_booked("rent"))

    def test_nothing_to_book_is_refused(self):
        with self.assertRaisesRegex(UserError, "no amount to book"):
            self.book("settle_net", entries.settle_net(D(0)))

    def test_missing_account_leads_to_the_setup(self):
        self.env["gaj.asset.process.account"].search(
            [("role", "=", "treasury_payable"), ("company_id", "=", self.company.id)]
        ).unlink()
        with self.assertRaisesRegex(RedirectWarning, "Payable to the Treasury") as caught:
            self.book("remit", entries.remit(D(1)))
        self.assertEqual(caught.exception.args[1], self.env.ref("gaj_assets.gaj_asset_account_setup_action").id)
        self.env.ref("gaj_assets.category_a02000000").account_asset_id = False
        with self.assertRaisesRegex(RedirectWarning, "Fixed Assets"):
            self.book("surplus_found", entries.surplus_found(D(1)))

    def test_a_reversal_is_red_and_the_event_can_be_booked_again(self):
        move = self.book("sale", entries.rent(D(60)))
        with self.assertRaisesRegex(UserError, "not booked"):
            self.document._gaj_reverse("remit", date(2026, 6, 15))
        with self.assertRaisesRegex(UserError, "before that day"):
            self.document._gaj_reverse("sale", date(2026, 6, 14))
        red = self.document._gaj_reverse("sale", date(2026, 6, 15))
        self.assertEqual(red.state, "posted")
        self.assertEqual(
            [(line.debit, line.credit) for line in red.line_ids.sorted("id")], [(-60.0, 0.0), (0.0, -60.0)]
        )
        self.assertEqual((move.gaj_asset_booking, red.gaj_asset_booking), ("reversed", "reversal"))
        self.assertEqual(red.reversed_entry_id, move)
        with self.assertRaisesRegex(UserError, "not booked"):
            self.document._gaj_reverse("sale", date(2026, 6, 15))
        again = self.book("sale", entries.rent(D(61)))
        self.assertEqual(again.gaj_asset_booking, "valid")
        self.document._gaj_reverse("sale", date(2026, 6, 15))
        self.assertEqual(sum(self.document.move_ids.line_ids.mapped("balance")), 0)

    def test_an_entry_of_a_document_stays(self):
        move = self.book("sale", entries.rent(D(1)))
        own = move.with_user(self.users["finance"])
        for attempt in (
            own.button_draft,
            own.button_cancel,
            own._reverse_moves,
            lambda: own.write({"gaj_asset_booking": "reversed"}),
            lambda: own.write({"date": "2026-06-01"}),
            lambda: own.write({"state": "draft"}),
            lambda: own.write({"state": "cancel"}),
            lambda: own.line_ids[0].write({"debit": 2}),
            lambda: own.line_ids.write({"analytic_distribution": False}),
            lambda: own.line_ids.write({"move_id": own.copy().id}),
            lambda: own.line_ids.create(
                [
                    {"move_id": own.id, "account_id": line.account_id.id, "balance": line.balance}
                    for line in own.line_ids
                ]
            ),
        ):
            with self.assertRaisesRegex(UserError, "Take the step back there"):
                attempt()
        with self.assertRaises(UserError):
            own.unlink()
        with self.assertRaisesRegex(UserError, "made by the documents"):
            own.create({"move_type": "entry", "gaj_source_id": 1})
        self.assertEqual((move.state, move.date), ("posted", date(2026, 6, 15)))

    def test_an_entry_made_by_hand_is_of_no_document(self):
        forged = {
            "gaj_source_model": self.document._name,
            "gaj_source_id": self.document.id,
            "gaj_asset_event": "sale",
            "gaj_asset_booking": "valid",
        }
        moves = self.env["account.move"].with_user(self.users["finance"])
        defaults = {f"default_{name}": value for name, value in forged.items()}
        hand = moves.with_context(**defaults).create({"move_type": "entry", "date": "2026-06-15"})
        self.assertFalse(hand.gaj_asset_booking)
        with self.assertRaisesRegex(UserError, "made by the documents"):
            hand.write(forged)
        self.assertFalse(self.document._gaj_entry("sale"))
