"""The server is killed while phones send their scans: nothing is lost, double or half-written."""

import json
import uuid
from collections import Counter

import pytest

from support import databases
from support.crash import Background, committed, kill_when, persistently, working_on
from support.odoo_process import Server, shell
from support.rpc import WebClient

pytestmark = pytest.mark.addons("gaj_base", "gaj_assets")

ROOMS, THINGS, BATCH, PHONES = 4, 1200, 100, 2
PASSWORD = "a long password for tests only"
PREPARE = """
import json
from odoo.fields import Command
counter = env["res.users"].with_context(no_reset_password=True).create({{
    "name": "Counter", "login": "counter", "password": {password!r},
    "group_ids": [Command.set(env.ref("gaj_assets.group_gaj_assets_manager").ids)],
}})
department = env["hr.department"].create({{"name": "Crash Department"}})
building = env["gaj.space"].create({{"code": "CRASH", "name": "Crash Building", "kind": "building"}})
rooms = env["gaj.space"].create([
    {{"code": "R%s" % number, "name": "Room %s" % number, "parent_id": building.id}} for number in range({rooms})
])
category = env["gaj.asset.category"].search([("child_ids", "=", False)], limit=1)
assets = env["gaj.asset"].create([
    {{
        "name": "Thing %s" % number, "category_id": category.id, "acquisition_date": "2024-03-15", "cost": 100.0,
        "department_id": department.id, "space_id": rooms[number % {rooms}].id, "state": "in_use",
    }}
    for number in range({things})
])
stocktake = env["gaj.asset.stocktake"].create({{"name": "Crash count", "space_ids": [Command.set(building.ids)]}})
stocktake.counter_ids = [Command.link(counter.id)]
stocktake.action_start()
env.cr.commit()
print("PREPARED" + json.dumps({{
    "stocktake": stocktake.id, "rooms": rooms.ids,
    "things": [[asset.tag_no, asset.space_id.id] for asset in assets],
}}))
"""


@pytest.fixture(scope="module")
def prepared(test_template):
    """``(database, facts)``: a stocktake of many things, being counted."""
    database = databases.new("crash_sync", test_template)
    printed = shell(database, PREPARE.format(password=PASSWORD, rooms=ROOMS, things=THINGS))
    line = next(line for line in printed.splitlines() if "PREPARED" in line)
    yield database, json.loads(line.split("PREPARED", 1)[1])
    databases.drop(database)


def _scans(facts):
    """One scan of each thing, as phones make them; every tenth in a wrong room, ten that belong to nothing."""
    rooms = facts["rooms"]
    scans = []
    for number, (tag, home) in enumerate(facts["things"]):
        seen = home if number % 10 else rooms[(rooms.index(home) + 1) % len(rooms)]
        scans.append({"raw": tag, "space": seen})
    scans += [{"raw": f"not a tag of ours {number}", "space": rooms[0]} for number in range(10)]
    return [
        {
            **scan,
            "uuid": str(uuid.uuid4()),
            "stocktake": facts["stocktake"],
            "scanned_at": f"2026-06-01T08:{number // 60 % 60:02d}:{number % 60:02d}Z",
            "device": "crash",
        }
        for number, scan in enumerate(scans)
    ]


def _phone(server, batches):
    """Send ``batches`` in order, each until it is answered; return all answers."""
    client = persistently(lambda: WebClient(server.url, server.database).login("counter", PASSWORD))
    answers = []
    for batch in batches:
        reply = persistently(lambda batch=batch: client.route("/gaj/sync/stocktake", items=batch))
        assert "error" not in reply, reply
        answers += reply["results"]
    return answers


def _stored(database, facts):
    """uuids stored, as often as they are."""
    found = databases.rows(
        database, "SELECT uuid FROM gaj_asset_stocktake_scan WHERE stocktake_id = %s", (facts["stocktake"],)
    )
    return Counter(key for (key,) in found)


def _results(database, facts):
    """How many lines of the stocktake have which result."""
    query = "SELECT result, count(*) FROM gaj_asset_stocktake_line WHERE stocktake_id = %s GROUP BY 1"
    return dict(databases.rows(database, query, (facts["stocktake"],)))


def _cut(items, size):
    return [items[start : start + size] for start in range(0, len(items), size)]


def test_phones_lose_nothing_when_the_server_dies(prepared):
    database, facts = prepared
    scans = _scans(facts)
    batches = _cut(scans, BATCH)
    # Both phones send the middle batch: the same scan reaches the server twice whatever happens.
    shares = [batches[: len(batches) // 2 + 1], batches[len(batches) // 2 :]]
    whole = {frozenset(scan["uuid"] for scan in batch) for batch in batches}
    moments = [
        working_on(database, "INSERT INTO%gaj_asset_stocktake_scan%"),
        committed("SELECT count(*) >= %s FROM gaj_asset_stocktake_scan", 3 * BATCH),
        working_on(database, "%gaj_asset_stocktake_line%"),
        committed("SELECT count(*) >= %s FROM gaj_asset_stocktake_scan", 7 * BATCH),
    ]
    with Server(database) as server:
        phones = [Background(lambda share=share: _phone(server, share)) for share in shares]
        for moment in moments:
            kill_when(server, moment, give_up=lambda: all(phone.is_over for phone in phones))
            stored = _stored(database, facts)
            assert set(stored.values()) <= {1}, "a scan is there twice"
            for batch in whole:
                assert not batch & set(stored) or batch <= set(stored), "a batch is there by half"
            server.start()
        answers = [answer for phone in phones for answer in phone.result()]

        assert _stored(database, facts) == Counter(scan["uuid"] for scan in scans)
        assert {answer["status"] for answer in answers} <= {"accepted", "duplicate"}
        assert {answer["uuid"] for answer in answers} == {scan["uuid"] for scan in scans}
        results = _results(database, facts)

        again = _phone(server, batches)
        assert {answer["status"] for answer in again} == {"duplicate"}
        assert _stored(database, facts) == Counter(scan["uuid"] for scan in scans)
        assert _results(database, facts) == results

    misplaced = sum(1 for number in range(THINGS) if number % 10 == 0)
    assert results["matched"] == THINGS - misplaced
    assert results["misplaced"] == misplaced
    assert "missing" not in results
