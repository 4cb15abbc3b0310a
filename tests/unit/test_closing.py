"""The year-end closing: scenario G, both kinds of unit, late entries, and one step beyond each limit."""

from decimal import Decimal

import pytest
from gaj_account_rules.closing import NO_DIMS, Dims, Line, difference, not_empty, plan, without_source

D = Decimal
FISCAL = Dims("fiscal", "basic", None, "2010303", "30206")
EARMARKED = Dims("nonfiscal_special", "project", "P1", "2010303", "30213")
OTHER = Dims("other", "basic", None, "2010303", "30211")

# the balances of scenario G at its end, debit positive
SCENARIO_G = [
    Line("3001", NO_DIMS, D("-265200.00")),
    Line("3401", NO_DIMS, D("-25000.00")),
    Line("4001", NO_DIMS, D("-202680.00")),
    Line("4603", NO_DIMS, D("-12000.00")),
    Line("4604", NO_DIMS, D("-86.40")),
    Line("5001", NO_DIMS, D("64010.01")),
    Line("5301", NO_DIMS, D("59320.00")),
    Line("5901", NO_DIMS, D("200.00")),
    Line("6001", Dims("fiscal"), D("-202680.00")),
    Line("6609", OTHER, D("-86.40")),
    Line("7101", FISCAL, D("202680.00")),
    Line("7101", OTHER, D("2500.00")),
    Line("7901", OTHER, D("1100.00")),
    Line("800102", NO_DIMS, D("196486.40")),
    Line("820203", NO_DIMS, D("-200000.00")),
]


def lines(*rows):
    return [Line(code, dims, D(amount)) for code, dims, amount in rows]


def after(balances, steps):
    """Return ``{code: amount}`` that is left when the steps are booked."""
    totals = {}
    for code, _dims, amount in [*balances, *(line for step in steps for line in step.lines)]:
        totals[code] = totals.get(code, D(0)) + amount
    return {code: amount for code, amount in totals.items() if amount}


def step(closing, key):
    return {(line.code, line.dims.source): line.amount for one in closing.steps if one.key == key for line in one.lines}


def test_scenario_g():
    closing = plan(SCENARIO_G, institution=False)
    assert (closing.surplus, closing.budget_surplus) == (D("91236.39"), D("-3513.60"))
    assert after(SCENARIO_G, closing.steps) == {
        "3001": D("-381436.39"),
        "800102": D("196486.40"),
        "820203": D("-196486.40"),
    }


def test_the_entries_of_an_administrative_unit_stand_in_their_order():
    closing = plan(SCENARIO_G, institution=False)
    assert [one.key for one in closing.steps] == [
        "income",
        "expense",
        "surplus",
        "budget_income",
        "budget_expenditure",
        "other_surplus",
        "distribution",
        "allocation",
        "accumulate",
    ]
    assert step(closing, "income")["3301", None] == D("-214766.40")
    assert step(closing, "expense")["3301", None] == D("123530.01")
    assert step(closing, "surplus") == {("3301", None): D("91236.39"), ("3302", None): D("-91236.39")}
    assert step(closing, "budget_income")["810102", "fiscal"] == D("-202680.00")
    assert step(closing, "other_surplus") == {("8501", None): D("-3513.60"), ("820203", None): D("3513.60")}


def test_money_of_each_source_ends_in_its_own_carry_forward():
    balances = lines(
        ("6001", FISCAL, "-500"),
        ("7101", FISCAL, "420"),
        ("6601", EARMARKED, "-300"),
        ("7901", EARMARKED, "210"),
        ("6601", OTHER, "-70"),
        ("7101", OTHER, "20"),
    )
    closing = plan(balances, institution=False)
    assert after(balances, closing.steps) == {"810103": D(-80), "820103": D(-90), "820203": D(-50)}


def test_a_carry_forward_keeps_project_and_function_and_drops_the_economic_class():
    balances = lines(("6601", EARMARKED, "-300"), ("7101", EARMARKED, "210"))
    last = plan(balances, institution=False).steps[-1]
    kept = Dims("nonfiscal_special", "project", "P1", "2010303", None)
    assert last.lines == (Line("820102", kept, D(90)), Line("820103", kept, D(-90)))


def test_a_fiscal_carry_forward_drops_the_economic_class_too():
    balances = lines(("7101", FISCAL, "420"))
    first = plan(balances, institution=False).steps[0]
    assert first.lines[1] == Line("810102", FISCAL._replace(economic=None), D(420))


def test_fiscal_income_is_fiscal_whatever_its_line_says():
    balances = lines(("6001", NO_DIMS, "-10"))
    assert after(balances, plan(balances, institution=False).steps) == {"810103": D(-10)}


