// A code on paper leads here with the day of its print (#printed-2026-11-20), that of a single section with its id too
// (#printed-2026-11-20/steps): what has changed since is said at the top, or right above that section. What follows “:~:”
// leads there where no script runs; only browsers that do not know it leave it in the hash.

const PRINTED = /^#printed-(\d{4}-\d\d-\d\d)(?:\/([a-z\d-]+))?(?::~:.*)?$/;

const notice = document.querySelector("[data-printed]");
const below = notice?.nextElementSibling; // at the top
const some = notice?.firstElementChild.textContent;

if (notice) {
  tell();
  addEventListener("hashchange", tell); // another code, read while the page is open
}

function tell() {
  const [, printed, id] = location.hash.match(PRINTED) ?? [];
  if (!printed) return;
  const changes = [...document.querySelectorAll("[data-changes] li")];
  const since = changes.filter((change) => dayOf(change) >= printed);
  const list = document.createElement("ul");
  list.append(...since.map((change) => change.cloneNode(true)));
  notice.replaceChildren(notice.firstElementChild, ...(since.length ? [list] : []));
  notice.firstElementChild.textContent = said(since, printed);
  notice.hidden = false;
  lead(document.getElementById(id)?.closest(".heading"));
}

// A copy may be older than what was changed on its own day, and a day is all that it carries.
function said(since, printed) {
  if (!since.length) return notice.dataset[renewed() > printed ? "renewed" : "printed"];
  return since.some((change) => dayOf(change) === printed) ? notice.dataset.sameDay : some;
}

function dayOf(change) {
  return change.querySelector("time").dateTime;
}

// The day of the page itself: a change may have been published later than the day that its note has.
function renewed() {
  return document.querySelector("[data-renewed-on]").dateTime;
}

function lead(section) {
  (section ?? below).before(notice);
  notice.scrollIntoView();
  if (!section) return;
  notice.tabIndex = -1;
  notice.focus(); // reading goes on from here, by ear and by keyboard
}
