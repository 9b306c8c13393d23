// Answers a search from the pages in this file. What was typed stands in no address and is kept nowhere. Understands
// everyday words (“shot” is “injection”) and forgives slips of the finger. Words of a crisis bring the numbers first.

const { danger, ...sayings } = JSON.parse(document.querySelector("[data-sayings]").textContent);

for (const form of document.querySelectorAll("form[data-answers]")) {
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const input = form.querySelector("input");
    if (words(input.value).length) answer(document.getElementById(form.dataset.answers), input.value.trim());
    else input.focus();
  });
}

function answer(page, typed) {
  const { found, wanted, whole, understood } = answered(passages(page.lang), typed, sayings[page.lang]);
  const sentence = page.dataset[whole ? "all" : found.length ? "some" : "none"];
  page.querySelector("[data-crisis]").hidden = !inDanger(words(typed), danger);
  page.querySelector("[data-told]").textContent = sentence.replace("{typed}", () => understood);
  page.querySelector("[data-hits]").replaceChildren(...found.map((passage) => shown(passage, wanted)));
  if (location.hash === `#${page.id}`) page.scrollIntoView();
  else location.hash = page.id;
  page.focus();
}
