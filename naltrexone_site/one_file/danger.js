// Whether words are those of a person in danger, misspelt too; as articles/finding/crisis.py does it.

const GAP_MAX = 2; // small words between the words of a phrase

function inDanger(said, languages) {
  return languages.some((language) => {
    const common = new Set(language.common);
    const typed = said.map((word) => nearest(word, language.single) ?? word);
    return language.phrases.some((phrase) => stands(phrase.split(" "), typed, common));
  });
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

// The known word that this one is a slip of the finger from; nothing for short words, which are near to too many.
function nearest(word, known) {
  const most = word.length >= 9 ? 2 : word.length >= 6 ? 1 : 0;
  let [found, fewest] = [undefined, most + 1];
  for (const other of most ? known : []) {
    if (Math.abs(other.length - word.length) >= fewest) continue;
    const count = slips(word, other);
    if (count < fewest) [found, fewest] = [other, count];
  }
  return found;
}

// Letters too many, too few, wrong, or two in the wrong order.
function slips(one, other) {
  const rows = [Array.from({ length: other.length + 1 }, (_, place) => place)];
  for (let row = 1; row <= one.length; row++) {
    rows[row] = [row];
    for (let place = 1; place <= other.length; place++) {
      const wrong = one[row - 1] === other[place - 1] ? 0 : 1;
      const ways = [rows[row - 1][place] + 1, rows[row][place - 1] + 1, rows[row - 1][place - 1] + wrong];
      if (one[row - 1] === other[place - 2] && one[row - 2] === other[place - 1]) ways.push(rows[row - 2][place - 2] + 1);
      rows[row][place] = Math.min(...ways);
    }
  }
  return rows[one.length][other.length];
}
