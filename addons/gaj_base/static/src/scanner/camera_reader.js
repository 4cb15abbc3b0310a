/* global BarcodeDetector */
import { Component, onMounted, onWillUnmount, status, useRef, useState } from "@odoo/owl";
import { loadJS } from "@web/core/assets";
import { buildZXingBarcodeDetector, isVideoElementReady } from "@web/core/barcode/ZXingBarcodeDetector";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";

const CAMERA_LIBRARY = "/web/static/lib/zxing-library/zxing-library.js";
const FORMATS = ["qr_code", "code_128", "data_matrix"];
/** Pause between two looks at the picture, milliseconds. */
const LOOK_PAUSE = 80;
/** A code counts again only after it was out of the picture this long, milliseconds. */
const SAME_CODE_PAUSE = 2000;

async function makeDetector() {
    if ("BarcodeDetector" in window) {
        const supported = await BarcodeDetector.getSupportedFormats();
        if (FORMATS.every((format) => supported.includes(format))) {
            return new BarcodeDetector({ formats: FORMATS });
        }
    }
    await loadJS(CAMERA_LIBRARY);
    return new (buildZXingBarcodeDetector(window.ZXing))({ formats: FORMATS });
}

/** Reads codes from the rear camera, one after the other, until it is taken off the screen. */
export class CameraReader extends Component {
    static template = "gaj_base.CameraReader";
    static props = {
        onResult: Function,
        onClose: { type: Function, optional: true },
    };

    setup() {
        this.video = useRef("video");
        this.state = useState({ ready: false, problem: "", torch: null });
        this.seen = new Map();
        this.looks = 0;
        onMounted(() => this.start());
        onWillUnmount(() => this.stop());
    }

    async start() {
        const mediaDevices = browser.navigator.mediaDevices;
        if (!mediaDevices?.getUserMedia) {
            this.state.problem = _t("The camera works only on a secure (https) page. Use the scanner gun or type.");
            return;
        }
        try {
            const [stream, detector] = await Promise.all([
                mediaDevices.getUserMedia({
                    video: { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } },
                    audio: false,
                }),
                makeDetector(),
            ]);
            this.stream = stream;
            this.detector = detector;
        } catch (error) {
            this.state.problem = this.explain(error);
            return;
        }
        if (status(this) === "destroyed") {
            this.stop();
            return;
        }
        this.video.el.srcObject = this.stream;
        const [track] = this.stream.getVideoTracks();
        if (track?.getCapabilities?.().torch) {
            this.state.torch = false;
        }
        this.look();
    }

    explain(error) {
        if (error.name === "NotAllowedError") {
            return _t("The camera is blocked. Allow it in the browser's settings for this page, then try again.");
        }
        if (error.name === "NotFoundError") {
            return _t("This device has no camera. Use the scanner gun or type the number.");
        }
        if (error.name === "NotReadableError") {
            return _t("Another program uses the camera. Close it, then try again.");
        }
        return _t("The camera could not be started. Use the scanner gun or type the number.");
    }

    stop() {
        browser.clearTimeout(this.timer);
        this.stream?.getTracks().forEach((track) => track.stop());
        this.stream = null;
    }

    async toggleTorch() {
        const [track] = this.stream.getVideoTracks();
        await track.applyConstraints({ advanced: [{ torch: !this.state.torch }] });
        this.state.torch = !this.state.torch;
    }

    async look() {
        const video = this.video.el;
        if (!this.stream || !video) {
            return;
        }
        if (isVideoElementReady(video)) {
            this.state.ready = true;
            for (const { rawValue } of await this.read(video)) {
                this.report(rawValue);
            }
        }
        if (this.stream) {
            this.timer = browser.setTimeout(() => this.look(), LOOK_PAUSE);
        }
    }

    /** Looks at the middle of the picture and at the whole in turn: the middle is quick, the whole misses nothing. */
    async read(video) {
        if (this.detector.setCropArea) {
            const { videoWidth: width, videoHeight: height } = video;
            const inMiddle = this.looks++ % 2 === 0;
            this.detector.setCropArea(
                inMiddle ? { x: width * 0.15, y: height * 0.15, width: width * 0.7, height: height * 0.7 } : null
            );
        }
        try {
            return await this.detector.detect(video);
        } catch {
            // A half-seen code: the checksum or the format does not hold in this picture; the next one may do.
            return [];
        }
    }

    report(rawValue) {
        const now = performance.now();
        const last = this.seen.get(rawValue);
        this.seen.set(rawValue, now);
        if (rawValue && (last === undefined || now - last > SAME_CODE_PAUSE)) {
            this.props.onResult(rawValue);
        }
    }
}
