"""Import: a register of 10,000 rows, some of them wrong, looked at, sent back as an error workbook, and imported.

The baseline brings the good rows in with what Odoo offers for tables (`load`), without any check, offer or undo.
"""

import base64
import io
import json

import xlsxwriter

from harness import figure, measure

ROWS = 10_000
WRONG_EVERY = 50
DEPARTMENTS, PEOPLE, ROOMS, SUPPLIERS = 20, 200, 600, 8
GOODS = [("台式计算机", "A02010105", 6), ("办公桌", "A05010201", 15), ("空调机", "A02061804", 10)]
LOADED = [
    "name", "category_id/.id", "legacy_no", "cost", "accumulated", "acquisition_date", "in_service_date",
    "department_id/.id", "custodian_id/.id", "space_id/.id", "supplier_id/.id", "life_months", "state", "use_state",
]  # fmt: skip


def row(number):
    """Return the cells of one row of the register, each fiftieth with a wrong net value."""
    name, code, years = GOODS[number % len(GOODS)]
    cost = 1000 + number % 4000 + 0.25
    accumulated = round(cost * (number % 60) / 100, 2)
    net = round(cost - accumulated, 2) + (1 if number % WRONG_EVERY == 0 else 0)
    day = f"20{10 + number % 15}-{1 + number % 12:02d}-{1 + number % 28:02d}"
    department = number % DEPARTMENTS
    person = f"职工{number % (PEOPLE // DEPARTMENTS)}"
    room = f"{1 + number % 3}号楼{1 + number % 12}{number % (ROOMS // 36):02d}"
    return [
        f"GZ{number:08d}", name, code, "型号", 1, "台", cost, cost, accumulated, net, "购置", day, day, years,
        f"科室{department}", person, room, "在用", f"供应商{number % SUPPLIERS}", f"{number:020d}", None,
    ]  # fmt: skip


def workbook(titles, rows):
    """Return the register as an .xlsx file."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["固定资产台账"])
        page.write_row(2, 0, titles)
        for line, cells in enumerate(rows, 3):
            page.write_row(line, 0, cells)
    return target.getvalue()


def figures(env):
    with env.database("gaj_assets") as name, env.odoo(name) as odoo:
        columns = odoo["gaj.asset.importer"]._gaj_columns()
        content = workbook([column.title for column in columns], map(row, range(ROWS)))
        odoo["hr.department"].create([{"name": f"科室{number}"} for number in range(DEPARTMENTS)])
        odoo.cr.commit()
        record = odoo["gaj.sheet.import"].create(
            {"file": base64.b64encode(content), "name": "register.xlsx", "importer": "gaj.asset.importer"}
        )
        with measure(odoo.cr) as ours:
            record.action_preview()
            record.leave_out_bad = True
            record.action_import()
            odoo.cr.commit()
        bad = ROWS // WRONG_EVERY
        found = (record.row_count, record.bad_count, bool(record.error_file), record.state)
        if found != (ROWS, bad, True, "done"):
            raise RuntimeError(f"the import did something else: {json.dumps(found)}")
        rows = loaded_rows(odoo)
        record.action_undo()
        odoo.cr.commit()
        known = known_ids(odoo)
        with measure(odoo.cr) as other:
            result = odoo["gaj.asset"].load(LOADED, [[*cells[:7], *known, *cells[7:]] for cells in rows])
            odoo.cr.commit()
        if not result["ids"]:
            raise RuntimeError(f"the baseline failed: {result['messages'][:1]}")
    return [figure("import", "rows_10k_s", ours.wall_s, "s", size=ROWS, baseline=other.wall_s, bound=60)]


def loaded_rows(odoo):
    """Return the same good rows as `load` wants them, without what they point at."""
    categories = {category.code: str(category.id) for category in odoo["gaj.asset.category"].search([])}
    result = []
    for number in range(ROWS):
        cells = row(number)
        if number % WRONG_EVERY:
            result.append(
                [cells[1], categories[cells[2]], cells[0], str(cells[7]), str(cells[8]), cells[11], cells[12],
                 str(cells[13] * 12), "in_use", "in_use"]
            )  # fmt: skip
    return result


def known_ids(odoo):
    """Return one department, person, place and supplier that stand already, as a clerk would have made them before."""
    department = odoo["hr.department"].search([], limit=1)
    person = odoo["hr.employee"].create({"name": "职工", "department_id": department.id})
    building = odoo["gaj.space"].create({"code": "1号楼", "kind": "building"})
    room = odoo["gaj.space"].create({"code": "101", "kind": "room", "parent_id": building.id})
    supplier = odoo["res.partner"].create({"name": "供应商"})
    odoo.cr.commit()
    return [str(record.id) for record in (department, person, room, supplier)]
