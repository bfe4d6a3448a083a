// Only a help: every page and form works without it.
(() => {
  const find = (what) => [...document.querySelectorAll(what)], { dataset } = document.documentElement;

  // The account menu closes on a click elsewhere and on Escape.
  const menus = () => find("details.who[open]");
  document.addEventListener("click", (e) => menus().forEach((m) => m.contains(e.target) || (m.open = false)));
  document.addEventListener("keydown", (e) => {
    if (e.key === "Escape") menus().forEach((m) => { m.open = false; m.querySelector("summary").focus(); });
  });

  const errors = document.getElementById("errors");
  if (errors) errors.focus();

  // What is typed into a form with data-keep stays on this machine until the server has taken it (see form.js).
  let store;
  try { store = localStorage; store.length; } catch { store = null; }
  const path = location.origin + location.pathname;
  const prefix = "kept:" + dataset.person + ":";
  window.tracker = { store, path, prefix };
  const kept = () => store ? Object.keys(store).filter((key) => key.startsWith("kept:")) : [];

  const drop = (key) => {
    [store, store && sessionStorage].forEach((box) => box?.removeItem(key));
    if (window.caches) caches.open("waiting" + dataset.person).then((box) => box.delete(location.origin + "/line/" + key.split(":activity-")[1]));
  };

  // The server names the form that it has just taken.
  const [, taken] = /(?:^|; )taken=([\w.-]+)/.exec(document.cookie) || [];
  if (taken) drop(prefix + taken), document.cookie = "taken=; path=/; max-age=0";

  // Another page than the form, its errors, the sign-in or the list of what waits: the server has taken what was sent.
  if (!find("input[type=password], form[data-answer], #waiting").length) kept().forEach((key) => {
    const { sent } = JSON.parse(store.getItem(key));
    if (!sent || sent === path || sent !== document.referrer.split("?")[0]) return;
    drop(key);
  });

  // A page that the browser brings back whole may be of somebody who has signed out since.
  if (store && !("old" in dataset)) store.setItem("person", dataset.person);
  addEventListener("pageshow", (e) => { if (e.persisted && store && store.getItem("person") !== dataset.person) location.reload(); });
})();
