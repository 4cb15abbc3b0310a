"""The server is killed during an import: the register is taken in as a whole, once, or not at all."""

import base64

import pytest

from support import databases, register
from support.crash import Background, committed, kill_when, persistently, wait_until_quiet, working_on
from support.odoo_process import Server, shell
from support.rpc import RemoteError, WebClient

pytestmark = pytest.mark.addons("gaj_base", "gaj_assets")

PASSWORD = "a long password for tests only"
PREPARE = """
from odoo.fields import Command
env["res.users"].with_context(no_reset_password=True).create({{
    "name": "Importer", "login": "importer", "password": {password!r},
    "group_ids": [Command.set((
        env.ref("gaj_assets.group_gaj_assets_manager") + env.ref("gaj_base.group_gaj_manager")
    ).ids)],
}})
env["hr.department"].create([{{"name": name}} for name in {departments!r}])
env.cr.commit()
"""
# What an import may leave behind, and nothing of which may be there by half.
TRACES = (
    "gaj_asset",
    "gaj_tag",
    "gaj_tag_alias",
    "gaj_tag_counter",
    "gaj_space",
    "hr_employee",
    "res_partner",
    "gaj_sheet_import_record",
)
TOTALS = "SELECT count(*), round(sum(cost)::numeric, 2), round(sum(accumulated)::numeric, 2) FROM gaj_asset"


@pytest.fixture(scope="module")
def prepared(test_template):
    """Database in which the departments of the register stand, and an importer who may import."""
    database = databases.new("crash_import", test_template)
    shell(database, PREPARE.format(password=PASSWORD, departments=register.key()["departments"]))
    yield database
    databases.drop(database)


@pytest.fixture
def server(prepared):
    database = databases.new("crash_import_copy", prepared)
    with Server(database) as running:
        yield running
    databases.drop(database)


def _client(server):
    return persistently(lambda: WebClient(server.url, server.database).login("importer", PASSWORD))


def _preview(client):
    """Send the file and have it looked at; return the import's id."""
    file = base64.b64encode(register.clean_workbook()).decode()
    values = {"name": "register.xlsx", "file": file, "importer": "gaj.asset.importer"}
    (import_id,) = client.call("gaj.sheet.import", "create", [values])
    client.call("gaj.sheet.import", "action_preview", [import_id])
    (found,) = client.call("gaj.sheet.import", "read", [import_id], ["good_count", "bad_count", "state"])
    assert (found["good_count"], found["bad_count"], found["state"]) == (register.key()["good_rows"], 0, "previewed")
    return import_id


def _traces(database):
    """Number of rows in each table that an import fills."""
    return {table: databases.value(database, f"SELECT count(*) FROM {table}") for table in TRACES}


def _state(database, import_id):
    return databases.value(database, "SELECT state FROM gaj_sheet_import WHERE id = %s", (import_id,))


def _check_complete(database, import_id):
    """The register is there exactly once, as its key says."""
    key = register.key()
    count, cost, accumulated = databases.rows(database, TOTALS)[0]
    assert count == key["items_after_splitting_quantity"]
    assert (float(cost), float(accumulated)) == (key["good_cost"], key["good_accumulated_depreciation"])
    assert databases.value(database, "SELECT count(DISTINCT tag_no) FROM gaj_asset") == count
    assert databases.value(database, "SELECT count(*) FROM gaj_tag WHERE res_model = 'gaj.asset'") == count
    assert _state(database, import_id) == "done"


MOMENTS = {
    "while it creates places": '%INSERT INTO "gaj_space"%',
    "while it creates people": '%INSERT INTO "hr_employee"%',
    "while it creates cards": '%INSERT INTO "gaj_asset"%',
    "while it gives out tags": "%gaj_tag%",
}


def test_an_interrupted_import_leaves_nothing_and_can_be_repeated(server):
    client = _client(server)
    import_id = _preview(client)
    wait_until_quiet(server.database)
    before = _traces(server.database)
    for moment, statement in MOMENTS.items():
        sent = Background(lambda: client.call("gaj.sheet.import", "action_import", [import_id]))
        kill_when(server, working_on(server.database, statement), give_up=lambda sent=sent: sent.is_over)
        with pytest.raises(ConnectionError):
            sent.result()
        assert _traces(server.database) == before, f"killed {moment}"
        assert _state(server.database, import_id) == "previewed", f"killed {moment}"
        server.start()
    assert client.call("gaj.sheet.import", "action_import", [import_id])
    _check_complete(server.database, import_id)


def test_an_import_whose_answer_got_lost_is_there_once(server):
    client = _client(server)
    import_id = _preview(client)
    sent = Background(lambda: client.call("gaj.sheet.import", "action_import", [import_id]))
    done = committed("SELECT count(*) FROM gaj_sheet_import WHERE id = %s AND state = 'done'", import_id)
    kill_when(server, done, give_up=lambda: sent.is_over)
    server.start()
    _check_complete(server.database, import_id)
    with pytest.raises(RemoteError) as refusal:
        client.call("gaj.sheet.import", "action_import", [import_id])
    assert refusal.value.name.startswith("odoo.exceptions.UserError")
    with pytest.raises(RemoteError) as refusal:
        _preview(client)
    assert "register.xlsx" in refusal.value.message
    _check_complete(server.database, import_id)
