// The bar at the top of a page: that the page is old or missing, and what waits, was sent or has to be decided.

import { when } from "./dates.js";
import { rows } from "./queue.js";
import { outcome } from "./sending.js";

const { old, missing } = document.documentElement.dataset; // set by the service worker on a page that it had kept
export const bar = document.getElementById("line");
const words = bar.dataset;

function link({ address, title }) {
  return Object.assign(document.createElement("a"), { href: address, textContent: title || words.untitled });
}

// Whoever shows what waits listens to `waiting`.
export async function show() {
  const all = await rows();
  const open = all.filter((row) => row.code).length;
  const waits = all.length - open;
  const lines = [
    missing && words[missing],
    old && `${words.old} ${when(old)}`,
    waits && `${words.waiting} ${waits}`,
    open && `${words.open} ${open}`,
    outcome.signedOut && words.out,
  ];
  const [text, more] = bar.children;
  text.textContent = lines.filter(Boolean).join("\n");
  text.append(...outcome.sent.flatMap((one) => ["\n", `${words.sent} `, link(one)]));
  bar.hidden = !text.textContent;
  more.hidden = !all.length;
  dispatchEvent(new CustomEvent("waiting", { detail: all }));
}
