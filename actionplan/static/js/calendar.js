// A calendar beside a date that is typed, for whoever knows the day; a month or a year alone has to be typed.

const DAY = /^\d{4}-\d\d-\d\d$/;

function beside(field) {
  const calendar = document.createElement("input");
  Object.assign(calendar, { type: "date", className: "calendar", min: "1900-01-01", max: "2999-12-31" });
  calendar.setAttribute("aria-label", field.dataset.calendar);
  calendar.addEventListener("focus", () => {
    calendar.value = DAY.test(field.value) ? field.value : "";
  });
  calendar.addEventListener("input", (event) => {
    event.stopPropagation();
    if (!calendar.value) return;
    field.value = calendar.value;
    for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));
  });
  calendar.addEventListener("change", (event) => event.stopPropagation());
  field.after(calendar);
}

export function addCalendars(place) {
  for (const field of place.querySelectorAll(".known-day")) beside(field);
}
