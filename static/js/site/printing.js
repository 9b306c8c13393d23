// “Print this page”, on a guide and on every sheet. It works only with a script, and so only appears with one.

const print = document.querySelector("[data-print]");

if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}

// What is for paper alone is fetched when it is wanted and not before. A dialogue waits for pictures on their way; a program
// that makes a PDF does not, so the code is drawn at once.
addEventListener("beforeprint", () => {
  const code = document.querySelector("img.print-code");
  if (code && !code.naturalWidth) draw(code);
  for (const late of document.querySelectorAll("img[loading='lazy']")) late.loading = "eager";
});

// Nothing but a request that is waited for keeps the page from being printed meanwhile.
function draw(code) {
  const asked = new XMLHttpRequest();
  asked.open("GET", code.src, false);
  try {
    asked.send();
  } catch {
    return; // without a connection the address stands beside it all the same
  }
  const drawing = asked.responseXML?.documentElement;
  if (!drawing || asked.status !== 200) return;
  drawing.setAttribute("class", code.className);
  drawing.setAttribute("role", "img");
  drawing.setAttribute("aria-label", code.alt);
  code.replaceWith(drawing);
}
