"""A database of the previous commit, with its demo data, becomes one of today and loses nothing."""

import warnings

import pytest

from support import databases, our_addons
from support.odoo_process import run
from support.settings import settings

COMMITS_TRIED = 5


def _old_database(demo_core_template, folder):
    """``(database, add-ons installed, commit)`` made by the newest earlier commit whose add-ons install."""
    refusals = []
    for commit in our_addons.earlier_commits(COMMITS_TRIED):
        addons = our_addons.extract(commit, folder / commit)
        names = sorted(path.parent.name for path in addons.glob("gaj_*/__manifest__.py"))
        database = databases.new(f"old_{commit[:8]}", demo_core_template)
        path = settings().addons_path_with(addons)
        try:
            run(database, "-i", ",".join(names), "--with-demo", addons_path=path)
        except AssertionError as refusal:
            refusals.append(f"{commit[:8]}: {str(refusal)[:500]}")
            databases.drop(database)
            continue
        return database, names, commit
    assert not refusals, "None of the last commits installs:\n" + "\n".join(refusals)
    return None


@pytest.fixture(scope="module")
def upgraded(demo_core_template, tmp_path_factory):
    """``(database, counts before, external ids before)`` after the upgrade to the add-ons of the tree."""
    made = _old_database(demo_core_template, tmp_path_factory.mktemp("old_addons"))
    if made is None:
        warnings.warn("No earlier commit here (clone without history?): the upgrade starts from today.", stacklevel=1)
        database, names = databases.new("old_same", demo_core_template), our_addons.names()
        run(database, "-i", ",".join(names), "--with-demo")
    else:
        database, names, _commit = made
    counts, ids = databases.table_counts(database), _demo_ids(database)
    kept = [name for name in names if name in our_addons.names()]
    added = [name for name in our_addons.names() if name not in names]
    run(database, "-u", ",".join(kept), *(["-i", ",".join(added)] if added else []), "--with-demo")
    return database, counts, ids


def _demo_ids(database):
    """External ids of the records of our add-ons that are data of a user's kind (not views, groups, fields …)."""
    return databases.rows(
        database,
        "SELECT module || '.' || name, model, res_id FROM ir_model_data WHERE module LIKE 'gaj\\_%%' AND noupdate"
        " AND model NOT LIKE 'ir.%%'",
    )


def test_all_addons_are_of_today(upgraded):
    database, _counts, _ids = upgraded
    assert databases.installed_addons(database) == set(our_addons.names())
    versions = dict(
        databases.rows(database, "SELECT name, latest_version FROM ir_module_module WHERE name LIKE 'gaj\\_%%'")
    )
    expected = {name: manifest["version"] for name, manifest in our_addons.manifests().items()}
    assert {name: versions[name] for name in expected} == expected


def test_no_row_is_lost(upgraded):
    database, counts, _ids = upgraded
    after = databases.table_counts(database)
    lost = {table: (rows, after.get(table)) for table, rows in counts.items() if rows > after.get(table, 0)}
    assert lost == {}


def test_demo_records_are_still_there(upgraded):
    database, _counts, ids = upgraded
    after = {(name, model): res_id for name, model, res_id in _demo_ids(database)}
    changed = [f"{name} ({model})" for name, model, res_id in ids if after.get((name, model)) != res_id]
    assert changed == []


def _harmless(left_over):
    """What Odoo keeps of a stored field that became another: a column that may be empty, its index and its key."""
    columns = [text for kind, text in left_over if kind == "column" and "NOT NULL" not in text]
    names = [column.split(" ")[0].split(".") for column in columns]
    for kind, text in left_over:
        for table, column in names:
            same = kind == "column" and text.startswith(f"{table}.{column} ") and "NOT NULL" not in text
            index = kind == "index" and text == f"{table}__{column}_index"
            link = kind == "constraint" and text.startswith(f"{table} ") and f"FOREIGN KEY ({column})" in text
            if same or index or link:
                yield kind, text


def test_schema_is_the_one_of_a_new_database(upgraded, demo_template):
    """A column, constraint or index that only a new database has needs a migration; so does one that only stayed."""
    database, _counts, _ids = upgraded
    upgraded_schema, new_schema = databases.schema(database), databases.schema(demo_template)
    missing, left_over = new_schema - upgraded_schema, upgraded_schema - new_schema
    left_over -= set(_harmless(left_over))
    assert "\n".join(map(str, sorted(missing))) == "", "only a new database has these"
    assert "\n".join(map(str, sorted(left_over))) == "", "only the upgraded database has these"
