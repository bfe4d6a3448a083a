// Rows of a form that one can add: a copy of the last one, with nothing in it. Without scripts the server adds them.

import { suggestWhileTyping } from "./suggestions.js";

const rowsOf = (place) => place.querySelectorAll(".line");

function addRow(place) {
  const rows = rowsOf(place);
  const last = rows[rows.length - 1];
  const row = last.cloneNode(true);
  for (const error of row.querySelectorAll(".error")) error.remove();
  for (const field of row.querySelectorAll("input")) {
    field.name = field.name.replace(/-\d+-/, `-${rows.length}-`);
    field.id = `id_${field.name}`;
    field.value = "";
    field.removeAttribute("value");
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
    if (field.dataset.suggest) suggestWhileTyping(field);
  }
  row.setAttribute("aria-label", row.getAttribute("aria-label").replace(/\d+/, String(rows.length + 1)));
  last.after(row);
  return row;
}

// As many rows as a text that is put back has.
export function makeRows(form, text) {
  for (const place of form.querySelectorAll("[data-lines]")) {
    const pattern = new RegExp(`^${place.dataset.lines}-(\\d{1,4})-`);
    const numbers = [...text.keys()].map((name) => Number(pattern.exec(name)?.[1] ?? -1));
    while (rowsOf(place).length <= Math.min(Math.max(-1, ...numbers), 999)) addRow(place);
  }
}

export function addRowsOf(place) {
  place.querySelector("button").addEventListener("click", (event) => {
    event.preventDefault();
    addRow(place).querySelector("input").focus();
  });
}