def test_income_without_a_source_is_other_money():
    balances = lines(("6609", NO_DIMS, "-10"))
    assert after(balances, plan(balances, institution=False).steps) == {"820203": D(-10)}


def test_opening_adjustments_and_last_years_result_end_in_what_is_accumulated():
    balances = lines(
        ("810101", NO_DIMS, "-5"),
        ("810102", NO_DIMS, "-7"),
        ("810103", NO_DIMS, "-100"),
        ("810201", NO_DIMS, "-3"),
        ("820101", NO_DIMS, "2"),
        ("820201", NO_DIMS, "-4"),
    )
    closing = plan(balances, institution=False)
    assert [one.key for one in closing.steps] == ["accumulate"]
    assert after(balances, closing.steps) == {"810103": D(-112), "810203": D(-3), "820103": D(2), "820203": D(-4)}


def test_an_institution_appropriates_its_surplus_after_special_funds():
    balances = lines(
        ("4101", NO_DIMS, "-1000"),
        ("5001", NO_DIMS, "600"),
        ("6101", OTHER, "-1000"),
        ("7201", OTHER, "600"),
        ("6401", OTHER, "-50"),
        ("7301", OTHER, "20"),
    )
    closing = plan(balances, institution=True, special_fund=D(100))
    assert closing.distributable == D(430)
    assert after(balances, closing.steps) == {"3001": D(-300), "3101": D(-100), "8301": D(-100), "820203": D(-330)}
    keys = [one.key for one in closing.steps]
    assert keys.index("operating_surplus") < keys.index("special_balance") < keys.index("appropriation")
    assert keys.index("surplus") < keys.index("special_fund") < keys.index("distribution")


def test_a_loss_of_operations_stays_where_it_is():
    balances = lines(("6401", OTHER, "-50"), ("7301", OTHER, "80"), ("8401", NO_DIMS, "10"))
    closing = plan(balances, institution=True)
    assert after(balances, closing.steps) == {"8401": D(40)}
    assert closing.distributable == 0


def test_operations_that_make_up_for_earlier_losses_hand_over_the_rest():
    balances = lines(("6401", OTHER, "-50"), ("8401", NO_DIMS, "40"))
    assert after(balances, plan(balances, institution=True).steps) == {"820203": D(-10)}
    balances = lines(("6401", OTHER, "-40"), ("8401", NO_DIMS, "40"))
    assert after(balances, plan(balances, institution=True).steps) == {}


def test_a_late_entry_books_the_difference_only():
    first = plan(SCENARIO_G, institution=False)
    booked = {one.key: list(one.lines) for one in first.steps}
    assert difference(first.steps, booked) == []
    late = [*SCENARIO_G, *lines(("5001", NO_DIMS, "100"), ("7101", OTHER, "100"))]
    left = difference(plan(late, institution=False).steps, booked)
    assert [one.key for one in left] == [
        "expense",
        "surplus",
        "budget_expenditure",
        "other_surplus",
        "distribution",
    ]
    assert {line.code: line.amount for line in left[0].lines} == {"5001": D(-100), "3301": D(100)}
    both = [*first.steps, *left]
    assert after(late, both) == after(late, plan(late, institution=False).steps)


def test_a_late_loss_takes_back_what_operations_handed_over():
    balances = lines(("6401", OTHER, "-50"))
    first = plan(balances, institution=True)
    late = [*balances, *lines(("7301", OTHER, "80"))]
    left = difference(plan(late, institution=True).steps, {one.key: list(one.lines) for one in first.steps})
    assert after(late, [*first.steps, *left]) == {"8401": D(30)}


def test_nothing_to_close():
    assert plan([], institution=False).steps == ()
    assert plan([Line("4001", NO_DIMS, D(0))], institution=True).steps == ()


@pytest.mark.parametrize(
    "code", ["1902", "190201", "3301", "3302", "3401", "3501", "4001", "5901", "6609", "7101", "8501", "8701"]
)
def test_accounts_that_must_be_empty(code):
    assert not_empty(lines((code, NO_DIMS, "0.01"))) == {code: D("0.01")}
    assert not_empty(lines((code, FISCAL, "1"), (code, OTHER, "-1"))) == {}


@pytest.mark.parametrize("code", ["1002", "3001", "3101", "800102", "810103", "820203", "8301", "8401"])
def test_accounts_that_keep_their_balance(code):
    assert not_empty(lines((code, NO_DIMS, "1"))) == {}


def test_expenditure_without_a_source_cannot_be_closed():
    no_source = OTHER._replace(source=None)
    assert without_source(lines(("7101", no_source, "1"), ("7101", OTHER, "1"), ("7901", no_source, "2"))) == [
        "7101",
        "7901",
    ]
    assert without_source(lines(("7301", no_source, "1"), ("6609", no_source, "-1"), ("7101", no_source, "0"))) == []
