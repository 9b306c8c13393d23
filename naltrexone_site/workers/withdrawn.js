// Served as /worker.js when the operator has switched the kept copy off: takes the place of any worker that a phone
// has, removes all that was kept, and then itself. It answers no request.

addEventListener("install", () => void skipWaiting());
addEventListener("activate", (event) => event.waitUntil(leave()));

async function leave() {
  for (const name of await caches.keys()) await caches.delete(name);
  await registration.unregister();
}
