"""Booking: many clients book meeting rooms over HTTP, each another slot, and then fifty want the same one.

The baseline is the same booking, checked in Python only: the same records, a look for an overlap, then the state.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

from harness import figure

CLIENTS, ROOMS, SLOTS = 8, 20, 12
RIVALS = 50

RECORDS = """
wish = env.context["wish"]
meeting = env["gaj.meeting"].create({
    "subject": wish["name"], "department_id": wish["department"], "planned_attendees": 10,
})
booking = env["gaj.meeting.booking"].create({
    "meeting_id": meeting.id, "room_id": wish["room"], "start": wish["start"], "stop": wish["stop"],
})
"""
LEDGER = RECORDS + "booking.action_request()\n"
CHECK_IN_PYTHON = (
    RECORDS
    + """
taken = [
    ("room_id", "=", booking.room_id.id), ("state", "=", "confirmed"), ("id", "!=", booking.id),
    ("occ_start", "<", booking.occ_stop), ("occ_stop", ">", booking.occ_start),
]
if env["gaj.meeting.booking"].search_count(taken):
    raise UserError("This room is already booked.")
booking.sudo().write({"state": "confirmed"})
"""
)


def figures(env):
    with env.database("gaj_reception") as name:
        with env.odoo(name) as odoo:
            rooms, department, ledger, check = prepare(odoo)
        with env.server(name) as server:
            session = server.login("admin", "admin")
            wishes = different_slots(rooms, department)
            warm = wishes[:CLIENTS]
            book_all(session, ledger, warm, CLIENTS)
            guarded = book_all(session, ledger, wishes[CLIENTS:], CLIENTS)
            unguarded = book_all(session, check, later(wishes[CLIENTS:]), CLIENTS)
            one = [one_slot(rooms[0], department)] * RIVALS
            rivals = book_all(session, ledger, one, RIVALS)
            careless = book_all(session, check, later(one), RIVALS)
    per_s, baseline = (len(each["won"]) / each["seconds"] for each in (guarded, unguarded))
    size = len(wishes) - CLIENTS
    worst, usual = max(rivals["waits"]), max(careless["waits"])
    return [
        figure("booking", "per_s", per_s, "bookings/s", size=size, baseline=baseline, more_is_better=True),
        figure("booking", "ratio_vs_python_check", per_s / baseline, "×", size=size, more_is_better=True),
        figure("booking", "worst_wait_s", worst, "s", size=RIVALS, baseline=usual),
        figure(
            "booking", "winners", len(rivals["won"]), "bookings", size=RIVALS, baseline=len(careless["won"]), bound=1
        ),
    ]


def prepare(odoo):
    """Make the rooms, a department and the two ways to book as server actions; return their ids."""
    site = odoo["gaj.space"].create({"code": "BENCH", "kind": "site"})
    spaces = odoo["gaj.space"].create(
        [{"code": f"Room {number}", "kind": "room", "parent_id": site.id} for number in range(ROOMS)]
    )
    rooms = odoo["gaj.meeting.room"].create(
        [
            {"code": f"B{number}", "name": "Room", "space_ids": [(6, 0, space.ids)], "is_always_open": True}
            for number, space in enumerate(spaces)
        ]
    )
    department = odoo["hr.department"].create({"name": "Bench"})
    model = odoo["ir.model"]._get_id("gaj.meeting.booking")
    actions = odoo["ir.actions.server"].create(
        [{"name": "Book", "model_id": model, "state": "code", "code": code} for code in (LEDGER, CHECK_IN_PYTHON)]
    )
    odoo.cr.commit()
    return rooms.ids, department.id, *actions.ids


def different_slots(rooms, department):
    """Return wishes that do not stand in each other's way."""
    day = (datetime.now() + timedelta(days=2)).replace(hour=0, minute=0, second=0, microsecond=0)
    return [wish(room, department, day + timedelta(hours=2 * slot)) for slot in range(SLOTS) for room in rooms]


def one_slot(room, department):
    day = (datetime.now() + timedelta(days=10)).replace(hour=4, minute=0, second=0, microsecond=0)
    return wish(room, department, day)


def wish(room, department, start):
    stop = start + timedelta(minutes=60)
    return {"room": room, "department": department, "start": str(start), "stop": str(stop), "name": "Bench"}


def later(wishes):
    """Return the same wishes twenty days later, where nobody has booked yet."""
    moved = []
    for each in wishes:
        times = {key: str(datetime.fromisoformat(each[key]) + timedelta(days=20)) for key in ("start", "stop")}
        moved.append({**each, **times})
    return moved


def book_all(session, action, wishes, clients):
    """Let ``clients`` book all wishes; return the seconds it took, the waits, and the wishes that were fulfilled."""
    gate = Barrier(clients)
    lots = [wishes[number::clients] for number in range(clients)]

    def work(lot):
        waits, won = [], []
        gate.wait()
        for each in lot:
            begun = time.perf_counter()
            try:
                session.call("ir.actions.server", "run", [action], context={"wish": each})
                won.append(each)
            except RuntimeError:
                pass
            waits.append(time.perf_counter() - begun)
        return waits, won

    begun = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        results = list(pool.map(work, lots))
    return {
        "seconds": time.perf_counter() - begun,
        "waits": [wait for waits, _won in results for wait in waits],
        "won": [each for _waits, won in results for each in won],
    }
