// The token against forged requests, which the server gives anew whenever somebody signs in.

import { cookie } from "./cookies.js";
import { person, store } from "./kept.js";

// Signing in again, in another window too, gives the browser another token; a form of before goes on with it.
export function renewToken(form) {
  const field = form.elements.csrfmiddlewaretoken;
  const token = cookie("csrftoken");
  if (token && store?.getItem("person") === person) field.value = token;
  return field.value;
}

// The cookie's, since another answer may have renewed it after this page came.
export function newestToken() {
  return cookie("csrftoken") || document.querySelector("[name=csrfmiddlewaretoken]").value;
}

// Beside the form, which stays open.
export function post(form, address, body, signal) {
  return fetch(address, { method: "POST", body, signal, headers: { "X-CSRFToken": renewToken(form) } });
}
