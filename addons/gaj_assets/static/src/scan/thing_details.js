import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { shrinkPhoto } from "./photo";

const MOST_PEOPLE = 8;

/** What a counter notes about a thing just scanned: its condition, who keeps it, a photo. */
export class ThingDetails extends Component {
    static template = "gaj_assets.ThingDetails";
    static props = {
        title: String,
        conditions: Array,
        people: Array,
        /** called with the values noted and the sentence that says so */
        onNote: Function,
        onClose: Function,
    };

    setup() {
        this.state = useState({ filter: "", problem: "" });
    }

    /** The people whose name holds what was typed; nobody before anything was typed. */
    get people() {
        const wanted = this.state.filter.trim().toLowerCase();
        return wanted
            ? this.props.people.filter(([, name]) => name.toLowerCase().includes(wanted)).slice(0, MOST_PEOPLE)
            : [];
    }

    noteCondition([key, label]) {
        this.props.onNote({ use_state: key }, label);
    }

    noteCustodian([id, name]) {
        this.props.onNote({ custodian: id }, _t("Kept by %s", name));
    }

    async notePhoto(ev) {
        const file = ev.target.files[0];
        if (!file) {
            return;
        }
        try {
            this.props.onNote({ photo: await shrinkPhoto(file) }, _t("Photo added"));
        } catch {
            this.state.problem = _t("This picture cannot be read. Take another one.");
        }
    }
}
