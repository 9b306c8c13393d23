// A term's definition beside its link: on hover, focus and tap (WCAG 1.4.13). Without this file the link leads to
// the term. The definitions stand in the page already (#words), so nothing is fetched.

const OPEN_AFTER = 350; // ms of rest before a hover opens, so that sweeping over a paragraph flashes nothing
const CLOSE_AFTER = 300; // ms to move from the word to the preview
const GAP = 8; // px between the line and the preview, and to the window's edge

const list = document.querySelector("#words dl");
const preview = element("div", "preview");
const voice = element("div"); // says a sheet aloud, for then the focus does not move; else the link's description does
let word = null; // the link whose preview is open
let finger = false; // whether a finger or a pen pressed last
let returning = false; // whether the focus comes back from a sheet, which opens nothing
let timer = 0;

if (list && "popover" in preview) start();

function start() {
  preview.popover = "manual"; // one at a time, and no surprise: this file alone opens and closes it
  voice.append(preview);
  document.querySelector("main").append(voice);
  for (const link of document.querySelectorAll("a.term")) watch(link);
  preview.addEventListener("pointerenter", () => clearTimeout(timer));
  preview.addEventListener("pointerleave", leave);
  preview.addEventListener("focusout", blur);
  document.addEventListener("keydown", (event) => event.key === "Escape" && close({ back: true }));
  document.addEventListener("pointerdown", (event) => {
    finger = event.pointerType !== "mouse";
    if (!preview.contains(event.target) && !word?.contains(event.target)) close();
  });
  addEventListener("scroll", () => word && (held() && inSight() ? place() : close()), { passive: true });
  addEventListener("resize", () => word && (inSight() ? place() : close()));
  addEventListener("pagehide", () => close()); // or it would still be open when the reader comes back
}

function watch(link) {
  link.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && later(() => open(link, event), OPEN_AFTER));
  link.addEventListener("pointerleave", leave);
  link.addEventListener("blur", blur);
  link.addEventListener("focus", () => {
    if (returning || !link.matches(":focus-visible")) return; // a click or a tap focuses too, and goes on
    open(link);
    if (word && !place()) word.scrollIntoView({ block: "start" }); // no room above or below: the scroll places it anew
  });
  link.addEventListener("click", (event) => {
    if (!finger || !event.detail || word === link) return; // a second tap, a click and Enter follow the link
    event.preventDefault();
    open(link, { sheet: true });
  });
}

function leave(event) {
  if (event.pointerType !== "mouse") return;
  clearTimeout(timer);
  if (!held()) later(close, CLOSE_AFTER);
}

function blur(event) {
  if (!preview.contains(event.relatedTarget)) close();
}

function later(what, delay) {
  clearTimeout(timer);
  timer = setTimeout(what, delay);
}

function open(link, { sheet = false, clientY = Infinity } = {}) {
  clearTimeout(timer);
  const entry = list.querySelector(`[data-term="${CSS.escape(link.pathname)}"]`);
  if (!entry || word === link) return;
  close();
  word = link;
  preview.dataset.place = sheet ? "sheet" : "beside";
  voice.ariaLive = sheet ? "polite" : "off";
  preview.replaceChildren(...paper(entry, sheet));
  preview.showPopover({ source: link }); // Tab then goes from the word into the sheet
  link.setAttribute("aria-describedby", "preview-text");
  place(clientY);
}

function close({ back = false } = {}) {
  clearTimeout(timer);
  if (!word) return;
  const link = word;
  const inside = preview.contains(document.activeElement);
  word = null;
  link.removeAttribute("aria-describedby");
  preview.hidePopover();
  preview.removeAttribute("style");
  returning = true;
  if (back && inside) link.focus();
  returning = false;
}

function paper(entry, sheet) {
  const name = element("p", "preview-name", entry.querySelector("dt").textContent);
  const text = element("p", "preview-text", entry.querySelector("dd").textContent);
  text.id = "preview-text";
  if (!sheet) return [name, text];
  const more = element("a", "", `${list.dataset.more} ${name.textContent}`);
  more.href = word.href;
  const shut = element("button", "", list.dataset.close);
  shut.type = "button";
  shut.addEventListener("click", () => close({ back: true }));
  const actions = element("p", "preview-actions");
  actions.append(more, shut);
  return [name, text, actions];
}

function element(tag, name = "", text = "") {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.textContent = text;
  return made;
}

// What the focus opened stays while the focus does.
function held() {
  return preview.dataset.place === "beside" && [word, preview].includes(document.activeElement);
}

function inSight() {
  const { top, bottom } = word.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

// Under the word's lines, or above them where there is more room; never over them, never out of sight. A word broken
// over two lines is met at the piece that is pointed to. Says whether all of the preview can be seen at once.
function place(pointerY = Infinity) {
  const sheet = preview.dataset.place === "sheet";
  const edge = sheet ? 0 : GAP;
  const { top, bottom } = word.getBoundingClientRect();
  const pieces = [...word.getClientRects()];
  const { left } = pieces.find((piece) => pointerY <= piece.bottom) ?? pieces.at(-1);
  Object.assign(preview.style, { left: 0, maxBlockSize: "none" });
  const { width, height } = preview.getBoundingClientRect();
  const above = top - GAP - edge;
  const below = innerHeight - bottom - GAP - edge;
  const under = height <= below || below >= above;
  const shown = Math.min(height, under ? below : above);
  const beside = under ? bottom + GAP : top - GAP - shown;
  const atEdge = under ? innerHeight - shown : 0;
  const leftMost = Math.min(left, document.documentElement.clientWidth - width - edge);
  const pixels = { top: sheet ? atEdge : beside, left: Math.max(edge, leftMost), maxBlockSize: shown };
  for (const [name, value] of Object.entries(pixels)) preview.style[name] = `${value}px`;
  preview.tabIndex = height <= shown ? -1 : 0; // -1: a press on its text leaves it open; 0: Tab, and arrows scroll it
  return height <= shown;
}
