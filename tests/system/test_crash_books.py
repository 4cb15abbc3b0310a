"""The server is killed while a month is posted or a stocktake is closed: it is done as a whole, once, or not at all."""

import json

import pytest

from support import databases
from support.crash import Background, committed, kill_when, persistently, working_on
from support.odoo_process import Server, shell
from support.rpc import RemoteError, WebClient

pytestmark = pytest.mark.addons("gaj_base", "gaj_assets")

THINGS, UNSEEN = 600, 200
COST, CHARGE = 4800, 66.67
PASSWORD = "a long password for tests only"
PREPARE = """
import json
from datetime import date
from odoo.fields import Command
company = env.company
env["gaj.asset.account.setup"].create({{"company_id": company.id, "standard": "government"}})._apply()
env["res.users"].with_context(no_reset_password=True).create([
    {{"name": login, "login": login, "password": {password!r}, "group_ids": [Command.set(env.ref(group).ids)]}}
    for login, group in (("bookkeeper", "gaj_base.group_gaj_finance"),
                         ("keeper", "gaj_assets.group_gaj_assets_manager"))
])
building = env["gaj.space"].create({{"code": "CRASH", "name": "Crash Building", "kind": "building"}})
assets = env["gaj.asset"].create([
    {{
        "name": "Thing %s" % number, "category_id": env.ref("gaj_assets.category_a02010105").id,
        "acquisition_date": "2026-03-10", "cost": {cost}, "life_months": 72,
        "space_id": building.id, "state": "in_use",
    }}
    for number in range({things})
])
assets._gaj_put_in_books(date(2026, 3, 10))
run = env["gaj.asset.depreciation.run"].create({{"month": "2026-03-01", "company_id": company.id}})
run.action_compute()
env["tier.definition"].search([("model", "=", "gaj.asset.stocktake")]).active = False
stocktake = env["gaj.asset.stocktake"].create({{
    "name": "Crash count", "kind": "extra", "extra_reason": "merger", "space_ids": [Command.set(building.ids)],
}})
stocktake.action_start()
stocktake.action_finish_counting()
lines = stocktake.line_ids.sorted("id")
lines[:{unseen}].write({{"resolution": "searching"}})
lines[{unseen}:].write({{"resolution": "explained", "resolution_note": "Seen elsewhere"}})
stocktake._step("approved")
env.flush_all()
env.cr.commit()
print("PREPARED" + json.dumps({{"run": run.id, "stocktake": stocktake.id}}))
"""
#: What posting and closing write, and nothing of which may be there by half.
TRACES = (
    "SELECT state, posted_on::text FROM gaj_asset_depreciation_run",
    "SELECT count(*), coalesce(round(sum(debit), 2), 0) FROM account_move_line WHERE parent_state = 'posted'",
    "SELECT round(sum(accumulated)::numeric, 2), sum(months_done), max(depreciated_month)::text FROM gaj_asset",
    "SELECT state, count(*) FROM gaj_asset GROUP BY 1 ORDER BY 1",
    "SELECT state, closed_on IS NULL FROM gaj_asset_stocktake",
)


@pytest.fixture(scope="module")
def prepared(test_template):
    """``(database, facts)``: a month that only needs to be posted, and a stocktake that only needs to be closed."""
    database = databases.new("crash_books", test_template)
    printed = shell(database, PREPARE.format(password=PASSWORD, things=THINGS, unseen=UNSEEN, cost=COST))
    line = next(line for line in printed.splitlines() if "PREPARED" in line)
    yield database, json.loads(line.split("PREPARED", 1)[1])
    databases.drop(database)


@pytest.fixture
def server(prepared):
    database = databases.new("crash_books_copy", prepared[0])
    with Server(database) as running:
        yield running
    databases.drop(database)


def _client(server, login):
    return persistently(lambda: WebClient(server.url, server.database).login(login, PASSWORD))


def _traces(database):
    return [databases.rows(database, query) for query in TRACES]


def _interrupted(server, call, moments):
    """Kill the server at each of ``moments`` of ``call()``; nothing of it may be left."""
    before = _traces(server.database)
    for moment, statement in moments.items():
        sent = Background(call)
        kill_when(server, working_on(server.database, statement), give_up=lambda sent=sent: sent.is_over)
        with pytest.raises(ConnectionError):
            sent.result()
        assert _traces(server.database) == before, f"killed {moment}"
        server.start()


def _check_posted(database):
    """The month is in the ledger and on the cards exactly once."""
    total = f"{THINGS * CHARGE:.2f}"
    ledger = "SELECT count(DISTINCT move_id), round(sum(debit), 2)::text FROM account_move_line WHERE parent_state = 'posted'"
    assert databases.rows(database, ledger) == [(1, total)]
    cards = "SELECT round(sum(accumulated)::numeric, 2)::text, min(months_done), max(months_done) FROM gaj_asset"
    assert databases.rows(database, cards) == [(total, 1, 1)]
    assert databases.rows(database, "SELECT state FROM gaj_asset_depreciation_run") == [("posted",)]


def test_an_interrupted_month_leaves_nothing_and_is_posted_once(server, prepared):
    run = prepared[1]["run"]
    client = _client(server, "bookkeeper")

    def post():
        return client.call("gaj.asset.depreciation.run", "action_post", [run])

    moments = {"while it books": '%INSERT INTO "account_move_line"%', "while it writes the cards": "%UPDATE gaj_asset%"}
    _interrupted(server, post, moments)
    post()
    _check_posted(server.database)
    post()
    _check_posted(server.database)


def test_a_month_whose_answer_got_lost_is_posted_once(server, prepared):
    run = prepared[1]["run"]
    client = _client(server, "bookkeeper")
    sent = Background(lambda: client.call("gaj.asset.depreciation.run", "action_post", [run]))
    posted = committed("SELECT count(*) FROM gaj_asset_depreciation_run WHERE id = %s AND state = 'posted'", run)
    kill_when(server, posted, give_up=lambda: sent.is_over)
    server.start()
    client.call("gaj.asset.depreciation.run", "action_post", [run])
    _check_posted(server.database)


def test_an_interrupted_closing_marks_no_card_and_can_be_repeated(server, prepared):
    stocktake = prepared[1]["stocktake"]
    client = _client(server, "keeper")

    def close():
        return client.call("gaj.asset.stocktake", "action_close", [stocktake])

    _interrupted(server, close, {"while it marks the cards": '%UPDATE "gaj_asset"%'})
    close()
    states = "SELECT state, count(*) FROM gaj_asset GROUP BY 1 ORDER BY 1"
    assert databases.rows(server.database, states) == [("in_use", THINGS - UNSEEN), ("missing", UNSEEN)]
    with pytest.raises(RemoteError) as refusal:
        close()
    assert refusal.value.name.startswith("odoo.exceptions.UserError")
