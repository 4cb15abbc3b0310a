from odoo.tests import freeze_time, tagged

from ..demo import scenario_g
from .common import GovCase


class ScenarioCase(GovCase):
    """Posts what :mod:`scenario_g` tells, event by event."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accounts = {}

    @classmethod
    def lines_of(cls, lines):
        """Return what :meth:`post` takes for lines of the scenario."""
        return [
            (
                code,
                float(debit or 0),
                float(credit or 0),
                {"partner": cls.partner, **({"economic": economic[0]} if economic and economic[0] else {})},
            )
            for code, debit, credit, *economic in lines
        ]

    @classmethod
    def open_books(cls):
        """Post the opening balance of the year; return its entry."""
        return cls.post("2026-01-01", cls.lines_of(scenario_g.OPENING))

    @classmethod
    def play(cls, names=None):
        """Post the events ``names`` (default: all) by day; return ``{name: entry}``."""
        events = [event for event in scenario_g.EVENTS if names is None or event[0] in names]
        moves = {}
        for name, day, lines, _budget in sorted(events, key=lambda event: event[1]):
            moves[name] = cls.post(day, cls.lines_of(lines), ref=name)
        return moves

    def match(self, moves):
        """Reconcile payments with the bills that they pay, where both are posted."""
        for payment, bill in scenario_g.PAYS.items():
            if payment in moves and bill in moves:
                lines = (moves[payment] | moves[bill]).line_ids
                lines.filtered(lambda line: line.account_id.code in ("2302", "230704")).reconcile()

    def expected(self, lines):
        """Return lines of the scenario as :meth:`texts` shows them, in any order."""
        return sorted(
            f"{'Dr' if debit else 'Cr'} {code}{f' [{economic}]' if economic and code[0] == '7' else ''} {debit or credit}"
            for code, debit, credit, economic in lines
        )


@tagged("post_install", "-at_install", "gaj")
@freeze_time("2026-05-04 02:00:00")
class TestScenarioG(ScenarioCase):
    """53 entries of four months: every budget entry, both trial balances, and the closing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.opening = cls.open_books()
        cls.moves = cls.play()

    def assert_balances(self, balances):
        self.assertEqual(
            {code: f"{self.balance(code):.2f}" for code in balances},
            {code: f"{float(v):.2f}" for code, v in balances.items()},
        )

    def test_53_entries_have_16_budget_entries_and_that_of_the_opening(self):
        self.assertEqual(len(self.moves) + 1, 53)
        self.assertEqual(self.budget(self.opening), ["Dr 800102 200000.00", "Cr 820203 200000.00"])
        for name, _day, _lines, budget in scenario_g.EVENTS:
            with self.subTest(name):
                self.assertEqual(sorted(self.budget(self.moves[name])), self.expected(budget))
        entries = self.env["account.move"].union(*self.moves.values()).gaj_budget_move_ids
        self.assertEqual(len(entries), 16)
        for entry in entries:
            self.assertEqual((entry.date, entry.gaj_ledger), (entry.gaj_financial_move_id.date, "budget"))

    def test_matching_a_payment_that_named_its_class_books_nothing_more(self):
        before = self.env["account.move"].search_count([("company_id", "=", self.company.id)])
        self.match(self.moves)
        self.assertEqual(
            self.moves["G12 bill"].line_ids.filtered(lambda line: line.account_id.code == "2302").amount_residual, 0
        )
        self.assertEqual(self.env["account.move"].search_count([("company_id", "=", self.company.id)]), before)

    def test_both_trial_balances(self):
        self.assert_balances(scenario_g.FINANCIAL)
        self.assert_balances(scenario_g.BUDGET)
        groups = self.env["account.move.line"]._read_group(
            [
                ("company_id", "=", self.company.id),
                ("account_id.code", "=like", "7101%"),
                ("parent_state", "=", "posted"),
            ],
            ["gaj_economic_class_id"],
            ["balance:sum"],
        )
        self.assertEqual({one.code: f"{total:.2f}" for one, total in groups}, scenario_g.CLASSES_OF_7101)

    def test_surplus_and_budget_surplus(self):
        income, expense = -self.balance("4"), self.balance("5")
        self.assertEqual(
            (round(income, 2), round(expense, 2), round(income - expense, 2)), (214766.40, 123530.01, 91236.39)
        )
        received, spent = -self.balance("6"), self.balance("7")
        self.assertEqual(
            (round(received, 2), round(spent, 2), round(received - spent, 2)), (202766.40, 206280.00, -3513.60)
        )
        self.assertEqual(self.balance("1"), 402936.39)
        self.assertEqual(-self.balance("2"), 21500.00)

    def test_c7_money_beside_the_budget_is_money_of_others(self):
        cash = sum(self.balance(code) for code in ("1001", "1002", "1021"))
        others = -sum(
            self.balance(code)
            for code in (
                "121801",
                "121802",
                "121809",
                "130202",
                "1891",
                "190202",
                "2103",
                "230702",
                "230703",
                "230705",
                "230706",
            )
        )
        self.assertEqual((round(cash, 2), self.balance("800102")), (210486.40, 196486.40))
        self.assertEqual((round(cash - self.balance("800102"), 2), round(others, 2)), (14000.00, 14000.00))

    def test_after_the_closing(self):
        closing = self.env["gaj.year.closing"].create({"year": "2026", "all_the_same": True})
        closing.action_close()
        self.assertEqual(closing.state, "closed")
        self.assert_balances({"3001": "-381436.39", "8202": "-196486.40", "800102": "196486.40"})
        rows = self.env["account.move.line"]._read_group(
            [("company_id", "=", self.company.id), ("parent_state", "=", "posted")], ["account_id"], ["balance:sum"]
        )
        open_ = {account.code: total for account, total in rows if account.code[0] in "4567" and round(total, 2)}
        self.assertEqual(open_, {})
        self.assert_balances(dict.fromkeys(("1902", "3301", "3302", "3401", "3501", "8501", "8701"), "0.00"))
