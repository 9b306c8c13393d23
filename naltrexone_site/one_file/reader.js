// Shows one page of the file at a time: the one that the address names after its #. Without this file all stand one after
// the other. Nothing is stored: where the reader was on a page is known while the file is open.

const pages = [...document.querySelectorAll(".leaf")];
const first = pages.find((page) => !page.hidden); // searches are hidden until asked for
const today = new Date().toISOString().slice(0, 10);
const left = new Map(); // address to how far down the reader was there
let here = location.hash;

document.documentElement.dataset.paged = "";
history.scrollRestoration = "manual"; // the browser would scroll before the page is there
show(named(location.hash));
document.getElementById(idOf(location.hash))?.scrollIntoView();

for (const told of document.querySelectorAll("[data-after]")) told.hidden = today <= told.dataset.after;
for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// Before the browser scrolls there; what is opened elsewhere, as in a new tab, leaves this page as it is.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  const within = link?.hash && link.href.split("#")[0] === location.href.split("#")[0];
  if (!within || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  left.delete(link.hash);
  turnTo(link.hash);
});
document.addEventListener("submit", ({ target }) => left.delete(`#${target.dataset.answers}`), { capture: true });
addEventListener("popstate", () => turnTo(location.hash));
addEventListener("hashchange", () => {
  if (left.has(location.hash)) scrollTo(0, left.get(location.hash));
  else if (!document.getElementById(idOf(location.hash))) named(location.hash)?.scrollIntoView();
});

function turnTo(hash) {
  if (hash === here) return;
  left.set(here, scrollY);
  here = hash;
  show(named(hash));
}

// The page of an address. Of one whose part is gone, the page; of one that is not here, the first; of the text that
// “skip” leads to, nothing, for it is in every page.
function named(hash) {
  const id = idOf(hash);
  const place = document.getElementById(id) ?? document.getElementById(id.split(":")[0]) ?? first;
  return place.closest(".leaf");
}

function idOf(hash) {
  try {
    return decodeURIComponent(hash.slice(1));
  } catch {
    return ""; // half a sign, as in an address cut off
  }
}

function show(page) {
  if (!page) return;
  for (const other of pages) other.hidden = other !== page;
  const around = [...document.querySelectorAll("[data-chapter]")];
  for (const part of around) part.hidden = part.lang !== page.lang;
  const { chapter: site, ...said } = around.find((part) => !part.hidden).dataset;
  complete(page, said);
  const title = page === first ? "" : page.querySelector("h1").textContent;
  document.documentElement.lang = page.lang;
  document.title = [title, site].filter(Boolean).join(" – ");
}
