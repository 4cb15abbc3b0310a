"""Fifty clients at once want the same rooms over HTTP: each slot is given once, everybody else learns who was faster."""

import random

import pytest

from support import databases
from support.odoo_process import Server, shell
from support.rpc import RemoteError, WebClient, at_once

CLIENTS = 50
REFUSED = "odoo.addons.gaj_base.exceptions.AlreadyOccupied"

# What a document of an application does when its user books: one call with all cells of the operation.
SETUP = """
site = env["gaj.space"].create({"code": "RACE", "kind": "site"})
rooms = env["gaj.space"].create(
    [{"code": f"Cell {number}", "kind": "room", "parent_id": site.id} for number in range(40)]
)
cells = env["gaj.bookable"]._gaj_for(rooms).ids
action = env["ir.actions.server"].create({
    "name": "Book",
    "model_id": env["ir.model"]._get_id("gaj.occupancy"),
    "state": "code",
    "code": '''
wish = env.context["wish"]
env["gaj.occupancy"]._gaj_occupy([
    {"bookable_id": cell, "start": wish["start"], "stop": wish["stop"], "name": wish["name"]}
    for cell in wish["cells"]
])
''',
})
env.cr.commit()
print("RACE", action.id, *cells)
"""


@pytest.fixture(scope="module")
def race(test_template):
    """``(client, action, cells, server)``."""
    database = databases.new("race", test_template)
    printed = shell(database, SETUP)
    action, *cells = (
        int(word) for word in next(line for line in printed.splitlines() if line.startswith("RACE")).split()[1:]
    )
    # a deadlock that the server retries is a line of this logger
    with Server(database, "--log-handler=odoo.service.model:INFO") as server:
        yield WebClient(server.url, database).login("admin", "admin"), action, cells, server
    databases.drop(database)


def book(race, wishes):
    """Book wish n ``(cells, start, stop)`` as client n, all at once; return the winners and the refusals."""
    client, action, _cells, server = race

    def booking(number, wish):
        cells, start, stop = wish
        wanted = {"cells": cells, "start": start, "stop": stop, "name": f"client {number}"}
        return lambda: client.call("ir.actions.server", "run", [action], context={"wish": wanted})

    outcomes = at_once([booking(*each) for each in enumerate(wishes)])
    winners = [number for number, (_result, error) in enumerate(outcomes) if error is None]
    refusals = [error for _result, error in outcomes if error is not None]
    assert all(isinstance(error, RemoteError) and error.name == REFUSED for error in refusals), refusals
    assert "DEADLOCK" not in server.log
    return winners, refusals


def overlaps(database):
    return databases.rows(
        database,
        "SELECT a.id, b.id FROM gaj_occupancy a JOIN gaj_occupancy b ON a.bookable_id = b.bookable_id AND a.id < b.id"
        " WHERE a.active AND b.active AND a.start < b.stop AND b.start < a.stop",
    )


def booked(database, day):
    return dict(
        databases.rows(
            database,
            "SELECT name, count(*) FROM gaj_occupancy WHERE active AND start::date = %s GROUP BY name",
            (day,),
        )
    )


def test_one_of_fifty_wins_and_the_others_are_told_who(race):
    _client, _action, cells, server = race
    winners, refusals = book(race, [(cells[:1], "2027-03-01 01:00:00", "2027-03-01 02:00:00")] * CLIENTS)
    assert len(winners) == 1
    assert len(refusals) == CLIENTS - 1
    for refusal in refusals:
        assert "Cell 0" in refusal.message
        assert f"client {winners[0]}" in refusal.message
    assert booked(server.database, "2027-03-01") == {f"client {winners[0]}": 1}


@pytest.mark.parametrize("day", ["2027-03-02", "2027-03-09", "2027-03-16", "2027-03-23"])
def test_halls_of_several_cells_mixed_with_their_parts(race, day):
    _client, _action, cells, server = race
    dice = random.Random(day)
    wishes = []
    for _number in range(CLIENTS):
        hall = dice.sample(cells, dice.choice((1, 2, 20, 30, 40)))  # in any order: the ledger sorts
        hour = dice.randint(1, 3)
        wishes.append((hall, f"{day} 0{hour}:00:00", f"{day} 0{hour + dice.randint(1, 2)}:00:00"))
    winners, refusals = book(race, wishes)
    assert winners
    assert refusals
    assert overlaps(server.database) == []
    assert booked(server.database, day) == {f"client {number}": len(wishes[number][0]) for number in winners}


def test_neighbours_and_strangers_all_win(race):
    _client, _action, cells, server = race
    wishes = [
        ([cells[number % 5]], f"2027-03-03 {number // 5:02}:00:00", f"2027-03-03 {number // 5 + 1:02}:00:00")
        for number in range(CLIENTS)
    ]
    winners, _refusals = book(race, wishes)
    assert len(winners) == CLIENTS
    assert overlaps(server.database) == []
