import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";

/** Downloads `params.url` (sent as an attachment, so the page stays) and closes the dialog. */
function download(env, action) {
    browser.location.assign(action.params.url);
    return { type: "ir.actions.act_window_close" };
}

registry.category("actions").add("gaj_base.download", download);
