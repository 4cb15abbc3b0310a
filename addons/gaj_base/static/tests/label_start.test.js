import { sheetCells } from "@gaj_base/labels/label_start";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { click, queryAllTexts } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { defineModels, fields, models, mountView } from "@web/../tests/web_test_helpers";

class LabelPrint extends models.Model {
    _name = "gaj.label.print";

    start = fields.Integer();
    columns = fields.Integer();
    rows = fields.Integer();
    count = fields.Integer();

    _records = [{ id: 1, start: 1, columns: 3, rows: 8, count: 4 }];
}

defineMailModels();
defineModels([LabelPrint]);

async function mountSheet(readonly = "0") {
    await mountView({
        type: "form",
        resModel: "gaj.label.print",
        resId: 1,
        arch: `<form><field name="start" widget="gaj_label_start" readonly="${readonly}"/></form>`,
    });
}

test.tags("headless");
test("cells before the first label are used, the labels follow, the rest stays free", () => {
    const states = sheetCells({ columns: 2, rows: 3, start: 2, count: 3 }).map((cell) => cell.state);
    expect(states).toEqual(["used", "printed", "printed", "printed", "free", "free"]);
});

test.tags("headless");
test("labels beyond the first sheet do not add cells", () => {
    const cells = sheetCells({ columns: 2, rows: 2, start: 4, count: 100 });
    expect(cells.map((cell) => cell.position)).toEqual([1, 2, 3, 4]);
    expect(cells.at(-1).state).toBe("printed");
});

test("a click on a label makes it the first", async () => {
    await mountSheet();
    expect(".o_gaj_label_cell").toHaveCount(24);
    expect(queryAllTexts(".o_gaj_label_printed")).toEqual(["1", "2", "3", "4"]);
    await click(".o_gaj_label_cell:contains('22')");
    await animationFrame();
    expect(".o_gaj_label_cell[aria-pressed=true]").toHaveText("22");
    expect(".o_gaj_label_used").toHaveCount(21);
    expect(queryAllTexts(".o_gaj_label_printed")).toEqual(["22", "23", "24"]);
});

test("a sheet that may not be changed has no live cells", async () => {
    await mountSheet("1");
    expect(".o_gaj_label_cell:disabled").toHaveCount(24);
});
