/**
 * Tells eye, ear and hand what became of a scan. Levels: "ok", "repeat" (seen before, nothing to do), "warning"
 * (recorded, but look at the screen), "error" (not recorded), "info" (neutral).
 */
const TONES = {
    ok: [[1320, 0, 0.09]],
    repeat: [[880, 0, 0.06]],
    info: [[990, 0, 0.06]],
    warning: [
        [660, 0, 0.14],
        [660, 0.2, 0.14],
    ],
    error: [
        [220, 0, 0.22],
        [165, 0.24, 0.36],
    ],
};
const BUZZES = { ok: [40], repeat: [20], info: [20], warning: [80, 60, 80], error: [250, 80, 250] };

let audio = null;

/** Browsers let a page sound only after a touch or a key: call this from such an event. */
export function wakeSound() {
    const AudioContext = window.AudioContext || window.webkitAudioContext;
    if (AudioContext && !audio) {
        audio = new AudioContext();
    }
    if (audio?.state === "suspended") {
        audio.resume().catch(() => {});
    }
}

/** Sounds and vibrates for `level`; silent where the device cannot. */
export function signal(level, { muted = false } = {}) {
    // Without a touch since loading, browsers log a warning instead of vibrating.
    if (window.navigator.vibrate && window.navigator.userActivation?.hasBeenActive) {
        window.navigator.vibrate(BUZZES[level] || BUZZES.info);
    }
    if (muted || audio?.state !== "running") {
        return;
    }
    for (const [frequency, start, length] of TONES[level] || TONES.info) {
        const oscillator = audio.createOscillator();
        const gain = audio.createGain();
        const from = audio.currentTime + start;
        oscillator.type = level === "error" ? "square" : "sine";
        oscillator.frequency.value = frequency;
        gain.gain.setValueAtTime(0.25, from);
        gain.gain.exponentialRampToValueAtTime(0.001, from + length);
        oscillator.connect(gain).connect(audio.destination);
        oscillator.start(from);
        oscillator.stop(from + length);
    }
}
