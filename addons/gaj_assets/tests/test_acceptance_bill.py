from odoo.exceptions import AccessError, RedirectWarning
from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user, tagged

from .acquisition_case import AcquisitionCase


@tagged("post_install", "-at_install", "gaj")
@freeze_time("2026-06-30 02:00:00")
class TestAcceptanceBill(AcquisitionCase):
    def test_cards_and_ledger_agree_on_the_government_accounts(self):
        """G1: ten computers, 57,600.00; here with VAT that is part of the cost."""
        order = self.order((self.computer, 10, 4247.79, self.vat))
        batch = self.receive(order)
        cards = self.accept(batch)
        bill = self.bill(order)
        self.assertEqual(bill.amount_total, 48000.03)
        self.assertEqual(self.balance("160102"), 48000.03)
        self.assertEqual(self.balance("2302"), -48000.03)
        self.assertEqual(round(sum(cards.mapped("cost")), 2), 48000.03)
        self.assertEqual(set(cards.bill_line_id.move_id.ids), set(bill.ids))
        self.assertEqual(cards[0].invoice_no, bill.name)
        self.assertEqual((batch.state, batch.line_ids.billed_quantity), ("booked", 10))
        self.assertFalse(self.env["gaj.asset.value.change"].search([("asset_id", "in", cards.ids)]))

    def test_only_finance_posts_and_takes_back_what_changes_cards(self):
        clerk = new_test_user(
            self.env, "gaj_biller", groups="account.group_account_invoice,purchase.group_purchase_user"
        )
        order = self.order((self.computer, 1, 4000))
        card = self.accept(self.receive(order))
        bill = self.bill(order, post=False)
        with self.refused("is of fixed assets and changes what their cards cost", AccessError):
            bill.with_user(clerk).action_post()
        self.assertEqual((bill.state, card.bill_line_id.id), ("draft", False))
        bill.with_user(self.users["finance"]).action_post()
        for step in ("button_draft", "button_cancel"):
            with self.refused("is of fixed assets and changes what their cards cost", AccessError):
                getattr(bill.with_user(clerk), step)()
        other = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.vendor.id,
                "invoice_date": "2026-06-20",
                "invoice_line_ids": [Command.create({"name": "Paper", "price_unit": 10, "tax_ids": False})],
            }
        )
        other.with_user(clerk).action_post()
        self.assertEqual(other.state, "posted")

    def test_a_quality_deposit_is_withheld(self):
        """G2: air-conditioning 100,000.00, of which 5 % are paid after twelve months."""
        order = self.order((self.computer, 1, 100000.00))
        card = self.accept(self.receive(order))
        bill = self.bill(order, post=False)
        deposit = self.env["account.account"].search([("code", "=", "230701")])
        bill.invoice_line_ids = [
            Command.create(
                {"name": "Quality deposit 5 %", "account_id": deposit.id, "price_unit": -5000, "tax_ids": False}
            )
        ]
        bill.action_post()
        self.assertEqual(bill.amount_total, 95000.00)
        self.assertEqual(card.cost, 100000.00)
        self.assertEqual([self.balance(code) for code in ("160102", "230701", "2302")], [100000, -5000, -95000])

    def test_the_same_on_an_enterprise_chart_with_deductible_vat(self):
        company = self.make_enterprise()
        vat = self.make_vat(company, self.account(company, "asset_current"))
        order = self.order((self.computer.with_company(company), 10, 4247.79, vat), company=company)
        batch = self.receive(order)
        self.assertEqual((batch.line_ids.price, batch.line_ids.tax), (42477.90, 0))
        cards = self.accept(batch)
        bill = self.bill(order)
        line = bill.invoice_line_ids
        self.assertEqual((line.account_id.with_company(company).code, line.balance), ("160100", 42477.90))
        self.assertEqual(bill.amount_total, 48000.03)
        self.assertEqual(self.costs(cards), ["4247.79"] * 10)
        self.assertEqual(self.balance("160100", company=company), 42477.90)

    def test_a_bill_of_another_price_changes_the_cards(self):
        order = self.order((self.computer, 10, 4800.00))
        cards = self.accept(self.receive(order))
        self.bill(order, price_unit=4799.999)
        self.assertEqual(self.costs(cards), ["4800.00"] * 9 + ["4799.99"])
        change = self.env["gaj.asset.value.change"].search([("asset_id", "in", cards.ids)])
        self.assertEqual((change.kind, change.state, change.is_booked_elsewhere), ("bill_difference", "booked", True))
        self.assertEqual(self.balance("160102"), 47999.99)

    def test_bills_in_parts_pay_for_the_next_pieces(self):
        order = self.order((self.computer, 10, 4800.00))
        batch = self.receive(order)
        cards = self.accept(batch)
        first = self.bill(order, quantity=3, price_unit=4790.00)
        self.assertEqual(self.costs(cards), ["4790.00"] * 3 + ["4800.00"] * 7)
        self.assertEqual(cards.mapped("bill_line_id"), first.invoice_line_ids)
        self.assertEqual((batch.state, batch.line_ids.billed_quantity), ("accepted", 3))
        self.bill(order)
        self.assertEqual(batch.state, "booked")
        self.assertEqual(self.balance("160102"), round(sum(cards.mapped("cost")), 2))

    def test_a_bill_above_the_receipt_is_refused(self):
        order = self.order((self.computer, 10, 4800.00))
        self.receive(order, quantity=4)
        bill = self.bill(order, post=False)
        bill.invoice_line_ids.quantity = 5
        with self.refused("5 are billed, but of 4 received and not refused 0 are billed already"):
            bill.action_post()
        bill.invoice_line_ids.quantity = 4
        bill.action_post()

    def test_what_failed_is_not_paid(self):
        order = self.order((self.computer, 2, 4800.00))
        batch = self.receive(order)
        self.name_inspectors(batch)
        batch.with_user(self.users["manager"]).action_start()
        self.sign(batch, "fail")
        batch.with_user(self.users["manager"]).action_fail()
        with self.refused("of 0 received and not refused"):
            self.bill(order)

    def test_a_bill_before_the_acceptance_decides_the_cost(self):
        order = self.order((self.computer, 10, 4800.00))
        batch = self.receive(order)
        self.bill(order, price_unit=4790.00)
        self.assertEqual((batch.state, batch.asset_count), ("draft", 0))
        cards = self.accept(batch)
        self.assertEqual(self.costs(cards), ["4790.00"] * 10)
        self.assertEqual(batch.state, "booked")
        self.assertFalse(self.env["gaj.asset.value.change"].search([("asset_id", "in", cards.ids)]))

    def test_what_went_back_before_the_acceptance_is_credited(self):
        order = self.order((self.computer, 10, 4800.00))
        batch = self.receive(order)
        bill = self.bill(order)
        self.send_back(batch, 4)
        self.name_inspectors(batch)
        batch.with_user(self.users["manager"]).action_start()
        self.sign(batch)
        with self.refused("does not fit what was received"):
            batch.with_user(self.users["manager"]).action_accept()
        credit = self.credit(bill)
        credit.invoice_line_ids.quantity = 4
        credit.action_post()
        batch.with_user(self.users["manager"]).action_accept()
        self.assertEqual(self.costs(batch.asset_ids), ["4800.00"] * 6)
        self.assertEqual((batch.state, self.balance("160102")), ("booked", 28800.00))

    def test_taking_the_bill_back_undoes_the_match(self):
        order = self.order((self.computer, 10, 4800.00))
        batch = self.receive(order)
        cards = self.accept(batch)
        bill = self.bill(order, price_unit=4790.00)
        bill.with_user(self.users["finance"]).button_draft()
        self.assertEqual(self.costs(cards), ["4800.00"] * 10)
        self.assertFalse(cards.bill_line_id)
        self.assertEqual((batch.state, batch.line_ids.billed_quantity), ("accepted", 0))
        bill.action_post()
        self.assertEqual((batch.state, self.costs(cards)[0]), ("booked", "4790.00"))
        bill.button_draft()
        bill.button_cancel()
        self.assertEqual(batch.state, "accepted")

    def test_a_credit_note_reverses_the_bill(self):
        order = self.order((self.computer, 10, 4800.00))
        batch = self.receive(order)
        cards = self.accept(batch)
        bill = self.bill(order, price_unit=4790.00)
        self.credit(bill).action_post()
        self.assertEqual((batch.state, batch.line_ids.billed_quantity), ("accepted", 0))
        self.assertEqual(self.costs(cards), ["4800.00"] * 10)
        self.assertEqual(self.balance("160102"), 0)

    def test_a_bill_that_was_credited_stays_as_long_as_its_credit_note(self):
        for accepted in (False, True):
            with self.subTest(accepted=accepted):
                order = self.order((self.computer, 10, 4800.00))
                batch = self.receive(order)
                if accepted:
                    self.accept(batch)
                bill = self.bill(order)
                credit = self.credit(bill)
                credit.action_post()
                self.assertEqual(batch.line_ids.billed_quantity, 0)
                for step in ("button_draft", "button_cancel"):
                    with self.refused(f"stays: credit note {credit.name} gives back pieces that it bills"):
                        getattr(bill, step)()
                self.assertEqual((bill.state, batch.line_ids.billed_quantity), ("posted", 0))
                credit.button_draft()
                bill.button_draft()
                self.assertEqual(batch.line_ids.billed_quantity, 0)
                (bill | credit).action_post()
                (bill | credit).button_draft()
                self.assertFalse(batch.line_ids.match_ids)

    def test_a_credit_note_of_less_lowers_the_price(self):
        order = self.order((self.computer, 10, 4800.00))
        batch = self.receive(order)
        cards = self.accept(batch)
        credit = self.credit(self.bill(order))
        credit.invoice_line_ids.price_unit = 100.00
        credit.action_post()
        self.assertEqual(self.costs(cards), ["4700.00"] * 10)
        self.assertEqual((batch.state, self.balance("160102")), ("booked", 47000.00))

    def test_freight_on_the_bill_is_divided_between_accounts(self):
        order = self.order((self.computer, 10, 4800.00), (self.seat, 60, 400.00), (self.freight, 1, 100.00))
        cards = self.accept(self.receive(order))
        bill = self.bill(order)
        self.assertEqual(bill.amount_total, 72100.00)
        computers = cards.filtered(lambda card: card.category_id == self.desktop)
        self.assertEqual(self.balance("160102"), 48066.67)
        self.assertEqual(self.balance("160105"), 24033.33)
        self.assertEqual(round(sum(computers.mapped("cost")), 2), 48066.67)
        self.assertEqual(round(sum((cards - computers).mapped("cost")), 2), 24033.33)
        self.credit(bill).action_post()
        self.assertEqual((self.balance("160102"), self.balance("160105")), (0, 0))

    def test_freight_billed_later_by_a_carrier_joins_the_cost(self):
        order = self.order((self.computer, 10, 4800.00))
        batch = self.receive(order)
        cards = self.accept(batch)
        self.bill(order)
        carrier = self.manual_bill(self.freight, 1, 120.00, gaj_acceptance_id=batch.id)
        self.assertEqual(carrier.invoice_line_ids.account_id.code, "160102")
        carrier.action_post()
        self.assertEqual(self.costs(cards), ["4812.00"] * 10)
        self.assertEqual(self.balance("160102"), 48120.00)

    def test_freight_of_nothing_is_an_expense(self):
        bill = self.manual_bill(self.freight, 1, 120.00)
        self.assertNotEqual(bill.invoice_line_ids.account_id.code, "160102")
        bill.action_post()

    def test_a_bill_without_order_names_its_batch(self):
        batch = self.get("purchase", {"product_id": self.computer.id, "price": 9600.00, "quantity": 2})
        cards = self.accept(batch)
        bill = self.manual_bill(self.computer, 2, 4790.00)
        with self.refused("belongs to no order and names no batch"):
            bill.action_post()
        bill.invoice_line_ids.gaj_acceptance_id = batch
        bill.action_post()
        self.assertEqual(self.costs(cards), ["4790.00"] * 2)
        self.assertEqual(batch.state, "booked")

    def test_a_group_card_follows_its_bills(self):
        order = self.order((self.seat, 60, 400.00))
        batch = self.receive(order)
        batch.line_ids.is_group = True
        card = self.accept(batch)
        self.bill(order, quantity=20, price_unit=390.00)
        self.assertEqual((card.cost, batch.state), (23800.00, "accepted"))
        self.bill(order)
        self.assertEqual((card.cost, batch.state), (23800.00, "booked"))

    def test_the_provisional_entry_is_taken_back_by_the_bill(self):
        order = self.order((self.computer, 10, 4800.00))
        batch = self.receive(order)
        self.accept(batch)
        entry = self.book(batch)
        self.assertEntry(entry, "Dr 160102 48000.00", "Cr 2302 48000.00")
        self.assertEqual(batch.state, "accepted")
        with self.refused("is booked already"):
            self.book(batch)
        self.bill(order, quantity=4)
        self.assertEqual(self.balance("160102"), 48000.00)
        open_part = batch._gaj_entry("provisional")
        self.assertEqual(sum(open_part.line_ids.mapped("debit")), 28800.00)
        self.bill(order)
        self.assertFalse(batch._gaj_entry("provisional"))
        self.assertEqual((batch.state, self.balance("160102")), ("booked", 48000.00))
        self.assertEqual(self.balance("2302"), -48000.00)

    def test_without_accounts_the_setup_is_offered(self):
        order = self.order((self.computer, 1, 4800.00))
        self.receive(order)
        for category in self.env["gaj.asset.category"].search([]):
            category.account_asset_id = False
        with self.assertRaises(RedirectWarning):
            self.bill(order)

    def test_other_bills_stay_as_they_are(self):
        paper = self.make_product("Paper")
        order = self.order((paper, 10, 20.00), (self.freight, 1, 30.00))
        self.receive(order)
        bill = self.bill(order)
        self.assertNotIn("160102", bill.line_ids.mapped("account_id.code"))
        self.assertFalse(bill.gaj_acceptance_count)

    def credit(self, bill):
        """Return the draft credit note of the whole ``bill``."""
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=bill.ids)
            .create({"journal_id": bill.journal_id.id, "date": "2026-06-25", "reason": "wrong"})
        )
        return self.env["account.move"].browse(wizard.refund_moves()["res_id"])

    def test_vat_and_freight_are_no_difference_to_the_ledger(self):
        order = self.order((self.computer, 10, 4247.79, self.vat), (self.freight, 1, 300.00))
        cards = self.accept(self.receive(order))
        bill = self.bill(order)
        self.env.flush_all()
        with freeze_time("2026-07-02"):
            record = self.env["gaj.asset.reconciliation"].with_user(self.users["manager"]).create({})
            record.action_compare()
        mine = record._cards()[self.desktop.id]
        self.assertEqual([row[2] for row in mine if row[0] in cards.ids], [True] * 10)
        strange = record.line_ids.difference_ids.sudo().move_line_ids.move_id
        self.assertNotIn(bill, strange)

    def test_a_bill_that_is_unposted_by_any_client_is_forgotten(self):
        order = self.order((self.computer, 1, 4800.00))
        batch = self.receive(order)
        card = self.accept(batch)
        bill = self.bill(order, price_unit=4900)
        self.assertEqual((card.cost, batch.state), (4900, "booked"))
        bill.with_user(self.users["finance"]).write({"state": "draft"})
        self.assertEqual((card.cost, batch.state, card.bill_line_id.id), (4800, "accepted", False))

    def manual_bill(self, product, quantity, price, **values):
        return self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.vendor.id,
                "invoice_date": "2026-06-25",
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "quantity": quantity,
                            "price_unit": price,
                            "tax_ids": False,
                            **values,
                        }
                    )
                ],
            }
        )

    def account(self, company, kind):
        return self.env["account.account"].search(
            [("company_ids", "in", company.ids), ("account_type", "=", kind)], limit=1
        )
