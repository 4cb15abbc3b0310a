import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError, rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { Scanner } from "../scanner/scanner";
import { scanModeProps } from "./scan_app";

const LEVELS = { record: "ok", several: "warning", unknown: "error", invalid: "error" };

/** The mode without a job: scan anything, see what it is and what may be done with it. */
export class LookupMode extends Component {
    static template = "gaj_base.LookupMode";
    static components = { Scanner };
    static props = scanModeProps;

    setup() {
        this.state = useState({ answer: null });
        this.answers = new Map();
    }

    async onScan(raw) {
        let answer;
        try {
            answer = await rpc("/gaj/resolve", { raw }, { silent: true });
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            return { level: "error", title: raw, message: _t("No network: looking up needs a connection.") };
        }
        this.state.answer = answer;
        const id = `${Date.now()}-${this.answers.size}`;
        this.answers.set(id, answer);
        const title = answer.outcome === "record" ? answer.display_name : raw;
        return { id, level: LEVELS[answer.outcome], title, message: answer.outcome === "record" ? answer.tag_no : answer.message };
    }

    onPick(scan) {
        this.state.answer = this.answers.get(scan.id) || this.state.answer;
    }

    /** Returns what can be done from here: actions with an address; others need the web client. */
    get actions() {
        const { actions, url } = this.state.answer;
        return actions
            .map((action) => ({ ...action, url: action.url || (action.id === "open" ? url : false) }))
            .filter((action) => action.url);
    }
}

registry.category("gaj_scan_modes").add("lookup", { Component: LookupMode, title: _t("Look Up") });
