// The targets that an activity can count for, offered for what is typed. An answer that comes late takes nothing back
// that was ticked or dated meanwhile.

import { addCalendars } from "./calendar.js";
import { isTick, typed } from "./fields.js";
import { post } from "./token.js";

const FOLLOWED = /^(actions|status|starts_on|ends_on|scope|countries|theme|border_regions)$/; // fields that decide it
const PAUSE = 300;
const AGAIN = 5000;

const nameOf = (field) => field.name + (isTick(field) ? field.value : "");

export class Claims {
  constructor(form, place) {
    Object.assign(this, { form, place, chosen: new Map(), asked: 0 });
    form.addEventListener("input", ({ target }) => place.contains(target) && this.remember(target));
    form.addEventListener("change", ({ target }) => FOLLOWED.test(target.name) && this.offerIn(PAUSE));
  }

  remember(field) {
    this.chosen.set(nameOf(field), isTick(field) ? field.checked : field.value);
  }

  // What was chosen in a text that is put back.
  recall(text) {
    for (const [name, value] of text) {
      if (name === "claims") this.chosen.set(name + value, true);
      else if (name.startsWith("day:")) this.chosen.set(name, value);
    }
    this.offer();
  }

  offerIn(milliseconds) {
    clearTimeout(this.waits);
    this.waits = setTimeout(() => this.offer(), milliseconds);
  }

  async offer() {
    clearTimeout(this.waits);
    this.asked += 1;
    const number = this.asked;
    try {
      const answer = await post(this.form, this.place.dataset.claims, typed(this.form));
      const text = await answer.text();
      if (answer.ok && !answer.redirected && number === this.asked) this.show(text);
    } catch {
      this.place.querySelector(".claims").dataset.late = this.place.dataset.noLine;
      this.offerIn(AGAIN);
    }
  }

  show(text) {
    const { activeElement } = document;
    const at = this.place.contains(activeElement) && nameOf(activeElement);
    this.place.querySelector(".claims").outerHTML = text;
    addCalendars(this.place);
    const fields = new Map([...this.place.querySelectorAll("input")].map((field) => [nameOf(field), field]));
    if (at) fields.get(at)?.focus();
    for (const [name, value] of this.chosen) {
      const field = fields.get(name);
      if (field && isTick(field)) field.checked = value;
      else if (field && value) field.value = value;
    }
  }
}
