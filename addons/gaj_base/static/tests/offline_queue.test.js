import { advanceTime, after, beforeEach, describe, expect, test, waitUntil } from "@odoo/hoot";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";
import { BATCH_SIZE, BATCH_WEIGHT, firstBatch, makeUuid, OfflineQueue } from "@gaj_base/offline/offline_queue";
import { allowTranslations } from "@web/../tests/web_test_helpers";
import { OfflineStore } from "@gaj_base/offline/offline_store";

describe.current.tags("headless");

/** A server of the tests: remembers what it took, by uuid, as the real one does. */
class FakeServer {
    constructor() {
        this.taken = [];
        this.batches = [];
        this.mood = "fine";
    }

    async answer(items) {
        this.batches.push(items.map((item) => item.raw));
        if (this.mood === "offline") {
            throw new ConnectionLostError("/gaj/sync/test");
        }
        if (this.mood === "logged out") {
            throw Object.assign(new RPCError("x"), { exceptionName: "odoo.http.SessionExpiredException" });
        }
        if (this.mood === "broken") {
            throw Object.assign(new RPCError("x"), { exceptionName: "builtins.ValueError" });
        }
        if (this.mood === "refusing") {
            return { error: "There is no queue here.", code: 404, results: [] };
        }
        const results = items.map((item) => this.take(item));
        if (this.mood === "answer lost") {
            this.mood = "fine";
            throw new ConnectionLostError("/gaj/sync/test");
        }
        return { results };
    }

    take({ uuid, raw }) {
        if (raw.startsWith("bad")) {
            return { uuid, status: "rejected", reason: `${raw} is no tag.` };
        }
        const known = this.taken.some((item) => item.uuid === uuid);
        if (!known) {
            this.taken.push({ uuid, raw });
        }
        return { uuid, status: known ? "duplicate" : "accepted", answer: { seen: raw } };
    }

    get raws() {
        return this.taken.map((item) => item.raw);
    }
}

let server, name;
let serial = 0;

beforeEach(() => {
    allowTranslations();
    server = new FakeServer();
    name = `gaj_test_${Date.now()}_${serial++}`;
    after(() => window.indexedDB.deleteDatabase(name));
});

/** A queue as a freshly loaded page has it: nothing shared with an earlier one but the database. */
async function openQueue({ userId = 7 } = {}) {
    const store = new OfflineStore(name);
    const queue = new OfflineQueue({ name: "test", userId, store, send: (items) => server.answer(items) });
    after(async () => {
        queue.stop();
        await queue.flushing;
        await store.close();
    });
    await queue.loaded;
    return queue;
}

async function closePage(queue) {
    queue.stop();
    await queue.flushing;
    await queue.store.close();
}

test("entries are sent in the order in which they were made", async () => {
    const queue = await openQueue();
    await Promise.all(["1", "2", "3", "4", "5"].map((raw) => queue.add({ raw })));
    expect(await queue.flush()).toBe(true);
    expect(server.raws).toEqual(["1", "2", "3", "4", "5"]);
    expect(queue.state.unsent).toBe(0);
    expect(await queue.entries()).toEqual([]);
});

test("without network everything stays, is counted, and goes out in order later", async () => {
    server.mood = "offline";
    const queue = await openQueue();
    for (const raw of ["1", "2", "3"]) {
        await queue.add({ raw });
    }
    expect(await queue.flush()).toBe(false);
    expect(queue.state.unsent).toBe(3);
    expect(queue.state.problem).toBe("offline");
    expect(queue.state.message).toMatch(/kept here/);
    server.mood = "fine";
    expect(await queue.sendNow()).toBe(true);
    expect(server.raws).toEqual(["1", "2", "3"]);
    expect(queue.state).toMatchObject({ unsent: 0, problem: null, message: "" });
});

test("a reload keeps unsent entries and their order", async () => {
    server.mood = "offline";
    const before = await openQueue();
    await before.add({ raw: "1" });
    await before.add({ raw: "2" });
    await closePage(before);
    const afterReload = await openQueue();
    expect(afterReload.state.unsent).toBe(2);
    await afterReload.add({ raw: "3" });
    server.mood = "fine";
    await afterReload.sendNow();
    expect(server.raws).toEqual(["1", "2", "3"]);
});

test("an entry is on disk when add resolves, before anything is sent", async () => {
    server.mood = "offline";
    const queue = await openQueue();
    const entry = await queue.add({ raw: "1" });
    const other = new OfflineStore(name);
    const [stored] = await other.entries("test");
    await other.close();
    expect(stored.uuid).toBe(entry.uuid);
    expect(stored.payload).toEqual({ raw: "1" });
});

test("it tries again by itself, waiting longer each time", async () => {
    server.mood = "offline";
    const queue = await openQueue();
    await queue.add({ raw: "1" });
    await queue.flushing;
    expect(server.batches.length).toBe(1);
    await advanceTime(1300);
    await waitUntil(() => server.batches.length === 2);
    await queue.flushing;
    await advanceTime(700);
    expect(server.batches.length).toBe(2);
    server.mood = "fine";
    await advanceTime(2000);
    await waitUntil(() => server.raws.length === 1);
    await queue.flushing;
    expect(queue.state.unsent).toBe(0);
});

test("an answer that got lost does not make an entry twice", async () => {
    server.mood = "answer lost";
    const queue = await openQueue();
    await queue.add({ raw: "1" });
    await queue.flushing;
    expect(queue.state.unsent).toBe(1);
    await queue.sendNow();
    expect(server.raws).toEqual(["1"]);
    expect(queue.state).toMatchObject({ unsent: 0, rejected: [] });
});

