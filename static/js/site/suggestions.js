// Suggests words, guides and sections while a person types: the combobox pattern of ARIA, with list autocomplete. The
// list is fetched whole at the first touch of the field, so nothing typed leaves the page. Without this file the form
// is a plain search.

const SHOWN_MAX = 6;
const LETTERS_MIN = 2;

for (const field of document.querySelectorAll("[data-suggestions]")) start(field);

function start(field) {
  const list = element("ul", { role: "listbox", id: "suggestions", className: "suggestions", hidden: true });
  const voice = element("p", { role: "status", className: "visually-hidden" });
  let entries = null; // [what is shown, its address, its guide, all its words]
  let active = -1;
  list.setAttribute("aria-label", field.dataset.list);
  field.closest("form").append(list, voice);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id }))
    field.setAttribute(name, value);
  close();

  field.addEventListener("focus", async () => {
    if (entries) return;
    entries = [];
    const { default: found } = await import(field.dataset.suggestions).catch(() => ({ default: [] }));
    entries = found.map(([text, address, guide, also]) => [text, address, guide, words(`${text} ${also}`)]);
    if (field === document.activeElement && field.value !== field.defaultValue) open();
  });
  field.addEventListener("input", open);
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    const { key } = event;
    const options = list.children.length;
    if (key === "ArrowDown" && list.hidden) open();
    else if (key === "ArrowDown") move(active + 1 < options ? active + 1 : -1);
    else if (key === "ArrowUp" && !list.hidden) move(active < 0 ? options - 1 : active - 1);
    else if (key === "Enter" && active >= 0) list.children[active].click();
    else if (key === "Escape" && !list.hidden) close();
    else return;
    event.preventDefault();
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[data-address]");
    if (option) location.assign(option.dataset.address);
  });

  function open() {
    const options = matching(entries ?? [], field.value).map(option);
    list.replaceChildren(...options);
    voice.textContent = options.length ? `${field.dataset.count} ${options.length}` : "";
    list.hidden = !options.length;
    field.setAttribute("aria-expanded", !list.hidden);
    move(-1);
  }

  function close() {
    list.hidden = true;
    voice.textContent = "";
    field.setAttribute("aria-expanded", false);
    move(-1);
  }

  function move(place) {
    active = place;
    [...list.children].forEach((each, index) => each.setAttribute("aria-selected", index === place));
    list.children[place]?.scrollIntoView({ block: "nearest" });
    if (place < 0) field.removeAttribute("aria-activedescendant");
    else field.setAttribute("aria-activedescendant", list.children[place].id);
  }

  function option([text, address, guide], index) {
    const made = element("li", { role: "option", id: `suggestion-${index}`, textContent: text });
    const kind = guide ? (guide === text ? field.dataset.guide : guide) : field.dataset.word;
    made.dataset.address = address;
    made.append(" ", element("span", { textContent: kind }));
    return made;
  }
}

// Every word typed begins a word of the entry. Those that begin as typed come first, else the list's own order holds.
function matching(entries, typed) {
  const wanted = words(typed);
  if (wanted.join("").length < LETTERS_MIN) return [];
  const found = entries.filter(([, , , own]) => wanted.every((word) => own.some((other) => other.startsWith(word))));
  const begins = ([, , , own]) => wanted.every((word, place) => own[place]?.startsWith(word));
  return [...found.filter(begins), ...found.filter((entry) => !begins(entry))].slice(0, SHOWN_MAX);
}

function words(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function element(tag, { role, ...rest }) {
  const made = Object.assign(document.createElement(tag), rest);
  made.setAttribute("role", role ?? "presentation");
  return made;
}
