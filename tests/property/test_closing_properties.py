"""What holds for every year-end closing, whatever the balances and however often it is repeated."""

from decimal import Decimal

from gaj_account_rules.closing import NO_DIMS, Dims, Line, difference, ledger_of, not_empty, plan
from hypothesis import given
from hypothesis import strategies as st

FINANCIAL = ["3001", "3101", "3301", "3302", "3401", "3501", "4001", "4603", "5001", "5301"]
BUDGET = "6001 6101 6401 6609 7101 7201 7301 7901 810101 810102 810103 8102 820102 820201 820203 8301 8401 8501 8701"
dims = st.builds(
    Dims,
    st.sampled_from(["fiscal", "nonfiscal_special", "other"]),
    st.sampled_from(["basic", "project"]),
    st.sampled_from([None, 1, 2]),
    st.sampled_from([None, 7]),
    st.sampled_from([None, 30206]),
)
amounts = st.integers(-(10**9), 10**9).map(lambda cents: Decimal(cents) / 100)
balances = st.lists(
    st.builds(Line, st.sampled_from(FINANCIAL), st.just(NO_DIMS), amounts)
    | st.builds(Line, st.sampled_from(BUDGET.split()), dims | st.just(NO_DIMS), amounts),
    max_size=25,
)


def booked(steps):
    """Return ``{step key: lines}`` of all these entries."""
    found = {}
    for step in steps:
        found.setdefault(step.key, []).extend(step.lines)
    return found


def totals(lines):
    found = {}
    for code, kept, amount in lines:
        key = code, kept if ledger_of(code) == "budget" else NO_DIMS
        found[key] = found.get(key, 0) + amount
    return {key: amount for key, amount in found.items() if amount}


def entered(lines, steps):
    return [*lines, *(line for step in steps for line in step.lines)]


@given(balances, st.booleans(), amounts.map(abs))
def test_each_entry_balances_within_one_ledger_and_nothing_temporary_is_left(lines, institution, fund):
    closing = plan(lines, institution, fund)
    for step in closing.steps:
        assert sum(line.amount for line in step.lines) == 0
        assert len({ledger_of(line.code) for line in step.lines}) == 1
        assert all(line.amount for line in step.lines)
    after = entered(lines, closing.steps)
    assert not_empty(after) == {}
    kept = {code: amount for (code, _dims), amount in totals(after).items()}
    assert not any(code in kept for code in ("810101", "810102", "8102", "820102", "820201"))
    assert institution or not fund or "8301" not in {line.code for step in closing.steps for line in step.lines}


@given(balances, st.booleans())
def test_closing_again_changes_nothing(lines, institution):
    closing = plan(lines, institution)
    assert difference(closing.steps, booked(closing.steps)) == []
    temporary = [line for line in entered(lines, closing.steps) if not line.code.startswith("8401")]
    assert totals(entered(temporary, plan(temporary, institution).steps)) == totals(temporary)


@given(st.lists(balances, min_size=1, max_size=4), st.booleans(), st.lists(amounts.map(abs), min_size=4, max_size=4))
def test_closed_after_each_late_entry_or_once_at_the_end_is_the_same(batches, institution, funds):
    lines, steps = [], []
    for batch, fund in zip(batches, funds, strict=False):
        lines += batch
        for step in difference(plan(lines, institution, fund).steps, booked(steps)):
            assert sum(line.amount for line in step.lines) == 0
            steps.append(step)
    once = plan(lines, institution, funds[len(batches) - 1])
    assert totals(entered(lines, steps)) == totals(entered(lines, once.steps))


@given(balances, st.booleans())
def test_undone_is_as_if_never_closed(lines, institution):
    steps = list(plan(lines, institution).steps)
    steps += difference((), booked(steps))
    assert totals(entered(lines, steps)) == totals(lines)


@given(balances, st.booleans())
def test_the_result_goes_into_what_is_accumulated(lines, institution):
    closing = plan(lines, institution)

    def sum_of(rows, *beginnings):
        return sum(line.amount for line in rows if line.code.startswith(beginnings))

    net = sum_of(lines, "3001", "33", "34", "35", "4", "5")
    after = entered(lines, closing.steps)
    assert sum_of(after, "3001") == net
    assert sum_of(after, "81", "82", "84") == sum_of(lines, "6", "7", "81", "82", "84", "85", "87")
