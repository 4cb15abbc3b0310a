"""The entries of an asset's life: the worked examples of the government accounting system, financial side."""

from decimal import Decimal

import pytest
from gaj_assets_rules import entries
from gaj_assets_rules.entries import Line
from hypothesis import given
from hypothesis import strategies as st

D = Decimal
CODES = {
    "bank": "1002",
    "other_receivable": "1218",
    "asset": "1601",
    "depreciation": "1602",
    "construction": "1613",
    "custody": "1891",
    "pending_value": "190201",
    "pending_net": "190202",
    "treasury_payable": "2103",
    "payable_provisional": "2302",
    "quality_deposit": "230701",
    "custody_liability": "2901",
    "accumulated_surplus": "3001",
    "free_transfer": "3401",
    "prior_year": "3501",
    "appropriation": "4001",
    "donation_income": "4603",
    "other_income": "4609",
    "expense": "5001",
    "disposal_expense": "5301",
    "other_expense": "5901",
}


def booked(*events):
    """Return the events as texts: ``Dr 1601 57600.00``, in order."""
    return [
        f"{'Dr' if line.debit else 'Cr'} {CODES[line.role]} {line.debit or line.credit:.2f}"
        for event in events
        for line in event
    ]


def sides(text):
    """Return the lines written as in the rule book: ``Dr 1601 57,600 / Cr 4001 57,600``."""
    lines, side = [], ""
    for part in text.replace("/", ",,").replace(";", ",,").split(",,"):
        words = part.split()
        if words[0] in ("Dr", "Cr"):
            side, *words = words
        lines.append(f"{side} {words[0]} {D(words[1].replace(',', '')):.2f}")
    return lines


