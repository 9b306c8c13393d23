// The passages of the pages in this file, as finding.js reads them: each guide by its sections, each word, each other page.

const passagesOf = new Map(); // language to its passages

function passages(language) {
  if (!passagesOf.has(language)) {
    const pages = [...document.querySelectorAll(".leaf")].filter((page) => page.lang === language);
    passagesOf.set(language, pages.flatMap(passagesIn).map(read));
  }
  return passagesOf.get(language);
}

function passagesIn(page) {
  const terms = [...page.querySelectorAll(".terms > div")];
  if (terms.length) return terms.map(term);
  const blocks = [...page.querySelectorAll(":is(.lead, .sections) > *")];
  if (blocks.length) return sections(page, blocks);
  const told = page.querySelector(":scope > .text:not(:has(.references))");
  return told ? [{ ...begunAt(page, page), text: plain(told) }] : []; // lists, sheets and the sources answer nothing
}

function term(entry) {
  const [name, definition, also] = entry.children;
  return { address: `#${entry.id}`, title: plain(name), also: also ? plain(also) : "", heading: "", text: plain(definition) };
}

function sections(page, blocks) {
  const found = [{ ...begunAt(page, page), text: plain(page.querySelector(".summary")) }];
  for (const block of blocks) {
    const heading = block.querySelector(":scope > h2[id], :scope > .heading > h2[id]");
    if (heading) found.push(begunAt(page, heading));
    found.at(-1).text += ` ${plain(block)}`;
  }
  return found;
}

function begunAt(page, place) {
  return {
    address: `#${place.id}`,
    title: plain(page.querySelector("h1")),
    also: "",
    heading: place === page ? "" : plain(place),
    text: "",
  };
}

// Without the marks of sources.
function plain(element) {
  return element.textContent.replace(/\[\d+\]/g, "").replace(/\s+/g, " ").trim();
}
