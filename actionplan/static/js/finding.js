// A few letters find an entry of a long list of ticks.

const LONG = 12;

export function folded(text) {
  return text
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase();
}

function searchBox(list) {
  const box = document.createElement("input");
  const { find } = list.dataset;
  Object.assign(box, { type: "search", className: "find", placeholder: find, autocomplete: "off" });
  box.setAttribute("aria-label", find);
  box.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault()); // it sends no form
  list.before(box);
  return box;
}

// What is ticked stays in sight; folds open on what was found, and else are as they were.
export function narrow(rows, folds, text) {
  const words = folded(text).split(/\s+/).filter(Boolean);
  for (const { label, text, tick } of rows) label.hidden = !tick.checked && !words.every((word) => text.includes(word));
  for (const { fold, open } of folds) {
    fold.hidden = words.length > 0 && !fold.querySelector("label:not([hidden])");
    fold.open = words.length ? !fold.hidden : open || Boolean(fold.querySelector("input:checked"));
  }
}

export function findInList(list) {
  const labels = [...list.querySelectorAll("label")];
  if (labels.length < LONG) return;
  const rows = labels.map((label) => ({
    label,
    text: folded(label.textContent),
    tick: label.querySelector("input"),
  }));
  const folds = [...list.querySelectorAll("details")].map((fold) => ({ fold, open: fold.open }));
  const box = searchBox(list);
  box.addEventListener("input", (event) => {
    event.stopPropagation(); // it is no field of the form
    narrow(rows, folds, box.value);
  });
}
