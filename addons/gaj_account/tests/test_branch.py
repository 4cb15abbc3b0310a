from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import GovCase


@tagged("post_install", "-at_install", "gaj")
class TestBranch(GovCase):
    """A branch keeps the ledgers of its head."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.branch = cls.env["res.company"].create({"name": "Service Hall", "parent_id": cls.company.id})
        cls.env.user.company_ids += cls.branch

    def branch_entry(self, lines):
        return (
            self.env["account.move"]
            .with_company(self.branch)
            .with_context(allowed_company_ids=(self.branch | self.company).ids)
            .create(
                {
                    "move_type": "entry",
                    "date": "2026-03-01",
                    "company_id": self.branch.id,
                    "journal_id": self.journal("general").id,
                    "line_ids": [Command.create(self.line_vals(*line)) for line in lines],
                }
            )
        )

    def test_an_entry_of_a_branch_has_its_budget_entry(self):
        move = self.branch_entry([("5001", 100, 0, {"economic": "30201"}), ("4001", 0, 100)])
        move.action_post()
        self.assertEqual(move.company_id, self.branch)
        budget = move.gaj_budget_move_ids
        self.assertEqual((budget.company_id, budget.journal_id), (self.branch, self.company.gaj_budget_journal_id))
        self.assertEqual(budget.line_ids.company_id, self.branch)
        self.assertEqual(self.texts(budget), ["Dr 7101 [30201] 100.00", "Cr 6001 100.00"])
        move.button_draft()
        move.action_post()
        self.assertEqual((len(move.gaj_budget_move_ids), budget.state), (1, "posted"))

    def test_a_user_of_the_branch_alone_posts(self):
        user = self.make_user(
            "gov_branch", "account.group_account_invoice,account.group_account_user", company=self.branch
        )
        move = self.branch_entry([("5001", 100, 0, {"economic": "30201"}), ("4001", 0, 100)])
        move.with_user(user).with_context(allowed_company_ids=self.branch.ids).action_post()
        self.assertEqual(self.texts(move.gaj_budget_move_ids), ["Dr 7101 [30201] 100.00", "Cr 6001 100.00"])

    def test_the_settings_are_those_of_the_head(self):
        self.assertTrue(self.branch.gaj_parallel)
        self.company.write({"gaj_no_answer": "park", "gaj_entity_kind": "institution"})
        self.assertEqual((self.branch.gaj_no_answer, self.branch.gaj_entity_kind), ("park", "institution"))
        with self.assertRaisesRegex(ValidationError, "is a branch of .* Change “Keeps a Budget Ledger” of County"):
            self.branch.gaj_parallel = False

    def test_a_head_that_begins_later_brings_its_branches_along(self):
        head = self.make_company("Late Bureau", chart=None)
        branch = self.env["res.company"].create({"name": "Late Hall", "parent_id": head.id})
        self.assertFalse(branch.gaj_parallel)
        self.env["account.chart.template"].try_loading("cn_gov", company=head, install_demo=False)
        self.assertTrue(head.gaj_parallel and branch.gaj_parallel)
        self.assertEqual(branch.gaj_budget_journal_id, head.gaj_budget_journal_id)
