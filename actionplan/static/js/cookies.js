// What the server says to scripts in cookies: its token against forged requests, the name of a form that it has taken.

export function cookie(name) {
  return new RegExp(`(?:^|; )${name}=([^;]+)`).exec(document.cookie)?.[1];
}

// Said once: the next page is not to hear it again.
export function eat(name) {
  const value = cookie(name);
  // biome-ignore lint/suspicious/noDocumentCookie: the cookie store is missing from browsers that people here have
  if (value) document.cookie = `${name}=; path=/; max-age=0`;
  return value;
}
