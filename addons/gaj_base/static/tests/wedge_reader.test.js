import { advanceTime, after, beforeEach, describe, expect, test } from "@odoo/hoot";
import { WedgeReader } from "@gaj_base/scanner/wedge_reader";

describe.current.tags("headless");

const TAG = "01202600000163";
const OTHER = "01202600012385";
let input, reader, texts;

beforeEach(() => {
    input = document.createElement("input");
    document.body.append(input);
    texts = [];
    reader = new WedgeReader(input, (text, byGun) => texts.push([text, byGun]));
    after(() => {
        reader.stop();
        input.remove();
    });
});

/** One key as a browser sends it; `inserts` is what it puts into the box. */
function key(name, { code = name, inserts = "", isComposing = false } = {}) {
    const event = new KeyboardEvent("keydown", { key: name, code, isComposing, bubbles: true, cancelable: true });
    input.dispatchEvent(event);
    if (inserts) {
        input.value += inserts;
        input.dispatchEvent(new InputEvent("input", { data: inserts, bubbles: true }));
    }
    return event;
}

function type(text) {
    for (const character of text) {
        key(character, { code: `Digit${character}`, inserts: character });
    }
}

test("a gun's burst ends with Enter or with Tab, and the box is empty again", () => {
    type(TAG);
    expect(key("Enter").defaultPrevented).toBe(true);
    type(OTHER);
    expect(key("Tab").defaultPrevented).toBe(true);
    expect(texts).toEqual([
        [TAG, true],
        [OTHER, true],
    ]);
    expect(input.value).toBe("");
});

test("Tab in an empty box moves on as usual, Enter says nothing", () => {
    expect(key("Tab").defaultPrevented).toBe(false);
    key("Enter");
    expect(texts).toEqual([]);
});

test("with an input method on, keys named Process and Unidentified lose nothing", async () => {
    for (const name of ["Process", "Unidentified"]) {
        for (const character of TAG) {
            key(name, { code: `Digit${character}`, inserts: character });
        }
        key(name, { code: "Enter" });
        await advanceTime(400);
    }
    expect(texts.map(([text]) => text)).toEqual([TAG, TAG]);
});

test("a scan that ends inside a composition waits for the composed text", async () => {
    input.dispatchEvent(new CompositionEvent("compositionstart"));
    for (const character of "sn7") {
        key("Process", { code: "KeyS", isComposing: true });
        input.value += character;
        input.dispatchEvent(new InputEvent("input", { data: character, isComposing: true }));
    }
    key("Enter", { isComposing: true });
    expect(texts).toEqual([]);
    input.value = "SN7";
    input.dispatchEvent(new CompositionEvent("compositionend", { data: "SN7" }));
    await advanceTime(10);
    expect(texts.map(([text]) => text)).toEqual(["SN7"]);
    expect(input.value).toBe("");
});

test("choosing a word with Enter while writing by hand is no scan if nothing ended", async () => {
    input.dispatchEvent(new CompositionEvent("compositionstart"));
    input.value = "楼";
    input.dispatchEvent(new CompositionEvent("compositionend", { data: "楼" }));
    await advanceTime(1000);
    expect(texts).toEqual([]);
    expect(input.value).toBe("楼");
});

test("full-width digits of an input method become plain ones", () => {
    input.value = "０１２０２６０００００１６３";
    key("Enter");
    expect(texts.map(([text]) => text)).toEqual([TAG]);
});

test("a gun without an end mark: a whole tag number counts after a short pause", async () => {
    type(TAG);
    expect(texts).toEqual([]);
    await advanceTime(300);
    expect(texts).toEqual([[TAG, true]]);
    key("Enter");
    expect(texts.length).toBe(1);
});

test("a person who types slowly, or a shorter number, waits for Enter", async () => {
    for (const character of TAG) {
        type(character);
        await advanceTime(150);
    }
    await advanceTime(1000);
    expect(texts).toEqual([]);
    key("Enter");
    expect(texts).toEqual([[TAG, false]]);
    type("SN-1234");
    await advanceTime(1000);
    expect(texts.length).toBe(1);
    key("Enter");
    expect(texts[1][0]).toBe("SN-1234");
});

test("two guns' bursts right after each other stay two scans", () => {
    type(TAG);
    key("Enter");
    type(OTHER);
    key("Enter");
    type(TAG);
    key("Enter");
    expect(texts.map(([text]) => text)).toEqual([TAG, OTHER, TAG]);
});

test("a Tab that the input method hid shows as a change of the box", () => {
    type(TAG);
    input.dispatchEvent(new Event("change"));
    expect(texts.map(([text]) => text)).toEqual([TAG]);
});

test("several pasted lines are several scans", () => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text", `${TAG}\n\n${OTHER}\n`);
    input.dispatchEvent(new ClipboardEvent("paste", { clipboardData, cancelable: true }));
    expect(texts.map(([text]) => text)).toEqual([TAG, OTHER]);
});

test("the button beside the box hands over what stands in it", () => {
    input.value = "  9号楼612 ";
    reader.finish();
    expect(texts.map(([text]) => text)).toEqual(["9号楼612"]);
});
