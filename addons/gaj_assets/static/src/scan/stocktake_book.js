/**
 * What a phone knows of a stocktake without the server: the books as columns, and the scans made here.
 *
 * Classifies a scan as the server will (first match wins); where the phone cannot know, it says so ("unexpected",
 * "recorded") and the server's answer follows. Plain code: no component, no network, no clock.
 */
const TAG_LENGTH = 14;

/** Returns the text in one spelling: plain digits, no blanks or hyphens; of a link of ours only the number. */
export function normalise(raw) {
    const text = raw.normalize("NFKC").trim();
    const link = text.match(/^https?:\/\/[^/]+\/gaj\/a\/([^/?#]+)/i);
    return (link ? link[1] : text).replace(/[\s\u2010-\u2015-]/g, "");
}

export function looksLikeTag(text) {
    return text.length === TAG_LENGTH && /^[0-9]+$/.test(text);
}

/** Returns whether the 14 digits end in their check digits (ISO/IEC 7064 MOD 97-10). */
export function isValidTag(text) {
    return looksLikeTag(text) && Number(text) % 97 === 1;
}

export class StocktakeBook {
    /** @param {Object} data what `_gaj_scan_data` of the stocktake returned */
    constructor(data) {
        // who counts a second time is told what to look for, also in a blind count
        this.isBlind = data.blind && !data.second;
        this.spaces = data.spaces;
        this.words = data.words;
        this.tags = data.tags ? data.tags.split(" ") : [];
        this.rooms = data.rooms;
        this.names = data.names;
        this.place = new Map(data.spaces.map((space, number) => [space.id, number]));
        this.index = new Map(this.tags.map((tag, number) => [tag, number]));
        this.inRoom = data.spaces.map(() => []);
        this.rooms.forEach((room, number) => room >= 0 && this.inRoom[room].push(number));
        /** number of the line → number of the space where it was seen first */
        this.seen = new Map();
        data.seen.forEach((room, number) => room >= 0 && this.seen.set(number, room));
        /** text → ids of the spaces where it was scanned, for whatever is in no line */
        this.others = new Map();
    }

    /** Returns the room that a door label or a typed room code means, undefined if it means none. */
    findSpace(raw) {
        const text = normalise(raw);
        if (looksLikeTag(text)) {
            return this.spaces.find((space) => space.tag === text);
        }
        const key = text.toLowerCase();
        const found = this.spaces.filter((space) => normalise(space.code || "").toLowerCase() === key);
        return found.length === 1 ? found[0] : undefined;
    }

    /**
     * Returns what seeing `raw` in space `spaceId` means, given the scans noted so far.
     *
     * @returns {{outcome: string, name: string, place: string}} `place`: where the books or the first scan have it
     */
    classify(raw, spaceId) {
        const text = normalise(raw);
        const number = this.index.get(text);
        const before = number === undefined ? this.others.get(text) : this.seenIn(number);
        const answer = (outcome, place = "") => ({ outcome, place, name: this.nameOf(number) });
        if (before?.length && looksLikeTag(text) && isValidTag(text)) {
            const elsewhere = before.find((id) => id !== spaceId);
            return elsewhere ? answer("conflict", this.nameOfSpace(elsewhere)) : answer("duplicate");
        }
        if (looksLikeTag(text) && !isValidTag(text)) {
            return answer("unknown");
        }
        if (this.isBlind || !looksLikeTag(text)) {
            return answer("recorded");
        }
        if (number === undefined) {
            return answer("unexpected");
        }
        const expected = this.spaces[this.rooms[number]];
        return expected?.id === spaceId ? answer("matched") : answer("misplaced", expected?.name || "");
    }

    /** Remembers that `raw` was seen in space `spaceId`. */
    note(raw, spaceId) {
        const text = normalise(raw);
        const number = this.index.get(text);
        if (number !== undefined && this.place.has(spaceId) && !this.seen.has(number)) {
            this.seen.set(number, this.place.get(spaceId));
        }
        const before = this.others.get(text) || [];
        if (!before.includes(spaceId)) {
            this.others.set(text, [...before, spaceId]);
        }
    }

    seenIn(number) {
        const first = this.seen.has(number) ? [this.spaces[this.seen.get(number)].id] : [];
        return [...new Set([...first, ...(this.others.get(this.tags[number]) || [])])];
    }

    /** Returns what is expected in a space, the things not seen yet first. */
    expectedIn(spaceId) {
        const room = this.place.get(spaceId);
        const numbers = room === undefined ? [] : this.inRoom[room];
        return numbers
            .map((number) => ({
                tag: this.tags[number],
                name: this.nameOf(number),
                state: !this.seen.has(number) ? "open" : this.seen.get(number) === room ? "here" : "elsewhere",
                place: this.seen.has(number) ? this.spaces[this.seen.get(number)].name : "",
            }))
            .sort((a, b) => (a.state === "open" ? 0 : 1) - (b.state === "open" ? 0 : 1));
    }

    /** Returns how many things are expected in a space and how many of them were seen there. */
    figures(spaceId) {
        const room = this.place.get(spaceId);
        const numbers = room === undefined ? [] : this.inRoom[room];
        const found = numbers.filter((number) => this.seen.get(number) === room).length;
        return { expected: numbers.length, found };
    }

    nameOf(number) {
        return number === undefined ? "" : this.words[this.names[number]];
    }

    nameOfSpace(spaceId) {
        return this.spaces[this.place.get(spaceId)]?.name || "";
    }
}
