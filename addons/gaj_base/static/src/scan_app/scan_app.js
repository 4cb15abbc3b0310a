/**
 * The full-screen scan page `/gaj/scan/<mode>/<id>`: works on a phone, with a gun or a camera, with or without
 * network.
 *
 * HOW A MODE PLUGS IN
 *
 * 1. Add the mode's files to the bundle `gaj_base.assets_scan` of your manifest, and register:
 *
 *        registry.category("gaj_scan_modes").add("stocktake", {
 *            Component: StocktakeMode,          // an OWL component, see 2
 *            title: _t("Stocktake"),            // shown at the top until the mode sets a better one
 *            queue: "stocktake",                // optional: its offline queue; its counter is shown at the top
 *        });
 *
 * 2. The component gets `static props = scanModeProps` (below):
 *      mode       the key in the registry
 *      resId      the number in the address, or false
 *      data       what `_gaj_scan_data()` of the record returned; null if there is none (yet)
 *      stale      true if `data` is what the device kept from last time (no network)
 *      message    a sentence instead of data: no such record, no rights
 *      fetchedAt  when `data` left the server (ISO), or null
 *      reload     fetches `data` again
 *      queue      the mode's `OfflineQueue` (see offline/offline_queue.js), or null
 *      setTitle   shows a title and a subtitle at the top: setTitle("Building 1", "Room 301")
 *      muted      whether the user switched the sound off; hand it to <Scanner muted="props.muted"/>
 *    and uses `<Scanner onScan.bind="onScan"/>` from "@gaj_base/scanner/scanner".
 *
 * 3. On the server: `gaj.scan._gaj_modes()` names the model, which implements `_gaj_scan_data()`; `gaj.sync
 *    ._gaj_queues()` names the model that implements `_gaj_ingest(items)`.
 *
 * In `onScan`, put the scan on disk first and answer from `data`; never wait for the network:
 *
 *        async onScan(raw, source) {
 *            const entry = await this.props.queue.add({ raw, source, room_id, scanned_at: new Date().toISOString() });
 *            return { id: entry.uuid, level: "ok", title: name, message: "" };
 *        }
 *
 * and `amend` it when `queue.bus` brings the server's "answer".
 */
import { Component, onWillStart, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { MainComponentsContainer } from "@web/core/main_components_container";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useBus, useService } from "@web/core/utils/hooks";
import { loadModeData } from "../offline/mode_data";
import { keepPageOffline, offlineBus } from "./keep_offline";
import { QueueStatus } from "./queue_status";

export const scanModeProps = {
    mode: String,
    resId: { type: [Number, { value: false }] },
    data: { optional: true },
    stale: Boolean,
    message: String,
    fetchedAt: { type: [String, { value: null }] },
    reload: Function,
    queue: { optional: true },
    setTitle: Function,
    muted: Boolean,
};

const MUTED_KEY = "gaj_scan_muted";

export class ScanApp extends Component {
    static template = "gaj_base.ScanApp";
    static components = { MainComponentsContainer, QueueStatus };
    static props = { mode: String, resId: { type: [Number, { value: false }] } };

    setup() {
        this.queues = useService("gaj_offline_queue");
        const modes = registry.category("gaj_scan_modes");
        this.mode = modes.contains(this.props.mode) ? modes.get(this.props.mode) : null;
        this.queue = this.mode?.queue ? this.queues.get(this.mode.queue) : null;
        this.userName = user.name;
        this.state = useState({
            title: this.mode ? String(this.mode.title) : _t("Scan"),
            subtitle: "",
            online: browser.navigator.onLine,
            muted: browser.localStorage.getItem(MUTED_KEY) === "1",
            // null: being prepared; true: reloads without network; false: this browser cannot
            offlineReady: null,
            data: null,
            stale: false,
            message: "",
            fetchedAt: null,
            loading: false,
        });
        useBus(offlineBus, "ready", ({ detail }) => (this.state.offlineReady = detail));
        browser.addEventListener("online", () => this.onOnline());
        browser.addEventListener("offline", () => (this.state.online = false));
        this.setTitle = this.setTitle.bind(this);
        this.reload = this.reload.bind(this);
        onWillStart(async () => {
            if (this.mode && this.props.resId) {
                await this.reload();
            }
        });
        keepPageOffline();
    }

    get modeProps() {
        const { data, stale, message, fetchedAt, muted } = this.state;
        return {
            mode: this.props.mode,
            resId: this.props.resId,
            data,
            stale,
            message,
            fetchedAt,
            reload: this.reload,
            queue: this.queue,
            setTitle: this.setTitle,
            muted,
        };
    }

    get unknownMode() {
        return _t("There is no scan mode “%s” on this page. Go back and open it again.", this.props.mode);
    }

    get backUrl() {
        return this.state.data?.url || "/odoo";
    }

    onOnline() {
        this.state.online = true;
        if (this.state.stale) {
            this.reload();
        }
    }

    setTitle(title, subtitle = "") {
        Object.assign(this.state, { title, subtitle });
    }

    async reload() {
        this.state.loading = true;
        try {
            Object.assign(this.state, await loadModeData(this.queues, this.props.mode, this.props.resId));
        } finally {
            this.state.loading = false;
        }
    }

    toggleSound() {
        this.state.muted = !this.state.muted;
        browser.localStorage.setItem(MUTED_KEY, this.state.muted ? "1" : "0");
    }
}
