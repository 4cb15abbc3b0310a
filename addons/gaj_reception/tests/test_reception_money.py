from freezegun import freeze_time
from odoo.exceptions import RedirectWarning, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.gaj_base.exceptions import BudgetExceeded

from .reception_case import BEFORE, ReceptionCase


@tagged("post_install", "-at_install", "gaj")
@freeze_time(BEFORE)
class TestReceptionMoney(ReceptionCase):
    def use_budget(self):
        """200,000 − 35,000 committed − 120,000 spent."""
        other = self.make(amount=0)
        self.budget._gaj_commit(other, 35000)
        self.budget._gaj_spend(self.office, 120000)

    def test_the_last_yuan_of_the_budget(self):
        self.use_budget()
        over = self.make(amount=45000.01, cost_kind="other")
        over.action_submit()
        with self.assertRaises(BudgetExceeded):
            self.as_("chief", over).action_approve()
        self.assertEqual(over.state, "submitted")
        fits = self.approved(amount=45000, cost_kind="other")
        self.assertEqual(self.budget.available_amount, 0)
        fits._gaj_cancel("Put off")
        self.assertEqual(self.budget.available_amount, 45000)

    def test_committed_spent_released(self):
        reception = self.approved(amount=1440)
        self.assertEqual((self.budget.committed_amount, self.budget.spent_amount), (1440, 0))
        reception = self.listed(amount=1000, cost_kind="other")
        self.bill(reception, 700, kind="other")
        self.assertEqual((self.budget.committed_amount, self.budget.spent_amount), (1740, 700))
        self.as_("finance", reception).action_settle()
        self.assertEqual((self.budget.committed_amount, self.budget.spent_amount), (1440, 700))
        self.as_("finance", reception).action_unsettle()
        self.assertEqual((self.budget.committed_amount, self.budget.spent_amount), (1740, 700))

    def test_no_budget_is_told_at_once(self):
        with self.assertRaises(RedirectWarning):
            self.make(department_id=self.archive.id).action_submit()

    def test_g12_investment_promotion_has_a_budget_of_its_own(self):
        reception = self.make(kind="investment", document_kind="letter")
        with self.assertRaises(RedirectWarning):
            reception.action_submit()
        apart = self._budget("gaj_reception.budget_kind_reception_investment", 5000)
        self.approve(reception)
        self.assertEqual((reception.budget_id, apart.committed_amount), (apart, 1440))
        self.assertEqual(self.budget.committed_amount, 0)

    def test_cost_lines_are_the_books_through_bill_draft_refund_and_cancel(self):
        reception = self.listed()
        bill = self.bill(reception, 1000.01)
        self.assertEqual(self.assert_books(reception), 1000.01)
        bill.button_draft()
        self.assertEqual(self.assert_books(reception), 0)
        self.assertEqual(self.budget.committed_amount, 1440)
        bill.action_post()
        self.assertEqual(self.assert_books(reception), 1000.01)
        refund = bill._reverse_moves([{"invoice_date": "2026-10-11", "ref": "CN1"}])
        refund.invoice_line_ids.price_unit = 200.5
        refund.action_post()
        self.assertEqual(self.assert_books(reception), 799.51)
        refund.button_draft()
        refund.button_cancel()
        self.assertEqual(self.assert_books(reception), 1000.01)
        bill.button_draft()
        bill.button_cancel()
        self.assertEqual(self.assert_books(reception), 0)
        self.assertEqual((self.budget.committed_amount, self.budget.spent_amount), (1440, 0))

    def test_tax_that_is_not_deducted_is_part_of_the_cost(self):
        tax = self.env["account.tax"].create(
            {
                "name": "6 %",
                "amount": 6,
                "type_tax_use": "purchase",
                "company_id": self.company.id,
                "tax_group_id": self.env["account.tax.group"].create({"name": "V", "company_id": self.company.id}).id,
                "country_id": self.env.ref("base.cn").id,
            }
        )
        reception = self.listed()
        bill = self.bill(reception, 100, post=False, line={"tax_ids": [Command.set(tax.ids)]})
        bill.action_post()
        self.assertEqual(self.assert_books(reception), 106)
        self.assertEqual(bill.amount_total, 106)
        lines = bill.line_ids.filtered("gaj_reception_id")
        self.assertEqual(lines.mapped("analytic_distribution"), [{str(self.analytic.id): 100}] * 2)

    def test_the_host_department_bears_it_wholly(self):
        reception = self.listed()
        bill = self.bill(reception, 100)
        self.assertEqual(bill.invoice_line_ids.analytic_distribution, {str(self.analytic.id): 100})
        self.office.gaj_analytic_account_id = False
        with self.assertRaises(RedirectWarning):
            self.bill(reception, 100)

    def test_g9_not_posted_before_the_list_is_signed(self):
        reception = self.ongoing()
        with self.assertRaisesRegex(UserError, f"{reception.name} is “Ongoing”"):
            self.bill(reception, 100)
        deposit = self.bill(reception, 100, gaj_is_deposit=True)
        self.assertEqual(deposit.state, "posted")
        with self.assertRaisesRegex(UserError, "no designated venue"):
            self.bill(reception, 100, gaj_is_deposit=True, partner_id=self.inn.id)
        with self.assertRaisesRegex(UserError, "deposit is paid after the approval"):
            self.bill(self.make(), 100, gaj_is_deposit=True)

    def test_g10_claimed_with_the_invoice(self):
        reception = self.listed()
        with self.assertRaisesRegex(UserError, "claimed with the invoice"):
            self.bill(reception, 100, ref=False)
        self.bill(reception, 100)
        self.env.ref("gaj_reception.document_claim_invoice").valid_to = "2025-12-31"
        self.bill(reception, 100, ref=False)

    def test_g11_no_cash(self):
        reception = self.listed()
        entry = self.env["account.move"].create(
            {
                "journal_id": self.cash.id,
                "line_ids": [
                    Command.create(
                        {"account_id": self.expense.id, "debit": 50, "gaj_reception_id": reception.id, "name": "Tea"}
                    ),
                    Command.create({"account_id": self.payable.id, "credit": 50, "name": "Tea"}),
                ],
            }
        )
        with self.assertRaisesRegex(UserError, "never in cash"):
            entry.action_post()
        bill = self.bill(reception, 100)
        cash = self.paid(bill, self.cash)
        payable = (bill | cash).line_ids.filtered(lambda line: line.account_id == self.payable)
        with self.assertRaisesRegex(UserError, "never in cash"):
            payable.reconcile()
        bank = self.paid(bill, self.bank)
        (bill | bank).line_ids.filtered(lambda line: line.account_id == self.payable).reconcile()
        self.assertEqual(bill.amount_residual, 0)

    def paid(self, bill, journal):
        entry = self.env["account.move"].create(
            {
                "journal_id": journal.id,
                "line_ids": [
                    Command.create(
                        {"account_id": self.payable.id, "debit": bill.amount_total, "partner_id": self.venue.id}
                    ),
                    Command.create({"account_id": journal.default_account_id.id, "credit": bill.amount_total}),
                ],
            }
        )
        entry.action_post()
        return entry

    def test_g12_never_charged_to_others(self):
        reception = self.listed()
        sales = self.env["account.journal"].create(
            {"name": "Sales", "code": "SLX", "type": "sale", "company_id": self.company.id}
        )
        with self.assertRaisesRegex(UserError, "never charged to others"):
            self.bill(reception, 100, move_type="out_invoice", journal_id=sales.id)

    def test_g7_lodging_of_guests_is_not_posted(self):
        with self.assertRaisesRegex(UserError, "claim it at home"):
            self.bill(self.listed(), 100, kind="lodging")

    def test_the_meal_above_its_cap_waits_for_a_repayment(self):
        reception = self.listed(guests=12, companions=4, amount=1500)
        self.assertEqual(reception.meal_cap, 1440)
        self.bill(reception, 1500)
        finance = self.as_("finance", reception)
        with self.assertRaisesRegex(UserError, "60.00"):
            finance.action_settle()
        self.receipt(reception, 59.99)
        with self.assertRaisesRegex(UserError, "0.01"):
            finance.action_settle()
        self.receipt(reception, 0.01)
        finance.action_settle()
        self.assertEqual((reception.cost_amount, reception.net_amount), (1500, 1440))

    def test_guests_pay_their_share_with_a_receipt(self):
        reception = self.make(guests=12, amount=0, meal=False)
        for day in ("2026-10-08", "2026-10-09"):
            self.add_meal(reception, day, payer="guest")
        self.assertEqual(reception.guests_due, 960)
        reception.half_days = 3
        self.assertEqual(reception.guests_due, 960 + 1440)
        self.approve(reception)
        reception.action_start()
        reception.activity_line_ids = [Command.create({"name": "V", "start": reception.arrive, "place": "S"})]
        with freeze_time("2026-10-12"):
            self.as_("manager", reception).action_sign_list()
        finance = self.as_("finance", reception)
        self.receipt(reception, 959.99, "guest_meal")
        with self.assertRaisesRegex(UserError, "0.01"):
            finance.action_settle()
        self.receipt(reception, 0.01, "guest_meal")
        with self.assertRaisesRegex(UserError, "1,440.00"):
            finance.action_settle()
        self.receipt(reception, 1440, "guest_transport")
        finance.action_settle()

    def test_a_posted_price_takes_the_place_of_the_share(self):
        reception = self.make(guests=12, amount=0, meal=False)
        meal = self.add_meal(reception, payer="guest", posted_price=15)
        self.assertEqual(meal.guests_due, 180)
        reception.write({"half_days": 1, "transport_fare": 2})
        self.assertEqual(reception.guests_due, 180 + 24)

    def test_settled_once(self):
        reception = self.listed()
        draft = self.bill(reception, 100, post=False)
        finance = self.as_("finance", reception)
        with self.assertRaisesRegex(UserError, "not posted yet"):
            finance.action_settle()
        draft.action_post()
        finance.action_settle()
        with self.assertRaisesRegex(UserError, "is “Settled”"):
            self.bill(reception, 1)
        with self.assertRaisesRegex(UserError, "Take its settlement back"):
            draft.button_draft()
        finance.action_unsettle()
        draft.button_draft()

    def test_a_reception_in_the_books_is_not_cancelled(self):
        reception = self.approved()
        deposit = self.bill(reception, 10, gaj_is_deposit=True)
        with self.assertRaisesRegex(UserError, "in the books"):
            reception.action_cancel()
        deposit.button_draft()
        reception.action_cancel()

    def test_the_link_of_a_posted_line_stays(self):
        bill = self.bill(self.listed(), 10)
        with self.assertRaisesRegex(UserError, "Reset it to draft"):
            bill.invoice_line_ids.gaj_reception_id = False
        with self.assertRaisesRegex(UserError, "Reset it to draft"):
            bill.invoice_line_ids.gaj_cost_kind = "venue"

    def test_bills_are_made_from_the_list(self):
        reception = self.listed()
        with self.assertRaisesRegex(UserError, "no planned cost waits"):
            self.as_("finance", reception).action_make_bills()
        reception.plan_ids.vendor_id = self.venue
        action = self.as_("finance", reception).action_make_bills()
        bill = self.env["account.move"].search(action["domain"])
        self.assertEqual((bill.amount_total, bill.partner_id), (1440, self.venue))
        bill.write({"ref": "F1", "invoice_date": "2026-10-10"})
        bill.action_post()
        self.assertEqual(self.assert_books(reception), 1440)
        with self.assertRaisesRegex(UserError, "no planned cost waits"):
            self.as_("finance", reception).action_make_bills()


