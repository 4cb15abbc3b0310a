"""Scans: 1,000 that a phone kept while offline, and single ones, into a stocktake of 100,000 assets, over HTTP.

The baseline is what a scanner screen without batches does through the web client's own calls: look the number up,
then create a record, two calls for each scan. It is taken with fewer scans in the same run and scaled.
"""

import statistics
import time
from uuid import uuid4

from harness import figure, measure

CARDS = 100_000
ROOMS = 500
MADE_BY_ORM = 1_000
BATCH = 200
BATCHED = 1_000
SINGLE = 200
BASELINE_SCANS = 100


def figures(env):
    with env.database("gaj_assets") as name:
        with env.odoo(name) as odoo:
            stocktake, things = make_stocktake(odoo)
        with env.server(name) as server:
            session = server.login("admin", "admin")
            send(session, stocktake, things[:5])  # what is loaded at the first call is no cost of the others
            things = things[5:]
            with measure() as batches:
                for start in range(0, BATCHED, BATCH):
                    send(session, stocktake, things[start : start + BATCH])
            single = sorted(timed(send, session, stocktake, [thing]) for thing in things[BATCHED : BATCHED + SINGLE])
            rest = things[BATCHED + SINGLE : BATCHED + SINGLE + BASELINE_SCANS]
            calls = [timed(as_single_calls, session, thing) for thing in rest]
    p95 = statistics.quantiles(single, n=20)[-1]
    plain = statistics.quantiles(calls, n=20)[-1]
    return [
        figure(
            "scan",
            "batch_1000_s",
            batches.wall_s,
            "s",
            size=CARDS,
            baseline=sum(calls) / BASELINE_SCANS * BATCHED,
            bound=1.5,
        ),
        figure("scan", "single_p95_ms", 1000 * p95, "ms", size=CARDS, baseline=1000 * plain, bound=80),
    ]


def timed(work, *args):
    """Return the seconds that ``work`` takes."""
    began = time.perf_counter()
    work(*args)
    return time.perf_counter() - began


def send(session, stocktake, things):
    """Send one batch of scans as the phone does, and see that each was taken in."""
    items = [
        {
            "uuid": str(uuid4()),
            "stocktake": stocktake,
            "space": space,
            "raw": f"https://localhost/gaj/a/{tag_no}" if number % 2 else tag_no,
            "scanned_at": "2026-03-02T08:00:00Z",
            "device": "bench",
        }
        for number, (tag_no, space) in enumerate(things)
    ]
    results = session.rpc("/gaj/sync/stocktake", items=items)["results"]
    wrong = [answer for answer in results if answer["status"] != "accepted"]
    if wrong or len(results) != len(items):
        raise RuntimeError(f"the server did not take every scan: {wrong[:1]}")


def as_single_calls(session, thing):
    """Record one scan as a screen without batches does: one call finds the card, the next writes to its log."""
    tag_no, space = thing
    found = session.call("gaj.asset", "search_read", [("tag_no", "=", tag_no)], ["name"], limit=1)
    session.call("gaj.asset", "message_post", [found[0]["id"]], body=f"seen in room {space}")


def make_stocktake(odoo):
    """Make the cards, tag them, start a stocktake of all; return its id and ``[(tag number, room id)]`` to scan."""
    odoo["ir.config_parameter"].set_param("gaj_base.scan_hosts", "localhost")
    building = odoo["gaj.space"].create({"code": "1号楼", "kind": "building"})
    rooms = odoo["gaj.space"].create(
        [{"code": f"{101 + number}", "kind": "room", "parent_id": building.id} for number in range(ROOMS)]
    )
    category = odoo["gaj.asset.category"].search([("code", "=", "A02010105")])
    cards = (
        odoo["gaj.asset"]
        .with_context(tracking_disable=True)
        .create(
            [
                {
                    "name": "台式计算机",
                    "category_id": category.id,
                    "cost": 4800.0,
                    "acquisition_date": "2024-03-15",
                    "space_id": rooms[number % ROOMS].id,
                    "state": "in_use",
                }
                for number in range(MADE_BY_ORM)
            ]
        )
    )
    odoo.flush_all()
    fields = odoo["gaj.asset"]._fields.values()
    names = [f.name for f in fields if f.store and f.column_type and f.name not in ("id", "tag_no", "asset_no")]
    quoted = ", ".join(f'"{name}"' for name in names)
    odoo.cr.execute(
        f"""
        INSERT INTO gaj_asset (asset_no, {quoted})
        SELECT 'B' || copy || '-' || id, {quoted} FROM gaj_asset, generate_series(2, %s) AS copy WHERE id = ANY(%s)
        """,
        [CARDS // MADE_BY_ORM, cards.ids],
    )
    odoo.invalidate_all()
    odoo["gaj.asset"].search([])._gaj_assign_tags()
    odoo.cr.execute("ANALYZE gaj_asset")
    odoo.cr.execute("ANALYZE gaj_tag")
    stocktake = odoo["gaj.asset.stocktake"].create({"name": "年度盘点"})
    stocktake.action_start()
    odoo.flush_all()
    odoo.cr.execute("ANALYZE gaj_asset_stocktake_line")
    odoo.cr.execute("SELECT tag_no, space_id FROM gaj_asset ORDER BY md5(id::text) LIMIT 2000")
    things = odoo.cr.fetchall()
    odoo.cr.commit()
    return stocktake.id, things
