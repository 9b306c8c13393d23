// What a page gets when it is first shown, made here so that the file weighs nothing for it: beside each source the ways
// back to the places that cite it, and the words that it uses with what they mean, for its print.

const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const whole = new Set();

// `said` are the words for it, in the language of the page.
function complete(page, said) {
  if (whole.has(page)) return;
  whole.add(page);
  const marks = [...page.querySelectorAll(".cite")];
  for (const source of page.querySelectorAll(".sources li")) leadBack(source, marks, said.back);
  page.querySelector(".page-facts")?.after(...wordsOf(page, said.words));
}

function leadBack(source, marks, said) {
  const [page, number] = source.id.split(":source-");
  const ways = element("span", "source-back");
  const arrow = element("span", "", "↑");
  arrow.ariaHidden = "true";
  ways.append(arrow, " ");
  for (const [index, mark] of marks.filter(({ textContent }) => textContent === `[${number}]`).entries()) {
    mark.id = `${page}:cite-${number}-${index + 1}`; // as on the site
    const letter = LETTERS[index] ?? String(index + 1);
    const way = element("a", "", letter);
    way.href = `#${mark.id}`;
    way.ariaLabel = said.replace("{number}", number).replace("{letter}", letter);
    ways.append(way);
  }
  source.append(ways);
}

// From A to Z, as they are explained there.
function wordsOf(page, said) {
  const used = new Set([...page.querySelectorAll("article .term")].map(({ hash }) => hash.slice(1)));
  const entries = [...document.querySelectorAll(".terms > div")].filter(({ id }) => used.has(id));
  if (!entries.length) return [];
  const list = element("dl");
  for (const entry of entries) {
    const pair = element("div");
    pair.append(...["dt", "dd"].map((tag) => element(tag, "", entry.querySelector(tag).textContent)));
    list.append(pair);
  }
  const section = element("section", "words");
  section.append(element("h2", "", said), list);
  return [section];
}

function element(tag, name = "", text = "") {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.textContent = text;
  return made;
}
