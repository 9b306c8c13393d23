// Where the reader keeps this site on the phone, its worker looks for a new edition: now, and each minute in sight.

const EVERY = 60_000; // ms
const worker = navigator.serviceWorker?.controller;

function follow() {
  if (!document.hidden) worker.postMessage("follow");
}

if (worker) {
  follow();
  setInterval(follow, EVERY);
}
