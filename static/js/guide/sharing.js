// Share and copy: what only works with a script, and so only appears with one. Nothing is added to an address.

const SHOWN = 4000; // ms that a copied section says so

const share = document.querySelector("[data-share]");
const copy = document.querySelector("[data-copy]");
const status = document.querySelector("[data-status]");

if (share && navigator.share) {
  share.hidden = false;
  for (const link of document.querySelectorAll("[data-without-share]")) link.hidden = true; // the sheet has them
  const { title, url } = share.dataset;
  share.addEventListener("click", () => navigator.share({ title, url }).catch(() => {})); // the reader thought again
}
if (copy && navigator.clipboard) {
  copy.hidden = false;
  const address = document.querySelector("[data-address]").textContent.trim();
  copy.addEventListener("click", () => copied(address, status.dataset.copied));
  for (const link of document.querySelectorAll(".section-link")) watch(link, address);
}

// The link beside a heading still leads to the section, and copies its address too.
function watch(link, address) {
  link.addEventListener("click", async ({ ctrlKey, metaKey, shiftKey }) => {
    if (ctrlKey || metaKey || shiftKey || !(await copied(address + link.hash, status.dataset.sectionCopied))) return;
    link.dataset.copied = status.dataset.short;
    setTimeout(() => delete link.dataset.copied, SHOWN);
  });
}

// Says whether it was; a browser may refuse.
async function copied(address, words) {
  const done = await navigator.clipboard.writeText(address).then(() => true, () => false);
  status.textContent = "";
  status.textContent = done ? words : status.dataset.refused;
  return done;
}
