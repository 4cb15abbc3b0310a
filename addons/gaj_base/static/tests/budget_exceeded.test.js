import { describe, expect, test } from "@odoo/hoot";
import { odooExceptionTitleMap, WarningDialog } from "@web/core/errors/error_dialogs";
import { registry } from "@web/core/registry";
import "@gaj_base/budget/budget_exceeded";

describe.current.tags("headless");

const EXCEPTION = "odoo.addons.gaj_base.exceptions.BudgetExceeded";

test("a refused expense is a message, not a traceback", () => {
    expect(registry.category("error_dialogs").get(EXCEPTION)).toBe(WarningDialog);
    expect(odooExceptionTitleMap.has(EXCEPTION)).toBe(true);
});
