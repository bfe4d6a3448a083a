// Only a help: every page and form works without it.
(() => {
  const open = () => document.querySelectorAll("details.who[open]");
  document.addEventListener("click", e => open().forEach(d => d.contains(e.target) || (d.open = false)));
  document.addEventListener("keydown", e => {
    if (e.key !== "Escape") return;
    open().forEach(d => { d.open = false; d.querySelector("summary").focus(); });
  });
  const errors = document.getElementById("errors");
  if (errors) errors.focus();
})();
