// A term's definition beside its link: on hover, focus and tap. Without this file the link leads to the term.
// The definitions stand in the page already (#words), so nothing is fetched.

const OPEN_AFTER = 350; // ms of rest before a hover opens, so that sweeping over a paragraph flashes nothing
const CLOSE_AFTER = 250; // ms to move from the word to the preview
const GAP = 8; // px between the line and the preview

const list = document.querySelector("#words dl");
const preview = document.createElement("div");
let link = null; // the word whose preview is open
let timer = 0;

if (list && "popover" in preview) start();

function start() {
  preview.id = "preview";
  preview.className = "preview";
  preview.popover = "manual"; // one at a time, and no surprise: this file alone opens and closes it
  document.body.append(preview);
  for (const word of document.querySelectorAll("a.term")) watch(word);
  preview.addEventListener("pointerenter", () => clearTimeout(timer));
  preview.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && later(close, CLOSE_AFTER));
  preview.addEventListener("focusout", (event) => preview.contains(event.relatedTarget) || close());
  document.addEventListener("keydown", (event) => event.key === "Escape" && close({ back: true }));
  document.addEventListener("pointerdown", (event) => preview.contains(event.target) || event.target === link || close());
  addEventListener("scroll", () => link && preview.dataset.place === "sheet" && close(), { passive: true });
}

function watch(word) {
  let touched = false;
  word.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && later(() => open(word), OPEN_AFTER));
  word.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && later(close, CLOSE_AFTER));
  word.addEventListener("pointerdown", (event) => (touched = event.pointerType !== "mouse"));
  word.addEventListener("focus", () => touched || open(word));
  word.addEventListener("blur", (event) => preview.contains(event.relatedTarget) || close());
  word.addEventListener("click", (event) => {
    if (!touched || link === word) return; // a second tap, a click and Enter follow the link
    event.preventDefault();
    open(word, { sheet: true });
  });
}

function later(what, delay) {
  clearTimeout(timer);
  timer = setTimeout(what, delay);
}

function open(word, { sheet = false } = {}) {
  clearTimeout(timer);
  const entry = list.querySelector(`[data-term="${CSS.escape(word.pathname)}"]`);
  if (!entry || link === word) return;
  close();
  link = word;
  preview.replaceChildren(...paper(entry, word, sheet));
  preview.dataset.place = sheet ? "sheet" : "beside";
  preview.showPopover();
  word.setAttribute("aria-describedby", "preview-text");
  if (!sheet) place(word);
}

function close({ back = false } = {}) {
  clearTimeout(timer);
  if (!link) return;
  const word = link;
  const inside = preview.contains(document.activeElement);
  link = null;
  word.removeAttribute("aria-describedby");
  preview.hidePopover();
  preview.removeAttribute("style");
  if (back && inside) word.focus();
}

function paper(entry, word, sheet) {
  const name = element("p", "preview-name", entry.querySelector("dt").textContent);
  const text = element("p", "preview-text", entry.querySelector("dd").textContent);
  text.id = "preview-text";
  if (!sheet) return [name, text];
  const more = element("a", "", `${list.dataset.more} ${name.textContent}`);
  more.href = word.href;
  const shut = element("button", "", list.dataset.close);
  shut.type = "button";
  shut.addEventListener("click", () => close({ back: true }));
  const actions = element("p", "preview-actions", "");
  actions.append(more, shut);
  return [name, text, actions];
}

function element(tag, name, text) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.textContent = text;
  return made;
}

// Under the word's line, or above it where there is no room; never over the line, never out of sight.
function place(word) {
  const line = word.getClientRects()[0];
  const { width, height } = preview.getBoundingClientRect();
  const below = line.bottom + GAP;
  const fits = below + height <= innerHeight;
  const top = fits || line.top < height + GAP ? below : line.top - GAP - height;
  const left = Math.max(GAP, Math.min(line.left, document.documentElement.clientWidth - width - GAP));
  preview.style.top = `${top}px`;
  preview.style.left = `${left}px`;
}
