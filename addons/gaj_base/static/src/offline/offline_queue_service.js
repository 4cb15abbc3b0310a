/**
 * The one place where screens get their offline queue:
 *
 *     const queue = useService("gaj_offline_queue").get("stocktake");
 *     await queue.add({ stocktake_id, raw, scanned_at });   // safe on disk when this resolves
 *     useState(queue.state)                                 // unsent, rejected, problem, message, sending
 *     queue.bus.addEventListener("answer", ({ detail: { entry, answer } }) => …)
 */
import { reactive } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { ConnectionLostError, rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { OfflineQueue } from "./offline_queue";
import { OfflineStore } from "./offline_store";

const LONGEST_REQUEST = 30000;

/** Calls the server; a network that neither answers nor breaks counts as lost after half a minute. */
async function post(route, params) {
    const request = rpc(route, params, { silent: true });
    let timer;
    const tooLong = new Promise((_, reject) => {
        timer = browser.setTimeout(() => {
            request.abort(false);
            reject(new ConnectionLostError(route));
        }, LONGEST_REQUEST);
    });
    try {
        return await Promise.race([request, tooLong]);
    } finally {
        browser.clearTimeout(timer);
    }
}

export class OfflineQueues {
    constructor(userId, store = new OfflineStore()) {
        this.userId = userId;
        this.store = store;
        this.queues = reactive({});
        this.state = reactive({ persistent: null });
    }

    /** Returns the queue `name`, the same one to everybody; what it held before a reload starts to be sent. */
    get(name) {
        if (!this.queues[name]) {
            const send = (items) => post(`/gaj/sync/${name}`, { items, user_id: this.userId });
            const queue = new OfflineQueue({ name, userId: this.userId, store: this.store, send });
            this.queues[name] = queue;
            queue.loaded.then(() => queue.state.unsent && queue.flush());
            this.askToPersist();
        }
        return this.queues[name];
    }

    /** Sends everything that waits in any queue. */
    async sendNow() {
        await Promise.all(Object.values(this.queues).map((queue) => queue.sendNow()));
    }

    /** Asks the browser not to throw the store away when the disk fills up. */
    async askToPersist() {
        const storage = browser.navigator.storage;
        if (this.state.persistent === null && storage?.persist) {
            this.state.persistent = false;
            this.state.persistent = await storage.persist();
        }
    }
}

export const offlineQueueService = {
    start() {
        const queues = new OfflineQueues(user.userId);
        browser.addEventListener("online", () => queues.sendNow());
        document.addEventListener("visibilitychange", () => {
            if (document.visibilityState === "visible") {
                queues.sendNow();
            }
        });
        return queues;
    },
};

registry.category("services").add("gaj_offline_queue", offlineQueueService);
