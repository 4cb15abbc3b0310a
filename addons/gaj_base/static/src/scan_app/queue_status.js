import { Component, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";

/** How many entries wait, why, and what the user can do about it. */
export class QueueStatus extends Component {
    static template = "gaj_base.QueueStatus";
    static props = { queue: Object };

    setup() {
        this.queue = useState(this.props.queue.state);
    }

    get loginUrl() {
        const { pathname } = browser.location;
        return `/web/login?redirect=${encodeURIComponent(pathname)}`;
    }

    sendNow() {
        this.props.queue.sendNow();
    }

    dismiss(uuid) {
        this.props.queue.dismiss(uuid);
    }

    retry(uuid) {
        this.props.queue.retry(uuid);
    }

    /** What the user scanned, to recognise a rejected entry by. */
    describe(entry) {
        const { raw, title, note } = entry.payload;
        return title || raw || note || entry.uuid;
    }
}
