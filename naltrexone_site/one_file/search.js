// Answers a search from the pages in this file. What was typed stands in no address and is kept nowhere. Understands
// everyday words (“shot” is “injection”) and forgives slips of the finger. Words of a crisis bring the numbers first.

const { danger, ...sayings } = JSON.parse(document.querySelector("[data-sayings]").textContent);
const SAYING_MAX = 5; // words

for (const form of document.querySelectorAll("form[data-answers]")) {
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const input = form.querySelector("input");
    if (words(input.value).length) answer(document.getElementById(form.dataset.answers), input.value.trim());
    else input.focus();
  });
}

function answer(page, typed) {
  const all = passages(page.lang);
  const known = new Set(all.flatMap(({ words }) => words.flat()));
  const said = words(typed);
  const meant = said.map((word) => rightly(word, known, sayings[page.lang]));
  const wanted = units(meant, sayings[page.lang]);
  const whole = best(all, wanted);
  const found = whole.length ? whole : best(all, wanted, 1);
  const sentence = page.dataset[whole.length ? "all" : found.length ? "some" : "none"];
  const understood = meant.every((word, place) => word === said[place]) ? typed : meant.join(" ");
  page.querySelector("[data-crisis]").hidden = !inDanger(said, danger);
  page.querySelector("[data-told]").textContent = sentence.replace("{typed}", () => understood);
  const called = ({ title, heading }) => !heading && words(title).join(" ") === meant.join(" ");
  const [named, others] = [all.filter(called), found.filter((passage) => !called(passage))];
  page.querySelector("[data-hits]").replaceChildren(...[...named, ...others].map((passage) => shown(passage, wanted)));
  if (location.hash === `#${page.id}`) page.scrollIntoView();
  else location.hash = page.id;
  page.focus();
}

// The word itself where a page or a saying has it; else the one that it is a slip of, where there is one.
function rightly(word, known, { common, meanings }) {
  const begins = (other) => other.startsWith(begun(word));
  const spoken = Object.keys(meanings).flatMap((saying) => saying.split(" "));
  const right = common.includes(word) || [...known, ...spoken].some(begins);
  return right ? word : nearest(word, known) ?? word;
}

// Each saying is one unit, with what the guides call it as other wordings; so is each word that is not too common.
function units(said, { common, meanings }) {
  const found = [];
  for (let place = 0; place < said.length; ) {
    const sayings = Array.from({ length: SAYING_MAX }, (_, short) => said.slice(place, place + SAYING_MAX - short));
    const saying = sayings.find((some) => Object.hasOwn(meanings, some.join(" "))) ?? [said[place]];
    const names = meanings[saying.join(" ")]?.map(words) ?? [];
    if (names.length || !common.includes(saying[0])) found.push([saying, ...names].map((wording) => wording.map(begun)));
    place += saying.length;
  }
  return found.length ? found : said.map((word) => [[begun(word)]]);
}
