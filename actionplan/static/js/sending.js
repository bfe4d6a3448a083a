// What waits is sent once there is a line: in turn, by one window alone, each form until the server has said what it
// thinks of it.

import { forget, refuse, rows } from "./queue.js";
import { newestToken } from "./token.js";

export const outcome = { sent: [], signedOut: false }; // of this page: `[{address, title}]`

const PATIENCE = 3e5; // a form may carry files over a slow line

async function sendAll() {
  for (const row of await rows()) {
    const { body, code, name, path } = row;
    if (code) continue;
    body.set("csrfmiddlewaretoken", newestToken());
    const answer = await fetch(path, { method: "POST", body, signal: AbortSignal.timeout(PATIENCE) });
    outcome.signedOut = answer.status === 403 || /^\/account\//.test(new URL(answer.url).pathname);
    if (outcome.signedOut || answer.status > 499) break;
    if (answer.ok) {
      outcome.sent.push({ address: answer.url, title: body.get("title") });
      await forget(name);
    } else await refuse(row, answer.status);
  }
}

// A line that breaks again ends it; the next try goes on.
export async function sendWaiting(after) {
  if (!navigator.onLine || !(await rows()).some((row) => !row.code)) return;
  await navigator.locks.request("waiting", { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    await sendAll().catch(() => {});
    await after();
  });
}
