"""Every add-on installs alone, with the others, leaves without a trace, and comes back."""

import pytest

from support import databases, invariants, our_addons
from support.odoo_process import run, shell
from support.settings import ADDONS, settings

UNINSTALL = """
from odoo.modules.registry import Registry
env["ir.module.module"].search([("name", "=", "{addon}")]).button_immediate_uninstall()
env.cr.commit()
with Registry(env.cr.dbname).cursor() as other:
    fresh = env(cr=other)
    for model in ("res.users", "res.partner", "hr.employee", "hr.department", "res.company"):
        fresh[model].get_views([(False, "list"), (False, "form"), (False, "search")])
    fresh["hr.employee"].create({{"name": "Somebody who comes after the add-on"}})
    fresh.flush_all()
print("core works")
"""


def _bridges(addons):
    """Add-ons of ours that install themselves because all they need is among ``addons``."""
    return {
        name
        for name, manifest in our_addons.manifests().items()
        if manifest.get("auto_install") and our_addons.closure(name) - {name} <= addons
    }


def _traces(database, addon):
    """What in the catalogue of Odoo still names ``addon`` or a model of ours that no add-on has."""
    kept = databases.installed_addons(database)
    found = databases.rows(
        database, "SELECT 'ir_model_data', module || '.' || name FROM ir_model_data WHERE module = %s", (addon,)
    )
    found += databases.rows(
        database,
        "SELECT t.kind, t.name FROM ("
        " SELECT 'ir_model' AS kind, model AS name, id, 'ir.model' AS model FROM ir_model WHERE model LIKE 'gaj.%%'"
        " UNION ALL SELECT 'ir_model_fields', model || '.' || name, id, 'ir.model.fields' FROM ir_model_fields"
        " WHERE model LIKE 'gaj.%%' OR name LIKE 'gaj\\_%%'"
        " UNION ALL SELECT 'ir_config_parameter', key, id, 'ir.config_parameter' FROM ir_config_parameter"
        " WHERE key LIKE %s"
        ") t WHERE NOT EXISTS ("
        " SELECT FROM ir_model_data d WHERE d.model = t.model AND d.res_id = t.id AND d.module = ANY(%s))",
        (addon + ".%", sorted(kept)),
    )
    return sorted(found)


def _dangling(database):
    """Rows that point by name and id at a model that is not there (``res_model``/``res_id`` and the like)."""
    pairs = databases.rows(
        database,
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
        " AND column_name IN ('res_model', 'model') AND table_name IN"
        " (SELECT table_name FROM information_schema.columns WHERE column_name = 'res_id')"
        " AND table_name IN (SELECT table_name FROM information_schema.tables WHERE table_type = 'BASE TABLE')",
    )
    found = []
    for table, column in pairs:
        found += databases.rows(
            database,
            f"SELECT DISTINCT '{table}', {column} FROM {table} WHERE {column} LIKE 'gaj.%%'"
            f" AND res_id IS NOT NULL AND {column} NOT IN (SELECT model FROM ir_model)",
        )
    return found


def _difference(left, right):
    """Readable difference of two schemas: what only ``left`` has, what only ``right`` has."""
    left_over = [f"{kind} left over: {text}" for kind, text in sorted(left - right)]
    missing = [f"{kind} missing: {text}" for kind, text in sorted(right - left)]
    return "\n".join(left_over + missing)


@pytest.mark.parametrize("addon", our_addons.names())
def test_installs_alone(addon, core_template):
    expected = our_addons.closure(addon)
    database = databases.new(f"alone_{addon}", core_template)
    run(database, "-i", addon)
    assert databases.installed_addons(database) == expected | _bridges(expected)
    for invariant in invariants.all_of():
        if invariant.addon in expected:  # it names only tables that are there, and holds on a new database
            assert databases.rows(database, invariant.select.replace("%", "%%")) == [], invariant.sentence


def test_installs_together(core_template, test_template):
    database = databases.new("together", core_template)
    run(database, "-i", ",".join(our_addons.names()))
    assert databases.installed_addons(database) == set(our_addons.names())
    assert _difference(databases.schema(database), databases.schema(test_template)) == ""


@pytest.mark.parametrize("addon", our_addons.names())
def test_leaves_without_a_trace_and_comes_back(addon, demo_core_template, demo_database, tmp_path):
    before = databases.schema(demo_database)
    gone = our_addons.dependents(addon)
    kept = set(our_addons.names()) - gone

    assert "core works" in shell(demo_database, UNINSTALL.format(addon=addon))
    assert databases.installed_addons(demo_database) == kept
    traces = [trace for name in gone for trace in _traces(demo_database, name)]
    assert traces == []
    assert _dangling(demo_database) == []
    reference = demo_core_template
    if kept:
        reference = databases.new(f"without_{addon}", demo_core_template)
        # a tree without the others, or a bridge between add-ons that stay would install itself again
        for name in kept:
            (tmp_path / name).symlink_to(ADDONS / name)
        databases.forget_addons(reference, gone)
        path = settings().addons_path_with(tmp_path)
        run(reference, "-i", ",".join(sorted(kept)), "--with-demo", addons_path=path)
    assert _difference(databases.schema(demo_database), databases.schema(reference)) == ""

    run(demo_database, "-i", ",".join(sorted(gone)), "--with-demo")
    assert databases.installed_addons(demo_database) == set(our_addons.names())
    assert _difference(databases.schema(demo_database), before) == ""


def test_demo_data_loads(demo_template):
    """Odoo installs an add-on without its demo data when they fail, and only logs it."""
    without = databases.rows(
        demo_template,
        "SELECT name FROM ir_module_module WHERE state = 'installed' AND name LIKE 'gaj\\_%%' AND NOT demo",
    )
    assert without == []
    for addon, manifest in our_addons.manifests().items():
        if manifest.get("demo"):
            assert databases.value(demo_template, "SELECT count(*) FROM ir_model_data WHERE module = %s", (addon,))