@tagged("post_install", "-at_install", "gaj")
@freeze_time(BEFORE)
class TestReceptionGoods(ReceptionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tea, cls.wine = cls.env["product.product"].create(
            [
                {"name": "Tea", "type": "consu", "is_storable": True},
                {"name": "Wine", "type": "consu", "is_storable": True, "gaj_forbidden": "alcohol"},
            ]
        )
        cls.warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.company.id)], limit=1)

    def order(self, product, reception):
        line = {"product_id": product.id, "product_qty": 2, "price_unit": 10, "tax_ids": [Command.clear()]}
        return self.env["purchase.order"].create(
            {
                "partner_id": self.venue.id,
                "company_id": self.company.id,
                "gaj_reception_id": reception and reception.id,
                "gaj_cost_kind": "other",
                "order_line": [Command.create(line)],
            }
        )

    def test_g6_refused_on_the_order(self):
        reception = self.approved()
        with self.assertRaisesRegex(UserError, f"{reception.name}.*Wine"):
            self.order(self.wine, reception)
        order = self.order(self.wine, False)
        with self.assertRaisesRegex(UserError, "Wine"):
            order.gaj_reception_id = reception

    def test_g6_refused_on_the_bill(self):
        reception = self.listed()
        with self.assertRaisesRegex(UserError, "Wine"):
            self.bill(reception, 10, line={"product_id": self.wine.id})
        self.bill(reception, 10, kind="other", line={"product_id": self.tea.id})

    def test_g6_refused_on_the_transfer(self):
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.out_type_id.id,
                "location_id": self.warehouse.lot_stock_id.id,
                "location_dest_id": self.env.ref("stock.stock_location_customers").id,
                "gaj_reception_id": self.approved().id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self.wine.id,
                            "product_uom_qty": 1,
                            "location_id": self.warehouse.lot_stock_id.id,
                            "location_dest_id": self.env.ref("stock.stock_location_customers").id,
                        }
                    )
                ],
            }
        )
        with self.assertRaisesRegex(UserError, "Wine"):
            picking.action_confirm()
        picking.move_ids.product_id = self.tea
        picking.action_confirm()

    def test_the_order_waits_for_the_approval_and_hands_the_link_on(self):
        reception = self.make()
        order = self.order(self.tea, reception)
        with self.assertRaisesRegex(UserError, "is “Draft”"):
            order.button_confirm()
        self.approve(reception)
        order.button_confirm()
        self.assertEqual(order.picking_ids.gaj_reception_id, reception)
        values = order.order_line._prepare_account_move_line()
        self.assertEqual((values["gaj_reception_id"], values["gaj_cost_kind"]), (reception.id, "other"))
