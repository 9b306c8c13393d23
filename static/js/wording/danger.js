// Whether words are those of a person in danger, in any language, misspelt too; as articles/finding/crisis.py does it.
// What is known is the `danger` of articles/finding/sayings.py.

const GAP_MAX = 2; // small words between the words of a phrase
const BEGUN_MIN = 4; // letters
const ALARMING_FROM = [6, 9]; // letters for one slip, and for two

function inDanger(said, danger) {
  return Object.values(danger).some((language) => {
    const common = new Set(language.common);
    const calm = new Set(language.calm);
    const typed = said.map((word) => (calm.has(word) ? "" : (nearest(word, language.single, ALARMING_FROM) ?? word)));
    language.written ??= language.phrases.flatMap(written);
    return language.written.some((phrase) => stands(phrase, typed, common));
  });
}

// The phrases that “end|take my_own life” stands for, word by word.
function written(short) {
  const further = (begun, choice) => begun.flatMap((words) => choice.split("|").map((other) => [...words, ...other.split("_")]));
  return short.split(" ").reduce(further, [[]]);
}

// In this order, with no more than a few common words between.
function stands(phrase, typed, common) {
  return typed.some((_, start) => {
    let [place, gap] = [0, 0];
    for (const word of typed.slice(start)) {
      if (same(phrase[place], word)) {
        [place, gap] = [place + 1, 0];
        if (place === phrase.length) return true;
      } else if (place && common.has(word) && gap < GAP_MAX) gap += 1;
      else return false;
    }
    return false;
  });
}

function same(form, word) {
  return form.endsWith("*") ? word.startsWith(form.slice(0, -1)) : form === word;
}

// Whether more than half of such a word stands there already: who begins “suici” may not write on.
function dangerBegins(word, { single, common }) {
  const begun = (whole) => word.length >= BEGUN_MIN && word.length > whole.length / 2 && whole.startsWith(word);
  return !common.includes(word) && single.some(begun);
}
