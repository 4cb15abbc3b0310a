import { download } from "@web/core/network/download";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";

/** Downloads a paper (`params.url` of the records `params.ids`); a refusal of the server is shown as a dialog. */
async function paper(env, action) {
    env.services.ui.block();
    try {
        await download({
            url: action.params.url,
            data: {
                ids: action.params.ids.join(","),
                context: JSON.stringify({ ...user.context, ...action.params.context }),
            },
        });
    } finally {
        env.services.ui.unblock();
    }
    return { type: "ir.actions.act_window_close" };
}

registry.category("actions").add("gaj_base.paper", paper);
