from decimal import Decimal
from random import Random

from odoo.tests import freeze_time, tagged

from ..demo import scenario_g
from .test_scenario_g import ScenarioCase

SEEDS = range(6)
STEPS = 30
#: Accounts whose balance is money beside the budget: the rest of the cash is in 800102.
BESIDE = (
    *("121801", "121802", "121809", "130202", "1891", "190202", "2103"),
    *("2901", "230702", "230703", "230705", "230706"),
)


@tagged("post_install", "-at_install", "gaj")
@freeze_time("2026-12-31 02:00:00")
class TestScenarioRandom(ScenarioCase):
    """Whatever is posted, reversed, reset and cancelled, in any order: both ledgers balance and reconcile."""

    def test_any_sequence_of_the_events(self):
        for seed in SEEDS:
            with self.subTest(seed=seed):
                savepoint = self.cr.savepoint()
                try:
                    self.play_at_random(Random(seed))
                    self.check_ledgers()
                finally:
                    savepoint.close(rollback=True)
                    self.env.invalidate_all()

    def play_at_random(self, lot):
        self.open_books()
        posted = []
        for _step in range(STEPS):
            turn = lot.random()
            if turn < 0.7 or not posted:
                name, day, lines, _budget = lot.choice(scenario_g.EVENTS)
                posted.append(self.post(day, self.lines_of(lines), ref=name))
                continue
            move = posted.pop(lot.randrange(len(posted)))
            if turn < 0.8:
                move._reverse_moves([{"date": move.date}], cancel=True)
            elif turn < 0.9:
                move.button_draft()
                move.action_post()
                posted.append(move)
            else:
                move.button_draft()
                move.button_cancel()

    def check_ledgers(self):
        """Check C2, C3 and C6 to C8, and that no entry parts the two surpluses without a reason."""
        total = {ledger: Decimal(0) for ledger in ("financial", "budget")}
        by_code, lines = {}, self.env["account.move.line"]
        for account, ledger, amount in lines._read_group(
            [("company_id", "=", self.company.id), ("parent_state", "=", "posted")],
            ["account_id", "move_id.journal_id"],
            ["balance:sum"],
        ):
            amount = Decimal(str(round(amount, 2)))
            total[ledger.gaj_ledger] += amount
            by_code[account.code] = by_code.get(account.code, Decimal(0)) + amount

        def balance(*prefixes):
            return sum((amount for code, amount in by_code.items() if code.startswith(prefixes)), Decimal(0))

        self.assertEqual(total, {"financial": 0, "budget": 0})
        # C6: what came in less what was spent is what the fund balance grew by since the opening
        self.assertEqual(-balance("6", "7"), balance("8001") - Decimal(200000))
        # C7 and C8
        self.assertEqual(balance("1001", "1002", "1021") - balance("800102"), -balance(*BESIDE))
        self.assertEqual(balance("1201"), balance("800103"))
        self.assertEqual(balance("1011"), balance("800101"))
        self.check_difference(-balance("4", "5"), -balance("6", "7"))
        self.check_pairs()

    def check_difference(self, surplus, budget_surplus):
        self.env.flush_all()
        rows = dict(
            self.env["gaj.surplus.difference"]._read_group(
                [("company_id", "=", self.company.id)], ["category"], ["amount:sum"]
            )
        )
        rows = {category: Decimal(str(round(amount, 2))) for category, amount in rows.items()}
        self.assertEqual((rows.pop("surplus", 0), rows.pop("budget_surplus", 0)), (surplus, budget_surplus))
        self.assertEqual(rows.get("unexplained", 0), 0)
        self.assertEqual(surplus - budget_surplus, sum(rows.values(), Decimal(0)))

    def check_pairs(self):
        """Check that each posted entry has at most one posted budget entry of its own, on its day."""
        entries = self.env["account.move"].search(
            [("gaj_financial_move_id.company_id", "=", self.company.id), ("state", "=", "posted")]
        )
        direct = entries.filtered(lambda entry: entry.gaj_budget_kind == "direct")
        self.assertEqual(len(direct.gaj_financial_move_id), len(direct))
        for entry in entries:
            financial = entry.gaj_financial_move_id
            self.assertEqual((financial.state, financial.date), ("posted", entry.date))