EXAMPLES = {
    "G1": ([entries.purchase(D(57600))], "Dr 1601 57,600 / Cr 4001 57,600"),
    "G2": (
        [entries.purchase(D(100000), deposit=D(5000))],
        "Dr 1601 100,000 / Cr 4001 95,000 ; Cr 230701 5,000",
    ),
    "X1": ([entries.deposit_released(D(5000))], "Dr 230701 5,000 / Cr 4001 5,000"),
    "G3": ([entries.transfer_in(D(25000), D(600))], "Dr 1601 25,600 / Cr 3401 25,000 ; Cr 1002 600"),
    "G4": (
        [entries.transfer_in_depreciated(D(10000), D(10000), D(200))],
        "Dr 1601 10,000 / Cr 1602 10,000 ; Dr 5901 200 / Cr 1002 200",
    ),
    "G5": ([entries.donation_in(D(12000), D(300))], "Dr 1601 12,300 / Cr 4603 12,000 ; Cr 1002 300"),
    "X2": ([entries.nominal_in(D(100))], "Dr 1601 1.00 / Cr 4603 1.00 ; Dr 5901 100 / Cr 1002 100"),
    "G6": (
        [entries.depreciation(D(amount)) for amount in ("3400.00", "5066.67", "5471.67", "2891.67")],
        "Dr 5001 3,400.00 / Cr 1602 3,400.00 ; Dr 5001 5,066.67 / Cr 1602 5,066.67 ;"
        " Dr 5001 5,471.67 / Cr 1602 5,471.67 ; Dr 5001 2,891.67 / Cr 1602 2,891.67",
    ),
    "G7": (
        [entries.surplus_found(D(3600)), entries.surplus_approved(D(3600), earlier_year=True)],
        "Dr 1601 3,600 / Cr 190201 3,600 ; Dr 190201 3,600 / Cr 3501 3,600 ; Dr 3501 3,600 / Cr 3001 3,600",
    ),
    "G8": (
        [
            entries.set_aside(D(5760), D(240)),
            entries.set_aside_approved(D(5520)),
            entries.compensation(D(1000)),
            entries.settle_net(D(1000)),
            entries.remit(D(1000)),
        ],
        "Dr 190201 5,520 ; Dr 1602 240 / Cr 1601 5,760 ; Dr 5301 5,520 / Cr 190201 5,520 ;"
        " Dr 1002 1,000 / Cr 190202 1,000 ; Dr 190202 1,000 / Cr 2103 1,000 ; Dr 2103 1,000 / Cr 1002 1,000",
    ),
    "G9": (
        [
            entries.set_aside(D(7200), D(5900)),
            entries.set_aside_approved(D(1300)),
            entries.salvage(D(150)),
            entries.disposal_cost(D(50)),
            entries.settle_net(D(100)),
            entries.remit(D(100)),
        ],
        "Dr 190201 1,300 ; Dr 1602 5,900 / Cr 1601 7,200 ; Dr 5301 1,300 / Cr 190201 1,300 ;"
        " Dr 1002 150 / Cr 190202 150 ; Dr 190202 50 / Cr 1002 50 ; Dr 190202 100 / Cr 2103 100 ;"
        " Dr 2103 100 / Cr 1002 100",
    ),
    "X3": (
        [entries.salvage(D(50)), entries.disposal_cost(D(80)), entries.settle_net(D(50 - 80))],
        "Dr 1002 50 / Cr 190202 50 ; Dr 190202 80 / Cr 1002 80 ; Dr 5301 30 / Cr 190202 30",
    ),
    "G10": (
        [entries.sale(D(240000), D(187500), D(68000), D(2000)), entries.remit(D(66000))],
        "Dr 5301 52,500 ; Dr 1602 187,500 / Cr 1601 240,000 ; Dr 1002 68,000 / Cr 1002 2,000 ; Cr 2103 66,000 ;"
        " Dr 2103 66,000 / Cr 1002 66,000",
    ),
    "X4": (
        [entries.transfer_out(D(50000), D(20000), D(400))],
        "Dr 3401 30,000 ; Dr 1602 20,000 / Cr 1601 50,000 ; Dr 5301 400 / Cr 1002 400",
    ),
    "X5": (
        [entries.donation_out(D(50000), D(20000), D(400))],
        "Dr 5301 30,400 ; Dr 1602 20,000 / Cr 1601 50,000 ; Cr 1002 400",
    ),
    "X6": (
        [
            entries.improvement_started(D(3000000), D(600000)),
            entries.improvement_works(D(500000)),
            entries.improvement_replaced(D(100000)),
            entries.improvement_completed(D(2800000)),
            entries.set_aside_approved(D(100000)),
        ],
        "Dr 1613 2,400,000 ; Dr 1602 600,000 / Cr 1601 3,000,000 ; Dr 1613 500,000 / Cr 4001 500,000 ;"
        " Dr 190201 100,000 / Cr 1613 100,000 ; Dr 1601 2,800,000 / Cr 1613 2,800,000 ;"
        " Dr 5301 100,000 / Cr 190201 100,000",
    ),
    "X7": ([entries.repair(D(2000))], "Dr 5001 2,000 / Cr 4001 2,000"),
    "X11": (
        [entries.rent(D(64800)), entries.remit(D(64800))],
        "Dr 1002 64,800 / Cr 2103 64,800 ; Dr 2103 64,800 / Cr 1002 64,800",
    ),
    "donation in": (
        [entries.donation_in(D("9000.00"), D("200.00"))],
        "Dr 1601 9,200.00 / Cr 4603 9,000.00 ; Cr 1002 200.00",
    ),
    "transfer in": (
        [entries.transfer_in(D("3066.67"), D("100.00"))],
        "Dr 1601 3,166.67 / Cr 3401 3,066.67 ; Cr 1002 100.00",
    ),
    "set aside (D2)": (
        [entries.set_aside(D("4800.00"), D("1733.33")), entries.set_aside_approved(D("3066.67"))],
        "Dr 190201 3,066.67 ; Dr 1602 1,733.33 / Cr 1601 4,800.00 ; Dr 5301 3,066.67 / Cr 190201 3,066.67",
    ),
    "missing, custodian pays": (
        [entries.compensation(D("500.00"), receivable=True), entries.settle_net(D("500.00"))],
        "Dr 1218 500.00 / Cr 190202 500.00 ; Dr 190202 500.00 / Cr 2103 500.00",
    ),
    "auction batch": (
        [entries.sale(D("44000.00"), D("41866.67"), D("6120.00"), D("320.00"))],
        "Dr 5301 2,133.33 ; Dr 1602 41,866.67 / Cr 1601 44,000.00 ; Dr 1002 6,120.00 / Cr 1002 320.00 ;"
        " Cr 2103 5,800.00",
    ),
}


@pytest.mark.parametrize("number", EXAMPLES)
def test_entry_is_the_one_of_the_rule_book(number):
    events, expected = EXAMPLES[number]
    assert booked(*events) == sides(expected)


def test_surplus_of_this_year_is_a_new_acquisition():
    assert booked(entries.surplus_approved(D(3600), earlier_year=False)) == sides("Dr 190201 3,600 / Cr 4001 3,600")


def test_provisional_value_gives_way_to_the_final_account():
    assert booked(entries.provisional(D(5000000))) == sides("Dr 1601 5,000,000 / Cr 2302 5,000,000")
    assert booked(entries.provisional_settled(D(5000000), D(5236000))) == sides(
        "Dr 2302 5,000,000 ; Dr 1601 236,000 / Cr 4001 5,236,000"
    )
    assert booked(entries.provisional_settled(D(5000000), D(4900000))) == sides(
        "Dr 2302 5,000,000 / Cr 1601 100,000 ; Cr 4001 4,900,000"
    )


