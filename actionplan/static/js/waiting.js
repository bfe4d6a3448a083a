// The forms that wait for a line: each to be opened again or forgotten.
(() => {
  const { box, rows, show, store, token, when } = window.tracker, list = document.getElementById("waiting"), said = list.dataset;

  // The person sends it: the server answers with its own page, the two versions or what is wrong.
  const reopen = ({ body, path, name }) => {
    const form = Object.assign(document.createElement("form"), { method: "post", action: path, enctype: "multipart/form-data", hidden: true });
    const fields = new URLSearchParams();
    token(body);
    for (const [field, value] of body) {
      const input = Object.assign(document.createElement("input"), { type: value.name ? "file" : "hidden", name: field });
      if (value.name) {
        const files = new DataTransfer();
        files.items.add(value);
        input.files = files.files;
      } else if (typeof value === "string") {
        input.value = value;
        if (field !== "csrfmiddlewaretoken") fields.append(field, value);
      }
      form.append(input);
    }
    store?.setItem(name, JSON.stringify({ fields: String(fields), at: path, sent: location.origin + location.pathname }));
    document.body.append(form);
    HTMLFormElement.prototype.submit.call(form);
  };

  const drawn = (row) => {
    const item = document.getElementById("waiting-row").content.cloneNode(true).firstElementChild;
    const why = { 409: "conflict", 422: "wrong" }[row.code] || (row.code ? "refused" : "waits");
    item.querySelector("h3").textContent = row.body.get("title") || said.untitled;
    item.querySelector(".meta").textContent = when(row.date);
    item.querySelector(".why").textContent = said[why];
    item.addEventListener("click", async ({ target }) => {
      if (target.value === "open") reopen(row);
      if (target.value !== "forget" || !confirm(said.sure)) return;
      await (await box()).delete(row.key);
      [store, store && sessionStorage].forEach((kept) => kept?.removeItem(row.name));
      show();
    });
    return item;
  };
  const draw = (all) => {
    list.replaceChildren(...all.map(drawn));
    document.getElementById("nothing").hidden = all.length > 0;
  };
  addEventListener("waiting", (e) => draw(e.detail));
  rows().then(draw);
})();
