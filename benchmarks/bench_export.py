"""Export: 100,000 asset cards with 25 columns as .xlsx.

The baseline is what the button of every list does (`export_data` and Odoo's own writer). It takes long and much
memory, so it is taken with fewer cards in the same run and scaled: its time grows with the number of cards.
"""

import io

import xlsxwriter

from harness import figure, measure

CARDS = 100_000
BASELINE_CARDS = 10_000
MADE_BY_ORM = 1_000


def figures(env):
    with env.database("gaj_assets") as name, env.odoo(name) as odoo:
        make_cards(odoo)
        columns = [*odoo["gaj.asset.export"]._gaj_columns(), *more_columns()]
        # once with a few cards: what is imported and cached at the first use is no cost of the many
        export(odoo, columns, [("id", "<=", odoo["gaj.asset"].search([], order="id", limit=1).id)], 1)
        with measure(odoo.cr) as ours:
            export(odoo, columns, [], CARDS)
        cards = odoo["gaj.asset"].search([], limit=BASELINE_CARDS)
        with measure(odoo.cr) as other:
            as_the_list_does(cards, columns)
    baseline = other.wall_s * CARDS / BASELINE_CARDS
    return [
        figure("export", "rows_100k_s", ours.wall_s, "s", size=CARDS, baseline=baseline, bound=30),
        figure(
            "export",
            "growth_mb",
            ours.growth_mb,
            "MB",
            size=CARDS,
            baseline=other.growth_mb * CARDS / BASELINE_CARDS,
            bound=150,
        ),
    ]


def more_columns():
    """Return what makes the register's columns twenty-five."""
    from odoo.addons.gaj_base.rules.sheet_writer import ExportColumn

    return [
        ExportColumn("原编号", "legacy_no"),
        ExportColumn("品牌", "brand"),
        ExportColumn("分类名称", "category_id.name"),
        ExportColumn("单位名称", "company_id.name"),
    ]


def make_cards(odoo):
    """Make the cards: a thousand as users do, then copies of their rows."""
    department = odoo["hr.department"].create({"name": "办公室"})
    person = odoo["hr.employee"].create({"name": "王涛", "department_id": department.id})
    building = odoo["gaj.space"].create({"code": "1号楼", "kind": "building"})
    room = odoo["gaj.space"].create({"code": "612", "kind": "room", "parent_id": building.id})
    category = odoo["gaj.asset.category"].search([("code", "=", "A02010105")])
    shared = {
        "name": "台式计算机",
        "category_id": category.id,
        "model": "联想启天M428",
        "brand": "联想",
        "uom": "台",
        "cost": 4800.0,
        "accumulated": 1200.0,
        "acquisition_date": "2024-03-15",
        "in_service_date": "2024-03-20",
        "department_id": department.id,
        "custodian_id": person.id,
        "space_id": room.id,
        "supplier_id": odoo["res.partner"].create({"name": "联想授权店"}).id,
        "invoice_no": "14555547536835670060",
        "note": "含显示器",
        "state": "in_use",
    }
    cards = (
        odoo["gaj.asset"]
        .with_context(tracking_disable=True)
        .create([{**shared, "legacy_no": f"GZ{number:08d}"} for number in range(MADE_BY_ORM)])
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
    odoo.cr.execute("ANALYZE gaj_asset")
    odoo.cr.commit()
    odoo.invalidate_all()


def export(odoo, columns, domain, expected):
    """Write the cards as our export does."""
    import tempfile

    from odoo.addons.gaj_base.rules.sheet_writer import write_table

    exporter = odoo["gaj.asset.export"]
    with tempfile.TemporaryFile() as target:
        if write_table(target, "台账", columns, exporter._gaj_rows(domain, columns)) != expected:
            raise RuntimeError("the export did not write every card")


def as_the_list_does(cards, columns):
    """Write the cards as Odoo's own export does: all values in memory, then a workbook in memory."""
    paths = [column.path.replace(".", "/") or "id" for column in columns]
    rows = cards.export_data(paths)["datas"]
    with io.BytesIO() as target, xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for line, cells in enumerate(rows, 1):
            for place, cell in enumerate(cells):
                page.write(line, place, cell if cell is not None else "")
