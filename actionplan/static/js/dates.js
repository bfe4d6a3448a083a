// Times as the pages write them, in the language of the page.

const { lang } = document.documentElement;
const LOCALES = { en: "en-GB", pt: "pt-PT" };
const FIRST = lang === "fr" ? "1er " : "$&"; // only French has an ordinal
const SHAPE = {
  day: "numeric",
  month: "long",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZoneName: "short",
};

export function when(date) {
  return new Date(date).toLocaleString(LOCALES[lang] || lang, SHAPE).replace(/^1 /, FIRST);
}
