// For editors alone: shows each save at once, marks the hardest sentences, and opens the page as a phone has it.
const margin = document.querySelector("[data-preview-state]");

const follow = () => {
  const events = new EventSource("/preview/events");
  events.addEventListener("message", ({ data }) => {
    if (data !== margin.dataset.previewState) {
      events.close();
      location.reload();
    }
  });
  addEventListener("pagehide", () => events.close());
};

// The letters of the text as readers see them, each with its place; white space counts once, notes not at all.
const letters = (root) => {
  const found = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentElement.closest(".cite, .cell-label, .section-link")) continue;
    [...node.data].reduce((index, letter) => {
      found.push({ letter: /\s/.test(letter) ? " " : letter, node, index });
      return index + letter.length;
    }, 0);
  }
  return found.filter(({ letter }, place) => letter !== " " || found[place - 1]?.letter !== " ");
};

const markSentences = () => {
  const text = document.querySelector("article");
  if (!text || !globalThis.Highlight) return;
  const places = letters(text);
  const whole = places.map(({ letter }) => letter).join("");
  const ranges = [...document.querySelectorAll("[data-preview-sentence]")].flatMap((item) => {
    const at = whole.indexOf(item.textContent);
    if (at < 0) return [];
    const [first, last] = [places[at], places[at + item.textContent.length - 1]];
    const range = new Range();
    range.setStart(first.node, first.index);
    range.setEnd(last.node, last.index + 1);
    item.addEventListener("click", () => first.node.parentElement.scrollIntoView({ block: "center" }));
    return [range];
  });
  CSS.highlights.set("hard-sentence", new Highlight(...ranges));
};

const openTools = () => {
  const tools = {
    phone: () => open(location.href, "preview-phone", "width=360,height=740"),
    print: () => print(),
  };
  for (const button of document.querySelectorAll("[data-preview-tool]")) {
    button.hidden = false;
    button.addEventListener("click", tools[button.dataset.previewTool]);
  }
};

if (margin) {
  follow();
  markSentences();
  openTools();
}
