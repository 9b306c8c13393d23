// The code on paper, drawn at once: a print dialogue waits for pictures on their way, a program that makes a PDF does not.

addEventListener("beforeprint", () => {
  const code = document.querySelector("img.print-code");
  if (code && !code.naturalWidth) draw(code);
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
