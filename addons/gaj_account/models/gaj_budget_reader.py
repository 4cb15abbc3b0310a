from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal

from odoo import models

from ..rules.allotment import CENT, allot, allot_spans, free_spans
from ..rules.flow import Dimensions, Item, expand, parts_of
from ..rules.parallel import Outcome, Problem, Rule, Setting, derive, opening_line
from ..rules.setoff import expand_after

DEEP = 20
OF_THE_YEAR = ("6", "7")
ADJUSTMENT = "3501"


@dataclass(frozen=True)
class Wanted:
    """A budget entry that an entry should have: with the entry itself, or with the ``partial`` that pays a bill."""

    partial: int | None
    outcome: Outcome
    storno: bool = False


@dataclass(frozen=True)
class Answer:
    """What the rules say about one entry.

    ``wanted``: its budget entries; ``problem``: why there is no answer; ``waits``: lines whose bill is not known.
    """

    wanted: tuple = ()
    problem: Problem | None = None
    waits: tuple = ()


def codes(text):
    """Return the codes in ``text``, separated by commas."""
    return tuple(code.strip() for code in (text or "").replace("，", ",").split(",") if code.strip())


def yuan(value):
    """Return an amount of Odoo as ``Decimal``, in whole cents."""
    return Decimal(str(value)).quantize(CENT)


class GajBudgetReader(models.AbstractModel):
    """Reads entries for the rules of the budget ledger and says which budget entries they should have."""

    _name = "gaj.budget.reader"
    _description = "Reader of the Budget Ledger"

    def _answers(self, moves):
        """Return ``{move: Answer}`` for posted financial ``moves`` of companies with a budget ledger."""
        reader = _Reader(self.env)
        return {move: reader.answer(move) for move in moves}


