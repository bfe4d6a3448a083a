// A file goes to the server in pieces: a dropped line costs one piece, and it goes on by itself.

import { renewToken } from "./token.js";

const PIECE = 131072;
const PATIENCE = 60000; // with one piece
const PAUSE = 5000;

// Only a browser on HTTPS can: without it the server cannot tell the same file again, and takes it from its beginning.
async function sumOf(file) {
  if (!window.crypto.subtle) return "";
  const sum = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(sum)].map((byte) => byte.toString(16).padStart(2, 0)).join("");
}

function pause() {
  return new Promise((go) => {
    setTimeout(go, PAUSE);
    addEventListener("online", go, { once: true });
  });
}

export class Carrier {
  constructor(form, address) {
    Object.assign(this, { form, address });
  }

  async call(path, method, body) {
    const request = new AbortController();
    this.request = request;
    const late = setTimeout(() => request.abort(), PATIENCE);
    const headers = { "X-CSRFToken": renewToken(this.form) };
    const asked = fetch(this.address + path, { method, body, headers, signal: request.signal });
    const answer = await asked.finally(() => clearTimeout(late));
    if (answer.status > 499) throw answer;
    return [answer.status, await answer.json().catch(() => ({}))];
  }

  cut() {
    this.request?.abort();
  }

  giveUp({ id }) {
    if (id) this.call(`${id}/`, "DELETE").catch(() => {});
  }

  // What comes next: a piece; how far it is; or that there is such a file.
  next({ id, at }, piece, about) {
    if (piece) return this.call(`${id}/?offset=${at}`, "POST", piece);
    return id ? this.call(`${id}/`) : this.call("", "POST", about);
  }

  // Until the file is there or given up; else the answer of the server that refuses it. `at` is how far it is on the
  // server, -1 when that has to be asked first: at the beginning and after every break.
  async bring(row) {
    const { file } = row;
    const about = new URLSearchParams({ name: file.name, size: file.size, sha256: await sumOf(file) });
    row.at = -1;
    while (row.at !== file.size && !row.gone) {
      const piece = row.at < 0 ? null : await file.slice(row.at, row.at + PIECE).arrayBuffer();
      try {
        const [status, answer] = await this.next(row, piece, about);
        if (status === 404) Object.assign(row, { id: "", at: -1 });
        else if (answer.id) Object.assign(row, { id: answer.id, at: answer.received });
        else return answer;
        row.moved();
      } catch {
        row.at = -1;
        if (row.gone) break;
        row.waits();
        await pause();
      }
    }
  }
}
