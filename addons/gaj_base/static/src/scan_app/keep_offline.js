/**
 * Makes this page open without network: registers the service worker and hands it what the page just loaded
 * (itself, fonts, translations), since a worker does not see what was fetched before it ran.
 */
import { EventBus } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { jsToPyLocale } from "@web/core/l10n/utils";
import { user } from "@web/core/user";

export const offlineBus = new EventBus();
const WORKER = "/gaj/service-worker.js";
const SCOPE = "/gaj/";

function loadedHere() {
    const wanted = ["/web/assets/", "/web/static/", "/gaj_base/static/"];
    return performance
        .getEntriesByType("resource")
        .map((entry) => new URL(entry.name))
        .filter((url) => url.origin === location.origin && wanted.some((start) => url.pathname.startsWith(start)))
        .map((url) => url.pathname + url.search);
}

function ask(worker, message) {
    return new Promise((resolve) => {
        const channel = new MessageChannel();
        channel.port1.onmessage = ({ data }) => resolve(data);
        worker.postMessage(message, [channel.port2]);
    });
}

/** Prepares the page for use without network; the bus says "ready" with whether it worked. */
export async function keepPageOffline() {
    const workers = browser.navigator.serviceWorker;
    if (!workers) {
        offlineBus.trigger("ready", false);
        return;
    }
    try {
        // Without network the worker that is there goes on; only a page with network asks for a newer one.
        await workers.register(WORKER, { scope: SCOPE, updateViaCache: "none" });
    } catch (error) {
        if (!(await workers.getRegistration(SCOPE))) {
            console.warn("The scan page cannot be kept for use without network:", error);
            offlineBus.trigger("ready", false);
            return;
        }
    }
    const { active } = await workers.ready;
    if (document.readyState !== "complete") {
        await new Promise((resolve) => window.addEventListener("load", resolve, { once: true }));
    }
    await document.fonts.ready;
    const lang = jsToPyLocale(user.lang || document.documentElement.lang);
    const ready = await ask(active, { type: "keep", page: location.pathname, lang, urls: loadedHere() });
    offlineBus.trigger("ready", Boolean(ready));
}
