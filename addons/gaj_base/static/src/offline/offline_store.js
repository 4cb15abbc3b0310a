/**
 * The durable store behind the offline queues: one IndexedDB database with a fixed version.
 *
 * Not core's IndexedDB class: that one wipes the whole database when its version changes, and an upgrade of the
 * server must never cost a scan.
 */
export const DB_NAME = "gaj_offline";
export const DB_VERSION = 1;

function asPromise(request) {
    return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
}

export class OfflineStore {
    /** @param {string} [name] of the database; tests use their own */
    constructor(name = DB_NAME) {
        this.name = name;
        this.opening = null;
    }

    open() {
        this.opening ||= this._open().catch((error) => {
            this.opening = null;
            throw error;
        });
        return this.opening;
    }

    async _open() {
        const request = window.indexedDB.open(this.name, DB_VERSION);
        request.onupgradeneeded = () => {
            const entries = request.result.createObjectStore("entries", { keyPath: "seq", autoIncrement: true });
            entries.createIndex("uuid", "uuid", { unique: true });
            entries.createIndex("queue", "queue");
            request.result.createObjectStore("data", { keyPath: "key" });
        };
        const db = await asPromise(request);
        const forget = () => {
            this.opening = null;
        };
        db.onversionchange = () => {
            db.close();
            forget();
        };
        db.onclose = forget;
        return db;
    }

    async close() {
        if (this.opening) {
            (await this.opening).close();
            this.opening = null;
        }
    }

    /** Runs `work(objectStore)` and resolves with its result once the transaction is on disk. */
    async _run(table, mode, work) {
        const db = await this.open();
        const transaction = db.transaction(table, mode, { durability: "strict" });
        const done = new Promise((resolve, reject) => {
            transaction.oncomplete = resolve;
            transaction.onerror = () => reject(transaction.error);
            transaction.onabort = () => reject(transaction.error || new Error("aborted"));
        });
        const [result] = await Promise.all([work(transaction.objectStore(table)), done]);
        return result;
    }

    /** Adds an entry and returns it with its place in the order (`seq`). */
    async add(entry) {
        const seq = await this._run("entries", "readwrite", (store) => asPromise(store.add(entry)));
        return { ...entry, seq };
    }

    /** Returns the entries of `queue`, oldest first. */
    async entries(queue) {
        const found = await this._run("entries", "readonly", (store) =>
            asPromise(store.index("queue").getAll(queue))
        );
        return found.sort((a, b) => a.seq - b.seq);
    }

    /** Deletes the entries with these `seq`s and stores the changed ones, in one transaction. */
    async settle(deletedSeqs, changedEntries = []) {
        await this._run("entries", "readwrite", (store) => {
            deletedSeqs.forEach((seq) => store.delete(seq));
            changedEntries.forEach((entry) => store.put(entry));
        });
    }

    async readData(key) {
        return this._run("data", "readonly", (store) => asPromise(store.get(key)));
    }

    async writeData(key, value) {
        await this._run("data", "readwrite", (store) => asPromise(store.put({ key, ...value })));
    }
}
