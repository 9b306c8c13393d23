// Finds passages for what was typed, without asking anybody. What is wanted is a list of units; each is met by any one of
// its wordings, and a wording by all its words, or words that begin so.

const SHOWN_MAX = 12;
const BEFORE = 60; // letters of a snippet before the first word found
const SNIPPET = 200;
const TITLE = 3; // how much more a word counts there than in the text
const HEADING = 4;
const ENDING = /(?<=\w{4})(?:ing|ed|es|s)$/; // “injections” and “injected” are looked for as “inject”

// A passage ({ address, title, also, heading, text }) with its words, which are read once however often is searched.
function read(passage) {
  const { title, also, heading, text } = passage;
  return { ...passage, words: [`${title} ${also}`, heading, text].map(words) };
}

// The best first: those that meet all units, or as many as are needed.
function best(passages, units, needed = units.length) {
  return passages
    .map((passage) => ({ ...passage, counts: counts(passage, units) }))
    .filter(({ counts }) => needed && counts.filter(Boolean).length >= needed)
    .map((passage) => ({ ...passage, score: passage.counts.reduce((sum, count) => sum + count, 0) }))
    .sort((one, other) => other.score - one.score)
    .slice(0, SHOWN_MAX);
}

// How much each unit counts in the passage; 0 where it is missing.
function counts({ words: [named, headed, said] }, units) {
  const count = (word) => {
    const begins = (each) => each.startsWith(word);
    const often = said.filter(begins).length;
    return TITLE * named.some(begins) + HEADING * headed.some(begins) + Math.log2(1 + often);
  };
  return units.map((wordings) => Math.max(...wordings.map((wording) => Math.min(...wording.map(count)))));
}

function begun(word) {
  return word.replace(ENDING, "");
}

function shown({ address, title, heading, text }, units) {
  const [item, link, snippet] = ["li", "a", "p"].map((tag) => document.createElement(tag));
  const any = new RegExp(`(?<![\\p{L}\\d])(?:${units.flat(2).join("|")})`, "iu");
  const place = Math.max(0, text.search(any) - BEFORE);
  link.href = address;
  link.textContent = heading ? `${title}: ${heading}` : title;
  snippet.textContent = `${place ? "… " : ""}${text.slice(place, place + SNIPPET)}${text.length > place + SNIPPET ? " …" : ""}`;
  item.append(link, snippet);
  return item;
}
