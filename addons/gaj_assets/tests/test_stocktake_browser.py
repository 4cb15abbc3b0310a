import base64

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from .common import AssetsCase

# A gun types into the box and ends with Enter; the page is asked what it says of each scan.
GUN = """
(async () => {
    const until = async (what, seconds = 10) => {
        for (let left = seconds * 20; left; left--) {
            const found = what();
            if (found) {
                return found;
            }
            await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50)));
        }
        throw new Error("waited in vain for " + what);
    };
    const scan = async (raw, level) => {
        const input = await until(() => document.querySelector(".o_gaj_scanner_input"));
        input.focus();
        input.value = raw;
        input.dispatchEvent(new InputEvent("input", { bubbles: true }));
        input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
        const last = `.o_gaj_scan_last[data-raw='${raw}']` + (level ? `[data-level=${level}]` : "");
        await until(() => document.querySelector(last));
    };
%s
    console.log("test successful");
})().catch((error) => console.error(error.message));
"""
SCAN = """
    await scan("%(a)s", "error");
    await scan("%(door)s", "info");
    await scan("%(a)s", "ok");
    await scan("%(a)s", "repeat");
    await scan("%(e)s", "warning");
    await scan("01202600012358", "error");
    await until(() => document.querySelector(".o_gaj_queue_status[data-unsent='0']"));
    await until(() => document.querySelector(".o_gaj_stocktake_room[data-told='0']"));
    await until(() => document.querySelector(".o_gaj_stocktake_found")?.textContent === "1");
"""
REFUSED = """
    await scan("%(door)s", "info");
    await scan("%(a)s");
    await until(() => document.querySelector(".o_gaj_queue_rejected"));
    await until(() => document.querySelector(".o_gaj_stocktake_room[data-told='1']"));
"""
# What is known of a thing beyond its label: who keeps it, how it looks; and a thing without a label, with its photo.
DETAILS = """
    const picture = await new Promise((resolve) => {
        const canvas = document.createElement("canvas");
        canvas.width = canvas.height = 2000;
        canvas.toBlob(resolve, "image/png");
    });
    const choose = (input) => {
        const files = new DataTransfer();
        files.items.add(new File([picture], "photo.png", { type: "image/png" }));
        input.files = files.files;
        input.dispatchEvent(new Event("change", { bubbles: true }));
    };
    const type = (input, text) => {
        input.value = text;
        input.dispatchEvent(new InputEvent("input", { bubbles: true }));
    };
    const sent = () => document.querySelector(".o_gaj_queue_status[data-unsent='0']");
    await scan("%(door)s", "info");
    await scan("%(a)s", "ok");
    document.querySelector(".o_gaj_scan_last").click();
    type(await until(() => document.querySelector("input[name=custodian]")), "cler");
    (await until(() => document.querySelector("[data-person='%(person)s']"))).click();
    await until(() => !document.querySelector(".o_gaj_thing_details"));
    (await until(() => document.querySelector(".o_gaj_scan[data-raw='%(a)s']"))).click();
    choose(await until(() => document.querySelector("input[name=photo]")));
    await until(() => !document.querySelector(".o_gaj_thing_details"));
    document.querySelector("[name=no_label]").click();
    type(await until(() => document.querySelector(".o_gaj_card form input[type=text]")), "Grey cabinet");
    choose(document.querySelector("input[name=note_photo]"));
    await until(() => document.querySelector(".o_gaj_card form .fa-check"));
    document.querySelector(".o_gaj_card form button[type=submit]").click();
    await until(() => document.querySelector(".o_gaj_scan_last[data-raw='']")?.textContent.includes("Grey cabinet"));
    await until(sent);
"""


@tagged("post_install", "-at_install", "gaj")
class TestStocktakeBrowser(AssetsCase, HttpCase):
    def test_a_manager_starts_a_stocktake_and_sees_the_board(self):
        self.make_assets("AB", space_id=self.room_301.id)
        self.start_tour(
            "/odoo/action-gaj_assets.gaj_asset_stocktake_action", "gaj_assets_stocktake", login="gaj_assets_manager"
        )
        stocktake = self.env["gaj.asset.stocktake"].search([("name", "=", "Tour count")])
        self.assertEqual((stocktake.state, stocktake.expected_count), ("counting", 2))

    def test_a_counter_scans_with_a_gun(self):
        asset = self.make_assets("A", space_id=self.room_301.id)
        elsewhere = self.make_assets("E", space_id=self.room_302.id)
        self.room_301._gaj_assign_tags()
        stocktake = self.make_stocktake(counter_ids=[(6, 0, self.users["user"].ids)])
        stocktake.action_start()
        code = SCAN % {"a": asset.tag_no, "e": elsewhere.tag_no, "door": self.room_301.tag_no}
        self.browser_js(
            f"/gaj/scan/stocktake/{stocktake.id}",
            GUN.replace("%s", code),
            "document.body.classList.contains('o_gaj_scan_started')",
            login="gaj_assets_user",
        )
        lines = {line.asset_id.name or line.raw: line.result for line in stocktake.line_ids}
        self.assertEqual(lines, {"A": "matched", "E": "misplaced", "01202600012358": "unknown"})
        self.assertEqual(len(stocktake.scan_ids), 4)
        self.assertEqual(stocktake.device_ids.mapped("unsent_count"), [0])

    def test_a_refused_scan_keeps_the_stocktake_open_until_it_was_looked_at(self):
        user = self.users["user"]
        asset = self.make_assets("A", space_id=self.room_301.id, custodian_id=user.employee_ids[:1].id)
        self.room_301._gaj_assign_tags()
        stocktake = self.make_stocktake(counter_ids=[(6, 0, user.ids)], is_own_refused=True)
        stocktake.action_start()
        code = REFUSED % {"a": asset.tag_no, "door": self.room_301.tag_no}
        self.browser_js(
            f"/gaj/scan/stocktake/{stocktake.id}",
            GUN.replace("%s", code),
            "document.body.classList.contains('o_gaj_scan_started')",
            login="gaj_assets_user",
        )
        self.assertFalse(stocktake.scan_ids)
        self.assertEqual(stocktake.device_ids.mapped("unsent_count"), [1])
        with self.assertRaisesRegex(UserError, ": 1 scans"):
            stocktake.action_finish_counting()

    def test_a_counter_notes_who_keeps_a_thing_and_adds_photos(self):
        asset = self.make_assets("A", space_id=self.room_301.id, custodian_id=self.people["user"].id)
        self.room_301._gaj_assign_tags()
        stocktake = self.make_stocktake(counter_ids=[(6, 0, self.users["user"].ids)])
        stocktake.action_start()
        code = DETAILS % {"a": asset.tag_no, "door": self.room_301.tag_no, "person": self.people["clerk"].id}
        self.browser_js(
            f"/gaj/scan/stocktake/{stocktake.id}",
            GUN.replace("%s", code),
            "document.body.classList.contains('o_gaj_scan_started')",
            login="gaj_assets_user",
        )
        line = stocktake.line_ids.filtered(lambda one: one.asset_id == asset)
        self.assertEqual((line.result, line.seen_custodian_id), ("custodian_mismatch", self.people["clerk"]))
        photos = [base64.b64decode(scan.photo) for scan in stocktake.scan_ids if scan.photo]
        self.assertEqual(len(photos), 2)
        self.assertTrue(all(photo.startswith(b"\xff\xd8\xff") and len(photo) < 100_000 for photo in photos))
        surplus = stocktake.line_ids.filtered(lambda one: one.result == "surplus")
        self.assertTrue(surplus.scan_ids.photo)
