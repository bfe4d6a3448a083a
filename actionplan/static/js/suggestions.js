// Names, completed by the server while one types.

const PAUSE = 300;

async function suggest(field) {
  const asked = new URLSearchParams({ name: field.value });
  const answer = await fetch(`${field.dataset.suggest}?${asked}`).catch(() => ({}));
  if (answer.ok && !answer.redirected) field.list.innerHTML = await answer.text();
}

export function suggestWhileTyping(field) {
  let waits;
  field.addEventListener("input", () => {
    clearTimeout(waits);
    waits = setTimeout(suggest, PAUSE, field);
  });
}
