// What a marked word means, or where a statement comes from, beside it: on hover, focus and tap (WCAG 1.4.13). Without
// this file the link leads to the term or the source. Both stand in the page already (#words, #sources), so nothing is
// fetched; where one is missing, nothing opens and the link leads on.

const OPEN_AFTER = 350; // ms of rest before a hover opens, so that sweeping over a paragraph flashes nothing
const CLOSE_AFTER = 300; // ms to move from the link to the preview
const GAP = 8; // px between the line and the preview, and to the window's edge
const RAISED = 0.6; // of a citation's size: how far its line reaches below the raised mark

const words = document.querySelector("#words dl");
const preview = element("div", "preview");
const voice = element("div"); // says a sheet aloud, for then the focus does not move; else the link's description does
let word = null; // the link whose preview is open
let finger = false; // whether a finger or a pen pressed last
let returning = false; // whether the focus comes back from a preview, which opens nothing
let timer = 0;

if ("popover" in preview) start();

function start() {
  preview.popover = "manual"; // one at a time, and no surprise: this file alone opens and closes it
  voice.append(preview);
  document.querySelector("main").append(voice);
  for (const link of document.querySelectorAll("a.term, .cite a")) watch(link);
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
  addEventListener("hashchange", () => close());
}

function watch(link) {
  link.addEventListener("pointerenter", ({ pointerType, clientY }) => {
    if (pointerType === "mouse") later(() => open(link, "hover", clientY), OPEN_AFTER);
  });
  link.addEventListener("pointerleave", leave);
  link.addEventListener("blur", blur);
  link.addEventListener("focus", () => {
    if (returning || !link.matches(":focus-visible")) return; // a click or a tap focuses too, and goes on
    open(link, "focus");
    if (word && !place()) word.scrollIntoView({ block: "start" }); // no room above or below: the scroll places it anew
  });
  link.addEventListener("click", (event) => {
    if (!finger || !event.detail || word === link) return; // a second tap, a click and Enter follow the link
    if (open(link, "tap")) event.preventDefault();
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

// Says whether it is open now.
function open(link, how, clientY) {
  clearTimeout(timer);
  if (word === link) return true;
  const found = link.matches(".term") ? term(link) : source(link);
  if (!found) return false;
  close();
  word = link;
  const sheet = how === "tap";
  preview.dataset.place = sheet ? "sheet" : "beside";
  voice.ariaLive = sheet ? "polite" : "off";
  preview.replaceChildren(...paper(found, how));
  preview.showPopover({ source: link }); // Tab then goes from the link into the preview
  if (!sheet) link.setAttribute("aria-describedby", "preview-text"); // a sheet is said aloud already
  place(clientY);
  return true;
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

// In the one file that holds the whole site a term leads to its place there.
function term(link) {
  const entry = link.hash ? named(link.hash) : words?.querySelector(`[data-term="${CSS.escape(link.pathname)}"]`);
  if (!entry) return null;
  const [name, text] = [entry.querySelector("dt").textContent, entry.querySelector("dd")];
  const { more, close } = entry.closest("dl").dataset;
  return { name, text, more: `${more} ${name}`, href: link.href, shut: close };
}

function source(link) {
  const entry = named(link.hash);
  if (!entry) return null;
  const [name, text] = [link.getAttribute("aria-label"), entry.querySelector(".source-who")];
  const { all, close } = entry.closest("ol").dataset;
  return { name, text, title: entry.querySelector("a"), more: all, href: `#${entry.closest("section").id}`, shut: close };
}

function named(hash) {
  return document.getElementById(hash.slice(1));
}

// What the focus opens has no links, or Tab would need three steps for each citation; Enter leads to the same links.
function paper({ name, text, title, more, href, shut }, how) {
  const said = element("p", "preview-text");
  said.append(...text.cloneNode(true).childNodes);
  said.id = "preview-text";
  if (title) said.append(" ", how === "focus" ? title.textContent : anchor(title.textContent, title.href));
  const shown = [element("p", "preview-name", name), said];
  if (how === "tap" || (title && how === "hover")) {
    const actions = element("p", "preview-actions");
    actions.append(anchor(more, href));
    if (how === "tap") actions.append(shutter(shut));
    shown.push(actions);
  }
  return shown;
}

function shutter(name) {
  const button = element("button", "", name);
  button.type = "button";
  button.addEventListener("click", () => close({ back: true }));
  return button;
}

function anchor(text, href) {
  const made = element("a", "", text);
  made.href = href;
  return made;
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

// Under the link's lines, or above them where there is more room; never over them, never out of sight. A word broken
// over two lines is met at the piece that is pointed to. Says whether all of the preview can be seen at once.
function place(pointerY = Infinity) {
  const sheet = preview.dataset.place === "sheet";
  const edge = sheet ? 0 : GAP;
  const { top, bottom } = word.getBoundingClientRect();
  const gap = GAP + (word.matches(".cite a") ? RAISED * parseFloat(getComputedStyle(word).fontSize) : 0);
  const pieces = [...word.getClientRects()];
  const { left } = pieces.find((piece) => pointerY <= piece.bottom) ?? pieces.at(-1);
  Object.assign(preview.style, { left: 0, maxBlockSize: "none" });
  const { width, height } = preview.getBoundingClientRect();
  const above = top - gap - edge;
  const below = innerHeight - bottom - gap - edge;
  const under = height <= below || below >= above;
  const shown = Math.min(height, under ? below : above);
  const beside = under ? bottom + gap : top - gap - shown;
  const atEdge = under ? innerHeight - shown : 0;
  const leftMost = Math.min(left, document.documentElement.clientWidth - width - edge);
  const pixels = { top: sheet ? atEdge : beside, left: Math.max(edge, leftMost), maxBlockSize: shown };
  for (const [name, value] of Object.entries(pixels)) preview.style[name] = `${value}px`;
  preview.tabIndex = height <= shown ? -1 : 0; // -1: a press on its text leaves it open; 0: Tab, and arrows scroll it
  return height <= shown;
}
