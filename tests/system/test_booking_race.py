"""Fifty people at once book meeting rooms over HTTP, as the page does: a meeting, a booking, the request."""

import random
from datetime import datetime, timedelta

import pytest

from support import databases
from support.odoo_process import Server, shell
from support.rpc import RemoteError, WebClient, at_once

CLIENTS = 50
REFUSED = "odoo.addons.gaj_base.exceptions.AlreadyOccupied"
DAY = (datetime.now() + timedelta(days=10)).replace(hour=0, minute=0, second=0, microsecond=0)

SETUP = """
site = env["gaj.space"].create({"code": "BOOK", "kind": "site"})
spaces = env["gaj.space"].create(
    [{"code": f"Cell {number}", "kind": "room", "parent_id": site.id} for number in range(4)]
)
common = {"is_always_open": True, "setup_minutes": 30, "cleanup_minutes": 20}
plain = [{"code": f"P{number}", "name": "Room", "space_ids": space.ids} for number, space in enumerate(spaces)]
halls = [
    {"code": "H1", "name": "Hall", "space_ids": spaces[:2].ids},
    {"code": "H2", "name": "Hall", "space_ids": spaces[1:].ids},
    {"code": "H3", "name": "Hall", "space_ids": spaces.ids},
]
rooms = env["gaj.meeting.room"].create([{**common, **each} for each in plain + halls])
department = env["hr.department"].create({"name": "Racers"})
env["gaj.meeting"].create({"subject": "First", "department_id": department.id})
action = env["ir.actions.server"].create({
    "name": "Book",
    "model_id": env["ir.model"]._get_id("gaj.meeting.booking"),
    "state": "code",
    "code": '''
wish = env.context["wish"]
meeting = env["gaj.meeting"].create(
    {"subject": wish["name"], "secrecy": "public", "department_id": wish["department"]}
)
booking = env["gaj.meeting.booking"].create(
    {"meeting_id": meeting.id, "room_id": wish["room"], "start": wish["start"], "stop": wish["stop"]}
)
booking.action_request()
''',
})
env.cr.commit()
print("RACE", action.id, department.id, *rooms.ids)
"""


@pytest.fixture(scope="module")
def race(test_template):
    """``(client, action, department, rooms, server)``; rooms are four plain ones and three halls made of them."""
    database = databases.new("booking_race", test_template)
    printed = shell(database, SETUP)
    action, department, *rooms = (
        int(word) for word in next(line for line in printed.splitlines() if line.startswith("RACE")).split()[1:]
    )
    with Server(database, "--log-handler=odoo.service.model:INFO") as server:
        yield WebClient(server.url, database).login("admin", "admin"), action, department, rooms, server
    databases.drop(database)


def book(race, wishes):
    """Book wish n ``(room, start, stop)`` as client n, all at once; return the winners and the refusals."""
    client, action, department, _rooms, server = race

    def booking(number, wish):
        room, start, stop = wish
        wanted = {"room": room, "start": str(start), "stop": str(stop), "name": f"client {number}"}
        wanted["department"] = department
        return lambda: client.call("ir.actions.server", "run", [action], context={"wish": wanted})

    outcomes = at_once([booking(*each) for each in enumerate(wishes)])
    winners = [number for number, (_result, error) in enumerate(outcomes) if error is None]
    refusals = [error for _result, error in outcomes if error is not None]
    assert all(isinstance(error, RemoteError) and error.name == REFUSED for error in refusals), refusals
    assert "DEADLOCK" not in server.log.upper()
    return winners, refusals


def confirmed(database, day):
    """Return ``{subject: rows in the ledger}`` of the bookings confirmed on ``day``; refused ones leave nothing."""
    return dict(
        databases.rows(
            database,
            "SELECT m.subject, count(o.id) FROM gaj_meeting_booking b JOIN gaj_meeting m ON m.id = b.meeting_id"
            " LEFT JOIN gaj_occupancy o ON o.active AND o.res_model = 'gaj.meeting.booking' AND o.res_id = b.id"
            " WHERE b.start::date = %s GROUP BY m.subject",
            (day.date(),),
        )
    )


def overlaps(database):
    return databases.rows(
        database,
        "SELECT a.id, b.id FROM gaj_occupancy a JOIN gaj_occupancy b ON a.bookable_id = b.bookable_id AND a.id < b.id"
        " WHERE a.active AND b.active AND a.start < b.stop AND b.start < a.stop",
    )


def test_one_of_fifty_gets_the_room_and_the_others_are_told_who(race):
    rooms, server = race[3:]
    start = DAY + timedelta(hours=1)
    winners, refusals = book(race, [(rooms[0], start, start + timedelta(hours=1))] * CLIENTS)
    assert len(winners) == 1
    assert len(refusals) == CLIENTS - 1
    for refusal in refusals:
        assert f"client {winners[0]}" in refusal.message
    assert confirmed(server.database, DAY) == {f"client {winners[0]}": 1}


@pytest.mark.parametrize("days", [1, 2, 3])
def test_halls_mixed_with_their_parts_never_overlap(race, days):
    rooms, server = race[3:]
    day = DAY + timedelta(days=days)
    dice = random.Random(days)
    cells = dict(zip(rooms, (1, 1, 1, 1, 2, 3, 4), strict=True))
    wishes = []
    for _number in range(CLIENTS):
        start = day + timedelta(hours=dice.randint(1, 6))
        wishes.append((dice.choice(rooms), start, start + timedelta(hours=dice.randint(1, 2))))
    winners, refusals = book(race, wishes)
    assert winners
    assert refusals
    assert overlaps(server.database) == []
    assert confirmed(server.database, day) == {f"client {number}": cells[wishes[number][0]] for number in winners}


def test_twenty_different_slots_of_one_room_are_all_given(race):
    rooms, server = race[3:]
    wishes = []
    for number in range(20):
        # fifteen minutes each, thirty before and twenty after
        start = DAY + timedelta(days=5, minutes=75 * number)
        wishes.append((rooms[1], start, start + timedelta(minutes=15)))
    winners, refusals = book(race, wishes)
    assert (len(winners), refusals) == (20, [])
    assert overlaps(server.database) == []
