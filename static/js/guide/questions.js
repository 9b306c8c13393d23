// The reader's own questions for a visit: ticked under “Questions to bring to your visit” or typed, to print or copy.
// They live on the open page alone: nothing is stored or sent, and all of it is gone when the reader leaves.

const parts = document.querySelector("[data-my-questions]");
const section = ".heading:has(#questions) ~";
const list = document.querySelector(`${section} ul:not(${section} .heading ~ ul)`);

if (parts && list) offer(document.importNode(parts.content, true).firstElementChild);

function offer(box) {
  const form = box.querySelector("form");
  const own = box.querySelector("[data-own]");
  const sheet = element("section"); // what is printed alone
  const said = box.querySelector("[data-said]");
  list.classList.add("questions");
  for (const item of list.children) item.append(tickable(...item.childNodes));
  list.after(box);
  sheet.className = "questions-sheet";
  document.querySelector("main").append(sheet);
  show(false);

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const field = form.querySelector("input");
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
    const lines = element("ul");
    lines.append(...chosen.map((question) => element("li", question)));
    const source = `${document.querySelector("h1").textContent}, ${document.querySelector("[data-address]").textContent}`;
    sheet.replaceChildren(element("h2", box.querySelector("p").textContent), element("p", source), lines);
    show(true);
    window.print();
  });
  addEventListener("afterprint", () => show(false));

  const copies = box.querySelector("[data-copy-questions]");
  copies.hidden = !navigator.clipboard;
  copies.addEventListener("click", async () => {
    const chosen = questions();
    if (!chosen.length) return;
    await navigator.clipboard.writeText(chosen.map((question) => `- ${question}`).join("\n"));
    said.textContent = box.dataset.copied;
  });

  addEventListener("pagehide", () => {
    form.reset();
    own.replaceChildren();
    sheet.replaceChildren();
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
