from datetime import date

import psycopg2
from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .disposal_case import DisposalCase


@tagged("post_install", "-at_install", "gaj")
class TestRemittance(DisposalCase):
    """All that a disposal brings goes to the treasury, in one payment or several, each traced to the bank."""

    def settled_scrap(self, day="2026-09-25", proceeds=1000):
        with freeze_time(day):
            asset = self.booked("Thing", 10, 10, "2010-01-16", 72, day)
            record = self.draft(asset)
            self.to_executing(record)
            self.settled(record, proceeds=proceeds)
        return record

    def test_partial_payments_and_never_more_than_due(self):
        record = self.settled_scrap()
        with freeze_time("2026-09-28"):
            self.remit(record, 400)
            self.assertEqual((record.open_amount, record.state), (600, "settled"))
            with self.assertRaisesRegex(UserError, "has 600.00 left to remit; 600.01 is more"):
                self.remit(record, 600.01)
            with self.assertRaisesRegex(UserError, "600.00 are still to be remitted"):
                self.as_(record, "manager").action_close()
            self.remit(record, 600)
            self.assertEqual((record.open_amount, record.state), (0, "remitted"))
            with self.assertRaisesRegex(UserError, "is “Remitted”"):
                self.remit(record, 1)

    def test_money_is_neither_kept_nor_offset(self):
        record = self.settled_scrap()
        with freeze_time("2026-09-28"):
            for query in (
                "UPDATE gaj_asset_disposal SET remitted_amount = due_amount + 0.01 WHERE id = %s",
                "UPDATE gaj_asset_disposal SET remitted_amount = -1 WHERE id = %s",
                "UPDATE gaj_asset_disposal SET state = 'closed' WHERE id = %s",
            ):
                with self.assertRaises(psycopg2.IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                    self.env.cr.execute(query, [record.id])
            with self.assertRaises(psycopg2.IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                self.remit(record, -5)
            for values in ({"due_amount": 1}, {"proceeds": 1}, {"costs": 999}):
                with self.assertRaises(UserError):
                    self.as_(record, "finance").write(values)

    def test_a_posted_remittance_stays(self):
        record = self.settled_scrap()
        with freeze_time("2026-09-28"):
            remittance = self.remit(record, 400)
            for values in ({"amount": 1}, {"date": "2026-09-29"}, {"state": "draft"}, {"disposal_id": 1}):
                with self.subTest(values=values), self.assertRaisesRegex(UserError, "what was remitted stays"):
                    remittance.write(values)
            remittance.note = "by hand"
            with self.assertRaisesRegex(UserError, "kept as the proof"):
                remittance.unlink()
            with self.assertRaisesRegex(UserError, "posted already"):
                remittance.action_post()
            with self.assertRaisesRegex(UserError, "starts as a draft"):
                self.remit(record, 1, state="posted")

    def test_days_of_a_remittance(self):
        record = self.settled_scrap()
        with freeze_time("2026-09-28"):
            for day in ("2026-09-24", "2026-09-29"):
                with self.subTest(day=day), self.assertRaisesRegex(UserError, "between its settlement"):
                    self.remit(record, 1, date=day)

    def test_only_finance_remits(self):
        record = self.settled_scrap()
        for role in ("clerk", "manager", "leader", "discipline", "auditor", "user"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.env["gaj.asset.remittance"].with_user(self.users[role]).create(
                    {"disposal_id": record.id, "name": "V", "amount": 1}
                )
        with freeze_time("2026-09-28"):
            remittance = self.remit(record, 1)
        for role in ("clerk", "manager", "leader", "discipline", "auditor"):
            with self.subTest(role=role):
                self.as_(remittance, role).read(["amount"])
                with self.assertRaises(AccessError):
                    self.as_(remittance, role).action_post()

    def test_the_deadline_follows_the_working_calendar(self):
        calendar = self.company.resource_calendar_id
        calendar.tz = "UTC"
        calendar.leave_ids.unlink()
        calendar.leave_ids.create(
            {
                "name": "National Day",
                "calendar_id": calendar.id,
                "date_from": "2026-10-01 00:00:00",
                "date_to": "2026-10-07 23:59:59",
            }
        )
        self.assertEqual(self.settled_scrap().due_on, date(2026, 10, 16))

    def test_finance_then_the_leader_are_reminded(self):
        record = self.settled_scrap()
        late = record.due_on
        run = self.env["gaj.asset.disposal"]._cron_remind_remittances
        with freeze_time(late):
            run()
            self.assertFalse(record.activity_ids)
        with freeze_time(date(2026, 10, 12)):
            self.assertTrue(record.is_overdue)
            self.assertIn(record, self.env["gaj.asset.disposal"].search([("is_overdue", "=", True)]))
            run()
            run()
            self.assertEqual(record.activity_ids.user_id, self.users["finance"])
            self.assertEqual(len(record.activity_ids), 1)
        with freeze_time(date(2026, 11, 2)):
            run()
            self.assertEqual(record.activity_ids.user_id, self.users["finance"] | self.users["leader"])
            self.remit(record)
            self.assertFalse(record.activity_ids)

    def bank(self):
        journal = self.env["account.journal"].create({"name": "Bank T", "type": "bank", "code": "BKT"})
        journal.default_account_id = self.company._gaj_process_account("bank")
        return journal

    def bank_line(self, amount, journal=None):
        return self.env["account.bank.statement.line"].create(
            {
                "journal_id": (journal or self.bank()).id,
                "payment_ref": "To the treasury",
                "date": "2026-09-28",
                "amount": amount,
            }
        )

    def test_a_remittance_is_booked_on_its_bank_line(self):
        first, second = self.settled_scrap(), self.settled_scrap(proceeds=500)
        with freeze_time("2026-09-28"):
            line = self.bank_line(-1500)
            remittance = self.remit(first, statement_line_id=line.id)
            self.assertTrue(remittance.is_traced)
            self.assertFalse(line.is_reconciled)
            self.remit(second, statement_line_id=line.id)
            self.assertTrue(line.is_reconciled)
            self.assertEqual(sorted(self.lines(line.move_id)), ["Cr 1002 1500.00", "Dr 2103 1000.00", "Dr 2103 500.00"])
            action = remittance.action_trace()
            self.assertEqual((action["res_model"], action["res_id"]), (line._name, line.id))
            # no second entry beside the bank's own
            self.assertFalse(self.entries(remittance))

    def test_a_bank_line_pays_once(self):
        first, second = self.settled_scrap(), self.settled_scrap()
        with freeze_time("2026-09-28"):
            line = self.bank_line(-1500)
            self.remit(first, statement_line_id=line.id)
            with (
                self.assertRaisesRegex(UserError, "has 500.00 open, remittance Voucher needs 1000.00"),
                self.env.cr.savepoint(),
            ):
                self.remit(second, 1000, statement_line_id=line.id)
            with self.assertRaisesRegex(UserError, "has 0.00 open"), self.env.cr.savepoint():
                self.remit(second, 1000, statement_line_id=self.bank_line(1500, line.journal_id).id)

    def test_a_payment_is_used_up_to_its_amount(self):
        first, second = self.settled_scrap(), self.settled_scrap()
        payable = self.company._gaj_process_account("treasury_payable")
        with freeze_time("2026-09-28"):
            journal = self.bank()
            journal.outbound_payment_method_line_ids.payment_account_id = journal.default_account_id
            payment = self.env["account.payment"].create(
                {"payment_type": "outbound", "partner_id": self.school.id, "amount": 1500, "journal_id": journal.id}
            )
            payment.destination_account_id = payable
            payment.action_post()
            remittance = self.remit(first, payment_id=payment.id)
            self.assertFalse(self.entries(remittance))
            self.assertFalse(remittance.is_traced)
            with self.assertRaisesRegex(UserError, "No bank line is known"):
                remittance.action_trace()
            with self.assertRaisesRegex(UserError, "has 500.00 left on account"), self.env.cr.savepoint():
                self.remit(second, payment_id=payment.id)
            with self.assertRaisesRegex(UserError, "shows what remittance Voucher"):
                payment.with_user(self.users["finance"]).action_draft()

    def test_untraced_remittances_are_found(self):
        record = self.settled_scrap()
        with freeze_time("2026-09-28"):
            remittance = self.remit(record, 400)
            traced = self.remit(record, 100, statement_line_id=self.bank_line(-100).id)
        found = self.env["gaj.asset.remittance"].search([("is_traced", "=", False), ("disposal_id", "=", record.id)])
        self.assertEqual(found, remittance)
        found = self.env["gaj.asset.remittance"].search([("is_traced", "=", True), ("disposal_id", "=", record.id)])
        self.assertEqual(found, traced)

    def test_the_bank_line_of_a_remittance_keeps_showing_it(self):
        record = self.settled_scrap()
        with freeze_time("2026-09-28"):
            line = self.bank_line(-1500)
            self.remit(record, statement_line_id=line.id)
            own = line.with_user(self.users["finance"])
            with self.assertRaisesRegex(UserError, "shows what remittance Voucher"), self.env.cr.savepoint():
                own.action_undo_reconciliation()
            payable = self.company._gaj_process_account("treasury_payable")
            paid = own.move_id.line_ids.filtered(lambda each: each.account_id == payable)
            with self.assertRaisesRegex(UserError, "stays posted on 2103"), self.env.cr.savepoint():
                paid.account_id = self.company._gaj_process_account("other_receivable")
            # the rest of the line is the accountant's
            suspense = own.move_id.line_ids.filtered(lambda each: each.debit == 500)
            suspense.with_user(self.users["finance"]).write({"account_id": payable.id})
        self.assertEqual(sorted(self.lines(line.move_id)), ["Cr 1002 1500.00", "Dr 2103 1000.00", "Dr 2103 500.00"])
