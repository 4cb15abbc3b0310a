import { registry } from "@web/core/registry";

/** Downloads `params.url` and closes the dialog. */
function download(env, action) {
    // A link, not a new location: leaving the page would make an unsaved form behind the dialog save itself.
    const link = document.createElement("a");
    link.href = action.params.url;
    link.download = "";
    link.click();
    return { type: "ir.actions.act_window_close" };
}

registry.category("actions").add("gaj_base.download", download);
