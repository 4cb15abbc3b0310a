from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .disposal_case import DisposalCase


@tagged("post_install", "-at_install", "gaj")
@freeze_time("2026-10-05")
class TestRemittanceLater(DisposalCase):
    """A remittance posted by its voucher finds its bank line later: once, and of the same amount."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.journal = cls.env["account.journal"].create({"name": "Bank T", "type": "bank", "code": "BKT"})
        cls.journal.default_account_id = cls.company._gaj_process_account("bank")

    def remitted(self, **values):
        """Return a remittance of 1,000.00 posted on 2026-09-28."""
        with freeze_time("2026-09-25"):
            asset = self.booked("Thing", 10, 10, "2010-01-16", 72, "2026-09-25")
            record = self.draft(asset)
            self.to_executing(record)
            self.settled(record, proceeds=1000)
        with freeze_time("2026-09-28"):
            return self.remit(record, **values)

    def bank_line(self, amount=-1000, day="2026-10-02"):
        return self.env["account.bank.statement.line"].create(
            {"journal_id": self.journal.id, "payment_ref": "To the treasury", "date": day, "amount": amount}
        )

    def test_the_bank_line_takes_the_place_of_the_voucher(self):
        remittance, line = self.remitted(), self.bank_line()
        entry = remittance._gaj_entry("remit")
        self.assertEntry(entry, "Dr 2103 1000.00", "Cr 1002 1000.00")
        self.assertFalse(remittance.is_traced)
        remittance.found_line_id = line
        remittance.action_assign_line()
        self.assertEqual((remittance.statement_line_id, remittance.found_line_id.id), (line, False))
        self.assertTrue(remittance.is_traced and line.is_reconciled)
        self.assertEqual(sorted(self.lines(line.move_id)), ["Cr 1002 1000.00", "Dr 2103 1000.00"])
        self.assertEqual((entry.gaj_asset_booking, remittance._gaj_entry("remit").id), ("reversed", False))
        # what was paid stands in the books once, on every day
        for day in ("2026-09-30", "2026-10-05"):
            for role in ("treasury_payable", "bank"):
                account = self.company._gaj_process_account(role)
                moves = remittance.sudo().move_ids | line.move_id
                lines = moves.line_ids.filtered(
                    lambda each, account=account, day=day: (
                        each.account_id == account and str(each.date) <= day and each.parent_state == "posted"
                    )
                )
                self.assertEqual(sum(lines.mapped("balance")), 1000 if role == "treasury_payable" else -1000, day)
        action = remittance.action_trace()
        self.assertEqual((action["res_model"], action["res_id"]), (line._name, line.id))
        self.assertEqual(remittance.disposal_id.remitted_amount, 1000)

    def test_once_and_of_the_same_amount(self):
        remittance = self.remitted()
        with self.assertRaisesRegex(UserError, "Choose the bank line of remittance Voucher first"):
            remittance.action_assign_line()
        for amount, paid in [(-1000.01, "1000.01"), (-999.99, "999.99"), (-1500, "1500.00"), (1000, "-1000.00")]:
            remittance.found_line_id = self.bank_line(amount)
            with self.assertRaisesRegex(UserError, f"pays {paid}, remittance Voucher is of 1000.00"):
                remittance.action_assign_line()
        line = self.bank_line()
        remittance.found_line_id = line
        remittance.action_assign_line()
        for step in (lambda: remittance.write({"found_line_id": line.id}), remittance.action_assign_line):
            with self.assertRaisesRegex(UserError, "a line that is assigned stays"):
                step()
        second = self.remitted()
        second.found_line_id = line
        with self.assertRaisesRegex(UserError, "shows remittance Voucher already"):
            second.action_assign_line()
        used = self.bank_line()
        payable = self.company._gaj_process_account("treasury_payable")
        _liquidity, suspense, _others = used._seek_for_lines()
        suspense.account_id = payable
        second.found_line_id = used
        with self.assertRaisesRegex(UserError, "has 0.00 open"), self.env.cr.savepoint():
            second.action_assign_line()
        with self.assertRaisesRegex(UserError, "what was remitted stays"):
            second.write({"statement_line_id": self.bank_line().id})

    def test_only_what_the_voucher_alone_proves_and_only_by_finance(self):
        booked = self.remitted(statement_line_id=self.bank_line(-1000, "2026-09-28").id)
        with self.assertRaisesRegex(UserError, "is not posted by its voucher alone"):
            booked.found_line_id = self.bank_line()
        remittance = self.remitted()
        remittance.found_line_id = self.bank_line()
        for role in ("clerk", "manager", "leader", "discipline", "auditor"):
            self.assertEqual(self.as_(remittance, role).amount, 1000)
            with self.subTest(role=role), self.assertRaisesRegex(AccessError, "This step is taken by the role"):
                self.as_(remittance, role).action_assign_line()
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.as_(remittance, role).write({"found_line_id": False})
        self.assertFalse(remittance.statement_line_id)

    def test_a_line_of_an_earlier_day_counts_from_the_voucher(self):
        remittance, line = self.remitted(), self.bank_line(day="2026-09-26")
        remittance.found_line_id = line
        remittance.action_assign_line()
        reversal = remittance.sudo().move_ids.filtered(lambda move: move.gaj_asset_booking == "reversal")
        self.assertEqual(str(reversal.date), "2026-09-28")
