from markupsafe import Markup
from odoo import models
from odoo.tools import formatLang

from ..rules.parallel import derive
from .gaj_budget_reader import _Reader


class GajBudgetExplanation(models.AbstractModel):
    """Says in sentences why an entry has its budget entry, why it needs none, or why there is no answer."""

    _name = "gaj.budget.explanation"
    _description = "Explanation of the Budget Ledger"

    def _problem(self, move, answer):
        """Return the sentence for an answer that is none, with the way out; None for any other."""
        if problem := answer.problem:
            values = self._values(move, problem)
            sentence = {
                "no_economic": self._no_economic,
                "no_functional": self._no_functional,
                "no_funding": self._no_funding,
                "no_account": self._no_account,
                "no_counterpart": self._no_counterpart,
                "others": self._others,
                "former_year": self._former_year,
                "unmatched": self._unmatched,
            }[problem.reason]
            return sentence(values)
        if answer.waits:
            return self._untraced(self._values(move, None, answer.waits[0]))
        return None

    def _values(self, move, problem, line=None):
        line = self.env["account.move.line"].browse(line or problem.line or ())
        return {
            "entry": (line.move_id or move).display_name,
            "line": line.name or "/",
            "account": self._account_name(move, line.account_id.with_company(move.company_id).code),
            "amount": formatLang(self.env, float(problem.amount if problem else abs(line.balance))),
            "company": move.company_id.name,
        }

    def _no_economic(self, values):
        return self.env._(
            "No budget entry: the line “%(line)s” on account %(account)s of %(entry)s has no economic class. Enter one on "
            "the line, its product, the process or the account.",
            **values,
        )

    def _no_functional(self, values):
        return self.env._(
            "No budget entry: the line “%(line)s” on account %(account)s of %(entry)s has no functional class. Enter one on "
            "the line, or a usual one for %(company)s in the settings.",
            **values,
        )

    def _no_funding(self, values):
        return self.env._(
            "No budget entry: it is unknown which funding source paid the line “%(line)s” on account %(account)s of "
            "%(entry)s. Enter one on the line or the account of the money.",
            **values,
        )

    def _no_account(self, values):
        return self.env._(
            "No budget entry: no rule says which budget account goes with account %(account)s in %(entry)s. Enter a budget "
            "account on that account, or add a rule of the budget ledger.",
            **values,
        )

    def _no_counterpart(self, values):
        return self.env._(
            "No budget entry: no line of %(entry)s says what the %(amount)s on account %(account)s (%(line)s) are for. Use an "
            "account for expenses, purchases or income, or add a rule of the budget ledger.",
            **values,
        )

    def _others(self, values):
        return self.env._(
            "No budget entry: %(amount)s of money of others on account %(account)s (%(line)s) in %(entry)s do not stand "
            "against own money. Money of others comes into and goes out of bank or cash accounts only, never from an "
            "appropriation or against an expense; book that part in an entry of its own.",
            **values,
        )

    def _former_year(self, values):
        return self.env._(
            "No budget entry: %(entry)s takes back what was paid or received in a former year (%(amount)s), which is no "
            "income or expenditure of this year. Use account 3501 (prior-year surplus adjustments) in it in place of the "
            "expense, purchase or income: debit 1002 or 1201 and credit 3501 for money that comes back.",
            **values,
        )

    def _unmatched(self, values):
        return self.env._(
            "No budget entry yet: the line %(entry)s of the bank statement, %(amount)s, is not matched. Match it with the bill, "
            "the payment or the account that it is for.",
            **values,
        )

    def _untraced(self, values):
        return self.env._(
            "No budget entry yet: %(entry)s pays or collects on account %(account)s, and no bill says what for. Pay from the "
            "bill or match the line “%(line)s” with it, or enter an economic class on this line.",
            **values,
        )

    def _why(self, move):
        """Return the reasons for ``move`` as HTML."""
        steps = []
        for entry in move.gaj_budget_move_ids.filtered(lambda one: one.state == "posted") or move:
            steps += self._sentences(entry, entry.gaj_budget_trace or [])
        if not steps and move.state == "posted" and move._gaj_has_budget_ledger():
            reader = _Reader(self.env)
            outcome = derive(reader.items(move), reader.setting(move))
            steps = self._sentences(move, [[kind, list(values)] for kind, values in outcome.steps])
        if move.gaj_budget_problem:
            steps.append(move.gaj_budget_problem)
        if not steps:
            return False
        return Markup("<ol>%s</ol>") % Markup("").join(Markup("<li>%s</li>") % step for step in steps)

    def _sentences(self, move, steps):
        tell = {
            "moved": self._moved,
            "others": self._others_step,
            "booked": self._booked,
            "passed": self._passed,
            "open": self._open,
            "no_fund": lambda move: self.env._("No account with money of the budget: no budget entry."),
            "nothing_left": lambda move: self.env._(
                "What came in went out again within the same kind of money, or was money of others: no budget entry."
            ),
            "mirrored": lambda move, name: self.env._("Reverses %(entry)s line by line.", entry=name),
            "undone": lambda move, name: self.env._(
                "Takes %(entry)s back, because its payment is no longer matched with its bill.", entry=name
            ),
        }
        return [tell[kind](move, *values) for kind, values in steps if kind in tell]

    def _amount(self, value):
        return formatLang(self.env, abs(float(value)))

    def _account_name(self, move, code):
        accounts = self.env["account.account"].sudo().with_company(move.company_id)
        account = accounts.search([*accounts._check_company_domain(move.company_id), ("code", "=", code)], limit=1)
        return f"{code} {account.name or ''}".strip()

    def _moved(self, move, code, amount):
        values = {"amount": self._amount(amount), "account": self._account_name(move, code)}
        if float(amount) > 0:
            return self.env._("%(amount)s of %(account)s were paid.", **values)
        return self.env._("%(amount)s of %(account)s were received.", **values)

    def _others_step(self, move, amount):
        return self.env._("%(amount)s are money of others and stay outside the budget.", amount=self._amount(amount))

    def _booked(self, move, code, line, budget, fund, amount, rule, record=None):
        line = self.env["account.move.line"].sudo().browse(line).exists()
        values = {
            "amount": self._amount(amount),
            "account": self._account_name(move, code),
            "line": line.name or line.move_id.name or "",
            "budget": self._account_name(move, budget),
            "fund": self._account_name(move, fund),
            "rule": self._rule_name(rule, record) or self.env._("budget account of the income account"),
        }
        if float(amount) > 0:
            return self.env._(
                "%(amount)s were paid for %(account)s (%(line)s): %(budget)s, out of %(fund)s. Rule: %(rule)s.",
                **values,
            )
        return self.env._(
            "%(amount)s were received for %(account)s (%(line)s): %(budget)s, into %(fund)s. Rule: %(rule)s.", **values
        )

    def _rule_name(self, noted, record):
        """Return the name of the rule ``record`` in the language of the reader, the ``noted`` one if it is gone.

        Entries explained before rules were noted by their record have the name alone.
        """
        # whoever sees the entry sees why, also where he may not read the rules
        rule = self.env["gaj.budget.rule"].sudo().browse(record or ()).exists()
        return rule.name or noted

    def _passed(self, move, giver, taker, amount):
        return self.env._(
            "%(amount)s went from %(giver)s to %(taker)s.",
            amount=self._amount(amount),
            giver=self._account_name(move, giver),
            taker=self._account_name(move, taker),
        )

    def _open(self, move, code, line, amount):
        line = self.env["account.move.line"].sudo().browse(line).exists()
        return self.env._(
            "%(amount)s went over %(account)s; the bill matched with it says what for.",
            amount=self._amount(amount),
            account=self._account_name(move, line.account_id.with_company(move.company_id).code),
        )
