// “Print this page”, on a guide and on every sheet. It works only with a script, and so only appears with one.

const print = document.querySelector("[data-print]");

if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
