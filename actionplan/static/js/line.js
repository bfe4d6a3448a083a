// On every page of a person who has signed in: what waits for the line is told and sent, and signing out wipes it.

import { bar, show } from "./bar.js";
import { sendWaiting } from "./sending.js";
import { wipeOnSigningOut } from "./signing-out.js";

const EVERY = 15e3; // a line may be back without the browser's saying so
const again = () => sendWaiting(show);

function startWorker(worker) {
  worker?.register(bar.dataset.worker).catch(() => {});
  worker?.ready.then((ours) => ours.active.postMessage("begin"));
}

startWorker(navigator.serviceWorker);
show().then(again);
addEventListener("online", again);
setInterval(again, EVERY);
document.querySelectorAll("[data-forget]").forEach(wipeOnSigningOut);
