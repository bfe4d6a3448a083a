// Long forms, only a help: what is typed is kept on the server while there is a line and on this machine while there is
// none, the targets that it can count for follow what is typed, and a few letters find an entry of a long list.
(() => {
  const find = (what, within = document) => [...within.querySelectorAll(what)];
  const OURS = ["csrfmiddlewaretoken", "typed_key"]; // sent with a form, and typed by nobody
  const ticked = (f) => f.type === "checkbox" || f.type === "radio";
  const fields = (form) => [...form.elements].filter((f) => f.name && !/file|password|submit|button|fieldset|output/.test(f.type) && !OURS.includes(f.name));
  const typed = (form) => {
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string" && !OURS.includes(name)) body.append(name, value);
    return body;
  };
  const { store, path, prefix } = window.tracker, { person, old } = document.documentElement.dataset;

  // Signing in again, in another window too, gives the browser another token; a form of before goes on with it.
  const token = (form) => {
    const { csrfmiddlewaretoken: field } = form.elements, now = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie);
    if (now && store?.getItem("person") === person) field.value = now[1];
    return field.value;
  };
  const post = (form, address, body, signal) => fetch(address, { method: "POST", body, signal, headers: { "X-CSRFToken": token(form) } });

  // ---- Claims: offered for what is typed; an answer that comes late takes nothing back that was ticked or dated meanwhile ----
  const named = (f) => f.name + (ticked(f) ? f.value : "");
  const claims = (form) => {
    const place = form.querySelector("[data-claims]");
    if (!place) return () => {};
    const follows = /^(actions|status|starts_on|ends_on|scope|countries|theme|border_regions)$/, chosen = new Map();
    let waits, asked = 0;
    const offer = async () => {
      clearTimeout(waits);
      const number = ++asked;
      try {
        const answer = await post(form, place.dataset.claims, typed(form));
        const text = await answer.text();
        if (!answer.ok || answer.redirected || number !== asked) return;
        const at = place.contains(document.activeElement) && named(document.activeElement);
        place.querySelector(".claims").outerHTML = text;
        if (at) find("input", place).find((f) => named(f) === at)?.focus();
        chosen.forEach((value, name) => {
          const field = find("input", place).find((f) => named(f) === name);
          if (field && ticked(field)) field.checked = value;
          else if (field && value) field.value = value;
        });
      } catch {
        place.querySelector(".claims").dataset.late = place.dataset.noLine;
        waits = setTimeout(offer, 5000);
      }
    };
    form.addEventListener("input", ({ target }) => {
      if (place.contains(target)) chosen.set(named(target), ticked(target) ? target.checked : target.value);
    });
    form.addEventListener("change", ({ target }) => {
      if (!follows.test(target.name)) return;
      clearTimeout(waits);
      waits = setTimeout(offer, 300);
    });
    return (old) => {
      for (const [name, value] of old) if (name === "claims" || name.startsWith("day:")) chosen.set(name === "claims" ? name + value : name, name === "claims" || value);
      offer();
    };
  };

  // ---- Keeping what is typed ----
  const onServer = JSON.parse((document.getElementById("kept") || {}).textContent || "[]");
  const cameBack = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  const asked = new URLSearchParams(location.search).get("typed");
  find("form[data-keep]").forEach((form) => {
    const said = form.querySelector("[data-state]"), offer = form.querySelector("[data-kept]"), offerClaims = claims(form);
    const key = () => prefix + form.dataset.keep;
    const name = (id) => { form.elements.key.value = id; form.dataset.keep = "activity-" + id; };
    if (old && form.dataset.kin) name(crypto.randomUUID()); // the page that is kept is used for more than one activity
    const blank = form.cloneNode(true); // as the server sent it: the browser may have filled it in again
    blank.reset();
    const fresh = "answer" in form.dataset ? "" : String(typed(blank)); // an answer holds what was typed
    const changed = () => String(typed(form)) !== fresh;
    let leaving = false, waits, sending;
    const say = (state, more = "") => { if (said) { said.textContent = [said.dataset[state] || "", more].join(" ").trim(); said.dataset.state = state; } };
    const keep = (sent) => store && store.setItem(key(), JSON.stringify({ fields: String(typed(form)), at: location.pathname, sent }));
    const forget = () => store && store.removeItem(key());
    const safe = () => { forget(); if (store) sessionStorage.setItem(key(), JSON.stringify({ fields: String(typed(form)), at: location.pathname })); };
    const send = (name, body) => post(form, "/typed/" + name, body, (sending = new AbortController()).signal);

    // Kept earlier: on this machine if the server never had it, else on the server; a new form takes up its old key, but
    // never what was typed on the page of an activity that is there already.
    const kin = ({ key, at }) => key === form.dataset.keep || (form.dataset.kin && at === location.pathname && key.startsWith(form.dataset.kin));
    const held = (box) => Object.keys(box || {}).filter((name) => name.startsWith(prefix))
      .map((name) => ({ name, key: name.slice(prefix.length), ...JSON.parse(box.getItem(name)) })).filter(kin);
    const here = held(store);
    const before = here.concat(held(store && sessionStorage), onServer.filter(({ key }) => kin({ key, at: location.pathname }))).sort((a, b) => (b.key === asked) - (a.key === asked))[0];
    // The form is here again: what was sent has not been taken, so it stays until it is sent anew.
    here.forEach(({ name, fields, at }) => store.setItem(name, JSON.stringify({ fields, at })));
    const putBack = () => {
      const kept = new URLSearchParams(before.fields);
      fields(form).forEach((f) => {
        if (ticked(f)) f.checked = kept.getAll(f.name).includes(f.value);
        else if (f.multiple) [...f.options].forEach((o) => { o.selected = kept.getAll(f.name).includes(o.value); });
        else if (kept.has(f.name)) f.value = kept.get(f.name);
      });
      form.dataset.keep = before.key;
      find("details.more", form).forEach((fold) => { fold.open = fold.open || find("input:checked", fold).length > 0; });
      form.dispatchEvent(new Event("input", { bubbles: true }));
      offerClaims(kept);
    };
    if (!fresh) keep();
    else if (offer && before && before.fields !== fresh) {
      offer.hidden = false;
      offer.addEventListener("click", (e) => {
        const answer = e.target.closest("button");
        if (!answer) return;
        offer.hidden = true;
        if (answer.value) return putBack();
        [store, store && sessionStorage].forEach((box) => box?.removeItem(prefix + before.key));
        send(before.key + "/forget/", new URLSearchParams());
      });
      if (before.key === asked || cameBack) { offer.hidden = true; putBack(); }
    } else if (changed()) offerClaims(typed(form));

    const save = async () => {
      clearTimeout(waits);
      if (leaving || !changed()) return;
      const body = typed(form);
      body.append("typed_path", location.pathname);
      body.append("typed_heading", document.querySelector("h1").textContent.trim());
      try {
        const answer = await send(form.dataset.keep + "/", body);
        if (answer.ok) { say("saved"); if (!leaving) safe(); }
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
    // By this name the server forgets what it kept once it has taken the form, and says so in the cookie `taken`.
    form.addEventListener("formdata", (e) => leaving && e.formData.append("typed_key", form.dataset.keep));
    form.addEventListener("submit", () => { leaving = true; clearTimeout(waits); if (sending) sending.abort(); token(form); keep(path); });
    addEventListener("forget", () => { leaving = true; clearTimeout(waits); if (sending) sending.abort(); }); // signing out
    addEventListener("pageshow", () => { if (leaving) keep(); leaving = false; });
    addEventListener("beforeunload", (e) => { if (!leaving && changed() && !(said && said.dataset.state === "saved")) e.preventDefault(); });
  });

  // ---- Names, completed while one types ----
  find("[data-suggest]").forEach((field) => {
    let waits;
    field.addEventListener("input", () => {
      clearTimeout(waits);
      waits = setTimeout(async () => {
        const answer = await fetch(`${field.dataset.suggest}?${new URLSearchParams({ name: field.value })}`).catch(() => ({}));
        if (answer.ok && !answer.redirected) field.list.innerHTML = await answer.text();
      }, 300);
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
