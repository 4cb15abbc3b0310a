/**
 * Turns what a scanner gun (or a person) puts into an input box into whole scans.
 *
 * Guns type like a keyboard and end with Enter or Tab. With a Chinese input method on, keys arrive named "Process"
 * or "Unidentified" and carry no character, so text is never taken from key events: it is read from the input box
 * when an end mark comes. An end mark that closes a composition waits for the composed text.
 */
import { browser } from "@web/core/browser/browser";

const FULL_TAG = /^\d{14}$/;
/** Longest pause, in milliseconds, between two characters of a gun. */
const GUN_PAUSE = 60;
/** A full tag number typed at a gun's speed counts as finished after this pause: some guns send no end mark. */
const END_PAUSE = 250;

export class WedgeReader {
    /**
     * @param {HTMLInputElement} input
     * @param {(text: string, typedByGun: boolean) => void} onText
     */
    constructor(input, onText) {
        this.input = input;
        this.onText = onText;
        this.composing = false;
        this.endWaits = false;
        this.timer = null;
        this._forgetSpeed();
        this.listeners = {
            keydown: (ev) => this._onKeydown(ev),
            compositionstart: () => this._onCompositionStart(),
            compositionend: () => this._onCompositionEnd(),
            input: () => this._onInput(),
            change: () => this._onChange(),
            paste: (ev) => this._onPaste(ev),
        };
        for (const [type, listener] of Object.entries(this.listeners)) {
            input.addEventListener(type, listener);
        }
    }

    stop() {
        browser.clearTimeout(this.timer);
        for (const [type, listener] of Object.entries(this.listeners)) {
            this.input.removeEventListener(type, listener);
        }
    }

    /** Hands over what is in the box, as if Enter had come; for the button beside it. */
    finish() {
        const text = this.input.value.normalize("NFKC").trim();
        const byGun = this.gunSpeed && this.changes > 2;
        browser.clearTimeout(this.timer);
        this.endWaits = false;
        this.input.value = "";
        this._forgetSpeed();
        if (text) {
            this.onText(text, byGun);
        }
    }

    _forgetSpeed() {
        this.lastChange = null;
        this.changes = 0;
        this.gunSpeed = true;
    }

    _onKeydown(ev) {
        // Under an input method the key has no name; `code` still tells which key was pressed.
        const nameless = ["Process", "Unidentified"].includes(ev.key);
        const isEnd = nameless ? ["Enter", "NumpadEnter", "Tab"].includes(ev.code) : ["Enter", "Tab"].includes(ev.key);
        if (!isEnd || (ev.key === "Tab" && !this.input.value && !this.composing)) {
            return;
        }
        if (this.composing || ev.isComposing || nameless) {
            this.endWaits = true;
            // The input method may also swallow the end mark without composing anything.
            browser.clearTimeout(this.timer);
            this.timer = browser.setTimeout(() => this.endWaits && !this.composing && this.finish(), END_PAUSE);
            return;
        }
        ev.preventDefault();
        this.finish();
    }

    _onCompositionStart() {
        this.composing = true;
        browser.clearTimeout(this.timer);
    }

    _onCompositionEnd() {
        this.composing = false;
        if (this.endWaits) {
            // Some browsers put the composed text into the box only after this event.
            browser.clearTimeout(this.timer);
            this.timer = browser.setTimeout(() => this.finish(), 0);
        } else {
            this._onInput();
        }
    }

    _onInput() {
        const now = Date.now();
        if (this.lastChange !== null && now - this.lastChange > GUN_PAUSE) {
            this.gunSpeed = false;
        }
        this.lastChange = now;
        this.changes++;
        if (!this.input.value) {
            this._forgetSpeed();
        }
        if (this.composing || this.endWaits) {
            return;
        }
        browser.clearTimeout(this.timer);
        if (this.gunSpeed && this.changes > 2 && FULL_TAG.test(this.input.value.normalize("NFKC"))) {
            this.timer = browser.setTimeout(() => this.finish(), END_PAUSE);
        }
    }

    /** The box lost the focus to a Tab that an input method hid from us. */
    _onChange() {
        if (this.endWaits || (this.gunSpeed && this.changes > 2)) {
            this.finish();
        }
    }

    /** Several numbers pasted at once are several scans. */
    _onPaste(ev) {
        const lines = (ev.clipboardData?.getData("text") || "").split(/[\r\n\t]+/).filter((line) => line.trim());
        if (lines.length > 1) {
            ev.preventDefault();
            lines.forEach((line) => this.onText(line.normalize("NFKC").trim(), false));
        }
    }
}
