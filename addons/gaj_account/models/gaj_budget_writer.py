import json
from collections import defaultdict
from dataclasses import replace

from odoo import Command, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..rules.allotment import ZERO
from ..rules.flow import Dimensions
from ..rules.parallel import Booking, Outcome
from .gaj_budget_reader import assign_spans, yuan

#: In the context of what the budget ledger does itself. No call from outside can carry this object.
ITSELF = object()
#: What core would look up for each budget entry and each of its lines, to the same effect: most of the work.
NO_BILL = {
    "auto_post": "no",
    "invoice_currency_rate": 1.0,
    **dict.fromkeys(("delivery_date", "taxable_supply_date", "fiscal_position_id", "invoice_payment_term_id"), False),
    **dict.fromkeys(("partner_id", "partner_bank_id", "partner_shipping_id"), False),
    "preferred_payment_method_line_id": False,
}
NO_PRODUCT = {
    **dict.fromkeys(("price_unit", "product_id", "product_uom_id"), False),
    "quantity": 1,
    "sequence": 100,
    "tax_ids": [],
}
TOTALS = ("price_subtotal", "price_total")
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

    def _sync(self, moves, own=(), behind=(), before=None):
        """Bring the budget entries of posted financial ``moves`` in line with the rules; return ``{move: Answer}``.

        What is posted stays: what is no longer right is taken back in red, what is right now is booked anew.

        :param own: those of ``moves`` posted or changed just now; only their budget entries may be rewritten
        :param behind: ids of matches behind which something changed
        :param before: what ``_booked_by_match`` returned before that, to tell this change from others
        """
        moves = moves.filtered(lambda move: move.state == "posted" and move._gaj_has_budget_ledger())
        if not moves:
            return {}
        assign_spans(self._traced_partials(moves).with_context(gaj_budget=ITSELF))
        answers = self.env["gaj.budget.reader"]._answers(moves)
        changes = _Changes(self.env["account.move"])
        for move, answer in answers.items():
            if move in own:
                self._compare_own(move, answer, changes)
            else:
                self._compare(move, answer, changes, frozenset(behind), before)
        if changes.void:
            changes.void.with_context(gaj_budget=ITSELF).button_cancel()
            changes.void.flush_recordset(["state"])  # the unique indexes look at what is written
        # whoever may undo the match undoes what came from it, also where he does not see budget entries
        self.sudo()._undo(changes.undo)
        for entry, partial in changes.link:
            entry.with_context(gaj_budget=ITSELF).gaj_partial_id = partial
        self._make(changes.make)
        moves._gaj_mark(answers)
        return answers

    def _booked_by_match(self, moves):
        """Return ``{(entry, match): bookings}`` that the rules want for the matches of ``moves`` as they are now."""
        return {
            (move.id, wanted.partial): wanted.outcome.bookings
            for move, answer in self.env["gaj.budget.reader"]._answers(moves).items()
            for wanted in answer.wanted
            if wanted.partial
        }

    def _traced_partials(self, moves):
        lines = moves.line_ids.filtered(lambda line: line.account_id.gaj_role == "traced")
        return lines.matched_debit_ids | lines.matched_credit_ids

    def _posted(self, move):
        """Return the posted budget entries of ``move`` by match, and those whose match is gone and that still count."""
        there = move.gaj_budget_move_ids.filtered(
            lambda one: one.state == "posted" and one.gaj_budget_kind != "reversal"
        )
        by_match = {
            one.gaj_partial_id.id: one for one in there if one.gaj_budget_kind == "direct" or one.gaj_partial_id
        }
        loose = there.browse()
        if not move.reversal_move_ids.filtered(lambda one: one.state == "posted"):
            loose = there.filtered(
                lambda one: (
                    one.gaj_budget_kind == "traced"
                    and not one.gaj_partial_id
                    and not one.reversal_move_ids.filtered(lambda red: red.state == "posted")
                )
            )
        return by_match, loose

    def _compare_own(self, move, answer, changes):
        """Collect in ``changes`` what is to be done for ``move``, which was posted or changed itself."""
        posted, loose = self._posted(move)
        drafts = move.gaj_budget_move_ids.filtered(lambda one: one.state != "posted").sorted("id")
        # a voucher keeps the number of its month; in another month there is a new one
        spare = list(drafts.filtered(lambda one: _month(one.date) == _month(move.date)))
        for wanted in answer.wanted:
            old = posted.pop(wanted.partial or False, None)
            if not (old and self._signature(old) == self._wanted_signature(move, wanted)):
                changes.make.append((move, wanted, old or (spare.pop(0) if spare else None)))
        left = drafts.browse().union(*(old or drafts.browse() for _move, _wanted, old in changes.make))
        changes.void |= (drafts - left).filtered(lambda one: one.state == "draft").union(*posted.values())
        changes.undo |= loose

    def _compare(self, move, answer, changes, behind, before):
        """Collect in ``changes`` what is to be done for the posted ``move`` after a match of it or behind it changed."""
        posted, loose = self._posted(move)
        for wanted in answer.wanted:
            old = posted.pop(wanted.partial or False, None)
            signature = self._wanted_signature(move, wanted)
            if old and (
                self._signature(old) == signature
                or not self._is_behind(move, old, behind)
                or (before is not None and before.get((move.id, wanted.partial)) == wanted.outcome.bookings)
            ):
                continue
            if old:
                changes.undo |= old
            if same := wanted.partial and loose.filtered(
                lambda one, signature=signature: self._signature(one) == signature
            ):
                changes.link.append((same[0], wanted.partial))
                loose -= same[0]
            else:
                changes.make.append((move, wanted, None))
        for partial, old in posted.items():
            if self._is_behind(move, old, behind) and (before is None or (move.id, partial) in before):
                changes.undo |= old
        changes.undo |= loose

    def _is_behind(self, move, entry, behind):
        return entry.gaj_budget_kind == "traced" and entry.gaj_partial_id.id in behind

    def _check_open(self, moves):
        """:raises UserError: if the budget ledger is locked on the day of one of the financial ``moves``"""
        for (company, day), some in moves.grouped(lambda move: (move.company_id, move.date)).items():
            locks = company._get_violated_lock_dates(day, False, company.gaj_budget_journal_id)
            if locks:
                last = max(locked for locked, _field in locks)
                raise UserError(
                    self.env._(
                        "The budget entry of %(entry)s of %(date)s falls into a period locked until %(locked)s. Leave the "
                        "matches of %(entry)s as they are and reverse it on a day from %(open)s on, or have the period "
                        "opened.",
                        entry=some[0].display_name,
                        date=format_date(self.env, day),
                        locked=format_date(self.env, last),
                        open=format_date(self.env, fields.Date.add(last, days=1)),
                    )
                )

    def _make(self, to_make):
        """Write and post the budget entries in ``to_make``."""
        if not to_make:
            return
        Move = self._moves()
        self._check_open(self.env["account.move"].union(*(move for move, _wanted, _old in to_make)))
        accounts = self._account_ids(to_make)
        fresh, used = [], []
        for move, wanted, old in to_make:
            vals = self._move_vals(move, wanted, accounts[move.company_id])
            if old:
                used.append((Move.browse(old.id), vals))
            else:
                fresh.append(vals)
        self._number_and_post(self._rewrite(used) | self._create(fresh))
        self.env["account.move.line"]._gaj_keep(one.outcome for _move, one, _old in to_make)

    def _moves(self):
        """Return the model of entries for what the budget ledger does itself, without what entries by hand need."""
        return self.env["account.move"].with_context(
            gaj_budget=ITSELF,
            gaj_formats={},
            check_move_validity=False,  # see ``_move_vals``
            skip_account_move_synchronization=True,
            skip_analytic_sync=True,
            skip_invoice_line_sync=True,
            skip_invoice_sync=True,
            tracking_disable=True,
        )

    def _create(self, vals_list):
        """Return budget entries with these values, in draft."""
        entries = self._moves().create(vals_list)
        lines = entries.line_ids
        for name in TOTALS:  # given; core would compute them as for a line of a bill
            self.env.remove_to_compute(lines._fields[name], lines)
        return entries

    def _number_and_post(self, entries):
        """Post ``entries``, which the financial entry has passed all checks for; core numbers them and looks at locks."""
        # that they balance was looked at when their lines were made
        entries.with_context(check_move_validity=False, skip_is_manually_modified=True).write(
            {"state": "posted", "posted_before": True}
        )

    def _rewrite(self, used):
        """Write the values in ``used``, [(entry, values)], on budget entries that are there; return these as drafts."""
        entries = self._moves().union(*(entry for entry, _vals in used))
        if reset := entries.filtered(lambda entry: entry.state != "draft"):
            reset.button_draft()
        stale, lines, heads = entries.line_ids.browse(), [], defaultdict(entries.browse)
        for entry, (_entry, vals) in zip(entries, used, strict=True):  # read together
            wanted = [command[2] for command in vals["line_ids"]]
            if not _has_lines(entry, wanted):
                stale |= entry.line_ids
                lines += [{**line, "move_id": entry.id} for line in wanted]
            head = {
                name: vals[name]
                for name in ("date", "ref", "gaj_partial_id", "gaj_budget_kind", "gaj_budget_trace")
                if entry._fields[name].convert_to_write(entry[name], entry) != vals[name]
            }
            if head:
                heads[json.dumps(head, default=str)] |= entry
        stale.with_context(dynamic_unlink=True, force_delete=True, check_move_validity=False).unlink()
        for head, some in heads.items():
            some.with_context(check_move_validity=False).write(json.loads(head))
        if lines:
            entries.env["account.move.line"].create(lines)
        return entries

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
        if sum((booking.balance for booking in wanted.outcome.bookings), ZERO):  # core does not look at it again
            raise UserError(
                self.env._(
                    "The rules make a budget entry of %(entry)s that does not balance. Look at the budget rules that name "
                    "its accounts.",
                    entry=move.display_name,
                )
            )
        storno = wanted.storno or any(line.is_storno for line in move.line_ids if line.account_id.gaj_role == "fund")
        lines = {line.id: line for line in move.line_ids}
        return {
            "move_type": "entry",
            "company_id": move.company_id.id,  # a branch books in the journal of its head
            "journal_id": move.company_id.gaj_budget_journal_id.id,
            "date": move.date,
            **NO_BILL,
            "currency_id": move.company_id.currency_id.id,
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
            **NO_PRODUCT,
            **dict.fromkeys(TOTALS, amount),
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
        """Take posted budget ``entries`` back, in red on their own day: what they came from is no longer so."""
        self._check_open(entries.gaj_financial_move_id)
        if linked := entries.filtered("gaj_partial_id"):
            linked.with_context(gaj_budget=ITSELF).gaj_partial_id = False
            linked.flush_recordset(["gaj_partial_id"])
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
            self._number_and_post(self._create(to_make))


class _Changes:
    """What is to be done to budget entries: ``make`` has (entry, wanted, budget entry to rewrite or none)."""

    def __init__(self, none):
        self.make, self.link = [], []
        self.undo = self.void = none


class _Reversal:
    """Stands for what is wanted when a match is undone."""

    partial, storno = None, True

    def __init__(self, outcome):
        self.outcome = replace(outcome, steps=(("undone", outcome.steps[0][1]),))


def _month(day):
    return day.year, day.month


def _has_lines(entry, wanted):
    """Return whether the lines of ``entry`` are those with the values ``wanted``."""
    names = ("account_id", "name", "partner_id", "balance", "is_storno", "gaj_origin_line_id", *DIMENSIONS.values())

    def there(line, name):
        value = line[name]
        return (value.id if line._fields[name].relational else value) or False

    return [[there(line, name) for name in names] for line in entry.line_ids.sorted("id")] == [
        [vals[name] or False for name in names] for vals in wanted
    ]


def _trace(outcome):
    return [
        [kind, [value if isinstance(value, int) else value and str(value) for value in values]]
        for kind, values in outcome.steps
    ]
