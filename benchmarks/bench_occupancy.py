"""Occupancy: 50 clients want one slot of one room at the same moment, and halls of several cells mixed with their parts.

The baseline is the check that booking add-ons make in Python alone: look for an overlap, then insert.
"""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from harness import figure

CLIENTS = 50
START, STOP = "2027-03-01 01:00:00", "2027-03-01 02:00:00"

LEDGER = """
wish = env.context["wish"]
env["gaj.occupancy"]._gaj_occupy([
    {"bookable_id": cell, "start": wish["start"], "stop": wish["stop"], "name": wish["name"]}
    for cell in wish["cells"]
])
"""
CHECK_IN_PYTHON = """
wish = env.context["wish"]
for cell in wish["cells"]:
    taken = [("resource_id", "=", cell), ("date_from", "<", wish["stop"]), ("date_to", ">", wish["start"])]
    if env["resource.calendar.leaves"].search_count(taken):
        raise UserError("This room is already booked.")
    booking = {"resource_id": cell, "date_from": wish["start"], "date_to": wish["stop"], "name": wish["name"]}
    env["resource.calendar.leaves"].create(booking)
"""
OVERLAPS = """
SELECT count(*) FROM gaj_occupancy a JOIN gaj_occupancy b ON a.bookable_id = b.bookable_id AND a.id < b.id
 WHERE a.active AND b.active AND a.start < b.stop AND b.start < a.stop
"""
DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"


def figures(env):
    with env.database("gaj_base") as name:
        with env.odoo(name) as odoo:
            cells, resource, ledger, check = prepare(odoo)
        with env.server(name) as server:
            session = server.login("admin", "admin")
            # the server reads its registry and opens its connections before the clock runs
            race(session, ledger, [(cells[-1:], "2027-02-01 01:00:00", "2027-02-01 02:00:00")] * CLIENTS)
            before = ask(env, name, DEADLOCKS)
            slot = [(cells[:1], START, STOP)] * CLIENTS
            waits = race(session, ledger, slot)
            unguarded = race(session, check, [([resource], START, STOP)] * CLIENTS)
            race(session, ledger, halls_and_parts(cells))
            found, dead = ask(env, name, OVERLAPS), ask(env, name, DEADLOCKS) - before
    booked = len([wait for wait, won in waits if won])
    without = len([wait for wait, won in unguarded if won])
    worst, usual = (max(wait for wait, _won in each) for each in (waits, unguarded))
    return [
        figure("occupancy", "winners", booked, "bookings", size=CLIENTS, baseline=without, bound=1),
        figure("occupancy", "worst_wait_s", worst, "s", size=CLIENTS, baseline=usual, bound=1),
        figure("occupancy", "overlaps", found, "pairs", size=CLIENTS, baseline=without * (without - 1) // 2, bound=0),
        figure("occupancy", "deadlocks", dead, "deadlocks", size=CLIENTS, bound=0),
    ]


def prepare(odoo):
    """Make six cells, a resource for the baseline, and the two ways to book as server actions; return their ids."""
    site = odoo["gaj.space"].create({"code": "BENCH", "kind": "site"})
    rooms = odoo["gaj.space"].create(
        [{"code": f"Cell {number}", "kind": "room", "parent_id": site.id} for number in range(6)]
    )
    model = odoo["ir.model"]._get_id("gaj.occupancy")
    actions = odoo["ir.actions.server"].create(
        [{"name": "Book", "model_id": model, "state": "code", "code": code} for code in (LEDGER, CHECK_IN_PYTHON)]
    )
    resource = odoo["resource.resource"].create({"name": "Room", "resource_type": "material"})
    cells = odoo["gaj.bookable"]._gaj_for(rooms).ids
    odoo.cr.commit()
    return cells, resource.id, *actions.ids


def halls_and_parts(cells):
    """Return wishes for one to four cells in any order, at hours that partly overlap."""
    dice = random.Random(20270302)
    wishes = []
    for _client in range(CLIENTS):
        hour = dice.randint(1, 3)
        stop = hour + dice.randint(1, 2)
        wishes.append(
            (dice.sample(cells, dice.randint(1, 4)), f"2027-03-02 0{hour}:00:00", f"2027-03-02 0{stop}:00:00")
        )
    return wishes


def race(session, action, wishes):
    """Let all book at once; return ``(seconds waited, whether it won)`` of each."""
    gate = Barrier(len(wishes))

    def book(wish, number):
        cells, start, stop = wish
        context = {"wish": {"cells": cells, "start": start, "stop": stop, "name": f"client {number}"}}
        gate.wait()
        begun = time.perf_counter()
        try:
            session.call("ir.actions.server", "run", [action], context=context)
        except RuntimeError:
            return time.perf_counter() - begun, False
        return time.perf_counter() - begun, True

    with ThreadPoolExecutor(len(wishes)) as pool:
        return list(pool.map(book, wishes, range(len(wishes))))


def ask(env, name, query):
    """Return the one value of ``query``."""
    connection = env.connect(name)
    try:
        with connection.cursor() as cr:
            cr.execute(query)
            return cr.fetchone()[0]
    finally:
        connection.close()
