// What was meant by what was typed: everyday words (“shot” is “injection”) and slips of the finger, as data says them
// (articles/finding/sayings.py).

const SAYING_MAX = 5; // words
const INFLECTED = 3; // letters that a form of a word may have more than its root

// `found`: the best passages; `whole`: whether they have all of it; `understood`: what was typed, rightly spelt.
function answered(passages, typed, sayings) {
  const said = words(typed);
  const known = new Set(passages.flatMap(({ words }) => words.flat()));
  const meant = said.map((word) => rightly(word, known, sayings));
  const wanted = units(meant, sayings);
  const all = best(passages, wanted);
  const called = ({ title, heading }) => !heading && words(title).join(" ") === meant.join(" ");
  const [named, others] = [passages.filter(called), (all.length ? all : best(passages, wanted, 1)).filter((one) => !called(one))];
  const understood = meant.every((word, place) => word === said[place]) ? typed : meant.join(" ");
  return { found: [...named, ...others], wanted, whole: all.length > 0, understood };
}

// The word itself where a page or a saying has it; else the one that it is a slip of, where there is one.
function rightly(word, known, { common, right, meanings }) {
  const begins = (other) => other.startsWith(begun(word));
  const spoken = Object.keys(meanings).flatMap((saying) => saying.split(" "));
  const spelt = (root) => word.startsWith(root) && word.length - root.length <= INFLECTED;
  const asItIs = common.includes(word) || right.some(spelt) || [...known, ...spoken].some(begins);
  return asItIs ? word : nearest(word, known) ?? word;
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
