/**
 * Entries that must reach the server, whatever the network does.
 *
 * `add(payload)` resolves once the entry is on disk. Entries are sent oldest first, in batches, and leave the store
 * only when the server has answered for each of them:
 *  - accepted, duplicate → gone;
 *  - rejected → stays in `state.rejected` with its reason until the user dismisses it;
 *  - no connection, log-in needed, server in trouble → everything stays and is tried again.
 * Sending twice is safe: the server knows each entry by its uuid. Entries belong to the user who made them and are
 * sent only while that user is logged in.
 */
import { EventBus, reactive } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";

export const BATCH_SIZE = 200;
/** Entries with photos are heavy: a batch stays below this many characters, so that it gets through a weak network. */
export const BATCH_WEIGHT = 1_500_000;
const FIRST_DELAY = 1000;
const LONGEST_DELAY = 60000;

/** Returns a random uuid; `crypto.randomUUID` is missing on pages without TLS. */
export function makeUuid() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Returns the first of `entries` that go out together: as many as the server takes, and not too heavy. */
export function firstBatch(entries) {
    let weight = 0;
    let count = 0;
    for (const entry of entries.slice(0, BATCH_SIZE)) {
        weight += JSON.stringify(entry.payload).length;
        if (count && weight > BATCH_WEIGHT) {
            break;
        }
        count++;
    }
    return entries.slice(0, count);
}

export class OfflineQueue {
    /**
     * @param {Object} options
     * @param {string} options.name of the queue on the server
     * @param {number} options.userId who makes the entries
     * @param {import("./offline_store").OfflineStore} options.store
     * @param {(items: Object[]) => Promise<{results?: Object[], error?: string}>} options.send
     */
    constructor({ name, userId, store, send }) {
        this.name = name;
        this.userId = userId;
        this.store = store;
        this.send = send;
        this.bus = new EventBus();
        this.failures = 0;
        this.timer = null;
        this.flushing = null;
        this.wanted = false;
        this.stopped = false;
        this.adding = Promise.resolve();
        /**
         * unsent: entries of this user still to be sent; rejected: refused ones, to be dismissed;
         * foreign: entries of other users on this device; problem: null, "offline", "login" or "server";
         * message: the sentence that goes with it; sending: whether a batch is under way.
         */
        this.state = reactive({
            unsent: 0,
            rejected: [],
            foreign: 0,
            problem: null,
            message: "",
            sending: false,
            ready: false,
        });
        this.loaded = this._refresh();
    }

    /** Puts `payload` on disk and starts sending; resolves with the stored entry. */
    async add(payload) {
        await this.loaded;
        // One after the other: the order of the calls is the order of the entries.
        const stored = this.adding.then(() =>
            this.store.add({
                uuid: makeUuid(),
                queue: this.name,
                userId: this.userId,
                payload: JSON.parse(JSON.stringify(payload)),
                status: "pending",
                reason: null,
                addedAt: new Date().toISOString(),
            })
        );
        this.adding = stored.catch(() => {});
        const entry = await stored;
        this.state.unsent++;
        this.flush();
        return entry;
    }

    /** Returns this user's unsent and rejected entries, oldest first. */
    async entries() {
        return (await this.store.entries(this.name)).filter((entry) => entry.userId === this.userId);
    }

    /** Sends now whatever waits, forgetting how long the pause still was; for the button and the `online` event. */
    async sendNow() {
        this.failures = 0;
        return this.flush();
    }

    /** Sends until nothing is left or something is in the way; returns whether everything was sent. */
    flush() {
        browser.clearTimeout(this.timer);
        this.wanted = true;
        this.flushing ||= this._flushWhileWanted().finally(() => {
            this.flushing = null;
        });
        return this.flushing;
    }

    /** Forgets a rejected entry that the user has read about. */
    async dismiss(uuid) {
        const entry = this.state.rejected.find((rejected) => rejected.uuid === uuid);
        if (entry) {
            await this.store.settle([entry.seq]);
            await this._refresh();
        }
    }

