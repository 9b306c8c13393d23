// Suggests words, guides and sections while a person types, slips forgiven: the combobox pattern of ARIA, with list
// autocomplete. Whoever types of danger sees whom to call before the search. What is known is fetched whole at the first
// touch of the field, so nothing typed leaves the page. Without this file the form is a plain search.

const SHOWN_MAX = 6;
const LETTERS_MIN = 2;

for (const field of document.querySelectorAll("[data-suggestions]")) start(field);

function start(field) {
  const { form } = field;
  const call = form.querySelector("[data-call]");
  const list = element("ul", { role: "listbox", id: "suggestions" });
  const panel = element("div", { className: "suggestions" });
  const [voice, alarm] = [0, 1].map(() => element("p", { role: "status", className: "visually-hidden" }));
  let entries = null; // [what is shown, its address, its guide, all its words]
  let danger = {};
  let active = -1;
  list.setAttribute("aria-label", field.dataset.list);
  panel.append(call, list);
  form.append(panel, voice, alarm);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id }))
    field.setAttribute(name, value);
  show([], false);

  field.addEventListener("focus", async () => {
    if (entries) return;
    entries = [];
    const { default: known } = await import(field.dataset.suggestions).catch(() => ({ default: { suggested: [] } }));
    entries = known.suggested.map(([text, address, guide, also]) => [text, address, guide, words(`${text} ${also}`)]);
    danger = known.danger ?? {};
    if (field === document.activeElement && field.value !== field.defaultValue) open();
  });
  field.addEventListener("input", open);
  field.addEventListener("blur", () => show([], !call.hidden)); // a number may be what the focus moves to
  form.addEventListener("focusout", ({ relatedTarget }) => form.contains(relatedTarget) || show([], false));
  field.addEventListener("keydown", (event) => {
    const { key } = event;
    const options = list.children.length;
    if (key === "ArrowDown" && list.hidden) open();
    else if (key === "ArrowDown") move(active + 1 < options ? active + 1 : -1);
    else if (key === "ArrowUp" && !list.hidden) move(active < 0 ? options - 1 : active - 1);
    else if (key === "Enter" && active >= 0) list.children[active].click();
    else return;
    event.preventDefault();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || panel.hidden) return;
    event.preventDefault();
    field.focus();
    show([], false);
  });
  panel.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[data-address]");
    if (option) location.assign(option.dataset.address);
  });

  function open() {
    const said = words(field.value);
    const begun = danger[document.documentElement.lang];
    show(matching(entries ?? [], said, begun?.common ?? []), inDanger(said, danger) || (begun && dangerBegins(said.at(-1) ?? "", begun)));
  }

  function show(found, alarmed) {
    list.replaceChildren(...found.map(option));
    list.hidden = !found.length;
    call.hidden = !alarmed;
    panel.hidden = list.hidden && call.hidden;
    voice.textContent = found.length ? `${field.dataset.count} ${found.length}` : "";
    if (alarmed && call.getBoundingClientRect().bottom > (visualViewport?.height ?? innerHeight)) form.scrollIntoView();
    if (!alarmed || !alarm.textContent) alarm.textContent = alarmed ? call.textContent : ""; // said once
    field.setAttribute("aria-expanded", !list.hidden);
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
// Where nothing does, the small words of a question (“what do I do if”) are passed over; then slips are forgiven, each
// in a word that nothing begins with.
function matching(entries, said, common) {
  const telling = said.filter((word) => !common.includes(word));
  for (const reading of [() => said, () => telling, () => meant(entries, telling)]) {
    const wanted = reading();
    const enough = wanted.join("").length >= LETTERS_MIN;
    const has = ([, , , own]) => wanted.every((word) => own.some((other) => other.startsWith(word)));
    const begins = ([, , , own]) => wanted.every((word, place) => own[place]?.startsWith(word));
    const found = enough ? entries.filter(has) : [];
    if (found.length) return [...found.filter(begins), ...found.filter((entry) => !begins(entry))].slice(0, SHOWN_MAX);
  }
  return [];
}

function meant(entries, said) {
  const known = [...new Set(entries.flatMap(([, , , own]) => own))];
  const begun = (word) => nearest(word, known.map((other) => other.slice(0, word.length))); // a word half typed
  return said.map((word) => (known.some((other) => other.startsWith(word)) ? word : nearest(word, known) ?? begun(word) ?? word));
}

function element(tag, { role, ...rest }) {
  const made = Object.assign(document.createElement(tag), rest);
  made.setAttribute("role", role ?? "presentation");
  return made;
}