class _Reader:
    """What several entries need is read once: rules, accounts, items, matches."""

    def __init__(self, env):
        self.env = env
        self.rules_of, self.accounts, self.items_of, self.settings = {}, {}, {}, {}

    def answer(self, move):
        """Return what the rules say about ``move``."""
        if mirrored := self._mirrored(move):
            return mirrored
        if move.statement_line_id and (unmatched := move.statement_line_id._gaj_open_line()):
            return Answer((), Problem("unmatched", unmatched.id, amount=abs(yuan(unmatched.balance))))
        items, setting = self.items(move), self.setting(move)
        outcome = derive(items, setting)
        lines = {line.id: line for line in move.line_ids}
        own = {one.line for one in outcome.opens if lines[one.line].gaj_economic_class_id}
        if own:
            items = [replace(item, role="spend") if item.line in own else item for item in items]
            outcome = derive(items, setting)
        wanted = [Wanted(None, outcome)] if outcome.bookings else []
        problem, waits = outcome.problem, []
        opens = defaultdict(list)
        for one in outcome.opens:
            opens[one.line].append(one)
        for line, some in opens.items():
            traced, unknown, left = self._traced(lines[line], some, items, setting)
            wanted += traced
            problem = problem or unknown
            if left:
                waits.append(line)
        if not problem and self._is_of_former_year(move, items, wanted):
            item = next(item for item in items if item.role == "fund")
            problem = Problem("former_year", item.line, item.code, amount=abs(item.balance))
            return Answer((), problem)
        return Answer(tuple(wanted) if not outcome.problem else (), problem, tuple(waits))

    def _is_of_former_year(self, move, items, wanted):
        """Return whether ``move`` reverses an entry of a former year as if it were income or expenditure of this one.

        Source: Government Accounting System, 8101/8201 年初余额调整: what comes back of former years' payments.
        """
        origin = move.reversed_entry_id
        return (
            origin
            and origin.date.year < move.date.year
            and not any(item.code.startswith(ADJUSTMENT) for item in items)
            and any(_of_the_year(one.outcome) for one in wanted)
        )

    def _is_refund_of_former_year(self, move, other, outcome):
        """Return whether ``other`` is a credit note for what was paid in a year before that of ``move``."""
        origin = other.move_id.reversed_entry_id
        if not origin or other.move_id == move or not _of_the_year(outcome):
            return False
        return any(
            one.date.year < move.date.year and "fund" in one.line_ids.account_id.mapped("gaj_role")
            for one in origin._gaj_paid_by()
        )

    def setting(self, move):
        """Return the unit, the day and the rules for ``move``."""
        company = move.company_id
        if company not in self.rules_of:
            # whoever posts books by the rules, also where he may not read them
            found = self.env["gaj.budget.rule"].sudo().search([("entity_kind", "in", (False, company.gaj_entity_kind))])
            self.rules_of[company] = tuple(_rule(one) for one in found)
        key = company, move.date, move.gaj_process_id.id
        if key not in self.settings:
            self.settings[key] = Setting(
                company.gaj_entity_kind,
                move.date,
                move.gaj_process_id.id,
                self.rules_of[company],
                Dimensions(functional=company.gaj_functional_class_id.id or None, nature="basic"),
            )
        return self.settings[key]

    def items(self, move):
        """Return the items of ``move``; taxes without a class of their own fall on what they are paid for."""
        if move not in self.items_of:
            self.items_of[move] = [
                self._item(line)
                for line in move.line_ids
                if line.account_id and line.balance and line.display_type not in ("line_section", "line_note")
            ]
        return self.items_of[move]

    def bearers(self, move):
        """Return the lines of ``move`` that can say what money was for: spending, and what a rule names."""
        rules = self.setting(move).rules
        named = tuple({code for rule in rules for code in (*rule.line_codes, *rule.with_codes)})
        return {
            item.line
            for item in self.items(move)
            if item.role == "spend" or (item.role == "none" and item.code.startswith(named))
        }

    def _item(self, line):
        account = line.account_id
        key = line.company_id, account
        if key not in self.accounts:
            there = account.sudo().with_company(line.company_id)
            self.accounts[key] = (
                there.code or "",
                there.gaj_role or "none",
                there.gaj_budget_account_id.code or None,
                there.gaj_funding_source or None,
                there.gaj_economic_class_id.id or None,
            )
        code, role, budget, funding, usual = self.accounts[key]
        economic = line.gaj_economic_class_id.id or None
        if not economic and line.tax_line_id and role == "spend":
            role = "none"
        if not economic and role in ("spend", "none"):
            economic = self._usual_class(line) or usual
        dims = Dimensions(
            economic,
            line.gaj_functional_class_id.id or None,
            line.gaj_nature or None,
            line.gaj_project_id.id or None,
            line.gaj_funding_source or (funding if role == "fund" else None),
        )
        return Item(
            line.id, code, role, yuan(line.balance), budget, dims, process=line.move_id.gaj_process_id.id or None
        )

    def _usual_class(self, line):
        if line.product_id and (found := line.product_id.product_tmpl_id._gaj_economic_class()):
            return found.id
        return line.move_id.gaj_process_id.economic_class_id.id or None

    def _traced(self, line, opens, items, setting):
        """Return the budget entries that matches of the traced ``line`` bring, a problem, and what no match explains."""
        wanted, problem, left = [], None, abs(yuan(line.balance))
        weights = [abs(one.amount) for one in opens]
        weights.append(left - sum(weights))
        for partial, other, spans, other_spans in self._matches(line):
            left -= sum(stop - start for start, stop in spans)
            parts = self._parts(other, frozenset([line.id]))
            if parts is None:
                left += sum(stop - start for start, stop in spans)
                continue
            behind = self._share(other, parts, other_spans, frozenset([line.id]))
            outcome = derive([*_money(opens, allot_spans(weights, spans), items), *behind], setting)
            problem = problem or outcome.problem
            if self._is_refund_of_former_year(line.move_id, other, outcome):
                problem = problem or Problem("former_year", other.id, amount=abs(yuan(line.balance)))
                continue
            if outcome.bookings:
                wanted.append(Wanted(partial.id, outcome))
        unexplained = left - weights[-1]
        return wanted, problem, unexplained if unexplained > 0 else None

    def _matches(self, line):
        """Yield (partial, line matched, stretches here, stretches there) of the posted matches of ``line``."""
        for partial in (line.matched_debit_ids | line.matched_credit_ids).sorted("id"):
            is_debit = partial.debit_move_id == line
            other = partial.credit_move_id if is_debit else partial.debit_move_id
            if other.parent_state != "posted" or not partial.gaj_debit_spans:
                continue
            here, there = partial.gaj_debit_spans, partial.gaj_credit_spans
            yield partial, other, _spans(here if is_debit else there), _spans(there if is_debit else here)

    def _share(self, line, parts, spans, seen):
        """Return the stretches ``spans`` of the traced ``line`` as items, after the credit notes set off before."""
        earlier = []
        for partial, other, here, there in sorted(self._matches(line), key=lambda match: match[2][0]):
            if here[0] >= spans[0]:
                break
            others = self._parts(other, seen | {line.id}) if _is_set_off(partial, line) else None
            earlier.append((here, others and expand(others, there)))
        return expand_after(parts, spans, earlier)

    def _parts(self, line, seen):
        """Return all that stands behind the traced ``line``, None if it is not known in full."""
        setting = self.setting(line.move_id)
        is_opening = opening_line(self.items(line.move_id), setting)
        if line.gaj_economic_class_id and self._role(line) == "traced" and (is_opening or len(seen) > 1):
            [item] = [one for one in self.items(line.move_id) if one.line == line.id]
            return [replace(item, role="spend", balance=-item.balance)]
        if is_opening:
            return None  # what was owed at the opening: only a class says what for
        named = tuple(
            code for rule in setting.rules if not rule.receipt for code in (*rule.line_codes, *rule.with_codes)
        )
        parts = parts_of(self.items(line.move_id), line.id, lambda item: item.code.startswith(named))
        result = []
        for part in parts:
            if part.role == "fund" and not line.move_id._gaj_has_budget_ledger():
                return None  # money moved before the budget ledger began has no entry there that could be mirrored
            if part.role != "traced":
                result.append(part)
                continue
            deeper = None if part.line in seen or len(seen) > DEEP else self._behind(part, seen | {line.id, part.line})
            if deeper is None:
                return None
            result += deeper
        return result

    def _behind(self, part, seen):
        """Return what stands behind ``part``, a share of a traced line that is matched further; None if unknown."""
        line = self.env["account.move.line"].browse(part.line)
        if line.gaj_economic_class_id:
            return [replace(part, role="spend")]
        found, covered = [], 0
        for _partial, other, spans, other_spans in self._matches(line):
            if other.id in seen:
                continue
            parts = self._parts(other, seen)
            if parts is None:
                return None
            found += self._share(other, parts, other_spans, seen)
            covered += sum(stop - start for start, stop in spans)
        if covered < abs(part.balance):
            return None
        shares = allot([abs(one.balance) for one in found], abs(part.balance))
        return [
            replace(one, balance=share if one.balance > 0 else -share)
            for one, share in zip(found, shares, strict=True)
            if share
        ]

    def _role(self, line):
        return next((item.role for item in self.items(line.move_id) if item.line == line.id), None)

    def _mirrored(self, move):
        """Return the answer for a reversal that mirrors its entry: the budget entries of that one, reversed."""
        origin = move.reversed_entry_id
        if not origin or origin.state != "posted" or origin.date.year != move.date.year:
            return None
        budget = origin.gaj_budget_move_ids.filtered(lambda one: one.state == "posted")
        pairs = list(zip(origin.line_ids.sorted("id"), move.line_ids.sorted("id"), strict=False))
        same = len(origin.line_ids) == len(move.line_ids) and all(
            there.account_id == here.account_id and yuan(there.balance) == -yuan(here.balance) for there, here in pairs
        )
        if not budget or not same:
            return None
        lines = {there.id: here.id for there, here in pairs}
        outcome = self.env["gaj.budget.writer"]._mirror(budget, lines)
        return Answer((Wanted(None, outcome, storno=True),) if outcome.bookings else ())


