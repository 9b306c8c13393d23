// Answers a search in the browser, where no server does: from the copy kept on this device, or on a site of files alone
// from the same copy, fetched. It understands everyday words and forgives slips, and words of a crisis bring the numbers
// first. Nothing typed leaves the page. Without this file the page lists every guide by need.

const SIGNS = { amp: "&", lt: "<", gt: ">", quot: "\x22", "#x27": "'", "#39": "'", nbsp: " " };

const box = document.querySelector("[data-found]");
const root = location.pathname.split("search/")[0];
const searched = location.pathname.endsWith("search/");
const typed = (searched && new URLSearchParams(location.search).get("q")?.trim()) || "";

if (searched) entitle();
if (words(typed).length) answer().catch(() => {}); // the guides stand below all the same

// The page of what is not in the copy becomes the page of a search in it.
function entitle() {
  const { title } = box.dataset;
  if (!title) return;
  document.title = document.title.replace(document.querySelector("h1").textContent, title);
  document.querySelector("h1").textContent = title;
  document.querySelector(".summary").hidden = true;
}

async function answer() {
  document.querySelector("#query").value = typed;
  const { default: known } = await import(`${root}search/suggestions.js`);
  if (inDanger(words(typed), known.danger)) raise();
  const files = await copied();
  const { found, wanted, whole, understood } = answered(files ? passagesOf(files, known) : [], typed, known.sayings);
  const sentence = box.dataset[!files ? "unable" : whole ? "found" : found.length ? "some" : "none"];
  box.querySelector("[data-heading]").textContent = sentence.replace("{typed}", () => understood);
  box.querySelector(".guide-links").replaceChildren(...found.map((passage) => shown(passage, wanted)));
  box.hidden = false;
}

// The numbers look as they do above the results of a server.
function raise() {
  const help = document.querySelector(".help-now");
  help.classList.add("crisis");
  help.querySelector("h2").textContent = box.dataset.danger;
  box.hidden = false;
}

// Every page, by its address. Nothing where there is no copy: the library may be too large for one.
async function copied() {
  const kept = await globalThis.caches?.match("/keep/copy");
  if (kept) return (await kept.json()).files;
  const edition = await fetch("/keep/edition.json");
  return edition.ok ? (await (await fetch((await edition.json()).copy)).json()).files : null;
}

function passagesOf(files, { suggested }) {
  const names = new Map(suggested.map(([, address, , also]) => [address, also])); // what else people call it
  return Object.entries(files)
    .filter(([path]) => path.startsWith(root) && /^(?:guides|glossary)\/[^/]+\/$/.test(path.slice(root.length)))
    .flatMap(([path, { text }]) => passagesIn(path, text, names.get(path)))
    .map(read);
}

function passagesIn(path, html, also = "") {
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
