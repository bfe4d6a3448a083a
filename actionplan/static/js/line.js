// For people who have signed in: what waits for the line is sent once it is there; signing out wipes what is kept here.
(() => {
  const { dataset, lang } = document.documentElement, { person, old, missing } = dataset, { store, prefix } = window.tracker;
  const bar = document.getElementById("line"), said = bar.dataset, sent = [];
  const box = () => window.caches ? caches.open("waiting" + person) : { keys: () => [] };
  const rows = async () => {
    const waiting = await box(), found = [];
    for (const key of await waiting.keys()) {
      const kept = await waiting.match(key), [path, code, date] = ["x-path", "x-code", "date"].map((name) => kept.headers.get(name));
      found.push({ key, path, code, date, name: prefix + "activity-" + key.url.split("/").pop(), body: await kept.formData() });
    }
    return found;
  };
  const locale = { en: "en-GB", pt: "pt-PT" }[lang] || lang, first = lang === "fr" ? "1er " : "$&";
  // Months have a capital where this Portuguese is written; the browser knows that of Portugal since 1990 only.
  const month = (letter) => lang === "pt" ? letter.toUpperCase() : letter;
  const when = (date) => new Date(date).toLocaleString(locale, { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short" }).replace(/^1 /, first).replace(/(?<= de )\p{Ll}/u, month);
  // The cookie's, since another answer may have renewed it after this page came.
  const token = (body) => body.set("csrfmiddlewaretoken", /\bcsrftoken=(\w+)/.exec(document.cookie)?.[1] || document.querySelector("[name=csrfmiddlewaretoken]").value);
  let signedOut = false;

  const show = async () => {
    const all = await rows(), open = all.filter((row) => row.code).length, waits = all.length - open;
    const lines = [missing && said[missing], old && `${said.old} ${when(old)}`, waits && `${said.waiting} ${waits}`, open && `${said.open} ${open}`, signedOut && said.out].filter(Boolean);
    bar.firstElementChild.textContent = lines.join("\n");
    bar.firstElementChild.append(...sent.flatMap((link) => ["\n", said.sent + " ", link]));
    bar.hidden = !bar.firstElementChild.textContent;
    bar.lastElementChild.hidden = !all.length;
    dispatchEvent(new CustomEvent("waiting", { detail: all }));
  };
  const send = async () => {
    const waiting = await box();
    for (const { key, path, code, body, date, name } of await rows()) {
      if (code) continue;
      token(body);
      const answer = await fetch(path, { method: "POST", body, signal: AbortSignal.timeout(3e5) });
      signedOut = answer.status === 403 || /^\/account\//.test(new URL(answer.url).pathname);
      if (signedOut || answer.status > 499) break;
      if (answer.ok) {
        sent.push(Object.assign(document.createElement("a"), { href: answer.url, textContent: body.get("title") || said.untitled }));
        await waiting.delete(key);
        [store, store && sessionStorage].forEach((kept) => kept?.removeItem(name));
      } else await waiting.put(key, new Response(body, { headers: { "x-path": path, "x-code": answer.status, date } }));
    }
  };
  const again = async () => navigator.onLine && (await rows()).some((row) => !row.code) && navigator.locks.request("waiting", { ifAvailable: true }, (lock) => lock && send().catch(() => {}).then(show));
  Object.assign(window.tracker, { box, rows, show, token, when });
  const worker = navigator.serviceWorker;
  worker?.register(said.worker).catch(() => {});
  worker?.ready.then((ours) => ours.active.postMessage("begin"));
  show().then(again);
  addEventListener("online", again);
  setInterval(again, 15e3);

  document.querySelectorAll("[data-forget]").forEach((button) => button.form.addEventListener("submit", async (e) => {
    e.preventDefault();
    const mine = Object.keys(store || {}).filter((key) => key.startsWith(prefix));
    if ((mine.length || (await rows()).length) && !confirm(button.dataset.forget)) return;
    dispatchEvent(new Event("forget"));
    mine.forEach((key) => store.removeItem(key));
    if (store) sessionStorage.clear();
    // Also one that does not serve this page yet: it may still be keeping others.
    const active = (await worker?.getRegistration())?.active;
    if (active) await new Promise((done) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = done;
      setTimeout(done, 2000);
      active.postMessage("forget", [port2]);
    });
    if (window.caches) for (const name of await caches.keys()) if (!/^waiting/.test(name) || name === "waiting" + person) await caches.delete(name);
    for (const ours of await worker?.getRegistrations() || []) await ours.unregister();
    if (navigator.onLine) e.target.submit();
    else alert(said.stay);
  }));
})();
