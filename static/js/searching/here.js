// Answers a search in the browser, where no server does: from the copy kept on this device, or on a site of files alone
// from the same copy, fetched. It finds the passages with all the words, or with words that begin so. Nothing typed
// leaves the page. Without this file the page lists every guide by need.

const SIGNS = { amp: "&", lt: "<", gt: ">", quot: "\x22", "#x27": "'", "#39": "'", nbsp: " " };

const box = document.querySelector("[data-found]");
const root = location.pathname.split("search/")[0];
const typed = location.pathname.endsWith("search/") ? new URLSearchParams(location.search).get("q") ?? "" : "";
const wanted = words(typed).map((word) => [[begun(word)]]);

if (wanted.length) answer().catch(() => {}); // the guides stand below all the same

async function answer() {
  const files = await copied();
  const found = files ? looked(files) : [];
  const said = found.length ? box.dataset.found : files ? box.dataset.none : box.dataset.unable;
  document.querySelector("#query").value = typed;
  box.querySelector("[data-heading]").textContent = said.replace("{typed}", typed);
  box.querySelector(".guide-links").replaceChildren(...found.map((passage) => shown(passage, wanted)));
  box.hidden = false;
}

// Every page, by its address. Nothing where there is no copy: the library may be too large for one.
async function copied() {
  const kept = await globalThis.caches?.match("/keep/copy");
  if (kept) return (await kept.json()).files;
  const edition = await fetch("/keep/edition.json");
  return edition.ok ? (await (await fetch((await edition.json()).copy)).json()).files : null;
}

function looked(files) {
  const names = suggested(files[`${root}search/suggestions.js`]);
  const passages = Object.entries(files)
    .filter(([path]) => path.startsWith(root) && /^(?:guides|glossary)\/[^/]+\/$/.test(path.slice(root.length)))
    .flatMap(([path, { text }]) => passagesOf(path, text, names.get(path)))
    .map(read);
  return best(passages, wanted);
}

// What else people call a guide or a word: the data of the suggestions.
function suggested(file) {
  const entries = JSON.parse(file.text.slice(file.text.indexOf("["), file.text.lastIndexOf("]") + 1));
  return new Map(entries.map(([, address, , also]) => [address, also]));
}

function passagesOf(path, html, also = "") {
  const article = html.slice(html.indexOf("<article"), html.lastIndexOf("</article>"));
  const title = plain(article.match(/<h1[^>]*>(.*?)<\/h1>/s)?.[1] ?? "");
  const [start, ...rest] = article.split(/<h2 id="([^\x22]+)">/);
  const whole = { address: path, title, also, heading: "", text: plain(start.replace(/<h1.*?<\/h1>/s, "")) };
  const sections = [];
  for (let place = 0; place < rest.length; place += 2) {
    const [heading, text = ""] = rest[place + 1].split("</h2>", 2);
    sections.push({ address: `${path}#${rest[place]}`, title, also, heading: plain(heading), text: plain(text) });
  }
  return [whole, ...sections];
}

function plain(html) {
  return html
    .replace(/<(sup|button)\b.*?<\/\1>|<a class="section-link".*?<\/a>|<p class="kicker">.*?<\/p>/gs, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/&([\w#]+);/g, (all, sign) => SIGNS[sign] ?? all)
    .replace(/\s+/g, " ")
    .replace(/ (?=[.,;:!?)])/g, "")
    .trim();
}
