// Long forms, only a help: what is typed is kept, dates can be picked, names are completed, and a few letters find an entry of a long list.

import { addCalendars } from "./calendar.js";
import { findInList } from "./finding.js";
import { keepForms } from "./keeping.js";
import { suggestWhileTyping } from "./suggestions.js";

keepForms(JSON.parse(document.getElementById("kept")?.textContent || "[]"));
addCalendars(document);
document.querySelectorAll("[data-suggest]").forEach(suggestWhileTyping);
document.querySelectorAll("[data-find]").forEach(findInList);
