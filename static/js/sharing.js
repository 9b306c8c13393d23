// Buttons that only work with a script, and so only appear with one: copy the address, print the page.

const copy = document.querySelector("[data-copy]");
const print = document.querySelector("[data-print]");
const address = document.querySelector("[data-address]");
const status = document.querySelector("[data-status]");

if (copy && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(address.textContent.trim());
    status.textContent = status.dataset.copied;
  });
}
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
