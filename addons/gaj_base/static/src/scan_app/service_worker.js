// @odoo-module ignore
/* global GAJ */
/* eslint-disable no-restricted-globals */
// Keeps the scan page usable without network. The server puts `const GAJ = {version, assets, extras}` before this text: a
// new bundle makes a new worker, which fetches the new files before it takes over.
//
// Pages: from the network, kept copy if there is none. Files whose address carries their hash, and libraries: kept
// copy first. Translations: from the network, kept copy if there is none. Anything else, and every POST, is left alone.
const ASSETS = `gaj-assets-${GAJ.version}`;
const PAGES = "gaj-pages";
const NETWORK_PATIENCE = 5000;

self.addEventListener("install", (event) => {
    event.waitUntil(
        caches
            .open(ASSETS)
            .then(async (cache) => {
                await cache.addAll(GAJ.assets);
                // Nice to have: the page works without them.
                await Promise.allSettled(GAJ.extras.map((url) => cache.add(url)));
            })
            .then(() => self.skipWaiting())
    );
});

self.addEventListener("activate", (event) => {
    event.waitUntil(
        (async () => {
            const names = await caches.keys();
            const old = names.filter((name) => name.startsWith("gaj-assets-") && name !== ASSETS);
            await keepReferencedAssets(old);
            await self.clients.claim();
        })()
    );
});

// A kept page still names the files of the version that it was made with: these stay until the page is renewed.
async function keepReferencedAssets(oldNames) {
    const pages = await caches.open(PAGES);
    const texts = await Promise.all((await pages.matchAll()).map((response) => response.text()));
    for (const name of oldNames) {
        const keys = (await (await caches.open(name)).keys()).map((request) => new URL(request.url).pathname);
        const needed = keys.some((path) => path.startsWith("/web/assets/") && texts.some((text) => text.includes(path)));
        if (!needed) {
            await caches.delete(name);
        }
    }
}

self.addEventListener("message", (event) => {
    const { type, page, lang, urls } = event.data || {};
    if (type === "keep") {
        event.waitUntil(
            keep(page, lang, urls).then(
                () => event.ports[0].postMessage(true),
                async () => event.ports[0].postMessage(await isKept(page))
            )
        );
    }
});

async function keep(page, lang, urls) {
    const cache = await caches.open(ASSETS);
    const kept = new Set((await cache.keys()).map((request) => request.url));
    const missing = urls.filter((url) => !kept.has(new URL(url, self.location.origin).href));
    await Promise.all(missing.map((url) => keepOne(cache, url)));
    await keepTranslations(cache, lang);
    if (!(await isKept(page))) {
        const response = await fetch(page, { credentials: "same-origin" });
        await keepPage(page, response);
    }
    if (!(await isKept(page))) {
        throw new Error("not kept");
    }
}

async function keepOne(cache, url) {
    // A file may be kept by an older version already.
    const response = (await caches.match(url)) || (await fetch(url));
    if (response.ok) {
        await cache.put(url, response);
    }
}

async function isKept(page) {
    return Boolean(await (await caches.open(PAGES)).match(page));
}

// Only a page that is really the scan page of a logged-in user is kept; another user's pages go.
async function keepPage(path, response) {
    const userId = response.headers.get("X-Gaj-User");
    if (!response.ok || response.redirected || !userId) {
        return;
    }
    const cache = await caches.open(PAGES);
    for (const request of await cache.keys()) {
        const kept = await cache.match(request);
        if (kept.headers.get("X-Gaj-User") !== userId) {
            await cache.delete(request);
        }
    }
    await cache.put(path, response);
}

self.addEventListener("fetch", (event) => {
    const { request } = event;
    const url = new URL(request.url);
    if (request.method !== "GET" || url.origin !== self.location.origin) {
        return;
    }
    if (request.mode === "navigate") {
        if (url.pathname === "/gaj/scan" || url.pathname.startsWith("/gaj/scan/")) {
            event.respondWith(pageFirstFromNetwork(event, url.pathname));
        }
    } else if (url.pathname.startsWith("/web/assets/") || url.pathname.includes("/static/")) {
        event.respondWith(fileFirstFromCache(event, request));
    } else if (url.pathname === "/web/webclient/translations") {
        event.respondWith(translations(event, url));
    }
});

function inTime(promise) {
    return Promise.race([
        promise,
        new Promise((_, reject) => setTimeout(() => reject(new TypeError("too slow")), NETWORK_PATIENCE)),
    ]);
}

async function pageFirstFromNetwork(event, path) {
    const kept = await (await caches.open(PAGES)).match(path);
    try {
        const response = await (kept ? inTime(fetch(event.request)) : fetch(event.request));
        if (kept && response.status >= 500) {
            return kept;
        }
        event.waitUntil(keepPage(path, response.clone()));
        return response;
    } catch (error) {
        if (kept) {
            return kept;
        }
        throw error;
    }
}

async function fileFirstFromCache(event, request) {
    const kept = await caches.match(request, { ignoreVary: true });
    if (kept) {
        return kept;
    }
    const response = await fetch(request);
    if (response.ok && response.status === 200) {
        const copy = response.clone();
        event.waitUntil(caches.open(ASSETS).then((cache) => cache.put(request, copy)));
    }
    return response;
}

// The page asks "changed since <hash>?". Without network: "no", if it has a hash, else the whole kept answer.
async function translations(event, url) {
    try {
        return await fetch(event.request);
    } catch (error) {
        const [lang, hash] = [url.searchParams.get("lang"), url.searchParams.get("hash")];
        if (hash) {
            return new Response(JSON.stringify({ lang, hash }), { headers: { "Content-Type": "application/json" } });
        }
        const kept = await caches.match(translationsKey(lang));
        if (kept) {
            return kept;
        }
        throw error;
    }
}

function translationsKey(lang) {
    return `/web/webclient/translations?lang=${lang || ""}`;
}

// The page's own store of translations is emptied by an upgrade, so the worker keeps the whole answer as well.
async function keepTranslations(cache, lang) {
    const key = translationsKey(lang);
    const kept = await caches.match(key);
    const hash = kept ? (await kept.json()).hash : "";
    const response = await fetch(hash ? `${key}&hash=${hash}` : key);
    if (response.ok && (await response.clone().json()).lang_parameters) {
        await cache.put(key, response);
    }
}
