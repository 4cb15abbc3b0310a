"""List view: the first page of a million assets as the web client asks for it, over HTTP.

The baseline is the list in which Odoo itself keeps the things of an organisation (maintenance equipment), filled with
as many rows, in the same run.
"""

import statistics
import time
from xml.etree import ElementTree

from harness import figure

ROWS = 1_000_000
ASKED = 30
PAGE = 80
COUNTED_UP_TO = 10_001  # what the web client sends: it shows "10000+" beyond


def figures(env):
    with env.database("gaj_assets", "maintenance") as name:
        with env.odoo(name) as odoo:
            category = odoo["gaj.asset.category"].search([("child_ids", "=", False)], limit=1)
            asset = odoo["gaj.asset"].create({"name": "Office chair", "category_id": category.id, "cost": 320})
            multiply(odoo, asset, asset_no="'B' || lpad(n::text, 11, '0')", name="'Office chair ' || n")
            equipment = odoo["maintenance.equipment"].create({"name": "Office chair"})
            multiply(odoo, equipment, name="jsonb_build_object('en_US', 'Office chair ' || n)")
        with env.server(name) as server:
            session = server.login("admin", "admin")
            ours, theirs = (first_page_ms(session, model) for model in ("gaj.asset", "maintenance.equipment"))
    return [figure("list", "first_page_ms", ours, "ms", size=ROWS, baseline=theirs, bound=300)]


def multiply(odoo, record, **changed):
    """Copy the row of `record` until the table has a million, and commit.

    :param changed: SQL expressions of the columns that differ from row to row, `n` being the number of the copy
    """
    cr, table = odoo.cr, record._table
    odoo.flush_all()
    cr.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s", [table]
    )
    taken = unique_columns(cr, table)
    columns = [name for (name,) in cr.fetchall() if name != "id" and (name in changed or name not in taken)]
    values = ", ".join(changed.get(name, f't."{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    cr.execute(
        f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} t, generate_series(1, {ROWS - 1}) n "
        f"WHERE t.id = {record.id}"
    )
    cr.commit()
    cr.execute(f"ANALYZE {table}")
    cr.commit()


def unique_columns(cr, table):
    """Return the columns of which no two rows may have the same value; copies leave them empty."""
    with cr._cnx.cursor() as plain:
        plain.execute(
            "SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)"
            " WHERE i.indrelid = %s::regclass AND i.indisunique AND a.attname <> 'company_id'",
            [table],
        )
        return {name for (name,) in plain.fetchall()}


def first_page_ms(session, model):
    """Return the median time in which the list's first page comes, in milliseconds."""
    views = session.call(model, "get_views", [[False, "list"]])
    fields = views["models"][model]["fields"]
    shown = {
        node.get("name")
        for node in ElementTree.fromstring(views["views"]["list"]["arch"]).iter("field")
        if node.get("name")
    }
    specification = {
        name: {"fields": {"display_name": {}}} if fields[name]["type"] == "many2one" else {}
        for name in shown
        if fields[name]["type"] not in ("one2many", "many2many")
    }
    times = []
    for _number in range(ASKED):
        began = time.perf_counter()
        page = session.call(
            model, "web_search_read", [], specification, limit=PAGE, offset=0, order="", count_limit=COUNTED_UP_TO
        )
        times.append(1000 * (time.perf_counter() - began))
        if len(page["records"]) != PAGE or page["length"] != COUNTED_UP_TO:
            raise RuntimeError(f"{model}: {len(page['records'])} records of {page['length']}")
    return statistics.median(times)