def assign_spans(partials):
    """Give each of ``partials`` of traced lines the stretches of both lines that it takes."""
    lines = partials.debit_move_id | partials.credit_move_id
    taken = defaultdict(list)
    fresh = partials.browse()
    for partial in (lines.matched_debit_ids | lines.matched_credit_ids).sorted("id"):
        if partial.gaj_debit_spans:
            taken[partial.debit_move_id, True] += _spans(partial.gaj_debit_spans)
            taken[partial.credit_move_id, False] += _spans(partial.gaj_credit_spans)
        else:
            fresh |= partial
    for partial in fresh.sorted(lambda one: (_moves_money(one), one.id)):
        spans = {}
        for name, side in (
            ("gaj_debit_spans", (partial.debit_move_id, True)),
            ("gaj_credit_spans", (partial.credit_move_id, False)),
        ):
            found = free_spans(taken[side], yuan(partial.amount))
            taken[side] += found
            spans[name] = [[int(start / CENT), int(stop / CENT)] for start, stop in found]
        partial.write(spans)


def _moves_money(partial):
    moves = (partial.debit_move_id | partial.credit_move_id).move_id
    return "fund" in moves.line_ids.account_id.mapped("gaj_role")


def _is_set_off(partial, line):
    """Return whether ``partial`` sets a smaller bill or credit note off against the one that ``line`` belongs to."""
    if _moves_money(partial):
        return False
    debit, credit = partial.debit_move_id, partial.credit_move_id
    return line == (debit if abs(debit.balance) > abs(credit.balance) else credit)


def _of_the_year(outcome):
    return any(one.code.startswith(OF_THE_YEAR) for one in outcome.bookings)


def _spans(cents):
    return [(CENT * start, CENT * stop) for start, stop in cents or []]


def _rule(record):
    return Rule(
        record.name,
        record.expenditure_code,
        record.is_receipt,
        record.entity_kind or None,
        codes(record.with_codes),
        codes(record.line_codes),
        codes(record.fund_codes),
        record.process_id.id or None,
        record.valid_from or None,
        record.valid_to or None,
        record.id,
    )


def _money(opens, shares, items):
    """Return the shares of the kinds of money that go over a traced line, as items."""
    result = []
    for one, share in zip(opens, shares, strict=False):
        source = next(item for item in items if item.role == "fund" and item.budget == one.kind.code)
        if share:
            result.append(replace(source, balance=-share if one.amount > 0 else share))
    return result
