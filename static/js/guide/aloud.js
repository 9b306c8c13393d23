// Reads the guide aloud with a voice that lives on this device. A voice that would send the text away is never taken;
// where the device has none of the page's language, the buttons stay hidden.

const SPOKEN = "h1, h2, h3, h4, p, li, dt, dd, th, td, caption, summary, pre";
const UNSPOKEN = ".cite, .section-link, details:not([open]) > :not(summary), .table-stacked thead, .my-questions";

const controls = document.querySelector("[data-aloud]");
const [main, stop] = controls?.querySelectorAll("button") ?? [];
let voice = null;
let blocks = []; // what is read, one after the other
let place = 0; // the block that is read, or was when it paused
let utterance = null; // null: silent

if (controls && "speechSynthesis" in window) {
  offer();
  speechSynthesis.onvoiceschanged = offer; // most browsers know their voices only after a while
  main.addEventListener("click", () => (utterance ? pause() : play()));
  stop.addEventListener("click", end);
  addEventListener("pagehide", end); // or it would go on over the next page
}

function offer() {
  const language = document.documentElement.lang;
  const voices = speechSynthesis.getVoices().filter((each) => each.localService && each.lang.split(/[-_]/)[0] === language);
  voice = voices.find((each) => each.default) ?? voices[0];
  controls.hidden = !voice;
}

function play() {
  if (!place) blocks = textOf(document.querySelector("article"));
  show(main.dataset.pause, true);
  next();
}

function next() {
  mark();
  if (place === blocks.length) return end();
  utterance = new SpeechSynthesisUtterance(blocks[place].text);
  Object.assign(utterance, { voice, lang: voice.lang, onend: finished, onerror: finished });
  blocks[place].block.toggleAttribute("data-spoken", true);
  speechSynthesis.speak(utterance);
}

function finished(event) {
  if (event.target !== utterance) return; // one that was cut off
  if (event.type === "error") return pause();
  place += 1;
  next();
}

// What is paused begins its paragraph again: a reader hears the whole sentence, and phones cannot stop within one.
function pause() {
  silence();
  show(main.dataset.resume, true);
}

function end() {
  silence();
  place = 0;
  if (document.activeElement === stop) main.focus();
  show(main.dataset.play, false);
}

function silence() {
  utterance = null;
  speechSynthesis.cancel();
  mark();
}

function mark() {
  for (const { block } of blocks) block.removeAttribute("data-spoken");
}

function show(words, begun) {
  main.textContent = words;
  stop.hidden = !begun;
  controls.toggleAttribute("data-begun", begun);
}

// The words that a reader sees, in pieces as long as a paragraph, for a long utterance is cut off by some browsers.
function textOf(article) {
  const found = [];
  const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement, data } = walker.currentNode;
    const block = parentElement.closest(SPOKEN);
    if (!block || parentElement.closest(UNSPOKEN)) continue;
    if (found.at(-1)?.block !== block) found.push({ block, text: "" });
    found.at(-1).text += data;
  }
  return found.filter((each) => (each.text = each.text.replace(/\s+/g, " ").trim()));
}
