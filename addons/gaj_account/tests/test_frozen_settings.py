from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import GovCase

SPENT = [("5001", 100, 0, {"economic": "30201"}), ("4001", 0, 100)]


@tagged("post_install", "-at_install", "gaj")
class TestFrozenSettings(GovCase):
    """What the ledgers stand on does not change under what is posted."""

    def test_a_journal_with_entries_stays_in_its_ledger(self):
        move = self.post("2026-03-01", SPENT)
        for journal, other in (("general", "budget"), ("gaj_budget", "financial")):
            with self.assertRaisesRegex(UserError, "has posted entries.*Make a new journal"):
                self.journal(journal).with_user(self.manager).write({"gaj_ledger": other})
        move.button_draft()
        with self.assertRaisesRegex(UserError, move.name):
            self.journal("general").with_user(self.manager).write({"gaj_ledger": "budget"})

    def test_a_journal_without_entries_changes_its_ledger(self):
        journal = self.env["account.journal"].create({"name": "New", "code": "NEW", "type": "general"})
        self.entry("2026-03-01", SPENT, journal_id=journal.id)
        journal.with_user(self.manager).gaj_ledger = "budget"
        self.assertEqual(journal.gaj_ledger, "budget")
        self.post("2026-03-01", SPENT)
        self.journal("general").with_user(self.manager).write({"gaj_ledger": "financial"})

    def test_an_account_with_entries_keeps_its_role(self):
        self.post("2026-03-01", SPENT)
        bill = self.bill("2026-03-01", [("130201", 10, {"economic": "30218"})])
        for code in ("5001", "4001", "130201", "2302"):
            with self.assertRaisesRegex(UserError, f"{code}.*open a new account"):
                self.account(code).with_user(self.manager).write({"gaj_role": "none"})
        account = self.account("4001").with_user(self.manager)
        account.write({"gaj_role": "fund"})
        bill.button_draft()
        self.account("130201").with_user(self.manager).gaj_role = "none"

    def test_an_import_does_not_change_a_role(self):
        self.post("2026-03-01", SPENT)
        account = self.account("5001")
        result = (
            self.env["account.account"].with_user(self.manager).load([".id", "gaj_role"], [[str(account.id), "none"]])
        )
        self.assertRegex(result["messages"][0]["message"], "open a new account")
        self.assertEqual(account.gaj_role, "spend")

    def test_an_account_that_budget_entries_came_from_keeps_its_counterpart(self):
        self.post("2026-03-01", SPENT)
        self.post("2026-03-01", [("1002", 7, 0), ("4605", 0, 7)])
        other = self.account("6602").id
        for code in ("4001", "4605"):
            with self.assertRaisesRegex(UserError, f"Budget Account.*{code}.*open a new account"):
                self.account(code).with_user(self.manager).write({"gaj_budget_account_id": other})
        with self.assertRaisesRegex(UserError, "Funding Source.*4001"):
            self.account("4001").with_user(self.manager).write({"gaj_funding_source": "other"})
        unused = self.account("4601").with_user(self.manager)
        unused.write({"gaj_budget_account_id": other, "gaj_funding_source": "other", "gaj_role": "income"})
        self.assertEqual(unused.gaj_budget_account_id.id, other)

    def test_what_a_parked_entry_waits_for_is_given(self):
        self.company.gaj_no_answer = "park"
        account = self.account("5001").copy({"code": "500177", "gaj_role": False})
        move = self.post("2026-03-01", [("500177", 30, 0, {"economic": "30201"}), ("1002", 0, 30)])
        self.assertEqual(move.gaj_budget_state, "parked")
        account.with_user(self.manager).gaj_role = "spend"
        move.action_gaj_derive_again()
        self.assertEqual(self.budget(move), ["Dr 7101 [30201] 30.00", "Cr 800102 30.00"])
        with self.assertRaisesRegex(UserError, "500177"):
            account.with_user(self.manager).gaj_role = "none"

    def test_setting_up_again_gives_a_role_to_an_account_without_one(self):
        account = self.account("5001").copy({"code": "500188", "gaj_role": False})
        move = self.post("2026-03-01", [("500188", 30, 0), ("5001", 0, 30, {"economic": "30201"})])
        self.assertEqual((move.gaj_budget_state, account.gaj_role), ("none", False))
        with self.assertRaisesRegex(UserError, "500188.*open a new account"):
            account.with_user(self.manager).write({"gaj_role": "spend"})
        self.env["gaj.account.setup"].with_user(self.manager).create({}).action_apply()
        self.assertEqual((account.gaj_role, self.account("5001").gaj_role), ("spend", "spend"))
        self.assertEqual((move.state, move.gaj_budget_state), ("posted", "none"))
