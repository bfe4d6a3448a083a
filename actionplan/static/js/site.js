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

  // What is typed into a form with data-keep stays on this machine until the server has taken it,
  // so that a lost link or an ended session does not lose it.
  let store;
  try { store = localStorage; store.length; } catch { return; }
  const path = location.origin + location.pathname;
  const kept = (key) => JSON.parse(store.getItem(key) || "null");
  const keys = () => Object.keys(store).filter((key) => key.startsWith("kept:"));
  const ticked = (f) => f.type === "checkbox" || f.type === "radio";
  const fields = (form) => [...form.elements].filter((f) => f.name && !/hidden|file|password|submit|button|fieldset/.test(f.type));
  const read = (f) => ticked(f) ? f.checked : f.multiple ? [...f.selectedOptions].map((o) => o.value) : f.value;
  const write = (f, value) => {
    if (ticked(f)) f.checked = value;
    else if (f.multiple) [...f.options].forEach((o) => { o.selected = value.includes(o.value); });
    else f.value = value;
  };

  // Another page than the form itself or the sign-in came back: the server has taken what was sent.
  if (!find("input[type=password]").length) keys().forEach((key) => {
    const { sent } = kept(key);
    if (sent && sent !== path && sent === document.referrer.split("?")[0]) store.removeItem(key);
  });

  find("form[data-keep]").forEach((form) => {
    const key = "kept:" + form.dataset.keep, before = kept(key), offer = form.querySelector("[data-kept]");
    const version = (form.elements.version || {}).value;
    const state = () => fields(form).map((f) => [f.name, read(f)]);
    const fresh = JSON.stringify(state());
    const changed = () => JSON.stringify(state()) !== fresh;
    const keep = (sent) => store.setItem(key, JSON.stringify({ values: state(), version, sent }));
    let leaving = false;
    if (offer && before && !errors && before.version === version && JSON.stringify(before.values) !== fresh) {
      offer.hidden = false;
      offer.addEventListener("click", (e) => {
        const answer = e.target.closest("button");
        if (!answer) return;
        offer.hidden = true;
        if (!answer.value) return store.removeItem(key);
        fields(form).forEach((f, i) => { if ((before.values[i] || [])[0] === f.name) write(f, before.values[i][1]); });
      });
    } else store.removeItem(key);
    form.addEventListener("input", () => changed() ? keep() : store.removeItem(key));
    form.addEventListener("submit", () => { leaving = true; keep(path); });
    addEventListener("pageshow", () => { leaving = false; });
    addEventListener("beforeunload", (e) => { if (!leaving && changed()) e.preventDefault(); });
  });
  find("[data-forget]").forEach((b) => b.addEventListener("click", () => keys().forEach((key) => store.removeItem(key))));
})();
