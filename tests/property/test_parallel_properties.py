from dataclasses import replace
from decimal import Decimal

from gaj_account_rules.allotment import CENT, allot, allot_spans, free_spans, matrix, spread
from gaj_account_rules.flow import Dimensions, Item, Kind, expand, flow, moved, parts_of
from gaj_account_rules.parallel import Rule, derive
from gaj_account_rules.setoff import expand_after
from hypothesis import given
from hypothesis import strategies as st

from support.budget_entries import SETTING, entry

cents = st.integers(1, 10**9).map(lambda cents: CENT * cents)
weights = st.lists(cents, min_size=1, max_size=8)
CODES = [
    *("1001", "1002", "1201", "121801", "4001", "190202"),
    *("5001", "5301", "160102", "1214", "130201", "4604", "4605"),
    *("2302", "230704", "1212"),
    *("121802", "230702", "2103"),
    *("160202", "190201", "3001", "3401"),
]


@st.composite
def entries(draw, codes=CODES):
    """A balanced entry of two to seven lines."""
    some = st.tuples(st.sampled_from(codes), st.sampled_from(["30201", "30206"]), st.integers(-(10**8), 10**8))
    drawn = draw(st.lists(some, min_size=1, max_size=6))
    last = draw(st.sampled_from(codes))
    drawn.append((last, "30201", -sum(amount for _code, _economic, amount in drawn)))
    return entry(", ".join(f"{'Dr' if n > 0 else 'Cr'} {code} [{eco}] {abs(n) * CENT}" for code, eco, n in drawn))


def sums(outcome):
    """Balances of a budget entry by account and economic class."""
    result = {}
    for one in outcome.bookings:
        key = one.code, one.dims.economic
        result[key] = result.get(key, 0) + one.balance
    return {key: balance for key, balance in result.items() if balance}


@given(weights, st.data())
def test_shares_add_up(parts, data):
    amount = data.draw(st.integers(0, 2 * int(sum(parts) / CENT)).map(lambda cents: CENT * cents))
    for shares in (spread(parts, amount), allot(parts, amount)):
        assert sum(shares) == amount
        assert all(share >= 0 for share in shares)
        exact = [amount * part / sum(parts) for part in parts]
        assert all(abs(share - fair) <= CENT * len(parts) for share, fair in zip(shares, exact, strict=True))


@given(weights, st.data())
def test_paying_more_never_takes_from_a_class(parts, data):
    total = int(sum(parts) / CENT)
    less = data.draw(st.integers(0, total))
    more = data.draw(st.integers(less, total))
    before, after = allot(parts, CENT * less), allot(parts, CENT * more)
    assert all(low <= high <= part for low, high, part in zip(before, after, parts, strict=True))
    assert allot(parts, sum(parts)) == parts


@given(weights, weights)
def test_a_matrix_keeps_rows_and_columns(rows, columns):
    total = min(sum(rows), sum(columns))
    rows, columns = allot(rows, total), allot(columns, total)
    table = matrix(rows, columns)
    assert [sum(row) for row in table] == rows
    assert [sum(column) for column in zip(*table, strict=True)] == columns
    assert all(amount >= 0 for row in table for amount in row)


@given(weights, st.lists(st.tuples(cents, st.booleans()), max_size=8))
def test_stretches_fill_a_bill_exactly_whatever_was_undone(parts, payments):
    taken, paid = [], []
    for amount, undone in payments:
        left = sum(parts) - sum(stop - start for spans in taken for start, stop in spans)
        spans = free_spans([span for spans in taken for span in spans], min(amount, left))
        assert sum(stop - start for start, stop in spans) == min(amount, left)
        if not undone:
            taken.append(spans)
        elif taken:
            taken.pop(0)
    rest = sum(parts) - sum(stop - start for spans in taken for start, stop in spans)
    taken.append(free_spans([span for spans in taken for span in spans], rest))
    for spans in taken:
        paid.append(allot_spans(parts, spans))
        assert all(share >= 0 for share in paid[-1])
    assert [sum(column) for column in zip(*paid, strict=True)] == parts


@given(entries())
def test_budget_entries_balance_and_move_what_the_entry_moved(items):
    result = derive(items, SETTING)
    assert sum(one.balance for one in result.bookings) == 0
    if result.problem or result.opens:
        return
    others = sum(item.balance for item in items if item.role == "nonbudget")
    if others and any(item.role == "traced" for item in items):
        return  # a debt may stand against money of others
    money = {kind.code: -amount for kind, amount in moved(items).items() if kind.line is None}
    money["800102"] = money.get("800102", Decimal(0)) + others
    booked = {}
    for one in result.bookings:
        booked[one.code] = booked.get(one.code, 0) + one.balance
    assert {code: amount for code, amount in money.items() if amount} == {
        code: amount for code, amount in booked.items() if amount and code in ("800102", "800103", "6001")
    }


@given(entries())
def test_a_mirrored_entry_has_the_mirrored_budget_entry(items):
    there = derive(items, SETTING)
    back = derive([replace(item, balance=-item.balance) for item in items], SETTING)
    if there.problem or back.problem:
        return
    fund = {"800102", "800103", "6001"}
    moved_there = {key: balance for key, balance in sums(there).items() if key[0] in fund}
    moved_back = {key: -balance for key, balance in sums(back).items() if key[0] in fund}
    assert moved_there == moved_back


