// What this machine keeps of what its person types: an entry a form, until the server has taken the form.

export const { person } = document.documentElement.dataset;
export const prefix = `kept:${person}:`;
export const path = location.origin + location.pathname;
export const store = allowed(() => localStorage);
export const session = store && sessionStorage; // of this window alone: what the server has, too

// A browser may forbid its storage: then nothing is kept here, and everything else works.
function allowed(storage) {
  try {
    storage().getItem("person");
    return storage();
  } catch {
    return null;
  }
}

// Names begin with the person: on a machine of several, nobody is offered what another one typed.
export function names(box, start = prefix) {
  return Object.keys(box || {}).filter((name) => name.startsWith(start));
}

// An entry: `fields` as text, the page `at` which they were typed and, once it was sent, the page it was `sent` from.
export function write(box, name, entry) {
  box?.setItem(name, JSON.stringify(entry));
}

// With its name in the box, and the key by which the server knows it.
export function entries(box) {
  return names(box).map((name) => ({ name, key: name.slice(prefix.length), ...JSON.parse(box.getItem(name)) }));
}

// It is kept in one of the two boxes at most, but which one changes while one types.
export function drop(name) {
  store?.removeItem(name);
  session?.removeItem(name);
}
