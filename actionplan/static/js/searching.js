// The search of every page: what may be meant, while one types. Without it, the form leads to the page of results.

const PAUSE = 250;
const field = document.getElementById("search");
const form = field?.form;
const status = document.createElement("p");
let list, waits, asking;

const options = () => [...list.querySelectorAll("[role=option]")];
const chosen = () => list.querySelector("[aria-selected=true]");

function show(html) {
  list.innerHTML = html;
  const said = list.querySelector("template");
  said?.remove();
  status.textContent = said?.content.textContent ?? "";
  for (const [n, option] of options().entries()) option.id = `found-${n}`;
  list.hidden = !options().length;
  field.setAttribute("aria-expanded", String(!list.hidden));
  field.removeAttribute("aria-activedescendant");
}

async function suggest() {
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  const asked = new URLSearchParams({ q: field.value });
  const answer = await fetch(`${form.action}suggest/?${asked}`, { signal }).catch(() => ({}));
  const html = answer.ok && !answer.redirected ? await answer.text().catch(() => "") : "";
  if (!signal.aborted) show(document.activeElement === field ? html : "");
}

function typed() {
  clearTimeout(waits);
  if (field.value.trim().length > 1) waits = setTimeout(suggest, PAUSE);
  else close();
}

function close() {
  clearTimeout(waits);
  asking?.abort();
  show("");
}

// Down from the last one, and up from the first, leads back to what was typed.
function step(by) {
  const all = options();
  const next = (all.indexOf(chosen()) + 1 + by + all.length + 1) % (all.length + 1);
  chosen()?.setAttribute("aria-selected", "false");
  const option = all[next - 1];
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  if (option) field.setAttribute("aria-activedescendant", option.id);
  else field.removeAttribute("aria-activedescendant");
}

function press(event) {
  const { key } = event;
  if (list.hidden || event.isComposing) return;
  if (key === "ArrowDown" || key === "ArrowUp") step(key === "ArrowDown" ? 1 : -1);
  else if (key === "Enter" && chosen()) chosen().click();
  else if (key === "Escape") close();
  else return;
  event.preventDefault();
}

export function suggestWhileSearching() {
  if (!form) return;
  list = Object.assign(document.createElement("div"), { id: "found", className: "found", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.labels[0].textContent);
  status.setAttribute("role", "status");
  status.className = "hidden";
  form.append(list, status);
  const says = { role: "combobox", "aria-expanded": "false", "aria-controls": "found", "aria-autocomplete": "list" };
  for (const [name, value] of Object.entries(says)) field.setAttribute(name, value);
  field.autocomplete = "off";
  field.addEventListener("input", typed);
  field.addEventListener("keydown", press);
  field.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field stays in use until the click is done
}
