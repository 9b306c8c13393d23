// “Keep this site on this phone” and “Remove”. Nothing is stored before the reader presses the first, and nothing is
// left after the second. The copy itself is made by the worker, /worker.js.

const WORKER = "/worker.js";
const COPY = "/keep/copy";
const PATIENCE = 240_000; // ms for the whole site on a slow line
const A_MOMENT = 2_000; // ms for a worker to answer that it has heard
const A_WHILE = 8_000; // ms for a worker to be fetched, and again to be up
const DAY = 86_400_000; // ms

const box = document.querySelector("[data-keeping]");
const status = box.querySelector("[data-status]");
const keep = box.querySelector("[data-keep]");
const remove = box.querySelector("[data-remove]");
const language = document.documentElement.lang;
const address = globalThis.trustedTypes?.createPolicy("worker-address", { createScriptURL: () => WORKER });
const workers = navigator.serviceWorker;

say("weighing"); // it need not say any more that this has not loaded
keep.addEventListener("click", () => act(keepIt));
remove.addEventListener("click", () => act(removeIt));
show().catch(() => say("unable"));

async function act(wish) {
  keep.disabled = remove.disabled = true;
  const next = await wish().catch(() => say("failed"));
  keep.disabled = remove.disabled = false;
  next?.focus();
}

async function show() {
  if (!workers) throw new Error("no workers here");
  const copy = await caches.match(COPY);
  keep.hidden = Boolean(copy);
  remove.hidden = !copy && (await isEmpty());
  if (copy) return say("kept", await described(copy));
  const answer = await fetch("/keep/edition.json", { cache: "no-cache" }).catch(() => null);
  keep.hidden = !answer?.ok;
  if (answer?.ok) say("absent", { size: size((await answer.json()).bytes) });
  else say("withdrawn");
}

async function keepIt() {
  say("working");
  try {
    const registration = await within(A_WHILE, register());
    if ((await asked(await within(A_WHILE, awake(registration)), "keep", PATIENCE)) !== "kept") throw new Error("no copy");
  } catch (error) {
    await clear(); // what was begun does not stay
    throw error;
  }
  await show();
  return remove;
}

async function removeIt() {
  const said = (await clear()) ? "removed" : "stuck";
  await show();
  say(said);
  return keep;
}

// Another open page may hold an older worker, even one that was withdrawn: it has to give way first.
async function register() {
  const registration = await workers.register(address?.createScriptURL("") ?? WORKER, { updateViaCache: "none" });
  if (registration.active) await registration.update();
  return registration;
}

// Says whether nothing is left.
async function clear() {
  for (const registration of await workers.getRegistrations()) {
    if (registration.active) await asked(registration.active, "forget", A_MOMENT).catch(() => {}); // it may be broken
    await within(A_WHILE, registration.unregister()).catch(() => {}); // it waits for a worker that never gets up
  }
  for (const name of await caches.keys()) await caches.delete(name);
  return isEmpty();
}

async function isEmpty() {
  return !(await caches.keys()).length && !(await workers.getRegistrations()).length;
}

function awake(registration) {
  const worker = registration.installing ?? registration.waiting ?? registration.active;
  return new Promise((resolve, reject) => {
    const look = () => (worker.state === "activated" ? resolve(worker) : worker.state === "redundant" && reject());
    worker.addEventListener("statechange", look);
    look();
  });
}

function asked(worker, wish, patience) {
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise((resolve) => (port1.onmessage = (event) => resolve(event.data)));
  worker.postMessage(wish, [port2]);
  return within(patience, answer);
}

function within(time, promise) {
  return Promise.race([promise, new Promise((_, reject) => setTimeout(reject, time))]);
}

async function described(copy) {
  const made = new Date(copy.headers.get("Made"));
  const days = Math.floor((Date.now() - made) / DAY);
  return {
    date: made.toLocaleDateString(language, { dateStyle: "long" }),
    age: new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(-days, "day"),
    size: size((await copy.blob()).size),
  };
}

function size(bytes) {
  const [unit, value] = bytes < 1_000_000 ? ["kilobyte", bytes / 1_000] : ["megabyte", bytes / 1_000_000];
  const style = { style: "unit", unit, maximumFractionDigits: unit === "megabyte" ? 1 : 0 };
  return new Intl.NumberFormat(language, style).format(value);
}

function say(sentence, values = {}) {
  status.textContent = box.dataset[sentence].replace(/{(\w+)}/g, (_, name) => values[name]);
}
