from dataclasses import replace

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import GovCase

SPENT = [("5001", 100, 0, {"economic": "30201"}), ("4001", 0, 100)]


@tagged("post_install", "-at_install", "gaj")
class TestParallelGuards(GovCase):
    """What the ledgers note about entries cannot be brought in or changed from outside."""

    def lines(self, *lines):
        return [Command.create(self.line_vals(*line)) for line in lines]

    def test_defaults_do_not_mark_an_entry_as_closing(self):
        closing = self.env["gaj.year.closing"].create({"year": "2026"})
        move = (
            self.env["account.move"]
            .with_user(self.accountant)
            .with_context(
                default_gaj_closing=True,
                default_gaj_closing_id=closing.id,
                default_gaj_closing_step="income",
                default_gaj_budget_state="done",
            )
            .create(
                {
                    "journal_id": self.journal("general").id,
                    "date": "2026-03-05",
                    "line_ids": self.lines(("5001", 500, 0, {"economic": "30201"}), ("1002", 0, 500)),
                }
            )
        )
        self.assertFalse(move.gaj_closing or move.gaj_closing_id or move.gaj_closing_step)
        move.action_post()
        self.assertEqual(self.budget(move.sudo()), ["Dr 7101 [30201] 500.00", "Cr 800102 500.00"])

    def test_defaults_do_not_make_a_budget_entry_of_another(self):
        move = self.post("2026-03-05", SPENT)
        made = (
            self.env["account.move"]
            .with_user(self.accountant)
            .with_context(
                default_gaj_financial_move_id=move.id,
                default_gaj_budget_kind="traced",
                default_gaj_origin_line_id=move.line_ids[0].id,
            )
            .create({"journal_id": self.journal("general").id, "date": "2026-03-05", "line_ids": self.lines(*SPENT)})
        )
        self.assertFalse(made.gaj_financial_move_id or made.gaj_budget_kind or made.line_ids.gaj_origin_line_id)
        made.with_context(default_gaj_origin_line_id=move.line_ids[0].id).write(
            {"line_ids": self.lines(("5001", 5, 0), ("4001", 0, 5))}
        )
        self.assertFalse(made.line_ids.gaj_origin_line_id)

    def test_nothing_of_a_posted_budget_entry_is_changed(self):
        move = self.post("2026-03-05", SPENT)
        budget = move.gaj_budget_move_ids.with_user(self.accountant)
        name, other = budget.name, self.env["res.partner"].create({"name": "Other"})
        for vals in (
            {"name": "BUD/2026/03/0777"},
            {"sequence_number": 9},
            {"ref": "x"},
            {"auto_post": "monthly"},
            {"partner_id": other.id},
            {"gaj_process_id": self.env["gaj.account.process"].search([], limit=1).id},
            {"gaj_einvoice_no": "12345678"},
        ):
            with self.assertRaisesRegex(UserError, "not changed on its own", msg=str(vals)):
                budget.write(vals)
        for vals in (
            {"date": "2026-05-05"},
            {"parent_state": "draft"},
            {"is_storno": True},
            {"price_unit": 3},
            {"quantity": 3},
            {"partner_id": other.id},
            {"analytic_distribution": False},
            {"name": "x"},
        ):
            with self.assertRaisesRegex(UserError, "not changed on its own", msg=str(vals)):
                budget.line_ids[0].write(vals)
        budget.message_post(body="Seen.")
        budget.activity_schedule(user_id=self.accountant.id)
        self.assertEqual(budget.name, name)

    def test_stretches_of_a_match_are_not_written_by_hand(self):
        bill = self.bill("2026-03-01", [("5001", 100, {"economic": "30201"})])
        self.pay(bill, "2026-03-05")
        partial = bill.line_ids.matched_debit_ids
        self.assertTrue(partial.gaj_debit_spans)
        with self.assertRaisesRegex(UserError, "not changed by hand"):
            partial.with_user(self.accountant).write({"gaj_debit_spans": []})

    def test_analysis_counts_what_was_spent_once(self):
        plan = self.env["account.analytic.plan"].create({"name": "Places"})
        place = self.env["account.analytic.account"].create({"name": "Canteen", "plan_id": plan.id})
        share = {"economic": "30201", "analytic_distribution": {str(place.id): 100}}
        move = self.post("2026-03-05", [("5001", 100, 0, share), ("4001", 0, 100)])
        lines = self.env["account.analytic.line"].search([("move_line_id.move_id.company_id", "=", self.company.id)])
        self.assertEqual(lines.mapped("general_account_id.code"), ["5001"])
        move.button_draft()
        move.action_post()
        self.assertEqual(len(move.gaj_budget_move_ids.line_ids.analytic_line_ids), 0)
        self.assertEqual(len(move.line_ids.analytic_line_ids), 1)

    def test_a_budget_entry_that_does_not_balance_is_refused(self):
        move = self.post("2026-03-01", [("5001", 100, 0, {"economic": "30201"}), ("4001", 0, 100)])
        [wanted] = self.env["gaj.budget.reader"]._answers(move)[move].wanted
        lame = replace(wanted, outcome=replace(wanted.outcome, bookings=wanted.outcome.bookings[:1]))
        with self.assertRaisesRegex(UserError, f"{move.name}.* does not balance"):
            self.env["gaj.budget.writer"]._make([(move, lame, None)])
