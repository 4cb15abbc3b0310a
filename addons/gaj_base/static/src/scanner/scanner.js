/**
 * The one scanner of all screens: gun, camera and typing, with big targets, sound, colour and vibration, and the last
 * scans newest first.
 *
 *     <Scanner onScan.bind="onScan" placeholder="…"/>
 *
 * `onScan(raw, source)` is called for each scan, one after the other; `raw` is the text (full-width digits already
 * plain), `source` "wedge", "camera" or "typed". It returns, or resolves with, what became of it:
 *
 *     { level: "ok" | "repeat" | "warning" | "error" | "info", title, message, id }
 *
 * or nothing to leave the scan out of the list. A screen that learns more later (an answer of the server) calls
 * `amend(id, { level, title, message })` of the object it got through the prop `register`; what it recorded without a
 * scan it adds to the list with `show(outcome)`.
 */
import { Component, onMounted, onWillUnmount, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { hasTouch } from "@web/core/browser/feature_detection";
import { _t } from "@web/core/l10n/translation";
import { CameraReader } from "./camera_reader";
import { signal, wakeSound } from "./feedback";
import { WedgeReader } from "./wedge_reader";

export const ICONS = {
    ok: "fa-check-circle",
    repeat: "fa-repeat",
    info: "fa-info-circle",
    warning: "fa-exclamation-triangle",
    error: "fa-times-circle",
    wait: "fa-hourglass-half",
};
const MOST_SHOWN = 50;

export class Scanner extends Component {
    static template = "gaj_base.Scanner";
    static components = { CameraReader };
    static props = {
        onScan: Function,
        onPick: { type: Function, optional: true },
        register: { type: Function, optional: true },
        placeholder: { type: String, optional: true },
        /** keep the focus in the box whatever the user touches; off where other fields share the screen */
        keepFocus: { type: Boolean, optional: true },
        showHistory: { type: Boolean, optional: true },
        muted: { type: Boolean, optional: true },
        disabled: { type: Boolean, optional: true },
        /** what the screen shows between the box and the last scans */
        slots: { type: Object, optional: true },
    };
    static defaultProps = { keepFocus: true, showHistory: true, muted: false, disabled: false };

    setup() {
        this.input = useRef("input");
        this.root = useRef("root");
        this.icons = ICONS;
        this.hasTouch = hasTouch();
        this.state = useState({ camera: false, keyboard: !this.hasTouch, scans: [], flash: null });
        this.nextId = 1;
        this.working = Promise.resolve();
        this.props.register?.({
            amend: (id, values) => this.amend(id, values),
            show: (outcome) => this.show(outcome),
            focus: () => this.focus(),
        });
        this.onPointerUp = () => {
            wakeSound();
            this.focusSoon();
        };
        this.onKeydown = (ev) => this.onDocumentKeydown(ev);
        onMounted(() => {
            this.reader = new WedgeReader(this.input.el, (text, byGun) => this.take(text, byGun ? "wedge" : "typed"));
            document.addEventListener("pointerup", this.onPointerUp);
            document.addEventListener("keydown", this.onKeydown, { capture: true });
            document.addEventListener("visibilitychange", this.onPointerUp);
            this.focus();
        });
        onWillUnmount(() => {
            this.reader.stop();
            document.removeEventListener("pointerup", this.onPointerUp);
            document.removeEventListener("keydown", this.onKeydown, { capture: true });
            document.removeEventListener("visibilitychange", this.onPointerUp);
        });
    }

    get placeholder() {
        return this.props.placeholder || _t("Scan or type");
    }

    focus() {
        this.input.el?.focus({ preventScroll: true });
    }

    /** Takes the focus back after a touch, unless the user went into another field or a dialog. */
    focusSoon() {
        browser.setTimeout(() => this.mayTakeFocus() && this.focus());
    }

    mayTakeFocus() {
        const active = document.activeElement;
        return (
            this.props.keepFocus &&
            !this.props.disabled &&
            this.input.el &&
            !this.isCovered() &&
            !(active !== this.input.el && active?.matches("input, textarea, select, [contenteditable=true]"))
        );
    }

    /** Whether a dialog or a menu that does not hold this scanner lies over it. */
    isCovered() {
        const covers = document.querySelectorAll(".modal, .o_popover, .o-dropdown--menu");
        return [...covers].some((cover) => !cover.contains(this.input.el));
    }

    onBlur() {
        this.focusSoon();
    }

    /** A gun may fire while a button has the focus: its first key takes the focus back and is not lost. */
    onDocumentKeydown(ev) {
        wakeSound();
        const isText = ev.key?.length === 1 || ["Process", "Unidentified"].includes(ev.key);
        const plain = !ev.ctrlKey && !ev.metaKey && !ev.altKey;
        if (isText && plain && document.activeElement !== this.input.el && this.mayTakeFocus()) {
            this.focus();
        }
    }

    onSubmit() {
        this.reader.finish();
        this.focus();
    }

    toggleCamera() {
        this.state.camera = !this.state.camera;
    }

    /** Shows or hides the screen keyboard; hidden, it leaves the screen to the scans. */
    toggleKeyboard() {
        this.state.keyboard = !this.state.keyboard;
        this.input.el.blur();
        browser.setTimeout(() => this.focus(), 50);
    }

    /** Queues the scan: a fast gun must not overtake the one before. */
    take(raw, source) {
        if (this.props.disabled) {
            return;
        }
        const text = raw.normalize("NFKC").trim();
        this.working = this.working.then(() => this.handle(text, source));
        return this.working;
    }

    async handle(raw, source) {
        const outcome = await this.props.onScan(raw, source);
        if (outcome) {
            this.show(outcome, raw);
        }
    }

    /** Puts what became of a scan at the head of the list; also of a thing noted without one. */
    show(outcome, raw = "") {
        const scan = { title: raw, message: "", ...outcome, raw, id: outcome.id ?? `scan-${this.nextId++}` };
        this.state.scans.unshift(scan);
        this.state.scans.splice(MOST_SHOWN);
        this.announce(scan.level);
    }

    announce(level) {
        signal(level, { muted: this.props.muted });
        this.state.flash = { level, key: this.nextId++ };
    }

    /** Changes a scan in the list once more is known of it; sounds only when it became worse. */
    amend(id, values) {
        const scan = this.state.scans.find((one) => one.id === id);
        if (!scan) {
            return;
        }
        const worse = values.level && values.level !== scan.level && ["warning", "error"].includes(values.level);
        Object.assign(scan, values);
        if (worse) {
            this.announce(values.level);
        }
    }

    onCamera(raw) {
        this.take(raw, "camera");
    }
}
