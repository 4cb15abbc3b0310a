from decimal import Decimal

import pytest
from gaj_assets_rules.acquisition import Cost, allocate, best_evidence, initial_cost, is_fixed_asset, part_of
from gaj_assets_rules.split import split_amount

D = Decimal


def test_a_purchase_costs_its_price_with_the_vat_that_cannot_be_deducted():
    cost = initial_cost("purchase", "papers", D("42477.90") + D("5522.13"))
    assert cost == Cost(D("48000.03"))
    assert split_amount(cost.cost, 10) == [D("4800.01")] * 3 + [D("4800.00")] * 7
    assert split_amount(D("47999.99"), 10) == [D("4800.00")] * 9 + [D("4799.99")]


def test_freight_and_installation_belong_to_the_cost():
    assert initial_cost("purchase", "papers", D("48000.00"), fees=D("600.00") + D("900.00")).cost == D("49500.00")


def test_donation_with_a_voucher_bears_the_fees():
    assert initial_cost("donation", "papers", D("9000.00"), fees=D("200.00")) == Cost(D("9200.00"))
    assert initial_cost("donation", "papers", D("12000.00"), fees=D("300.00")) == Cost(D("12300.00"))


def test_at_a_nominal_amount_the_fees_are_expense():
    assert initial_cost("donation", "nominal", fees=D("100.00")) == Cost(D("1.00"), expense=D("100.00"))


def test_what_another_unit_gives_comes_at_its_carrying_amount():
    assert initial_cost("transfer_in", "papers", D("4800.00"), D("100.00"), D("1733.33")) == Cost(D("3166.67"))
    assert initial_cost("transfer_in", "papers", D("25000.00"), D("600.00")) == Cost(D("25600.00"))


def test_fully_depreciated_at_the_giver_cost_and_depreciation_are_taken_over():
    cost = initial_cost("transfer_in", "papers", D("10000.00"), D("200.00"), D("10000.00"))
    assert cost == Cost(D("10000.00"), D("10000.00"), D("200.00"))
    assert cost.net == 0
    one_cent_left = initial_cost("transfer_in", "papers", D("10000.00"), D("200.00"), D("9999.99"))
    assert one_cent_left == Cost(D("200.01"))


def test_an_exchange_adds_what_was_paid_and_takes_off_what_was_received():
    assert initial_cost("exchange", "appraisal", D("5000.00"), D("50.00"), boot=D("300.00")).cost == D("5350.00")
    assert initial_cost("exchange", "appraisal", D("5000.00"), D("50.00"), boot=D("-300.00")).cost == D("4750.00")
    with pytest.raises(ValueError, match="negative"):
        initial_cost("exchange", "appraisal", D("100.00"), boot=D("-100.01"))


def test_a_surplus_costs_what_it_is_worth():
    assert initial_cost("surplus", "appraisal", D("3600.00")) == Cost(D("3600.00"))


@pytest.mark.parametrize(
    ("value", "fees", "accumulated"),
    [(D("-0.01"), D(0), D(0)), (D(1), D("-0.01"), D(0)), (D("0.001"), D(0), D(0)), (D(1), D(0), D("1.01"))],
)
def test_nonsense_is_refused(value, fees, accumulated):
    with pytest.raises(ValueError, match=r"not all positive|exceeds"):
        initial_cost("purchase", "papers", value, fees, accumulated)


def test_the_best_evidence_decides():
    assert best_evidence("donation", D("9000.00"), D("8000.00"), D("7000.00")) == "papers"
    assert best_evidence("donation", D(0), D("8000.00"), D("7000.00")) == "appraisal"
    assert best_evidence("donation", D(0), D(0), D("7000.00")) == "market"
    assert best_evidence("donation") == "nominal"
    assert best_evidence("surplus", D("9000.00"), D(0), D("7000.00")) == "market"
    assert best_evidence("surplus", D(0), D("3600.00"), D("7000.00")) == "appraisal"
    assert best_evidence("purchase") is None
    assert best_evidence("exchange", D("5000.00")) is None
    with pytest.raises(ValueError, match="no way"):
        best_evidence("theft")
    with pytest.raises(ValueError, match="negative"):
        best_evidence("donation", D("-1.00"))


def test_the_threshold_includes_its_number():
    assert not is_fixed_asset(D("999.99"), D("1000.00"))
    assert is_fixed_asset(D("1000.00"), D("1000.00"))
    assert not is_fixed_asset(D("1499.99"), D("1500.00"))
    assert is_fixed_asset(D("1500.00"), D("1500.00"))


def test_a_large_batch_counts_below_the_threshold():
    assert is_fixed_asset(D("400.00"), D("1000.00"), quantity=60, batch_size=10)
    assert is_fixed_asset(D("400.00"), D("1000.00"), quantity=10, batch_size=10)
    assert not is_fixed_asset(D("400.00"), D("1000.00"), quantity=9, batch_size=10)
    assert not is_fixed_asset(D("400.00"), D("1000.00"), quantity=60)


def test_freight_follows_the_value():
    assert allocate(D("100.00"), [D("48000.00"), D("24000.00")]) == [D("66.67"), D("33.33")]
    assert allocate(D("0.01"), [D(1), D(1)]) == [D("0.01"), D("0.00")]
    assert allocate(D("-100.00"), [D(2), D(1)]) == [D("-66.67"), D("-33.33")]
    assert allocate(D("5.00"), [D(0), D(0)]) == [D("2.50"), D("2.50")]
    for total, weights in [(D("1.00"), []), (D("1.00"), [D(-1), D(2)]), (D("0.001"), [D(1)])]:
        with pytest.raises(ValueError, match="cannot allocate"):
            allocate(total, weights)


def test_deliveries_add_up():
    parts = [part_of(D("100.00"), 0, 3, 7), part_of(D("100.00"), 3, 3, 7), part_of(D("100.00"), 6, 1, 7)]
    assert parts == [D("42.85"), D("42.86"), D("14.29")]
    assert sum(parts) == D("100.00")
    for before, now, whole in [(-1, 1, 7), (0, -1, 7), (0, 0, 0), (6, 2, 7)]:
        with pytest.raises(ValueError, match="units of"):
            part_of(D("1.00"), before, now, whole)
