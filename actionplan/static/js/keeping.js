// What is typed into a form is kept: on this machine at once, on the server after a moment; and offered when the form is
// opened again.

import { Claims } from "./claims.js";
import { asSent, putBack, typed } from "./fields.js";
import { drop, entries, path, prefix, session, store, write } from "./kept.js";
import { makeRows } from "./lines.js";
import { post, renewToken } from "./token.js";

const { old } = document.documentElement.dataset; // the service worker had kept this page
const asked = new URLSearchParams(location.search).get("typed"); // a link from the desk
const cameBack = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
const PAUSE = 1500;
const AGAIN = 10000;

// A new form takes up its old key, but never what was typed on the page of an activity that is there already.
export function isOf(form, { key, at }) {
  const { keep, kin } = form.dataset;
  return key === keep || Boolean(kin && at === location.pathname && key.startsWith(kin));
}

// Kept earlier: on this machine if the server never had it, else on the server; first what was asked for.
export function keptEarlier(form, onServer) {
  const remote = onServer.map((entry) => ({ ...entry, at: location.pathname }));
  const found = [...entries(store), ...entries(session), ...remote].filter((entry) => isOf(form, entry));
  return found.find(({ key }) => key === asked) || found[0];
}

// The form is here again: what was sent has not been taken, so it stays until it is sent anew.
function stayUntilSentAnew(form) {
  for (const entry of entries(store)) {
    if (isOf(form, entry)) write(store, entry.name, { fields: entry.fields, at: entry.at });
  }
}

// Choices that are put back are not to be hidden in a fold.
function openFolds(form) {
  for (const fold of form.querySelectorAll("details.more")) fold.open ||= Boolean(fold.querySelector("input:checked"));
}

class KeptForm {
  constructor(form, onServer) {
    const claims = form.querySelector("[data-claims]");
    this.form = form;
    this.state = form.querySelector("[data-state]");
    this.claims = claims && new Claims(form, claims);
    this.leaving = false;
    if (old && form.dataset.kin) this.rename(crypto.randomUUID());
    this.fresh = "answer" in form.dataset ? "" : String(asSent(form)); // an answer holds what was typed
    this.earlier = keptEarlier(form, onServer);
    stayUntilSentAnew(form);
    this.begin(form.querySelector("[data-kept]"));
    this.listen();
  }

  get name() {
    return prefix + this.form.dataset.keep;
  }

  get text() {
    return String(typed(this.form));
  }

  get isChanged() {
    return this.text !== this.fresh;
  }

  // A page that is kept is used for more than one activity.
  rename(id) {
    this.form.elements.key.value = id;
    this.form.dataset.keep = `activity-${id}`;
  }

  begin(offer) {
    const { earlier, fresh } = this;
    if (!fresh) this.keep();
    else if (offer && earlier && earlier.fields !== fresh) {
      offer.addEventListener("click", (event) => this.decide(offer, event.target.closest("button")));
      if (earlier.key === asked || cameBack) this.putBack();
      else offer.hidden = false;
    } else if (this.isChanged) this.claims?.recall(typed(this.form));
  }

  decide(offer, button) {
    if (!button) return;
    offer.hidden = true;
    if (button.value) this.putBack();
    else {
      drop(prefix + this.earlier.key);
      this.send(`${this.earlier.key}/forget/`, new URLSearchParams());
    }
  }

  putBack() {
    const text = new URLSearchParams(this.earlier.fields);
    makeRows(this.form, text);
    putBack(this.form, text);
    this.form.dataset.keep = this.earlier.key;
    openFolds(this.form);
    this.form.dispatchEvent(new Event("input", { bubbles: true }));
    this.claims?.recall(text);
  }

  keep(sent) {
    write(store, this.name, { fields: this.text, at: location.pathname, sent });
  }

  // The server has it: this window alone keeps it too, for the back button.
  safe() {
    store?.removeItem(this.name);
    write(session, this.name, { fields: this.text, at: location.pathname });
  }

  say(state, more = "") {
    if (!this.state) return;
    this.state.textContent = [this.state.dataset[state] || "", more].join(" ").trim();
    this.state.dataset.state = state;
  }

  send(address, body) {
    this.sending = new AbortController();
    return post(this.form, `/typed/${address}`, body, this.sending.signal);
  }

  saveIn(milliseconds) {
    clearTimeout(this.waits);
    this.waits = setTimeout(() => this.save(), milliseconds);
  }

  async save() {
    clearTimeout(this.waits);
    if (this.leaving || !this.isChanged) return;
    const body = typed(this.form);
    body.append("typed_path", location.pathname);
    body.append("typed_heading", document.querySelector("h1").textContent.trim());
    try {
      await this.tell(await this.send(`${this.form.dataset.keep}/`, body));
    } catch {
      if (this.leaving) return;
      this.say("waiting");
      this.saveIn(AGAIN);
    }
  }

  async tell(answer) {
    if (answer.ok) {
      this.say("saved");
      if (!this.leaving) this.safe();
    } else if (answer.status === 401 || answer.status === 403) this.say("signedOut");
    else this.say("refused", (await answer.json().catch(() => ({}))).reason || String(answer.status));
  }

  changed() {
    if (!this.isChanged) {
      store?.removeItem(this.name);
      return;
    }
    this.keep();
    this.saveIn(PAUSE);
  }

  // Sent, or its person signs out: what is still on its way to the server would only bring it back.
  leave() {
    this.leaving = true;
    clearTimeout(this.waits);
    this.sending?.abort();
  }

  submitted() {
    this.leave();
    renewToken(this.form);
    this.keep(path);
  }

  // By the back button.
  shown() {
    if (this.leaving) this.keep();
    this.leaving = false;
  }

  listen() {
    const { form } = this;
    form.addEventListener("input", () => this.changed());
    form.addEventListener("submit", () => this.submitted());
    // By this name the server forgets what it kept once it has taken the form, and says so in the cookie `taken`.
    form.addEventListener("formdata", (event) => this.leaving && event.formData.append("typed_key", form.dataset.keep));
    addEventListener("online", () => this.save());
    addEventListener("forget", () => this.leave());
    addEventListener("pageshow", () => this.shown());
    addEventListener("beforeunload", (event) => {
      const saved = this.state?.dataset.state === "saved";
      if (!this.leaving && this.isChanged && !saved) event.preventDefault();
    });
  }
}

// `onServer`: what the server has kept of this page, `[{key, fields}]`.
export function keepForms(onServer) {
  for (const form of document.querySelectorAll("form[data-keep]")) new KeptForm(form, onServer);
}
