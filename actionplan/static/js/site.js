// Only a help: every page and form works without it.
(() => {
  const find = (what) => [...document.querySelectorAll(what)];

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
  const prefix = "kept:" + document.documentElement.dataset.person + ":";
  window.tracker = { store, path, prefix };
  const kept = () => store ? Object.keys(store).filter((key) => key.startsWith("kept:")) : [];

  // Another page than the form itself or the sign-in came back: the server has taken what was sent.
  if (!find("input[type=password]").length) kept().forEach((key) => {
    const { sent } = JSON.parse(store.getItem(key));
    if (sent && sent !== path && sent === document.referrer.split("?")[0]) store.removeItem(key);
  });
  find("[data-forget]").forEach((b) => b.addEventListener("click", () => kept().forEach((key) => store.removeItem(key))));
})();
