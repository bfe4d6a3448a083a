// For when there is no line: the shell, the pages that this person has read or may need, and forms not sent yet.
const SHELL = "{{ shell }}".split(" ");
const VERSION = "shell-{{ version }}";
const LINE = "{{ line }}";
const PAGES = "{{ pages }}";
const OURS = /^\/((desk|activities|plan|countries|rounds|help|line)\/.*)?$/;
const FORM = /^\/activities\/.*(new|edit)\/$/;
const PATIENCE = 9e3;
const DAYS = 14 * 864e5;
const ANY = { ignoreVary: true };
let warmed = 0;
let over = false; // its person is signing out
let era = 0; // of one person reading in one language

const drop = async (unwanted) => {
  for (const name of await caches.keys()) if (unwanted(name)) await caches.delete(name);
};
const within = (time, promise) => Promise.race([promise, new Promise((_, no) => setTimeout(no, time))]);
const answered = async (request) => {
  const answer = await fetch(request);
  if (answer.status > 501) throw answer; // a gateway's: nobody is behind it
  return answer;
};

// Pages kept before name the style sheets and scripts of before.
addEventListener("install", (e) =>
  e.waitUntil(
    caches
      .open(VERSION)
      .then((shell) => shell.addAll(SHELL))
      .then(skipWaiting),
  ),
);
addEventListener("activate", (e) =>
  e.waitUntil(drop((name) => name !== VERSION && !/^waiting/.test(name)).then(() => clients.claim())),
);

const recent = (page) => Date.now() - Date.parse(page.headers.get("date")) < DAYS;

// Only pages of the person whom the server last saw signed in are kept; `data-person` is empty for everybody else.
// An answer that was asked for in an era that is over comes too late.
const keep = async (url, answer, asked) => {
  const late = () => over || asked !== era;
  if (late() || !/html/.test(answer.headers.get("content-type"))) return;
  const person = /<html[^>]* data-person="(\d*)"/.exec(await answer.clone().text())?.[1];
  if (late() || person === undefined) return;
  await drop((name) => /^pages/.test(name) && name !== `pages${person}`);
  if (!person) return;
  const pages = await caches.open(`pages${person}`);
  if (late()) return;
  if (answer.ok && !answer.redirected && OURS.test(new URL(url, location).pathname)) await pages.put(url, answer);
  if (Date.now() - warmed > 6e5)
    await warm(person, asked).catch(() => {
      warmed = 0;
    });
};

const warm = async (person, asked) => {
  warmed = Date.now();
  const pages = await caches.open(`pages${person}`);
  for (const key of await pages.keys()) if (!recent(await pages.match(key))) await pages.delete(key);
  for (const [path, since] of await (await fetch(PAGES)).json()) {
    if (over || asked !== era) return;
    const kept = await pages.match(path, ANY);
    if (!kept || Date.parse(kept.headers.get("date")) < since)
      await keep(path, await fetch(path, { priority: "low" }), asked);
  }
};

const kept = async (url) => {
  const found = await caches.match(url, { ...ANY, ignoreSearch: FORM.test(new URL(url).pathname) });
  return found && recent(found) ? found : null;
};

const without = async ({ url, method }) => {
  const found = method === "GET" && (await kept(url));
  const page = found || (await caches.match(LINE, ANY));
  if (!page) return Response.error();
  const marks = found ? `data-old="${found.headers.get("date")}"` : `data-missing="${method.toLowerCase()}"`;
  return new Response((await page.text()).replace("<html", `<html ${marks}`), { headers: page.headers });
};

// The line first; what is kept only when there is none, or it is too slow to wait for.
const read = async (e) => {
  const { request } = e;
  const asked = era;
  const answer = answered(request).then((page) => {
    e.waitUntil(keep(request.url, page.clone(), asked));
    return page;
  });
  return ((await kept(request.url)) ? within(PATIENCE, answer) : answer).catch(() => without(request));
};

// Another person, or another language: what was kept is not what they would read.
const otherwise = async (path) => {
  if (!/^\/(account|language)\//.test(path)) return;
  era += 1;
  await drop((name) => /^pages/.test(name));
  warmed = 0;
};

// The form of an activity may be sent again and is still one: it waits for the line. Others are told that they were not sent.
const send = async (request) => {
  const path = new URL(request.url).pathname;
  const form = FORM.test(path) && (await request.clone().formData());
  if (!form || !form.get("person"))
    return answered(request)
      .then((answer) => otherwise(path).then(() => answer))
      .catch(() => without(request));
  const size = [...form.values()].reduce((sum, value) => sum + (value.size || 0), 0);
  return within(2e4 + size / 8, answered(request))
    .catch(async () => {
      const waiting = await caches.open(`waiting${form.get("person")}`);
      await waiting.put(
        LINE + form.get("key"),
        new Response(form, { headers: { "x-path": path, date: new Date().toUTCString() } }),
      );
      return Response.redirect(LINE, 303);
    })
    .catch(() => without(request));
};

addEventListener("message", (e) => {
  over = e.data === "forget";
  const asked = era;
  if (over) e.waitUntil(drop((name) => /^pages/.test(name)).then(() => e.ports[0].postMessage("forgotten")));
  else
    e.waitUntil(
      caches.match(LINE, ANY).then((found) => found || answered(LINE).then((page) => keep(LINE, page, asked))),
    );
});
addEventListener("fetch", (e) => {
  const { method, mode, url } = e.request;
  const { origin, pathname } = new URL(url);
  if (origin !== location.origin) return;
  if (method === "GET" && SHELL.includes(pathname))
    e.respondWith(caches.match(url, ANY).then((found) => found || fetch(e.request)));
  else if (mode === "navigate") e.respondWith(method === "GET" ? read(e) : send(e.request));
});
