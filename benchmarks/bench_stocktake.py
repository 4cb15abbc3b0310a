"""Stocktake: opening a count of 100,000 assets, every expected thing copied by value.

The baseline is the usual way of an add-on: read the cards and `create()` the lines, here in batches of 1,000. It is
taken with fewer lines in the same run and scaled.
"""

from harness import figure, measure

CARDS = 100_000
ROOMS = 2_000
DEPARTMENTS = 20
PEOPLE = 200
BASELINE_LINES = 2_000
BATCH = 1_000
COPIED = ("asset_no", "tag_no", "name", "cost", "net_value", "use_state")


def figures(env):
    with env.database("gaj_assets") as name, env.odoo(name) as odoo:
        make_cards(odoo)
        open_one_room(odoo)
        stocktake = odoo["gaj.asset.stocktake"].create({"name": "年度盘点"})
        odoo.flush_all()
        odoo.cr.commit()
        with measure(odoo.cr) as ours:
            stocktake.action_start()
            odoo.flush_all()
            odoo.cr.commit()
        lines = odoo["gaj.asset.stocktake.line"].search_count([("stocktake_id", "=", stocktake.id)])
        if lines != CARDS:
            raise RuntimeError(f"{lines} lines were made of {CARDS} cards")
        with measure(odoo.cr) as usual:
            create_lines(odoo)
    scale = CARDS / BASELINE_LINES
    return [
        figure("stocktake", "open_s", ours.wall_s, "s", size=CARDS, baseline=usual.wall_s * scale, bound=10),
        figure("stocktake", "open_queries", ours.queries, "", size=CARDS, baseline=usual.queries * scale, bound=30),
    ]


def open_one_room(odoo):
    """Start a small count, so that what a server reads once after its start is no cost of the large one."""
    room = odoo["gaj.space"].search([("kind", "=", "room")], limit=1)
    odoo["gaj.asset.stocktake"].create({"name": "小盘点", "space_ids": room.ids}).action_start()
    odoo.flush_all()
    odoo.cr.commit()


def create_lines(odoo):
    """Copy the first cards into lines of another stocktake through the ORM."""
    from odoo.models import BaseModel

    stocktake = odoo["gaj.asset.stocktake"].create({"name": "ORM"})
    lines = odoo["gaj.asset.stocktake.line"]
    for offset in range(0, BASELINE_LINES, BATCH):
        cards = odoo["gaj.asset"].search([], offset=offset, limit=BATCH)
        BaseModel.create(lines, [line_values(stocktake, card) for card in cards])
        odoo.flush_all()
    odoo.cr.commit()


def line_values(stocktake, card):
    """Return what a line keeps of a card."""
    return {
        **{name: card[name] for name in COPIED},
        "stocktake_id": stocktake.id,
        "company_id": card.company_id.id,
        "asset_id": card.id,
        "is_expected": True,
        "space_id": card.space_id.id,
        "space_name": card.space_id.complete_name,
        "custodian_id": card.custodian_id.id,
        "custodian_name": card.custodian_id.name,
        "department_id": card.department_id.id,
        "department_name": card.department_id.name,
        "result": "pending",
        "scan_count": 0,
    }


def make_cards(odoo):
    """Fill the register with tagged cards of many rooms, departments and people."""
    building = odoo["gaj.space"].create({"code": "1号楼", "kind": "building"})
    rooms = odoo["gaj.space"].create(
        [{"code": str(101 + number), "kind": "room", "parent_id": building.id} for number in range(ROOMS)]
    )
    departments = odoo["hr.department"].create([{"name": f"科室{number}"} for number in range(DEPARTMENTS)])
    people = odoo["hr.employee"].create(
        [{"name": f"职工{number}", "department_id": departments[number % DEPARTMENTS].id} for number in range(PEOPLE)]
    )
    odoo.flush_all()
    odoo.cr.execute(
        """
        INSERT INTO gaj_asset (company_id, name, category_id, acquisition_type, acquisition_date, cost, accumulated,
                               net_value, life_months, department_id, custodian_id, space_id, state, use_state,
                               quantity, nature, value_type, method, create_uid, create_date, write_uid, write_date)
        SELECT %(company)s, '台式计算机 ' || number %% 50, %(category)s, 'purchase', '2024-03-15', 4800, 100, 4700, 72,
               (%(departments)s::integer[])[1 + number %% %(department_count)s],
               (%(people)s::integer[])[1 + number %% %(people_count)s],
               (%(rooms)s::integer[])[1 + number %% %(room_count)s], 'in_use', 'in_use', 1, 'non_operating', 'cost',
               'straight_line', 1, now(), 1, now()
          FROM generate_series(1, %(cards)s) AS number
        """,
        {
            "company": odoo.company.id,
            "category": odoo.ref("gaj_assets.category_a02010105").id,
            "departments": departments.ids,
            "department_count": DEPARTMENTS,
            "people": people.ids,
            "people_count": PEOPLE,
            "rooms": rooms.ids,
            "room_count": ROOMS,
            "cards": CARDS,
        },
    )
    cards = odoo["gaj.asset"].search([])
    cards._gaj_assign_tags()
    cards._number_by_tag()
    odoo.cr.commit()
    odoo.cr.execute("ANALYZE gaj_asset")
    odoo.cr.commit()