    /** Sends a rejected entry once more, because what was in its way may be gone. */
    async retry(uuid) {
        const entry = this.state.rejected.find((rejected) => rejected.uuid === uuid);
        if (entry) {
            await this.store.settle([], [{ ...JSON.parse(JSON.stringify(entry)), status: "pending", reason: null }]);
            await this._refresh();
            this.sendNow();
        }
    }

    stop() {
        browser.clearTimeout(this.timer);
        this.stopped = true;
    }

    async _refresh() {
        const all = await this.store.entries(this.name);
        const own = all.filter((entry) => entry.userId === this.userId);
        this.state.unsent = own.filter((entry) => entry.status === "pending").length;
        this.state.rejected = own.filter((entry) => entry.status === "rejected");
        this.state.foreign = all.filter((entry) => entry.userId !== this.userId && entry.status === "pending").length;
        this.state.ready = true;
    }

    /** An entry added while the last batch comes back must not wait for the next one. */
    async _flushWhileWanted() {
        let sent = true;
        while (this.wanted) {
            this.wanted = false;
            sent = await this._lockedFlush();
        }
        return sent;
    }

    /** Two tabs of one browser share the store: only one of them sends at a time. */
    async _lockedFlush() {
        if (!window.navigator.locks) {
            return this._flush();
        }
        return window.navigator.locks.request(`${this.store.name}:${this.name}`, () => this._flush());
    }

    async _flush() {
        while (!this.stopped) {
            const pending = (await this.entries()).filter((entry) => entry.status === "pending");
            if (!pending.length) {
                this._clear();
                await this._refresh();
                return true;
            }
            const batch = firstBatch(pending);
            this.state.sending = true;
            try {
                await this._settle(batch, await this.send(batch.map(({ payload, uuid }) => ({ ...payload, uuid }))));
            } catch (error) {
                this._postpone(error);
                return false;
            } finally {
                this.state.sending = false;
            }
        }
        return false;
    }

    async _settle(batch, response) {
        if (!response || response.error || !Array.isArray(response.results)) {
            throw new QueueRefused(response?.error || _t("The server did not understand the entries."));
        }
        const answers = new Map(response.results.map((answer) => [answer.uuid, answer]));
        const answered = batch.filter((entry) => answers.has(entry.uuid));
        const refused = answered.filter((entry) => answers.get(entry.uuid).status === "rejected");
        const taken = answered.filter((entry) => !refused.includes(entry));
        await this.store.settle(
            taken.map((entry) => entry.seq),
            refused.map((entry) => ({ ...entry, status: "rejected", reason: answers.get(entry.uuid).reason }))
        );
        await this._refresh();
        for (const entry of answered) {
            this.bus.trigger("answer", { entry, answer: answers.get(entry.uuid) });
        }
        if (!answered.length) {
            throw new QueueRefused(_t("The server did not answer for the entries."));
        }
        this._clear();
    }

    _clear() {
        this.failures = 0;
        this.state.problem = null;
        this.state.message = "";
    }

    _postpone(error) {
        if (error instanceof ConnectionLostError) {
            this.state.problem = "offline";
            this.state.message = _t("No connection. Everything is kept here and sent later.");
        } else if (error instanceof RPCError && error.exceptionName === "odoo.http.SessionExpiredException") {
            this.state.problem = "login";
            this.state.message = _t("Your session has ended. Log in again to send what is kept here.");
            return;
        } else if (error instanceof QueueRefused) {
            this.state.problem = "server";
            this.state.message = error.message;
        } else if (error instanceof RPCError) {
            this.state.problem = "server";
            this.state.message = _t("The server could not take the entries. They are kept here and sent again.");
        } else {
            throw error;
        }
        const delay = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** this.failures++);
        if (!this.stopped) {
            this.timer = browser.setTimeout(() => this.flush(), delay * (0.75 + Math.random() / 2));
        }
    }
}

class QueueRefused extends Error {}
