from collections import defaultdict
from dataclasses import replace

from odoo import Command, models

from ..rules.allotment import ZERO
from ..rules.flow import Dimensions
from ..rules.parallel import Booking, Outcome
from .gaj_budget_reader import assign_spans, yuan

#: In the context of what the budget ledger does itself. No call from outside can carry this object.
ITSELF = object()
DIMENSIONS = {
    "economic": "gaj_economic_class_id",
    "functional": "gaj_functional_class_id",
    "nature": "gaj_nature",
    "project": "gaj_project_id",
    "funding": "gaj_funding_source",
}


class GajBudgetWriter(models.AbstractModel):
    """Keeps the budget entries of financial entries as the rules say: makes, mends, reverses and voids them."""

    _name = "gaj.budget.writer"
    _description = "Writer of the Budget Ledger"

    def _sync(self, moves):
        """Bring the budget entries of posted financial ``moves`` in line with the rules; return ``{move: Answer}``."""
        moves = moves.filtered(lambda move: move.state == "posted" and move._gaj_has_budget_ledger())
        if not moves:
            return {}
        assign_spans(self._traced_partials(moves).with_context(gaj_budget=ITSELF))
        answers = self.env["gaj.budget.reader"]._answers(moves)
        to_make = []
        for move, answer in answers.items():
            to_make += self._compare(move, answer)
        self._make(to_make)
        moves._gaj_mark(answers)
        return answers

    def _traced_partials(self, moves):
        lines = moves.line_ids.filtered(lambda line: line.account_id.gaj_role == "traced")
        return lines.matched_debit_ids | lines.matched_credit_ids

    def _compare(self, move, answer):
        """Return (move, wanted, entry to use or none) for the budget entries of ``move`` to be written; void the others."""
        there = move.gaj_budget_move_ids
        posted = {
            (one.gaj_budget_kind == "traced", one.gaj_partial_id.id): one
            for one in there
            if one.state == "posted" and (one.gaj_budget_kind == "direct" or one.gaj_partial_id)
        }
        result, pool = [], list(there.filtered(lambda one: one.state != "posted").sorted("id"))
        if not move.reversal_move_ids.filtered(lambda one: one.state == "posted"):
            pool += there.filtered(
                lambda one: (
                    one.state == "posted"
                    and one.gaj_budget_kind == "traced"
                    and not one.gaj_partial_id
                    and not one.reversal_move_ids
                )
            )
        for wanted in answer.wanted:
            old = posted.pop((bool(wanted.partial), wanted.partial or False), None)
            if old and self._signature(old) == self._wanted_signature(move, wanted):
                continue
            result.append((move, wanted, old or (pool.pop(0) if pool else None)))
        stale = self.env["account.move"].union(*posted.values(), *(one for one in pool if one.state == "draft"))
        if stale:
            stale.with_context(gaj_budget=ITSELF).button_cancel()
        return result

    def _make(self, to_make):
        """Write and post the budget entries in ``to_make``."""
        if not to_make:
            return
        Move = self._moves()
        accounts = self._account_ids(to_make)
        fresh, used = [], Move.browse()
        for move, wanted, old in to_make:
            vals = self._move_vals(move, wanted, accounts[move.company_id])
            if old:
                used |= self._rewrite(Move.browse(old.id), vals)
            else:
                fresh.append(vals)
        self._number_and_post(used | Move.create(fresh))

    def _moves(self):
        """Return the model of entries for what the budget ledger does itself, without what entries by hand need."""
        return self.env["account.move"].with_context(
            gaj_budget=ITSELF, gaj_formats={}, tracking_disable=True, skip_invoice_sync=True, skip_analytic_sync=True
        )

    def _number_and_post(self, entries):
        """Post ``entries``, which the financial entry has passed all checks for; core numbers them and looks at locks."""
        entries.write({"state": "posted", "posted_before": True})

    def _rewrite(self, entry, vals):
        if entry.state != "draft":
            entry.button_draft()
        entry.line_ids.with_context(dynamic_unlink=True, force_delete=True).unlink()
        if entry.date != vals["date"] and (entry.date.year, entry.date.month) != (
            vals["date"].year,
            vals["date"].month,
        ):
            vals["name"] = False
        del vals["journal_id"]
        entry.write(vals)
        return entry

    def _account_ids(self, to_make):
        """Return ``{company: {code: id of the account}}`` for what is to be booked."""
        wanted = defaultdict(set)
        for move, one, _old in to_make:
            wanted[move.company_id].update(booking.code for booking in one.outcome.bookings)
        result = {}
        for company, codes in wanted.items():
            # whoever posts books by the rules, also to accounts that he may not see
            Account = self.env["account.account"].sudo().with_company(company)
            found = Account.search([*Account._check_company_domain(company), ("code", "in", list(codes))])
            result[company] = {account.code: account.id for account in found}
            if missing := sorted(codes - set(result[company])):
                self.env["account.move"]._gaj_refuse_missing_account(company, missing[0])
        return result

    def _move_vals(self, move, wanted, accounts):
        storno = wanted.storno or any(line.is_storno for line in move.line_ids if line.account_id.gaj_role == "fund")
        lines = {line.id: line for line in move.line_ids}
        return {
            "move_type": "entry",
            "journal_id": move.company_id.gaj_budget_journal_id.id,
            "date": move.date,
            "ref": move.name,
            "gaj_financial_move_id": move.id,
            "gaj_partial_id": wanted.partial or False,
            "gaj_budget_kind": "traced" if wanted.partial else "direct",
            "gaj_budget_trace": _trace(wanted.outcome),
            "line_ids": [
                Command.create(self._line_vals(booking, accounts, lines, move, storno))
                for booking in wanted.outcome.bookings
            ],
        }

    def _line_vals(self, booking, accounts, lines, move, storno):
        origin = lines.get(booking.line) or self.env["account.move.line"].browse(booking.line)
        amount = float(booking.balance)
        return {
            "account_id": accounts[booking.code],
            "display_type": "product",
            "currency_id": move.company_id.currency_id.id,
            "quantity": 1,
            "tax_ids": [],
            "name": origin.name or move.ref or move.name,
            "partner_id": origin.partner_id.id,
            "balance": amount,
            "amount_currency": amount,
            "is_storno": storno,
            "gaj_origin_line_id": booking.line,
            # what was spent counts once for analysis: in financial accounting
            "analytic_distribution": False,
            **{name: getattr(booking.dims, key) or False for key, name in DIMENSIONS.items()},
        }

    def _signature(self, entry):
        """Return what ``entry`` books, comparable with what it should book."""
        lines = sorted(
            (
                line.account_id.with_company(entry.company_id).code,
                str(yuan(line.balance)),
                line.gaj_origin_line_id.id,
                *(str(line[name].id if name.endswith("_id") else line[name]) for name in DIMENSIONS.values()),
            )
            for line in entry.line_ids
        )
        return entry.date, lines

    def _wanted_signature(self, move, wanted):
        lines = sorted(
            (
                one.code,
                str(one.balance),
                one.line,
                *(str(getattr(one.dims, key) or False) for key in DIMENSIONS),
            )
            for one in wanted.outcome.bookings
        )
        return move.date, lines

    def _mirror(self, entries, lines):
        """Return the outcome that takes the budget ``entries`` back; ``lines`` says which line stands for which."""
        sums = defaultdict(lambda: ZERO)
        for line in entries.line_ids.sorted("id"):
            dims = Dimensions(
                *((line[name].id if name.endswith("_id") else line[name]) or None for name in DIMENSIONS.values())
            )
            origin = line.gaj_origin_line_id.id
            code = line.account_id.with_company(line.company_id).code
            sums[code, lines.get(origin, origin), dims] -= yuan(line.balance)
        bookings = [Booking(code, balance, line, dims) for (code, line, dims), balance in sums.items() if balance]
        steps = (("mirrored", (entries.sorted("id")[:1].name,)),)
        return Outcome(tuple(bookings), (), None, steps)

    def _undo(self, entries):
        """Reverse budget ``entries`` whose match was undone, in red on their own day."""
        to_make = []
        for entry in entries:
            outcome = self._mirror(entry, {})
            move = entry.gaj_financial_move_id
            accounts = {
                line.account_id.with_company(entry.company_id).code: line.account_id.id for line in entry.line_ids
            }
            vals = self._move_vals(move, _Reversal(outcome), accounts)
            to_make.append({**vals, "date": entry.date, "gaj_budget_kind": "reversal", "reversed_entry_id": entry.id})
        if to_make:
            self._number_and_post(self._moves().create(to_make))


class _Reversal:
    """Stands for what is wanted when a match is undone."""

    partial, storno = None, True

    def __init__(self, outcome):
        self.outcome = replace(outcome, steps=(("undone", outcome.steps[0][1]),))


def _trace(outcome):
    return [
        [kind, [value if isinstance(value, int) else value and str(value) for value in values]]
        for kind, values in outcome.steps
    ]
