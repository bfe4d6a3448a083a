// The fields of a form as text, and text back into them.

const OURS = ["csrfmiddlewaretoken", "typed_key"]; // sent with a form, and typed by nobody
const NEVER = /file|password|submit|button|fieldset|output/; // types that are not put back

export const isTick = ({ type }) => type === "checkbox" || type === "radio";

export function typed(form) {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && !OURS.includes(name)) body.append(name, value);
  }
  return body;
}

// As the server sent it: the browser may have filled the form in again.
export function asSent(form) {
  const blank = form.cloneNode(true);
  blank.reset();
  return typed(blank);
}

// What was not typed then stays, save for ticks and choices: those that are not in the text were not made.
export function putBack(form, text) {
  for (const field of form.elements) {
    if (!field.name || NEVER.test(field.type) || OURS.includes(field.name)) continue;
    const values = text.getAll(field.name);
    if (isTick(field)) field.checked = values.includes(field.value);
    else if (field.multiple) for (const option of field.options) option.selected = values.includes(option.value);
    else if (values.length) field.value = values[0];
  }
}
