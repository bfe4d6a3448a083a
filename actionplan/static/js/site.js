// On every page, only a help: menus close, errors are read first, and what the server has taken is kept no longer.

import { eat } from "./cookies.js";
import { names, path, person, prefix, store } from "./kept.js";
import { forget } from "./queue.js";
import { suggestWhileSearching } from "./searching.js";

const menus = () => document.querySelectorAll("details.who[open]");

function closeMenusElsewhere({ target }) {
  for (const menu of menus()) if (!menu.contains(target)) menu.open = false;
}

function closeMenusOnEscape({ key }) {
  if (key !== "Escape") return;
  for (const menu of menus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
}

// The server names the form that it has just taken.
function forgetTaken() {
  const taken = eat("taken");
  if (taken) forget(prefix + taken);
}

// Another page than the form, its errors, the sign-in or the list of what waits: the server has taken what was sent.
function forgetSent() {
  if (document.querySelector("input[type=password], form[data-answer], #waiting")) return;
  const from = document.referrer.split("?")[0];
  for (const name of names(store, "kept:")) {
    const { sent } = JSON.parse(store.getItem(name));
    if (sent && sent !== path && sent === from) forget(name);
  }
}

// A page that the browser brings back whole may be of somebody who has signed out since.
function guardAgainstFormerPerson() {
  if (store && !("old" in document.documentElement.dataset)) store.setItem("person", person);
  addEventListener("pageshow", (event) => {
    if (event.persisted && store && store.getItem("person") !== person) location.reload();
  });
}

document.addEventListener("click", closeMenusElsewhere);
document.addEventListener("keydown", closeMenusOnEscape);
document.getElementById("errors")?.focus();
forgetTaken();
forgetSent();
guardAgainstFormerPerson();
suggestWhileSearching();
