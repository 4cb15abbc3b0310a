import { Component, onWillStart, onWillUnmount, useEffect, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { makeUuid } from "@gaj_base/offline/offline_queue";
import { scanModeProps } from "@gaj_base/scan_app/scan_app";
import { Scanner } from "@gaj_base/scanner/scanner";
import { shrinkPhoto } from "./photo";
import { StocktakeBook } from "./stocktake_book";
import { ThingDetails } from "./thing_details";

const DEVICE_KEY = "gaj_device";
const MOST_ROOMS = 60;
/** A heartbeat that got lost is sent again after this many milliseconds. */
const BEAT_PAUSE = 5000;

const LEVELS = {
    matched: "ok",
    recorded: "ok",
    surplus: "ok",
    duplicate: "repeat",
    misplaced: "warning",
    conflict: "warning",
    ghost: "warning",
    out_of_scope: "warning",
    unexpected: "warning",
    custodian_mismatch: "warning",
    condition: "warning",
    unknown: "error",
};

/** Returns the sentence for an outcome; `place` is where the books or the first scan have the thing. */
export function sentence(outcome, place) {
    switch (outcome) {
        case "matched":
            return _t("Here, as in the books");
        case "recorded":
            return _t("Recorded");
        case "surplus":
            return _t("Recorded as a thing without a label");
        case "duplicate":
            return _t("Already scanned in this room");
        case "misplaced":
            return place ? _t("Belongs to %s", place) : _t("The books have no place for it");
        case "conflict":
            return place ? _t("Already seen in %s: somebody will check", place) : _t("Already seen in another room");
        case "ghost":
            return _t("Disposed of in the books, but here");
        case "out_of_scope":
            return _t("Not part of this stocktake");
        case "unexpected":
            return _t("Not expected anywhere; the server will say what it is");
        case "custodian_mismatch":
            return _t("The books name another custodian");
        case "condition":
            return _t("The books have another condition");
        default:
            return _t("Unknown label. Recorded as it was read.");
    }
}

/** Counting a stocktake: choose the room, scan what stands in it. Works without network. */
export class StocktakeMode extends Component {
    static template = "gaj_assets.StocktakeMode";
    static components = { Scanner, ThingDetails };
    static props = scanModeProps;

    setup() {
        this.orm = useService("orm");
        this.queue = useState(this.props.queue.state);
        this.state = useState({ spaceId: null, picking: false, filter: "", note: null, photo: null, picked: null, problem: "", listing: false, version: 0, told: null });
        this.scanner = null;
        this.device = this.deviceName();
        useBus(this.props.queue.bus, "answer", ({ detail }) => this.onAnswer(detail.entry, detail.answer));
        onWillStart(() => this.open());
        useEffect(
            () => {
                this.open();
            },
            () => [this.props.fetchedAt]
        );
        useEffect(
            () => {
                this.heartbeat();
            },
            () => [this.kept, this.queue.problem]
        );
        onWillUnmount(() => browser.clearTimeout(this.beatTimer));
    }

    /** How many scans this phone still keeps: not sent, or refused and not yet looked at by the counter. */
    get kept() {
        return this.queue.unsent + this.queue.rejected.length;
    }

    get conditions() {
        return [
            ["in_use", _t("In Use")],
            ["idle", _t("Idle")],
            ["damaged", _t("Damaged")],
            ["to_scrap", _t("To Be Scrapped")],
        ];
    }

    /** Opens the books of this stocktake and goes over the scans that the server may not have told us about. */
    async open() {
        const { data, stale } = this.props;
        if (!data || this.opened === data) {
            return;
        }
        this.opened = data;
        const book = new StocktakeBook(data);
        const waiting = (await this.props.queue.entries())
            .map((entry) => entry.payload)
            .filter((payload) => payload.stocktake === data.id)
            .map((payload) => [payload.raw, payload.space]);
        const kept = stale ? (await this.props.queue.store.readData(this.logKey))?.scans || [] : [];
        this.log = stale ? kept : waiting;
        for (const [raw, space] of [...kept, ...waiting]) {
            book.note(raw, space);
        }
        if (!stale) {
            await this.keepLog();
        }
        this.book = book;
        this.state.version++;
        const room = Number(browser.localStorage.getItem(this.roomKey));
        if (!this.state.spaceId && book.place.has(room)) {
            this.state.spaceId = room;
        }
        this.showTitle();
    }

    get logKey() {
        return `${this.props.queue.userId}/stocktake-scans/${this.props.resId}`;
    }

    get roomKey() {
        return `gaj_stocktake_room_${this.props.resId}`;
    }

    /** Keeps the scans made here since the books were fetched, for a reload without network. */
    keepLog() {
        return this.props.queue.store.writeData(this.logKey, { scans: this.log });
    }

    deviceName() {
        let name = browser.localStorage.getItem(DEVICE_KEY);
        if (!name) {
            name = makeUuid();
            browser.localStorage.setItem(DEVICE_KEY, name);
        }
        return name;
    }

    get space() {
        return this.book?.spaces[this.book.place.get(this.state.spaceId)];
    }

    get figures() {
        return this.state.version && this.book.figures(this.state.spaceId);
    }

    get expected() {
        return this.state.version ? this.book.expectedIn(this.state.spaceId) : [];
    }

    get showsBooks() {
        return !this.book.isBlind || this.space?.closed;
    }

    get rooms() {
        const wanted = this.state.filter.trim().toLowerCase();
        return this.book.spaces
            .filter((space) => !wanted || `${space.name} ${space.code}`.toLowerCase().includes(wanted))
            .slice(0, MOST_ROOMS);
    }

    showTitle() {
        this.props.setTitle(this.props.data.name, this.space?.name || _t("No room chosen"));
    }

    chooseRoom(space) {
        Object.assign(this.state, { spaceId: space.id, picking: false, filter: "", picked: null });
        browser.localStorage.setItem(this.roomKey, String(space.id));
        this.showTitle();
    }

    async onScan(raw, source) {
        const door = this.book.findSpace(raw);
        if (door) {
            this.chooseRoom(door);
            return { level: "info", title: door.name, message: _t("Room chosen") };
        }
        if (!this.space) {
            return {
                level: "error",
                title: raw,
                message: _t("Not recorded. Choose the room first: scan its door or pick it from the list."),
            };
        }
        return this.record({ raw, source });
    }

    /** Puts a scan on disk and says what it means as far as this phone knows. */
    async record(values) {
        const space = this.space;
        const entry = await this.props.queue.add({
            note: "",
            ...values,
            stocktake: this.props.data.id,
            space: space.id,
            scanned_at: new Date().toISOString(),
            device: this.device,
        });
        const told = values.raw ? this.book.classify(values.raw, space.id) : { outcome: "surplus", name: values.note };
        if (values.raw) {
            this.book.note(values.raw, space.id);
            this.log.push([values.raw, space.id]);
            await this.keepLog();
        }
        this.state.version++;
        return this.show(entry.uuid, told, values.raw || values.note);
    }

    show(id, { outcome, name, place }, raw) {
        return { id, level: LEVELS[outcome] || "info", title: name || raw, message: sentence(outcome, place) };
    }

    /** The server has the last word: it knows more than the phone. */
    onAnswer(entry, answer) {
        if (answer.status === "rejected") {
            this.scanner?.amend(entry.uuid, { level: "error", message: answer.reason });
        } else if (answer.answer && answer.answer.outcome !== "recorded") {
            const { id, ...values } = this.show(entry.uuid, answer.answer, entry.payload.raw || entry.payload.note);
            const known = this.book?.classify(entry.payload.raw, entry.payload.space);
            if (answer.answer.outcome === "conflict" && known?.outcome === "conflict") {
                values.message = sentence("conflict", known.place);
            }
            this.scanner?.amend(id, values);
        }
    }

    /**
     * Tells the server how many scans wait here, so that nobody closes the stocktake over them; one call at a time.
     * `state.told` is the number that the server knows, null while it is being told.
     */
    async heartbeat() {
        browser.clearTimeout(this.beatTimer);
        this.beatWanted = true;
        if (this.beating || !this.props.data) {
            return;
        }
        this.beating = true;
        this.state.told = null;
        try {
            let kept;
            while (this.beatWanted) {
                this.beatWanted = false;
                kept = this.kept;
                await this.orm.silent.call("gaj.asset.stocktake.device", "heartbeat", [
                    this.props.data.id,
                    this.device,
                    kept,
                ]);
            }
            this.state.told = kept;
        } catch (error) {
            if (!(error instanceof ConnectionLostError || error instanceof RPCError)) {
                throw error;
            }
            this.beatTimer = browser.setTimeout(() => this.heartbeat(), BEAT_PAUSE);
        } finally {
            this.beating = false;
        }
    }

    /** Declares the room done; the server must know, so this needs a network. */
    async closeRoom() {
        try {
            this.state.picked = null;
            await this.props.queue.sendNow();
            await this.orm.silent.call("gaj.asset.stocktake.room", "close_room", [this.props.data.id, this.space.id]);
            await this.props.reload();
            this.state.problem = "";
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            this.state.problem = _t("No network: the room can be closed once there is one. Scans are kept.");
        }
    }

    /** Offers to note more about the thing scanned. */
    onPick(scan) {
        this.state.picked = scan.raw ? scan : null;
    }

    /** Records what the counter noted about the thing picked: the same label once more, with `values`. */
    async noteDetails(values, message) {
        const { raw, id } = this.state.picked;
        this.state.picked = null;
        await this.record({ raw, ...values });
        this.scanner.amend(id, { message });
    }

    startNote() {
        Object.assign(this.state, { note: "", photo: null });
    }

    async takeNotePhoto(ev) {
        const file = ev.target.files[0];
        try {
            this.state.photo = file ? await shrinkPhoto(file) : null;
            this.state.problem = "";
        } catch {
            this.state.problem = _t("This picture cannot be read. Take another one.");
        }
    }

    async saveNote() {
        const note = this.state.note.trim();
        const photo = this.state.photo;
        if (note) {
            Object.assign(this.state, { note: null, photo: null });
            this.scanner.show(await this.record({ raw: "", note, ...(photo ? { photo } : {}) }));
        }
    }

    registerScanner(scanner) {
        this.scanner = scanner;
    }
}

registry.category("gaj_scan_modes").add("stocktake", {
    Component: StocktakeMode,
    title: _t("Stocktake"),
    queue: "stocktake",
});
