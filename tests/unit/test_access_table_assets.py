"""The table of permissions of fixed assets says what the roles and the separation of duties ask for."""

import csv
import re
from pathlib import Path

import pytest

ASSETS = Path(__file__).parents[2] / "addons" / "gaj_assets" / "security" / "access_table.csv"
USER, CLERK, MANAGER = (f"gaj_assets.group_gaj_assets_{role}" for role in ("user", "clerk", "manager"))
FINANCE, LEADER, DISCIPLINE, AUDITOR = (
    f"gaj_base.group_gaj_{role}" for role in ("finance", "leader", "discipline", "auditor")
)
CRUD = ("create", "write", "unlink")
#: Sheets on which anybody says what is to be printed or shown; nothing of them stays.
SHEETS = {"gaj.asset.paper", "gaj.asset.value.asof", "gaj.asset.yearly.paper"}
#: Steps that bring something to the books or take it from there.
BOOKING = re.compile(
    r"action_(post|undo|compute|book(_rent)?|derecognise|settle|set_aside|write_off|compensation|received|remit"
    r"|sign_finance)$"
)
#: What belongs to the file of a disposal beside the disposal itself.
FILES = {"gaj.asset.remittance", "gaj.asset.yearly.report", "gaj.asset"}
DOCUMENTS = (
    "request",
    "transfer",
    "acceptance",
    "disposal",
    "depreciation.run",
    "value.change",
    "reconciliation",
    "stocktake",
)


@pytest.fixture(scope="module")
def table():
    with ASSETS.open(encoding="utf-8", newline="") as lines:
        return [(line["model"], line["operation"], set(line["roles"].split())) for line in csv.DictReader(lines)]


def of_assets(table):
    return [line for line in table if line[0].startswith("gaj.asset")]


def test_each_document_of_an_assets_life_is_in_the_table(table):
    models = {model for model, _operation, _roles in table}
    assert {f"gaj.asset.{name}" for name in DOCUMENTS} <= models


def test_audit_writes_nothing(table):
    wrong = [line for line in table if line[1] in CRUD and AUDITOR in line[2] and line[0] not in SHEETS]
    assert not wrong


def test_audit_reads_whatever_somebody_reads(table):
    passing = re.compile(r"\.(sign|reject|bind|book|setup|handover|sheet|paper|asof|room|room\.line)$")
    wrong = [
        model
        for model, operation, roles in of_assets(table)
        if operation == "read" and not roles & {AUDITOR, "*"} and not passing.search(model)
    ]
    assert not wrong


def test_only_finance_books(table):
    wrong = [
        (model, operation, roles)
        for model, operation, roles in of_assets(table)
        if BOOKING.match(operation) and roles != {FINANCE}
    ]
    assert not wrong


def test_leaders_approve_and_nobody_approves_without_a_role_for_it(table):
    for model, operation, roles in of_assets(table):
        if operation in ("action_approve", "action_reject"):
            assert roles <= {LEADER, FINANCE, MANAGER}, model
            assert LEADER in roles, model


def test_discipline_has_disposals_only(table):
    wrong = [
        (model, operation)
        for model, operation, roles in of_assets(table)
        if DISCIPLINE in roles and "disposal" not in model and model not in FILES
    ]
    assert not wrong
    assert not [line for line in table if line[1] in CRUD and DISCIPLINE in line[2] and not line[0].endswith(".sign")]


def test_signatures_are_changed_and_removed_by_nobody(table):
    lines = {operation: roles for model, operation, roles in table if model == "gaj.asset.disposal.signature"}
    assert [lines[operation] for operation in CRUD] == [set(), set(), set()]


def test_facts_are_changed_and_removed_by_nobody(table):
    for model in ("custody", "segment", "depreciation.line", "stocktake.scan", "stocktake.draw"):
        lines = {operation: roles for name, operation, roles in table if name == f"gaj.asset.{model}"}
        assert [lines[operation] for operation in CRUD] == [set(), set(), set()], model


def test_users_edit_no_card_and_no_document(table):
    own = {"gaj.asset.acceptance.inspector", "gaj.asset.acceptance.sign", "gaj.asset.transfer.sign"} | SHEETS
    wrong = [line for line in of_assets(table) if line[1] in CRUD and USER in line[2] and line[0] not in own]
    assert not wrong


def test_clerks_draft_transfers_requests_and_disposals(table):
    lines = {(model, operation): roles for model, operation, roles in table}
    for model in ("transfer", "request", "disposal"):
        assert lines[f"gaj.asset.{model}", "create"] == {CLERK}, model
    for model in ("", ".stocktake", ".acceptance", ".standard", ".value.change"):
        assert lines[f"gaj.asset{model}", "create"] == {MANAGER}, model
