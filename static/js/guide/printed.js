// A code on paper leads here with the day of its print (#printed-2026-11-20): what has changed since is said at the top.

const notice = document.querySelector("[data-printed]");
const [, printed] = location.hash.match(/^#printed-(\d{4}-\d\d-\d\d)$/) ?? [];

if (notice && printed) {
  const changes = [...document.querySelectorAll("[data-changes] li")];
  const since = changes.filter((change) => change.querySelector("time").dateTime > printed);
  if (since.length) {
    const list = document.createElement("ul");
    list.append(...since.map((change) => change.cloneNode(true)));
    notice.append(list);
  } else {
    notice.firstElementChild.textContent = notice.dataset.printed;
  }
  notice.hidden = false;
}
