// What a reader takes along, by buttons that only appear where a script runs: the address copied, the page printed, and
// the reader's own questions for a visit. The questions live on the open page alone: nothing is stored or sent, and all
// of them are gone when the reader leaves.

const copy = document.querySelector("[data-copy]");
const print = document.querySelector("[data-print]");
const address = document.querySelector("[data-address]");
const status = document.querySelector("[data-status]");

if (copy && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(address.textContent.trim());
    status.textContent = status.dataset.copied;
  });
}
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}

const parts = document.querySelector("[data-my-questions]");
const section = ".heading:has(#questions) ~";
const list = document.querySelector(`${section} ul:not(${section} .heading ~ ul)`);

if (parts && list) offer(...document.importNode(parts.content, true).children);

function offer(box, sheet) {
  const form = box.querySelector("form");
  const own = box.querySelector("[data-own]");
  const said = box.querySelector("[data-said]");
  list.classList.add("questions");
  for (const item of list.children) item.append(tickable(...item.childNodes));
  list.after(box);
  document.querySelector("main").append(sheet);

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const field = form.elements.question;
    const typed = field.value.trim();
    field.value = "";
    field.focus();
    if (!typed) return;
    const item = element("li");
    item.append(tickable(typed));
    item.querySelector("input").checked = true;
    own.append(item);
    said.textContent = box.dataset.added;
  });

  box.querySelector("[data-print-questions]").addEventListener("click", () => {
    const chosen = questions();
    if (!chosen.length) return;
    sheet.querySelector("ul").replaceChildren(...chosen.map((question) => element("li", question)));
    show(true);
    window.print();
  });
  addEventListener("afterprint", () => show(false));

  box.querySelector("[data-copy-questions]").addEventListener("click", async () => {
    const chosen = questions();
    if (!chosen.length) return;
    const copied = navigator.clipboard?.writeText(chosen.map((question) => `- ${question}`).join("\n"));
    said.textContent = await Promise.resolve(copied ?? Promise.reject()).then(
      () => box.dataset.copied,
      () => box.dataset.uncopied,
    );
  });

  addEventListener("pagehide", () => {
    form.reset();
    own.replaceChildren();
    sheet.querySelector("ul").replaceChildren();
    for (const tick of list.querySelectorAll("input")) tick.checked = false;
    said.textContent = "";
  });

  function show(alone) {
    sheet.hidden = !alone;
    document.documentElement.toggleAttribute("data-printing-questions", alone);
  }

  function questions() {
    const ticked = [...list.querySelectorAll(":checked"), ...own.querySelectorAll(":checked")];
    said.textContent = ticked.length ? "" : box.dataset.none;
    return ticked.map(({ parentElement }) => {
      const label = parentElement.cloneNode(true);
      for (const source of label.querySelectorAll("sup")) source.remove();
      return label.textContent.trim();
    });
  }
}

function tickable(...content) {
  const label = element("label");
  const words = element("span");
  const tick = element("input");
  tick.type = "checkbox";
  tick.autocomplete = "off";
  words.append(...content);
  label.append(tick, words);
  return label;
}

function element(tag, text = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}
