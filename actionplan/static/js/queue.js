// The forms that wait to be sent. The service worker puts them into a cache of their person, at the address /line/<key>,
// with the page that they go to (x-path) and when they came (date); what the server said to one is added (x-code).

import { drop, person, prefix } from "./kept.js";

export const cacheName = `waiting${person}`;
const NONE = { keys: () => [], delete: () => false }; // of a browser that has no caches, as without HTTPS

const open = () => (window.caches ? caches.open(cacheName) : NONE);

export async function rows() {
  const waiting = await open();
  const found = [];
  for (const key of await waiting.keys()) {
    const kept = await waiting.match(key);
    const [path, code, date] = ["x-path", "x-code", "date"].map((name) => kept.headers.get(name));
    const name = `${prefix}activity-${key.url.split("/").pop()}`;
    found.push({ key, path, code, date, name, body: await kept.formData() });
  }
  return found;
}

// One that the server refused waits for its person, and is not sent again by itself.
export async function refuse({ key, path, body, date }, code) {
  const waiting = await open();
  await waiting.put(key, new Response(body, { headers: { "x-path": path, "x-code": code, date } }));
}

// Both as it waits and as it was kept while it was typed.
export async function forget(name) {
  drop(name);
  const waiting = await open();
  await waiting.delete(`/line/${name.split(":activity-")[1]}`);
}
