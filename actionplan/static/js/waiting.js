// The list of the forms that wait: each to be opened again or forgotten.

import { show } from "./bar.js";
import { when } from "./dates.js";
import { path, store, write } from "./kept.js";
import { forget, rows } from "./queue.js";
import { newestToken } from "./token.js";

const list = document.getElementById("waiting");
const words = list.dataset;
const WHY = { 409: "conflict", 422: "wrong" };

const why = ({ code }) => WHY[code] || (code ? "refused" : "waits");

function field(name, value) {
  const input = Object.assign(document.createElement("input"), { type: value.name ? "file" : "hidden", name });
  if (value.name) {
    const files = new DataTransfer();
    files.items.add(value);
    input.files = files.files;
  } else if (typeof value === "string") input.value = value;
  return input;
}

// The person sends it: the server answers with its own page, the two versions or what is wrong.
function reopen({ body, path: action, name }) {
  const form = Object.assign(document.createElement("form"), {
    method: "post",
    action,
    enctype: "multipart/form-data",
    hidden: true,
  });
  body.set("csrfmiddlewaretoken", newestToken());
  form.append(...[...body].map(([each, value]) => field(each, value)));
  const typed = [...body].filter(([each, value]) => typeof value === "string" && each !== "csrfmiddlewaretoken");
  write(store, name, { fields: String(new URLSearchParams(typed)), at: action, sent: path });
  document.body.append(form);
  HTMLFormElement.prototype.submit.call(form); // a field of the form may be called submit
}

async function decide(row, answer) {
  if (answer === "open") reopen(row);
  if (answer !== "forget" || !confirm(words.sure)) return;
  await forget(row.name);
  show();
}

function drawn(row) {
  const item = document.getElementById("waiting-row").content.cloneNode(true).firstElementChild;
  item.querySelector("h3").textContent = row.body.get("title") || words.untitled;
  item.querySelector(".meta").textContent = when(row.date);
  item.querySelector(".why").textContent = words[why(row)];
  item.addEventListener("click", ({ target }) => decide(row, target.value));
  return item;
}

function draw(all) {
  list.replaceChildren(...all.map(drawn));
  document.getElementById("nothing").hidden = all.length > 0;
}

addEventListener("waiting", (event) => draw(event.detail));
rows().then(draw);
