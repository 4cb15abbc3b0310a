import { animationFrame, describe, expect, press, queryAllTexts, queryFirst, test } from "@odoo/hoot";
import { Component, xml } from "@odoo/owl";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { makeMockEnv, mountWithCleanup } from "@web/../tests/web_test_helpers";
import { Scanner } from "@gaj_base/scanner/scanner";

describe.current.tags("desktop");
defineMailModels();

async function mountScanner(onScan) {
    await makeMockEnv();
    class Screen extends Component {
        static components = { Scanner };
        static props = {};
        static template = xml`<Scanner onScan="onScan" register="(scanner) => this.scanner = scanner"/><button class="other">other</button>`;
        setup() {
            this.onScan = onScan;
        }
    }
    return mountWithCleanup(Screen);
}

async function scan(text) {
    const input = queryFirst(".o_gaj_scanner_input");
    input.value = text;
    input.dispatchEvent(new InputEvent("input", { bubbles: true }));
    await press("Enter");
    await animationFrame();
}

test("the box has the focus, and scans are listed newest first with their outcome", async () => {
    await mountScanner(async (raw, source) => {
        expect.step(`${source} ${raw}`);
        return { level: raw === "2" ? "warning" : "ok", title: `thing ${raw}`, message: "" };
    });
    expect(document.activeElement).toBe(queryFirst(".o_gaj_scanner_input"));
    await scan("1");
    await scan("2");
    expect.verifySteps(["typed 1", "typed 2"]);
    expect(queryAllTexts(".o_gaj_scan_title")).toEqual(["thing 2", "thing 1"]);
    expect(".o_gaj_scan:first").toHaveAttribute("data-level", "warning");
    expect(".o_gaj_scanner_input").toHaveValue("");
});

test("scans are handled one after the other, however long one takes", async () => {
    const waiting = [];
    await mountScanner((raw) => {
        expect.step(raw);
        return new Promise((resolve) => waiting.push(() => resolve({ level: "ok", title: raw })));
    });
    await scan("slow");
    await scan("quick");
    expect.verifySteps(["slow"]);
    waiting.shift()();
    await animationFrame();
    expect.verifySteps(["quick"]);
    waiting.shift()();
    await animationFrame();
    expect(queryAllTexts(".o_gaj_scan_title")).toEqual(["quick", "slow"]);
});

test("a later answer of the server changes the line in the list", async () => {
    const screen = await mountScanner(async () => ({ id: "u1", level: "ok", title: "chair" }));
    await scan("1");
    screen.scanner.amend("u1", { level: "error", message: "The count is closed." });
    await animationFrame();
    expect(".o_gaj_scan").toHaveAttribute("data-level", "error");
    expect(".o_gaj_scan_message").toHaveText("The count is closed.");
});
