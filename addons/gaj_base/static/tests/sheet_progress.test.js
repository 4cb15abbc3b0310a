import { SheetProgress } from "@gaj_base/sheets/sheet_progress";
import { expect, test } from "@odoo/hoot";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { animationFrame } from "@odoo/hoot-mock";
import { mockService, mountWithCleanup } from "@web/../tests/web_test_helpers";

defineMailModels();

/** Mounts the bar for import 7; returns what the server's messages go through. */
async function mountProgress(state = "previewed") {
    const listeners = {};
    mockService("bus_service", {
        subscribe: (type, callback) => (listeners[type] = callback),
        unsubscribe: (type) => delete listeners[type],
    });
    const record = { resId: 7, data: { state } };
    await mountWithCleanup(SheetProgress, { props: { record, readonly: true } });
    return async (message) => {
        listeners.gaj_sheet_progress(message);
        await animationFrame();
    };
}

test("the bar shows once rows are done, and how many", async () => {
    const tell = await mountProgress();
    expect(".o_gaj_sheet_progress").toHaveCount(0);
    await tell({ id: 7, done: 500, total: 2000 });
    expect(".o_gaj_sheet_progress .progress").toHaveAttribute("aria-valuenow", "25");
    expect(".o_gaj_sheet_progress").toHaveText("500 of 2000 rows");
    await tell({ id: 7, done: 2000, total: 2000 });
    expect(".o_gaj_sheet_progress .progress").toHaveAttribute("aria-valuenow", "100");
});

test("another import's progress is not shown", async () => {
    const tell = await mountProgress();
    await tell({ id: 8, done: 500, total: 2000 });
    expect(".o_gaj_sheet_progress").toHaveCount(0);
});

test("nothing shows once the import is done", async () => {
    const tell = await mountProgress("done");
    await tell({ id: 7, done: 500, total: 2000 });
    expect(".o_gaj_sheet_progress").toHaveCount(0);
});