test("a rejected entry stays visible with its reason until it is dismissed, and holds up nothing", async () => {
    const queue = await openQueue();
    const answers = [];
    queue.bus.addEventListener("answer", ({ detail }) => answers.push(detail.answer.status));
    await Promise.all(["1", "bad", "2"].map((raw) => queue.add({ raw })));
    await queue.flush();
    expect(server.raws).toEqual(["1", "2"]);
    expect(answers).toEqual(["accepted", "rejected", "accepted"]);
    expect(queue.state.unsent).toBe(0);
    expect(queue.state.rejected.map((entry) => entry.reason)).toEqual(["bad is no tag."]);
    await closePage(queue);
    const afterReload = await openQueue();
    const [rejected] = afterReload.state.rejected;
    expect(rejected.payload.raw).toBe("bad");
    await afterReload.flush();
    expect(server.batches.flat().filter((raw) => raw === "bad").length).toBe(1);
    await afterReload.dismiss(rejected.uuid);
    expect(afterReload.state.rejected).toEqual([]);
    expect(await afterReload.entries()).toEqual([]);
});

test("when the session has ended it asks to log in, keeps everything and does not knock on", async () => {
    server.mood = "logged out";
    const queue = await openQueue();
    await queue.add({ raw: "1" });
    await queue.flushing;
    expect(queue.state).toMatchObject({ unsent: 1, problem: "login" });
    await advanceTime(120000);
    expect(server.batches.length).toBe(1);
    server.mood = "fine";
    await queue.sendNow();
    expect(server.raws).toEqual(["1"]);
});

test("entries belong to who made them", async () => {
    server.mood = "offline";
    const queue = await openQueue({ userId: 7 });
    await queue.add({ raw: "of seven" });
    await closePage(queue);
    server.mood = "fine";
    const other = await openQueue({ userId: 8 });
    expect(other.state).toMatchObject({ unsent: 0, foreign: 1 });
    await other.add({ raw: "of eight" });
    await other.flush();
    expect(server.raws).toEqual(["of eight"]);
    await closePage(other);
    const again = await openQueue({ userId: 7 });
    await again.sendNow();
    expect(server.raws).toEqual(["of eight", "of seven"]);
});

test("a server in trouble, or one that refuses the batch, loses nothing", async () => {
    for (const mood of ["broken", "refusing"]) {
        server.mood = mood;
        const queue = await openQueue();
        await queue.add({ raw: mood });
        await queue.flushing;
        expect(queue.state.problem).toBe("server");
        expect(queue.state.message).toMatch(/\.$/);
        server.mood = "fine";
        await queue.sendNow();
        expect(queue.state.unsent).toBe(0);
    }
    expect(server.raws).toEqual(["broken", "refusing"]);
});

test("no batch is larger than the server takes", async () => {
    server.mood = "offline";
    const queue = await openQueue();
    const raws = Array.from({ length: BATCH_SIZE + 30 }, (_, number) => `${number}`);
    await Promise.all(raws.map((raw) => queue.add({ raw })));
    await queue.flush();
    server.batches = [];
    server.mood = "fine";
    await queue.sendNow();
    expect(server.batches.map((batch) => batch.length)).toEqual([BATCH_SIZE, 30]);
    expect(server.raws).toEqual(raws);
});

test("an entry made while a batch is under way goes out without waiting for the next one", async () => {
    const queue = await openQueue();
    const answer = server.answer.bind(server);
    server.answer = async (items) => {
        server.answer = answer;
        const results = await answer(items);
        await queue.add({ raw: "2" });
        return results;
    };
    await queue.add({ raw: "1" });
    await waitUntil(() => server.raws.length === 2);
    await queue.flushing;
    expect(queue.state.unsent).toBe(0);
});

test("a batch is no heavier than a weak network bears, but never empty", () => {
    const photo = "x".repeat(BATCH_WEIGHT * 0.6);
    const entries = [{ payload: { photo } }, { payload: { photo } }, { payload: { raw: "1" } }];
    expect(firstBatch(entries).length).toBe(1);
    expect(firstBatch([{ payload: { photo: photo + photo } }, entries[2]]).length).toBe(1);
    expect(firstBatch(Array.from({ length: BATCH_SIZE + 5 }, () => entries[2])).length).toBe(BATCH_SIZE);
});

test("a rejected entry can be sent again once what was in its way is gone", async () => {
    const queue = await openQueue();
    await queue.add({ raw: "bad 1" });
    await waitUntil(() => queue.state.rejected.length === 1);
    server.take = ({ uuid, raw }) => {
        server.taken.push({ uuid, raw });
        return { uuid, status: "accepted" };
    };
    await queue.retry(queue.state.rejected[0].uuid);
    await waitUntil(() => server.raws.length === 1);
    await waitUntil(() => queue.state.unsent === 0);
    expect(queue.state.rejected.length).toBe(0);
    expect(server.raws).toEqual(["bad 1"]);
});

test("uuids are of version 4 and differ", async () => {
    const uuids = new Set(Array.from({ length: 1000 }, makeUuid));
    expect(uuids.size).toBe(1000);
    for (const uuid of uuids) {
        expect(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(uuid)).toBe(true);
    }
});

test("data of a scan mode is kept beside the entries", async () => {
    const store = new OfflineStore(name);
    after(() => store.close());
    expect(await store.readData("7/stocktake/3")).toBe(undefined);
    await store.writeData("7/stocktake/3", { data: { rooms: [1, 2] }, fetchedAt: "2026-03-02T08:00:00Z" });
    await store.close();
    expect((await store.readData("7/stocktake/3")).data).toEqual({ rooms: [1, 2] });
});
