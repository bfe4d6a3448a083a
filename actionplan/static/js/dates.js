// Times as the pages write them, in the language of the page.

const { lang } = document.documentElement;
const LOCALES = { en: "en-GB", pt: "pt-PT" };
const FIRST = lang === "fr" ? "1er " : "$&"; // only French has an ordinal
// Months have a capital where this Portuguese is written; the browser knows that of Portugal since 1990 only.
const month = (letter) => (lang === "pt" ? letter.toUpperCase() : letter);
const SHAPE = {
  day: "numeric",
  month: "long",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZoneName: "short",
};

export function when(date) {
  const written = new Date(date).toLocaleString(LOCALES[lang] || lang, SHAPE);
  return written.replace(/^1 /, FIRST).replace(/(?<= de )\p{Ll}/u, month);
}
