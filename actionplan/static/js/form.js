// Long forms, only a help: what is typed is kept on the server while there is a line and on this machine while there is
// none, and a few letters find an entry of a long list of ticks.
(() => {
  const find = (what, within = document) => [...within.querySelectorAll(what)];
  const ticked = (f) => f.type === "checkbox" || f.type === "radio";
  const fields = (form) => [...form.elements].filter((f) => f.name && !/file|password|submit|button|fieldset|output/.test(f.type) && f.name !== "csrfmiddlewaretoken");
  const typed = (form) => {
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string" && name !== "csrfmiddlewaretoken") body.append(name, value);
    return body;
  };

  // ---- Keeping what is typed ----
  const { store, path, prefix } = window.tracker;
  const onServer = JSON.parse((document.getElementById("kept") || {}).textContent || "[]");
  const asked = new URLSearchParams(location.search).get("typed");
  find("form[data-keep]").forEach((form) => {
    const said = form.querySelector("[data-state]"), offer = form.querySelector("[data-kept]");
    const key = () => prefix + form.dataset.keep;
    const fresh = String(typed(form));
    const changed = () => String(typed(form)) !== fresh;
    let leaving = false, waits, sending;
    const say = (state, more = "") => { if (said) { said.textContent = [said.dataset[state] || "", more].join(" ").trim(); said.dataset.state = state; } };
    const keep = (sent) => store && store.setItem(key(), JSON.stringify({ fields: String(typed(form)), sent }));
    const forget = () => store && store.removeItem(key());

    // Kept earlier: on this machine if the server never had it, else on the server; a new form takes up its old key.
    const kin = (name) => name === form.dataset.keep || (form.dataset.kin && name.startsWith(form.dataset.kin));
    const here = store ? Object.keys(store).filter((name) => name.startsWith(prefix) && kin(name.slice(prefix.length))) : [];
    const before = here.map((name) => ({ key: name.slice(prefix.length), fields: JSON.parse(store.getItem(name)).fields }))
      .concat(onServer.filter((row) => kin(row.key))).sort((a, b) => (b.key === asked) - (a.key === asked))[0];
    const putBack = () => {
      const old = new URLSearchParams(before.fields);
      fields(form).forEach((f) => {
        if (ticked(f)) f.checked = old.getAll(f.name).includes(f.value);
        else if (f.multiple) [...f.options].forEach((o) => { o.selected = old.getAll(f.name).includes(o.value); });
        else if (old.has(f.name)) f.value = old.get(f.name);
      });
      form.dataset.keep = before.key;
      find("details.more", form).forEach((fold) => { fold.open = fold.open || find("input:checked", fold).length > 0; });
      form.dispatchEvent(new Event("input", { bubbles: true }));
      form.querySelector("[hx-trigger]")?.dispatchEvent(new Event("restored"));
    };
    if (offer && before && !document.getElementById("errors") && before.fields !== fresh) {
      offer.hidden = false;
      offer.addEventListener("click", (e) => {
        const answer = e.target.closest("button");
        if (!answer) return;
        offer.hidden = true;
        if (answer.value) return putBack();
        if (store) store.removeItem(prefix + before.key);
        send(before.key + "/forget/", new URLSearchParams());
      });
      if (before.key === asked) { offer.hidden = true; putBack(); }
    }

    const send = (name, body) => fetch("/typed/" + name, { method: "POST", body, signal: (sending = new AbortController()).signal, headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value } });
    const save = async () => {
      clearTimeout(waits);
      if (leaving || !changed()) return;
      const body = typed(form);
      body.append("typed_path", location.pathname);
      try {
        const answer = await send(form.dataset.keep + "/", body);
        if (answer.ok) { say("saved"); if (!leaving) forget(); }
        else if (answer.status === 401 || answer.status === 403) say("signedOut");
        else say("refused", (await answer.json().catch(() => ({}))).reason || String(answer.status));
      } catch { if (!leaving) { say("waiting"); waits = setTimeout(save, 10000); } }
    };
    form.addEventListener("input", () => {
      if (!changed()) return forget();
      keep();
      clearTimeout(waits);
      waits = setTimeout(save, 1500);
    });
    addEventListener("online", save);
    form.addEventListener("submit", () => { leaving = true; clearTimeout(waits); if (sending) sending.abort(); keep(path); });
    addEventListener("pageshow", () => { leaving = false; });
    addEventListener("beforeunload", (e) => { if (!leaving && changed() && !(said && said.dataset.state === "saved")) e.preventDefault(); });
  });

  // ---- Claims: an answer that comes late takes nothing back that was ticked or dated meanwhile ----
  find("form[data-keep]").forEach((form) => {
    const dated = new Map(), claims = () => find("input[name=claims]", form);
    let ticks = new Map();
    form.addEventListener("input", (e) => { if (e.target.name?.startsWith("day:")) dated.set(e.target.name, e.target.value); });
    form.addEventListener("htmx:beforeSwap", () => { ticks = new Map(claims().map((tick) => [tick.value, tick.checked])); });
    form.addEventListener("htmx:afterSwap", () => {
      claims().forEach((tick) => { if (ticks.has(tick.value)) tick.checked = ticks.get(tick.value); });
      dated.forEach((day, name) => { const field = form.elements[name]; if (field) field.value = day; });
    });
  });

  // ---- Finding in a long list ----
  const folded = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  find("[data-find]").forEach((list) => {
    const rows = find("label", list).map((label) => [label, folded(label.textContent), label.querySelector("input")]);
    if (rows.length < 12) return;
    const box = document.createElement("input");
    Object.assign(box, { type: "search", className: "find", placeholder: list.dataset.find, autocomplete: "off" });
    box.setAttribute("aria-label", list.dataset.find);
    list.before(box);
    const folds = find("details", list).map((fold) => [fold, fold.open]);
    box.addEventListener("input", (e) => {
      e.stopPropagation();
      const words = folded(box.value).split(/\s+/).filter(Boolean);
      rows.forEach(([label, text, tick]) => { label.hidden = !tick.checked && !words.every((word) => text.includes(word)); });
      folds.forEach(([fold, open]) => {
        fold.hidden = words.length > 0 && find("label", fold).every((label) => label.hidden);
        fold.open = words.length ? !fold.hidden : open || find("input:checked", fold).length > 0;
      });
    });
    box.addEventListener("keydown", (e) => { if (e.key === "Enter") e.preventDefault(); });
  });
})();
