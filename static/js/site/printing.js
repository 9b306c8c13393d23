// “Print this page”, on a guide and on every sheet. It works only with a script, and so only appears with one.

const print = document.querySelector("[data-print]");

if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}

// What is for paper alone is fetched when it is wanted and not before; the code of a guide by code.js.
addEventListener("beforeprint", () => {
  for (const late of document.querySelectorAll("img[loading='lazy']:not(.print-code)")) late.loading = "eager";
});
