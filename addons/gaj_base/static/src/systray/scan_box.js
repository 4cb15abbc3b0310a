import { Component, useState } from "@odoo/owl";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError, rpc } from "@web/core/network/rpc";
import { Dialog } from "@web/core/dialog/dialog";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { Scanner } from "../scanner/scanner";

export const SCAN_HOTKEY = "alt+shift+s";
/** What certainly means one of our labels: a full tag number, or a link of a tag. */
const OUR_LABEL = /^[\d\s-]{14,20}$|\/gaj\/a\/\d+/;

/** The box in a dialog: scan or type; one record opens at once, several or none are explained. */
export class ScanDialog extends Component {
    static template = "gaj_base.ScanDialog";
    static components = { Dialog, Scanner };
    static props = { close: Function, answer: { type: Object, optional: true }, openAnswer: Function, doAction: Function };

    setup() {
        this.state = useState({ answer: this.props.answer || null });
        this.title = _t("Scan");
    }

    async onScan(raw) {
        let answer;
        try {
            answer = await rpc("/gaj/resolve", { raw });
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            return { level: "error", title: raw, message: _t("No network: looking up needs a connection.") };
        }
        if (this.props.openAnswer(answer)) {
            this.props.close();
            return { level: "ok", title: answer.display_name };
        }
        this.state.answer = answer;
        const level = { record: "ok", several: "warning" }[answer.outcome] || "error";
        return { level, title: answer.outcome === "record" ? answer.display_name : raw, message: answer.message };
    }

    openCandidate(candidate) {
        this.props.doAction({
            type: "ir.actions.act_window",
            res_model: candidate.model,
            res_id: candidate.id,
            views: [[false, "form"]],
        });
        this.props.close();
    }

    run(action) {
        this.props.doAction(action.action);
        this.props.close();
    }
}

/** The scan button of the web client: finds anything that carries a number of ours. */
export class ScanBox extends Component {
    static template = "gaj_base.ScanBox";
    static props = {};

    setup() {
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.close = null;
        this.hint = _t("Scan or type a number (Alt+Shift+S)");
        useHotkey(SCAN_HOTKEY, () => this.open(), { global: true, bypassEditableProtection: true });
        useBus(useService("barcode").bus, "barcode_scanned", ({ detail }) => this.onBarcode(detail.barcode));
    }

    open(answer) {
        if (this.close) {
            return;
        }
        this.close = this.dialog.add(
            ScanDialog,
            { answer, openAnswer: (found) => this.openAnswer(found), doAction: (action) => this.action.doAction(action) },
            { onClose: () => (this.close = null) }
        );
    }

    /** Opens the record if it is the only thing to do; returns whether it did. */
    openAnswer(answer) {
        const [first, ...others] = answer.actions;
        if (answer.outcome !== "record" || !first || others.length) {
            return false;
        }
        this.action.doAction(first.action);
        return true;
    }

    /**
     * Keys that no field took. Another screen may be waiting for the same scan (core sends it to everybody), so a
     * code that is none of ours passes without a word.
     */
    async onBarcode(barcode) {
        if (this.close || !OUR_LABEL.test(barcode.normalize("NFKC"))) {
            return;
        }
        const answer = await rpc("/gaj/resolve", { raw: barcode });
        if (answer.outcome === "record" || answer.candidates.length) {
            if (!this.openAnswer(answer)) {
                this.open(answer);
            }
        } else {
            this.notification.add(answer.message, { type: "warning" });
        }
    }
}

registry.category("systray").add("gaj_base.ScanBox", { Component: ScanBox }, { sequence: 45 });
