// @ts-check
/** On the page of all answers: what was written on this device and never came to the server, with the way to it. */

import * as unsaved from "./unsaved.js";

for (const line of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-text-here]"))) {
  const draft = unsaved.here(line.dataset.textHere ?? "");
  line.hidden = !draft || draft.text === draft.before;
}
