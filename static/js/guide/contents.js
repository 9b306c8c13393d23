// Marks in the contents the section that is being read. Without this file they are a plain list of links.

const BELOW_LINE = "80%"; // of the window: a heading above this part has been come to; few sections are shorter than the rest

const contents = document.querySelector("#contents");
const lines = new Map(); // heading to its line in the contents, in the order of the page
const reached = new Set();
let here = null;

for (const line of contents?.querySelectorAll("a") ?? []) {
  const heading = document.getElementById(line.hash.slice(1));
  if (heading) lines.set(heading, line);
}

// The watched part of the window has no upper end, so that a jump, too, tells of every heading that it passed.
const watcher = new IntersectionObserver(mark, { rootMargin: `10000000px 0px -${BELOW_LINE}` });
for (const heading of lines.keys()) watcher.observe(heading);

function mark(changes) {
  for (const { target, isIntersecting } of changes) reached[isIntersecting ? "add" : "delete"](target);
  const last = [...lines.keys()].findLast((heading) => reached.has(heading));
  here?.removeAttribute("aria-current");
  here = lines.get(last);
  if (!here) return;
  here.setAttribute("aria-current", "location");
  const scrolls = contents.scrollHeight > contents.clientHeight && !contents.matches(":hover, :focus-within");
  if (scrolls) contents.scrollTop = here.offsetTop - contents.clientHeight / 2;
}
