"""Clients at once want the last yuan of a budget over HTTP: one gets it, everybody else learns what is left."""

import pytest

from support import databases
from support.odoo_process import Server, shell
from support.rpc import RemoteError, WebClient, at_once

CLIENTS = 8
REFUSED = "odoo.addons.gaj_base.exceptions.BudgetExceeded"

# What a document of an application does when it is approved.
SETUP = """
kind = env["gaj.budget.kind"].create({"name": "Race", "code": "race"})
department = env["hr.department"].create({"name": "Racers"})
budget = env["gaj.budget"].create(
    {"department_id": department.id, "year": 2027, "kind_id": kind.id, "amount": 200000}
)
documents = env["res.partner"].create([{"name": f"client {number}"} for number in range(9)])
budget._gaj_spend(documents[8], 120000)
budget._gaj_commit(documents[8], 35000)
action = env["ir.actions.server"].create({
    "name": "Commit",
    "model_id": env["ir.model"]._get_id("gaj.budget"),
    "state": "code",
    "code": '''
wish = env.context["wish"]
env["gaj.budget"].browse(wish["budget"])._gaj_commit(env["res.partner"].browse(wish["document"]), wish["amount"])
''',
})
env.cr.commit()
print("RACE", action.id, budget.id, *documents.ids)
"""


@pytest.fixture
def race(test_template):
    """``(client, action, budget, documents, server)``."""
    database = databases.new("budget_race", test_template)
    printed = shell(database, SETUP)
    action, budget, *documents = (
        int(word) for word in next(line for line in printed.splitlines() if line.startswith("RACE")).split()[1:]
    )
    with Server(database) as server:
        yield WebClient(server.url, database).login("admin", "admin"), action, budget, documents, server
    databases.drop(database)


def commit(race, amounts):
    """Commit the amounts at once, each for a document of its own; return ``(result, error)`` of each."""
    client, action, budget, documents, _server = race

    def call(document, amount):
        wish = {"budget": budget, "document": document, "amount": amount}
        return lambda: client.call("ir.actions.server", "run", [action], context={"wish": wish})

    return at_once([call(document, amount) for document, amount in zip(documents, amounts, strict=False)])


def sums(race):
    _client, _action, budget, _documents, server = race
    return databases.rows(
        server.database,
        "SELECT committed_amount, spent_amount, available_amount, (SELECT SUM(amount) FROM gaj_budget_line l"
        " WHERE l.budget_id = b.id AND kind <> 'spend') FROM gaj_budget b WHERE id = %s",
        (budget,),
    )[0]


def test_one_gets_the_last_yuan_and_the_others_are_told_what_is_left(race):
    outcomes = commit(race, ["45000.00"] * CLIENTS)
    refusals = [error for _result, error in outcomes if error is not None]
    assert len(refusals) == CLIENTS - 1
    assert all(isinstance(error, RemoteError) and error.name == REFUSED for error in refusals), refusals
    assert all("Racers" in error.message and "45,000.00" in error.message for error in refusals)
    assert sums(race) == (80000, 120000, 0, 80000)


def test_two_that_fit_both_pass(race):
    assert [error for _result, error in commit(race, ["22500.00", "22500.00"])] == [None, None]
    assert sums(race) == (80000, 120000, 0, 80000)
    [(_result, error)] = commit(race, ["0.01"])
    assert error.name == REFUSED
