"""The yearly report of the demonstration bureau says what its yearbook does, and its books agree with its cards."""

from decimal import Decimal

import pytest

from support import databases
from support.inside import superuser

YEAR = 2025
RECEIVED, DISPOSED, REMITTED = 42, 39, Decimal("335400.00")


@pytest.fixture(scope="module")
def env(demo_template):
    name = databases.new("demo_year", demo_template)
    with superuser(name) as environment:
        auditor = environment.ref("gaj_base.demo_user_auditor")
        yield environment(user=auditor, su=False, context={"lang": "en_US"})
    databases.drop(name)


def test_the_yearly_report_says_what_was_received_disposed_of_and_remitted(env):
    sheet = env["gaj.asset.yearly.paper"].create({"year": YEAR})
    paper = sheet._gaj_papers("yearly")[0]
    received, disposed, _cost, remitted = (value for _label, value in paper.facts)
    assert (received, disposed, remitted) == (RECEIVED, DISPOSED, REMITTED)


def test_the_months_add_up_to_the_year(env):
    report = env["gaj.asset.yearly.report"]
    months = report.search([("date", ">=", f"{YEAR}-01-01"), ("date", "<=", f"{YEAR}-12-31")])
    assert len(months) == 12
    assert sum(months.mapped("received_count")) == RECEIVED
    assert sum(months.mapped("disposed_count")) == DISPOSED
    assert sum(Decimal(str(amount)) for amount in months.mapped("remitted_amount")) == REMITTED


def test_every_quarter_of_the_year_is_signed_and_agrees(env):
    quarters = env["gaj.asset.reconciliation"].search([("year", "=", YEAR)])
    assert sorted(quarters.mapped("quarter")) == ["1", "2", "3", "4"]
    assert set(quarters.mapped("state")) == {"signed"}
    assert not quarters.line_ids.filtered(lambda line: line.difference)
