const FORGIVEN_FROM = [5, 8]; // letters for one slip, and for two: short words are near to too many

// The known word that this one is a slip of the finger from, or nothing.
function nearest(word, known, from = FORGIVEN_FROM) {
  const most = from.filter((letters) => word.length >= letters).length;
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
