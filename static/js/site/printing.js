// “Print this page”, on a guide and on every sheet. It works only with a script, and so only appears with one.

const print = document.querySelector("[data-print]");

if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}

// What is for paper alone, such as the code, is fetched when it is wanted and not before.
addEventListener("beforeprint", () => {
  for (const late of document.querySelectorAll("img[loading='lazy']")) late.loading = "eager";
});
