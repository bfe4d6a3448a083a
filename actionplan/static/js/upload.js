// Files go up in pieces as soon as they are chosen, one after the other: a dropped line costs one piece, and it goes on by
// itself. The form then refers to them by id; without this script the plain field sends them with the form.
document.querySelectorAll("[data-uploads]").forEach((zone) => {
  const PIECE = 131072, say = zone.dataset, input = zone.querySelector("[type=file]"), form = input.form;
  const note = zone.querySelector("[data-note]"), queue = [];
  let busy, held, request;

  const call = async (path, method, body) => {
    const mine = request = new AbortController();
    const late = setTimeout(() => mine.abort(), 60000);
    const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
    const answer = await fetch(say.uploads + path, { method, body, headers, signal: mine.signal }).finally(() => clearTimeout(late));
    if (answer.status > 499) throw answer;
    return [answer.status, await answer.json().catch(() => ({}))];
  };
  const sum = async (file) => window.crypto.subtle ? [...new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()))].map((byte) => byte.toString(16).padStart(2, 0)).join("") : "";
  const pause = () => new Promise((go) => { setTimeout(go, 5000); addEventListener("online", go, { once: true }); });

  // `at` is how far the file is on the server; -1 when that has to be asked first: at the beginning and after every break.
  const refuse = ({ said }, why) => { said.textContent = why; said.className = "error"; };
  const bring = async (row) => {
    const { file } = row;
    let at = -1;
    const about = new URLSearchParams({ name: file.name, size: file.size, sha256: await sum(file) });
    while (at !== file.size && !row.gone) {
      const piece = at < 0 ? 0 : await file.slice(at, at + PIECE).arrayBuffer();
      try {
        const [status, told] = await (piece ? call(row.pk + "/?offset=" + at, "POST", piece) : row.pk ? call(row.pk + "/") : call("", "POST", about));
        if (status === 404) row.pk = "", at = -1;
        else if (told.id) row.pk = told.id, at = row.bar.value = told.received;
        else return told.reason || say.failed;
        row.said.textContent = "";
      } catch {
        at = -1;
        if (!row.gone) row.said.textContent = say.waiting, await pause();
      }
    }
  };
  const go = async () => {
    if (busy) return;
    for (busy = true; queue.length; queue.shift()) {
      const row = queue[0], wrong = await bring(row).catch(() => say.failed);
      row.bar.remove();
      if (row.gone) { if (row.pk) call(row.pk + "/", "DELETE").catch(() => 0); }
      else if (wrong) refuse(row, wrong), held = note.textContent = "";
      else Object.assign(row.tick, { value: row.pk, disabled: false, checked: true });
    }
    busy = false;
    form.dispatchEvent(new Event("input"));
    if (held) form.requestSubmit(held);
  };
  const together = () => [...queue.filter((row) => !row.gone).map((row) => row.file), ...[...zone.querySelectorAll("[name=uploads]:checked")].map((tick) => tick.dataset)].reduce((sum, one) => sum + Number(one.size), 0);
  const add = (files) => {
    for (const file of files) {
      const line = zone.querySelector("template").content.cloneNode(true).firstElementChild;
      const [tick, name, bar, said, remove] = ["input", "label span", "progress", "[role=status]", "button"].map((one) => line.querySelector(one));
      const row = { file, tick, bar, said };
      name.textContent = file.name;
      bar.max = file.size;
      bar.setAttribute("aria-label", file.name);
      remove.setAttribute("aria-label", remove.textContent + ": " + file.name);
      remove.onclick = () => {
        row.gone = true;
        line.remove();
        input.focus();
        if (queue[0] === row) request?.abort();
        else if (row.pk) call(row.pk + "/", "DELETE").catch(() => 0);
      };
      zone.querySelector("ul").append(line);
      tick.dataset.size = file.size;
      if (together() + file.size > say.most) refuse(row, say.large), bar.remove();
      else queue.push(row);
    }
    input.value = "";
    go();
  };

  zone.querySelector("[data-drop]").hidden = false;
  input.addEventListener("change", () => add([...input.files]));
  for (const kind of ["dragover", "dragleave", "drop"]) document.addEventListener(kind, (e) => {
    if (!e.dataTransfer.types.includes("Files")) return;
    e.preventDefault();
    zone.classList.toggle("over", kind === "dragover");
    if (kind === "drop") add(e.dataTransfer.files);
  });
  addEventListener("offline", () => request?.abort());
  addEventListener("beforeunload", (e) => busy && e.preventDefault());
  form.addEventListener("submit", (e) => {
    if (!busy) return;
    e.preventDefault();
    e.stopImmediatePropagation();
    held = e.submitter;
    held.after(note);
    note.textContent = say.held;
  }, true);
});
