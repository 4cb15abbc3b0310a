import psycopg2
from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .reception_case import AFTER, BEFORE, ReceptionCase


@tagged("post_install", "-at_install", "gaj")
@freeze_time(BEFORE)
class TestReceptionAudit(ReceptionCase):
    """Ways round the gates of a reception that an auditor would try."""

    # ------------------------------------------------------------------ persons, days and rooms of the plan

    def test_a_meal_is_not_for_more_guests_than_come(self):
        reception = self.make(guests=12)
        reception.meal_ids.guest_count = 13
        with self.assertRaisesRegex(UserError, "13 guests.*12"):
            reception.action_submit()
        reception.meal_ids.guest_count = 12
        reception.action_submit()

    def test_a_meal_that_guests_pay_is_for_somebody(self):
        reception = self.make(guests=12)
        meal = self.add_meal(reception, meal="dinner", payer="guest")
        self.assertEqual(meal.guests_due, 480)
        meal.guest_count = 0
        with self.assertRaisesRegex(UserError, "Guests"):
            reception.action_submit()

    def test_companions_of_a_meal_are_those_of_its_reception(self):
        other = self.make()
        reception = self.make()
        with self.assertRaisesRegex(UserError, "Host 0"):
            reception.meal_ids.companion_ids = other.companion_ids[:1]
        reception.support_ids = [Command.create({"role": "support", "name": "Driver", "post": "Driver"})]
        with self.assertRaisesRegex(UserError, "Driver"):
            reception.meal_ids.companion_ids = reception.support_ids

    def test_meals_and_nights_lie_within_the_visit(self):
        reception = self.make()
        meal = self.add_meal(reception, "2026-10-11", payer="guest")
        with self.assertRaisesRegex(UserError, "2026-10-11.*visit"):
            reception.action_submit()
        meal.date = "2026-10-10"
        self.rooms(reception, rooms=1, date_to="2026-10-11", rank="other", price=500)
        with self.assertRaisesRegex(UserError, "Guest House.*visit"):
            reception.action_submit()
        reception.lodging_ids.date_to = "2026-10-10"
        reception.action_submit()

    def test_rooms_go_with_the_guests_and_their_rank(self):
        reception = self.make(guests=3, companions=3)
        self.rooms(reception, rooms=1, price=600)
        with self.assertRaisesRegex(UserError, "Department or Bureau.*0"):
            reception.action_submit()
        reception.guest_ids[0].rank = "bureau"
        others = self.rooms(reception, rooms=3, rank="other", price=500)
        with self.assertRaisesRegex(UserError, "4 rooms.*3 guests"):
            reception.action_submit()
        others.rooms = 2
        reception.action_submit()

    # ------------------------------------------------------------------ the money that was approved

    def test_g3_the_list_keeps_to_the_approved_estimate(self):
        reception = self.ongoing(amount=1440)
        reception.plan_ids.list_amount = 1440.01
        with freeze_time(AFTER):
            with self.assertRaisesRegex(UserError, "1,440.01.*1,440.00"):
                self.as_("manager", reception).action_sign_list()
            reception.plan_ids.list_amount = 1440
            self.as_("manager", reception).action_sign_list()

    def test_g9_cost_that_is_not_on_the_list_is_paid_back(self):
        reception = self.listed(amount=1440)
        self.bill(reception, 1440)
        self.bill(reception, 500, kind="other")
        finance = self.as_("finance", reception)
        with self.assertRaisesRegex(UserError, "500.00"):
            finance.action_settle()
        self.receipt(reception, 500)
        finance.action_settle()

    def test_g9_a_kind_of_cost_is_not_hidden_in_another(self):
        reception = self.listed(amount=1440)
        self.bill(reception, 1440, kind="other")
        with self.assertRaisesRegex(UserError, "1,440.00"):
            self.as_("finance", reception).action_settle()

    # ------------------------------------------------------------------ bills

    def test_g10_a_deposit_is_settled_with_its_invoice(self):
        reception = self.approved()
        deposit = self.bill(reception, 1000, gaj_is_deposit=True, ref=False)
        reception.action_start()
        reception.activity_line_ids = [Command.create({"name": "V", "start": reception.arrive, "place": "S"})]
        reception.plan_ids.list_amount = 1440
        with freeze_time(AFTER):
            self.as_("manager", reception).action_sign_list()
        with self.assertRaisesRegex(UserError, "claimed with the invoice"):
            self.as_("finance", reception).action_settle()
        deposit.ref = "F100"
        self.as_("finance", reception).action_settle()

    def test_g7_no_deposit_for_the_rooms_of_guests(self):
        with self.assertRaisesRegex(UserError, "claim it at home"):
            self.bill(self.approved(), 100, kind="lodging", gaj_is_deposit=True)

    def entry(self, reception, credit, **values):
        return self.env["account.move"].create(
            {
                "journal_id": self.misc.id,
                "line_ids": [
                    Command.create(
                        {"account_id": self.expense.id, "debit": 50, "gaj_reception_id": reception.id, "name": "Tea"}
                    ),
                    Command.create({"account_id": credit.id, "credit": 50, "name": "Tea"}),
                ],
                **values,
            }
        )

    def test_g10_an_entry_names_its_invoice_too(self):
        reception = self.listed()
        entry = self.entry(reception, self.payable)
        with self.assertRaisesRegex(UserError, "claimed with the invoice"):
            entry.action_post()
        entry.ref = "F200"
        entry.action_post()

    def test_g11_no_cash_by_way_of_another_journal(self):
        reception = self.listed()
        entry = self.entry(reception, self.cash.default_account_id, ref="F300")
        with self.assertRaisesRegex(UserError, "never in cash"):
            entry.action_post()
        bill = self.bill(reception, 50)
        paid = self.env["account.move"].create(
            {
                "journal_id": self.misc.id,
                "line_ids": [
                    Command.create({"account_id": self.payable.id, "debit": 50, "partner_id": self.venue.id}),
                    Command.create({"account_id": self.cash.default_account_id.id, "credit": 50}),
                ],
            }
        )
        paid.action_post()
        with self.assertRaisesRegex(UserError, "never in cash"):
            (bill | paid).line_ids.filtered(lambda line: line.account_id == self.payable).reconcile()

    def test_a_state_that_a_client_writes_is_a_posting_like_any_other(self):
        reception = self.ongoing()
        bill = self.bill(reception, 100, post=False)
        with self.assertRaisesRegex(UserError, f"{reception.name} is “Ongoing”"):
            bill.write({"state": "posted"})
        listed = self.listed()
        bill = self.bill(listed, 100, post=False)
        bill.write({"state": "posted"})
        self.assertEqual(bill.invoice_line_ids.analytic_distribution, {str(self.analytic.id): 100})
        self.assert_books(listed)

    def test_amounts_of_posted_lines_stay(self):
        reception = self.listed()
        bill = self.bill(reception, 100)
        cost = bill.line_ids.filtered("gaj_reception_id")
        change = {"line_ids": [Command.update(cost.id, {"debit": 300})]}
        for line in bill.line_ids - cost:
            change["line_ids"].append(Command.update(line.id, {"credit": 300}))
        with self.assertRaisesRegex(UserError, "Reset it to draft"):
            bill.with_context(skip_readonly_check=True).write(change)
        self.assertEqual(self.assert_books(reception), 100)

    def test_the_deposit_mark_of_a_posted_bill_stays(self):
        bill = self.bill(self.listed(), 100)
        with self.assertRaisesRegex(UserError, "posted"):
            bill.gaj_is_deposit = True

    def test_a_bill_of_another_company_is_refused(self):
        reception = self.listed()
        bill = self.bill(reception, 10, post=False)
        other = self.env["res.company"].create({"name": "Other"})
        foreign = self.listed()
        foreign.sudo().flush_recordset()
        self.env.cr.execute("UPDATE gaj_reception SET company_id = %s WHERE id = %s", (other.id, foreign.id))
        foreign.invalidate_recordset()
        with self.assertRaises(UserError):
            bill.invoice_line_ids.with_user(self.env.user).sudo(False).gaj_reception_id = foreign.id

    # ------------------------------------------------------------------ papers

    def test_a_receipt_counts_once(self):
        first, second = self.listed(), self.listed()
        receipt = self.receipt(first, 60)
        again = self.receipt(second, 60)
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.UniqueViolation):
            again.name = receipt.name

    def test_g2_the_same_document_in_other_writing(self):
        first = self.make(letter_no="市函〔2026〕12号")
        contact = self.env["res.partner"].create({"name": "Clerk", "parent_id": self.sender.id})
        for number in ("市函[2026]12号", "市函（2026）１２号", "市函【2026】 12号"):
            with self.subTest(number=number), self.assertRaisesRegex(ValidationError, first.name):
                self.make(letter_no=number, sender_id=contact.id)

    def test_a_copy_is_a_draft_for_another_document(self):
        reception = self.listed()
        copy = reception.copy()
        self.assertEqual((copy.state, copy.letter_no, copy.budget_id.id), ("draft", False, False))
        self.assertEqual(copy.guest_count, 12)

    def test_an_order_is_not_confirmed_by_its_state(self):
        tea = self.env["product.product"].create({"name": "Tea"})
        order = self.env["purchase.order"].create(
            {
                "partner_id": self.venue.id,
                "company_id": self.company.id,
                "gaj_reception_id": self.make().id,
                "order_line": [Command.create({"product_id": tea.id, "product_qty": 1, "price_unit": 1})],
            }
        )
        with self.assertRaisesRegex(UserError, "Draft"):
            order.write({"state": "purchase"})

    def test_letters_tell_nothing_of_partners_that_one_may_not_see(self):
        self.make(letter_no="No. 7")
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        hidden = self.env["res.partner"].sudo().create({"name": "Bureau of the City", "company_id": elsewhere.id})
        with self.assertRaises(AccessError):
            self.make(letter_no="No. 7", sender_id=hidden.id)
