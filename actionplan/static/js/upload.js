// Files go up as soon as they are chosen, one after the other. The form then refers to them by id; without this script
// the plain field sends them with the form.

import { Carrier } from "./pieces.js";

// A file that was chosen, in the list.
class Row {
  constructor(file, line, words) {
    const parts = ["input", "label span", "progress", "[role=status]", "button"].map((part) =>
      line.querySelector(part),
    );
    const [tick, name, bar, said, remove] = parts;
    Object.assign(this, { file, line, words, tick, bar, said, remove });
    name.textContent = file.name;
    bar.max = file.size;
    bar.setAttribute("aria-label", file.name);
    remove.setAttribute("aria-label", `${remove.textContent}: ${file.name}`);
    tick.dataset.size = file.size;
  }

  moved() {
    if (this.at >= 0) this.bar.value = this.at;
    this.said.textContent = "";
  }

  waits() {
    this.said.textContent = this.words.waiting;
  }

  refuse(why) {
    this.said.textContent = why;
    this.said.className = "error";
  }

  arrived() {
    Object.assign(this.tick, { value: this.id, disabled: false, checked: true });
  }
}

class Uploads {
  constructor(zone) {
    const input = zone.querySelector("[type=file]");
    const { form } = input;
    const note = zone.querySelector("[data-note]");
    const carrier = new Carrier(form, zone.dataset.uploads);
    Object.assign(this, { zone, input, form, note, carrier, words: zone.dataset, queue: [] });
    zone.querySelector("[data-drop]").hidden = false;
    this.listen();
  }

  listen() {
    this.input.addEventListener("change", () => this.add([...this.input.files]));
    for (const kind of ["dragover", "dragleave", "drop"]) {
      document.addEventListener(kind, (event) => this.dragged(event));
    }
    addEventListener("offline", () => this.carrier.cut());
    addEventListener("beforeunload", (event) => this.busy && event.preventDefault());
    this.form.addEventListener("submit", (event) => this.busy && this.hold(event), true);
  }

  // Anywhere on the page: a file that misses the field would open in its place.
  dragged(event) {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    this.zone.classList.toggle("over", event.type === "dragover");
    if (event.type === "drop") this.add(event.dataTransfer.files);
  }

  // The form is sent once its files are there.
  hold(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
    this.held = event.submitter;
    this.held.after(this.note);
    this.note.textContent = this.words.held;
  }

  letGo() {
    this.held = null;
    this.note.textContent = "";
  }

  // Bytes of all files that would go with the form.
  get together() {
    const coming = this.queue.filter((row) => !row.gone).map((row) => row.file);
    const there = [...this.zone.querySelectorAll("[name=uploads]:checked")].map((tick) => tick.dataset);
    return [...coming, ...there].reduce((sum, { size }) => sum + Number(size), 0);
  }

  add(files) {
    for (const file of files) {
      const line = this.zone.querySelector("template").content.cloneNode(true).firstElementChild;
      const row = new Row(file, line, this.words);
      row.remove.addEventListener("click", () => this.remove(row));
      this.zone.querySelector("ul").append(line);
      if (this.together + file.size > this.words.most) {
        row.refuse(this.words.large);
        row.bar.remove();
      } else this.queue.push(row);
    }
    this.input.value = "";
    this.bringAll();
  }

  remove(row) {
    row.gone = true;
    row.line.remove();
    this.input.focus();
    if (this.queue[0] === row) this.carrier.cut();
    else this.carrier.giveUp(row);
  }

  async bring(row) {
    const refusal = await this.carrier.bring(row).catch(() => ({}));
    row.bar.remove();
    if (row.gone) this.carrier.giveUp(row);
    else if (refusal) {
      row.refuse(refusal.reason || this.words.failed);
      this.letGo();
    } else row.arrived();
  }

  async bringAll() {
    if (this.busy) return;
    for (this.busy = true; this.queue.length; this.queue.shift()) await this.bring(this.queue[0]);
    this.busy = false;
    this.form.dispatchEvent(new Event("input"));
    if (this.held) this.form.requestSubmit(this.held);
  }
}

for (const zone of document.querySelectorAll("[data-uploads]")) new Uploads(zone);