@given(entries(), st.integers(2, 1000))
def test_a_multiple_of_an_entry_has_the_multiple_of_the_money(items, factor):
    once = derive(items, SETTING)
    often = derive([replace(item, balance=item.balance * factor) for item in items], SETTING)
    assert (once.problem and once.problem.reason) == (often.problem and often.problem.reason)
    for key, balance in sums(often).items():
        assert abs(balance - factor * sums(once).get(key, Decimal(0))) <= CENT * factor * len(items)


@given(entries(["1001", "1002", "121802", "230702", "230703", "2103"]))
def test_money_of_others_never_enters(items):
    result = derive(items, SETTING)
    assert not result.bookings
    funds = sum(item.balance for item in items if item.role == "fund")
    assert result.problem is None or funds == 0 or "others" in result.problem.reason


@given(entries(["5001", "160102", "130202", "121802", "230701", "2302", "1214"]), st.data())
def test_payments_of_a_bill_bring_each_class_exactly_its_share(bill, data):
    debts = [item for item in bill if item.role == "traced" and item.balance]
    if not debts:
        return
    debt = data.draw(st.sampled_from(debts))
    parts = parts_of(bill, debt.line, lambda _item: False)
    assert sum(part.balance for part in parts) == -debt.balance
    total = int(abs(debt.balance) / CENT)
    cuts = sorted(data.draw(st.lists(st.integers(0, total), max_size=4)))
    stretches = zip([0, *cuts], [*cuts, total], strict=True)
    whole = expand(parts, [(CENT * 0, abs(debt.balance))])
    summed = {}
    for start, stop in stretches:
        for item in expand(parts, [(CENT * start, CENT * stop)]):
            assert item.balance * debt.balance < 0
            key = item.line, item.code
            summed[key] = summed.get(key, 0) + item.balance
    expected = {}
    for item in whole:
        expected[item.line, item.code] = expected.get((item.line, item.code), 0) + item.balance
    assert summed == expected


@given(weights, weights, st.data())
def test_a_credit_note_and_payments_bring_each_class_exactly_its_share(bill, note, data):
    classes = [str(number) for number in range(max(len(bill), len(note)))]
    total = min(sum(bill), sum(note))
    parts = [Item(n, "5001", "spend", one, dims=Dimensions(classes[n])) for n, one in enumerate(bill)]
    others = [
        Item(n, "5001", "spend", -one, dims=Dimensions(classes[n])) for n, one in enumerate(allot(note, total)) if one
    ]
    before = data.draw(st.integers(0, int((sum(bill) - total) / CENT))) * CENT
    first, note_spans = [(CENT * 0, before)], [(before, before + total)]
    paid = expand_after(parts, first, []) if before else []
    after = expand_after(parts, [(before + total, sum(bill))], [(first, None), (note_spans, others)])
    assert sum(item.balance for item in paid + after) == sum(bill) - total
    assert all(item.balance > 0 for item in paid + after)
    for number, weight in enumerate(bill):
        own = sum(-item.balance for item in others if item.line == number)
        assert sum(item.balance for item in paid + after if item.line == number) <= weight
        if (
            not before
            and own <= weight
            and all(-one.balance <= bill[one.line] for one in others if one.line < len(bill))
        ):
            foreign = sum(-one.balance for one in others if one.line >= len(bill))
            got = sum(item.balance for item in after if item.line == number)
            assert got <= weight - own
            assert foreign or got == weight - own


@given(entries(["1002", "1201", "3001", "2501", "2302", "230702", "160102"]))
def test_an_opening_books_no_income_and_no_expenditure(items):
    rules = (Rule("opening", "820203", receipt=True, line_codes=("3001",)), *SETTING.rules)
    result = derive(items, replace(SETTING, rules=rules))
    if not any(item.code == "3001" for item in items):
        return
    assert not any(one.code.startswith(("6", "7")) for one in result.bookings)
    assert not result.opens
    if not result.problem:
        money = sum(item.balance for item in items if item.role in ("fund", "nonbudget"))
        if any(item.role == "fund" and item.balance for item in items) and not any(i.role == "traced" for i in items):
            assert sum(one.balance for one in result.bookings if one.code.startswith("8001")) == money


@given(entries(["121802", "5001", "2302", "1212", "230702"]))
def test_debts_cover_money_of_others_only_net(items):
    others = sum(item.balance for item in items if item.role == "nonbudget")
    debts = -sum(item.balance for item in items if item.role == "traced")
    covered = not others or (others * debts > 0 and abs(debts) >= abs(others))
    assert bool(derive(items, SETTING).problem) == (not covered)


@given(entries())
def test_every_kind_of_money_is_explained_in_full(items):
    flows = flow(items, lambda _item: False)
    assert all(portion.amount > 0 for portion in flows)
    others = sum((item.balance for item in items if item.role == "nonbudget"), Decimal(0))
    for kind, amount in moved(items).items():
        told = sum(p.amount for p in flows if p.giver == kind) - sum(p.amount for p in flows if p.taker == kind)
        if kind != Kind("800102") or not others:
            assert told == amount
