import { describe, expect, test } from "@odoo/hoot";
import { isValidTag, normalise, StocktakeBook } from "@gaj_assets/scan/stocktake_book";

describe.current.tags("headless");

// Valid tag numbers of unit 01, 2026, serials 1 to 8.
const [A, B, C, D, E, F, G, H] = Array.from({ length: 8 }, (_, serial) => {
    const body = `01202600000${serial + 1}`;
    return body + String(98 - ((Number(body) * 100) % 97)).padStart(2, "0");
});
const X = "01202600012358";
const R301 = 7301;
const R302 = 7302;

function data(values = {}) {
    return {
        id: 1,
        name: "Test count",
        blind: false,
        counting: true,
        spaces: [
            { id: R301, name: "T1 / 301", code: "T1301", tag: G, closed: false },
            { id: R302, name: "T1 / 302", code: "T1302", tag: "", closed: false },
        ],
        tags: [A, B, C, D, E, F].join(" "),
        rooms: [0, 0, 0, 0, 1, 1],
        names: [0, 0, 0, 1, 1, 1],
        words: ["Desktop", "Chair"],
        seen: [-1, -1, -1, -1, -1, -1],
        ...values,
    };
}

function scanAll(book, scans) {
    return scans.map(([raw, space]) => {
        const { outcome } = book.classify(raw, space);
        book.note(raw, space);
        return outcome;
    });
}

test("the worked example, as far as a phone without network can tell", () => {
    const book = new StocktakeBook(data());
    const scans = [[A, R301], [B, R301], [E, R301], [X, R301], [A, R301], [C, R302], [H, R302]];
    expect(scanAll(book, scans)).toEqual([
        "matched",
        "matched",
        "misplaced",
        "unknown",
        "duplicate",
        "misplaced",
        "unexpected",
    ]);
    expect(book.figures(R301)).toEqual({ expected: 4, found: 2 });
    expect(book.figures(R302)).toEqual({ expected: 2, found: 0 });
});

test("an asset seen in another room is a conflict, whoever saw it first", () => {
    const book = new StocktakeBook(data({ seen: [1, -1, -1, -1, -1, -1] }));
    expect(book.classify(A, R301)).toEqual({ outcome: "conflict", place: "T1 / 302", name: "Desktop" });
    expect(scanAll(book, [[B, R301], [B, R302], [B, R301]])).toEqual(["matched", "conflict", "conflict"]);
});

test("a label is recognised in every spelling", () => {
    const book = new StocktakeBook(data());
    const wide = [...A].map((digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)).join("");
    const spaced = `${A.slice(0, 2)} ${A.slice(2, 6)}-${A.slice(6)}`;
    for (const raw of [A, wide, spaced, `https://gaj.example/gaj/a/${A}`, `HTTPS://GAJ.EXAMPLE/GAJ/A/${A}`]) {
        expect(normalise(raw)).toBe(A);
        expect(book.classify(raw, R301).outcome).toBe("matched");
    }
});

test("check digits catch every wrong digit and every swap of neighbours", () => {
    expect(isValidTag("01202600000163")).toBe(true);
    expect(isValidTag("01202600012385")).toBe(true);
    expect(isValidTag("99202699999935")).toBe(true);
    expect(isValidTag("01202600012358")).toBe(false);
    for (let place = 0; place < 14; place++) {
        for (let digit = 0; digit < 10; digit++) {
            const wrong = A.slice(0, place) + digit + A.slice(place + 1);
            expect(isValidTag(wrong)).toBe(wrong === A);
        }
        const swapped = A.slice(0, place) + (A[place + 1] || "") + A[place] + A.slice(place + 2);
        expect(isValidTag(swapped)).toBe(swapped === A);
    }
});

test("a door label or a room code chooses the room", () => {
    const book = new StocktakeBook(data());
    expect(book.findSpace(G).id).toBe(R301);
    expect(book.findSpace("t1-302").id).toBe(R302);
    expect(book.findSpace(A)).toBe(undefined);
    expect(book.findSpace("9999")).toBe(undefined);
});

test("a blind count tells only what the counter saw", () => {
    const book = new StocktakeBook(data({ blind: true, tags: "", rooms: [], names: [], seen: [], words: [] }));
    const scans = [[A, R301], [E, R301], [A, R301], [A, R302], [X, R301]];
    expect(scanAll(book, scans)).toEqual(["recorded", "recorded", "duplicate", "conflict", "unknown"]);
    expect(book.expectedIn(R301)).toEqual([]);
});

test("what is not seen yet stands first in the list of the room", () => {
    const book = new StocktakeBook(data());
    scanAll(book, [[A, R301], [B, R302]]);
    expect(book.expectedIn(R301).map(({ tag, state }) => [tag, state])).toEqual([
        [C, "open"],
        [D, "open"],
        [A, "here"],
        [B, "elsewhere"],
    ]);
});

test("other numbers are left to the server", () => {
    const book = new StocktakeBook(data());
    expect(book.classify("GZ2019000007", R301).outcome).toBe("recorded");
});
