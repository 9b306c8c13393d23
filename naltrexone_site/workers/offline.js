// Shows the copy of the site that the reader asked to keep, where the network does not answer. Served as /worker.js.
// The network always comes first, any mistake in here ends in the network, and no page that was read is ever stored:
// the one thing kept is the whole edition, the same for everybody, replaced in one step or not at all.

const SHELF = "kept-edition";
const COPY = "/keep/copy";
const PATIENCE = 4_000; // ms to wait for a page before the copy of it is shown
const FETCHING = 120_000; // ms for the whole edition on a slow line
const SHOWN = ["style", "script", "image", "font"]; // what a page asks for to be shown
const NAMED_BY_CONTENT = /^\/static\/.*\.[0-9a-f]{12}\.\w+$/;

let opened = null; // the copy as read from the shelf, as long as this worker lives
let following = null; // the fetch that is under way
let forgotten = false; // whether the reader has removed the copy since this worker woke

addEventListener("install", () => void skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("message", (event) => event.waitUntil(hear(event.data, event.ports[0])));

addEventListener("fetch", (event) => {
  const { destination, method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== location.origin || pathname.endsWith("/keep/removed/")) return;
  if (mode === "navigate") event.respondWith(page(event.request, pathname));
  else if (SHOWN.includes(destination)) event.respondWith(part(event.request, pathname));
});

async function page(request, path) {
  const asked = fetch(request);
  try {
    const answer = await Promise.race([asked, pause(PATIENCE)]);
    if (answer && answer.status < 500) return answer;
  } catch {
    // no network: the copy is all there is
  }
  return (await kept(path)) ?? asked.catch(async () => (await missing(path)) ?? Response.error());
}

async function part(request, path) {
  if (NAMED_BY_CONTENT.test(path)) return (await kept(path)) ?? fetch(request);
  return fetch(request).catch(async () => (await kept(path)) ?? Response.error());
}

// A language without guides is not in the copy, so what the copy says in English stands in for it.
async function missing(path) {
  const spanish = path.startsWith("/es/") ? await kept("/es/keep/offline/", 503) : undefined;
  return spanish ?? kept("/keep/offline/", 503);
}

function pause(time) {
  return new Promise((resolve) => setTimeout(resolve, time));
}

// From the copy, or nothing: also where the copy was removed meanwhile, or cannot be read.
async function kept(path, status = 200) {
  try {
    if (!(await caches.has(SHELF))) return undefined;
    opened ??= shelved().then((copy) => copy.json());
    const { files, headers } = await opened;
    const file = files[path];
    if (!file) return undefined;
    return new Response(file.text ?? bytes(file.base64), { status, headers: { ...headers, "Content-Type": file.type } });
  } catch {
    opened = null;
    return undefined;
  }
}

function shelved() {
  return caches.match(COPY, { cacheName: SHELF });
}

function bytes(base64) {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

// "keep" and "forget" when the reader asks for it; "follow" from each open page, once a minute.
async function hear(wish, port) {
  try {
    if (wish !== "follow") forgotten = wish === "forget";
    else registration.update().catch(() => {}); // a worker that is withdrawn goes within the same minute
    const wanted = wish === "keep" || (await caches.has(SHELF));
    if (wanted && !forgotten) await (following ??= follow());
    port?.postMessage("kept");
  } catch {
    port?.postMessage("failed");
  } finally {
    following = null;
  }
}

async function follow() {
  const shelf = await caches.open(SHELF); // before all else: what is put on a shelf removed meanwhile goes with it
  const answer = await fetch("/keep/edition.json", { cache: "no-cache", signal: AbortSignal.timeout(FETCHING) });
  if (!answer.ok) throw new Error(`edition.json answers ${answer.status}`);
  const edition = await answer.json();
  const have = await shelf.match(COPY);
  if (have?.headers.get("Copy") === edition.copy) return;
  // Past the cache of the browser, where a spoilt answer could lie for good, and a whole one a second time.
  const fetched = await fetch(edition.copy, { cache: "no-store", signal: AbortSignal.timeout(FETCHING) });
  const body = await fetched.arrayBuffer();
  if (edition.copy !== `/keep/${await digest(body)}.json`) throw new Error("the copy is not whole");
  await shelf.put(COPY, new Response(body, { headers: { Copy: edition.copy, Made: edition.made_at } }));
  opened = null;
}

async function digest(body) {
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
  return [...sum].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
