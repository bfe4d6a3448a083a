// Signing out wipes what this machine keeps of its person, also without a line.

import { bar } from "./bar.js";
import { names, session, store } from "./kept.js";
import { cacheName, rows } from "./queue.js";

const worker = navigator.serviceWorker;
const PATIENCE = 2000; // a worker that does not answer holds nobody up

// Also a worker that does not serve this page yet: it may still be keeping others.
async function tellWorker() {
  const active = (await worker?.getRegistration())?.active;
  if (!active) return;
  await new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = done;
    setTimeout(done, PATIENCE);
    active.postMessage("forget", [port2]);
  });
}

// What waits of other people stays: only they can send it.
async function wipeCaches() {
  if (!window.caches) return;
  for (const name of await caches.keys()) if (!/^waiting/.test(name) || name === cacheName) await caches.delete(name);
}

async function wipe() {
  dispatchEvent(new Event("forget")); // forms that are open keep nothing any more
  for (const name of names(store)) store.removeItem(name);
  session?.clear();
  await tellWorker();
  await wipeCaches();
  for (const ours of (await worker?.getRegistrations()) || []) await ours.unregister();
}

async function signOut(form, question) {
  const unsent = names(store).length > 0 || (await rows()).length > 0;
  if (unsent && !confirm(question)) return;
  await wipe();
  if (navigator.onLine) form.submit();
  else alert(bar.dataset.stay);
}

export function wipeOnSigningOut(button) {
  button.form.addEventListener("submit", (event) => {
    event.preventDefault();
    signOut(event.target, button.dataset.forget);
  });
}
