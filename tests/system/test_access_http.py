"""A sample of the access tables over real HTTP: the session of a browser, ``/json/2`` with a key, and nobody."""

import pytest

from support.access_table import Table
from support.odoo_process import shell
from support.rpc import Json2Client, RemoteError, WebClient

ROLES = ("base.group_user", "base.group_portal", "gaj_base.group_gaj_user", "gaj_base.group_gaj_auditor")
BASIC = ("create", "write", "unlink")
PASSWORD = "a long password for tests only"
PREPARE = """
import json
from odoo.fields import Command
from odoo.addons.gaj_base.tests import walk
company = walk.company_to_walk(env)
people = {{}}
for role in {roles}:
    user = env["res.users"].with_context(no_reset_password=True).create({{
        "name": role, "login": role, "password": {password!r}, "lang": "en_US",
        "group_ids": [Command.set(env.ref(role).ids)],
        "company_id": company.id, "company_ids": [Command.set(company.ids)],
    }})
    groups = sorted(user.all_group_ids.get_external_id().values())
    key = env["res.users.apikeys"].with_user(user).sudo()._generate("rpc", "tests", None) if user._is_internal() else ""
    people[role] = {{"groups": groups, "key": key}}
records = {{}}
for name, model in env.registry.items():
    if name.startswith("gaj.") and not model._abstract and not model._transient:
        link = model._fields.get("company_id")
        domain = [("company_id", "in", [False, company.id])] if link and link.store else []
        records[name] = env[name].with_context(active_test=False).search(domain, limit=1).ids
env.cr.commit()
print("PREPARED" + json.dumps([people, records]))
"""


@pytest.fixture(scope="module")
def prepared(demo_template):
    """``(server, people by role, a record of each model)`` on a copy of the demo database."""
    import json

    from support import databases
    from support.odoo_process import Server

    database = databases.new("access_http", demo_template)
    printed = shell(database, PREPARE.format(roles=ROLES, password=PASSWORD))
    line = next(line for line in printed.splitlines() if "PREPARED" in line)
    people, records = json.loads(line.split("PREPARED", 1)[1])
    with Server(database) as server:
        yield server, people, records
    databases.drop(database)


def _forbidden(groups, internal, table):
    """Basic operations of models that the table keeps from somebody with ``groups``."""
    for (model, operation), wanted in sorted(table.roles.items()):
        allowed = set(wanted) & set(groups) or ("*" in wanted and internal)
        if operation in BASIC and model.startswith("gaj.") and wanted and not allowed:
            yield model, operation


def _arguments(model, operation, records):
    """Arguments of a call on the record of the sample."""
    if operation == "create":
        return [[{}]]
    return [records.get(model, []), {}] if operation == "write" else [records.get(model, [])]


@pytest.mark.parametrize("role", ROLES)
def test_a_session_cannot_do_what_the_table_forbids(prepared, role):
    server, people, records = prepared
    client = WebClient(server.url, server.database).login(role, PASSWORD)
    forbidden = list(_forbidden(people[role]["groups"], role != "base.group_portal", Table.read()))
    forbidden = [item for item in forbidden if item[1] == "create" or records.get(item[0])]
    assert forbidden, "The sample is empty."
    for model, operation in forbidden:
        with pytest.raises(RemoteError) as refusal:
            client.call(model, operation, *_arguments(model, operation, records))
        assert refusal.value.name == "odoo.exceptions.AccessError", f"{model}.{operation} as {role}: {refusal.value}"


@pytest.mark.parametrize("role", ["base.group_user", "gaj_base.group_gaj_auditor"])
def test_a_key_cannot_do_what_the_table_forbids(prepared, role):
    server, people, records = prepared
    client = Json2Client(server.url, server.database, people[role]["key"])
    called = 0
    for model, operation in _forbidden(people[role]["groups"], True, Table.read()):
        if operation != "unlink" or not records.get(model):
            continue
        with pytest.raises(RemoteError) as refusal:
            client.call(model, operation, ids=records[model])
        assert refusal.value.name == "odoo.exceptions.AccessError", f"{model}.{operation} as {role}: {refusal.value}"
        called += 1
    assert called, "The sample is empty."


def test_the_auditor_reads_over_http(prepared):
    server, people, records = prepared
    role = "gaj_base.group_gaj_auditor"
    client = WebClient(server.url, server.database).login(role, PASSWORD)
    table, read = Table.read(), 0
    for (model, operation), wanted in sorted(table.roles.items()):
        if operation == "read" and records.get(model) and set(wanted) & {*people[role]["groups"], "*"}:
            assert client.call(model, "search_read", [], ["id"], limit=1)
            read += 1
    assert read


def test_nobody_gets_anything_without_a_login(prepared):
    server, _people, records = prepared
    client = WebClient(server.url, server.database)
    for model in sorted(records):
        with pytest.raises(RemoteError) as refusal:
            client.call(model, "search_read", [], ["id"], limit=1)
        assert "SessionExpired" in refusal.value.name


def test_a_wrong_key_gets_nothing(prepared):
    server, _people, records = prepared
    client = Json2Client(server.url, server.database, "not a key")
    with pytest.raises(RemoteError) as refusal:
        client.call(min(records), "search_read", domain=[], limit=1)
    assert "Unauthorized" in refusal.value.name