def test_a_bill_after_the_asset_left_is_expense_of_the_disposal():
    assert booked(entries.billed_after_leaving(D("100.01"))) == sides("Dr 5301 100.01 / Cr 1601 100.01")
    assert booked(entries.billed_after_leaving(D("-0.01"))) == sides("Dr 1601 0.01 / Cr 5301 0.01")
    assert entries.billed_after_leaving(D(0)) == ()


def test_value_change_goes_both_ways():
    assert booked(entries.value_change(D(800))) == sides("Dr 1601 800 / Cr 4001 800")
    assert booked(entries.value_change(D(-800))) == sides("Dr 4001 800 / Cr 1601 800")
    assert entries.value_change(D(0)) == ()


def test_exchange_at_appraised_value():
    # 8,000 appraised for a net value of 6,000, 500 paid on top, 100 fees
    assert booked(entries.exchange(D(10000), D(4000), D(8000), fee=D(100), paid=D(500))) == sides(
        "Dr 1601 8,600 ; Dr 1602 4,000 / Cr 1601 10,000 ; Cr 1002 600 ; Cr 4609 2,000"
    )
    # 5,000 appraised for the same, 1,000 received, 100 fees
    assert booked(entries.exchange(D(10000), D(4000), D(5000), fee=D(100), received=D(1000))) == sides(
        "Dr 1601 4,100 ; Dr 1602 4,000 ; Dr 5301 1,900 ; Dr 1002 1,000 / Cr 1601 10,000 ; Cr 1002 100 ; Cr 2103 900"
    )


def test_opening_leaves_the_rest_to_the_surplus():
    assert booked(entries.opening(D("4800.00"), D("1500.00"))) == sides(
        "Dr 1601 4,800.00 / Cr 1602 1,500.00 ; Cr 3001 3,300.00"
    )


def test_sale_below_its_costs_is_expense():
    assert booked(entries.sale(D(5000), D(5000), D(50), D(80))) == sides(
        "Dr 1602 5,000 / Cr 1601 5,000 ; Dr 1002 50 ; Dr 5301 30 / Cr 1002 80"
    )


def test_custody_comes_and_goes():
    assert booked(entries.custody_in(D(900)), entries.custody_out(D(900))) == sides(
        "Dr 1891 900 / Cr 2901 900 ; Dr 2901 900 / Cr 1891 900"
    )
    assert booked(entries.receivable_received(D(500))) == sides("Dr 1002 500 / Cr 1218 500")


@pytest.mark.parametrize(
    "broken",
    [
        lambda: entries.set_aside(D(100), D("100.01")),
        lambda: entries.set_aside(D(100), D("-0.01")),
        lambda: entries.transfer_in_depreciated(D(10000), D("9999.99")),
        lambda: entries.donation_in(D(-1)),
        lambda: entries.depreciation(D("0.001")),
        lambda: entries.purchase(D(100), deposit=D("100.01")),
        lambda: entries.exchange(D(100), D(0), D(100), paid=D(1), received=D(1)),
        lambda: entries.exchange(D(100), D(0), D(100), fee=D(2), received=D(1)),
        lambda: entries.balanced(Line("asset", debit=D(1)), Line("bank", credit=D(2))),
    ],
)
def test_impossible_amounts_are_refused(broken):
    with pytest.raises(ValueError, match=r"\d"):
        broken()


def test_every_role_is_known():
    assert {*entries.CATEGORY_ROLES, *entries.PROCESS_ROLES} == set(CODES)


amounts = st.integers(0, 10**12).map(lambda cents: cents * entries.CENT)


@given(amounts, amounts, amounts, amounts)
def test_entries_balance_and_have_no_empty_line(cost, part, price, costs):
    accumulated = min(cost, part)
    for lines in (
        entries.set_aside(cost, accumulated),
        entries.sale(cost, accumulated, price, costs),
        entries.transfer_out(cost, accumulated, costs),
        entries.donation_out(cost, accumulated, costs),
        entries.opening(cost, accumulated),
        entries.exchange(cost, accumulated, price, fee=costs),
        entries.settle_net(price - costs),
        entries.value_change(price - costs),
        entries.provisional_settled(price, costs),
    ):
        assert sum(line.debit for line in lines) == sum(line.credit for line in lines)
        assert all(bool(line.debit) != bool(line.credit) for line in lines)
