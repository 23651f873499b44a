// @ts-check
/** Times in the reader's zone and form. */

/** @param {ParentNode} root */
export function localise(root = document) {
  const form = new Intl.DateTimeFormat(document.documentElement.lang || undefined, { dateStyle: "medium", timeStyle: "short" });
  for (const element of /** @type {NodeListOf<HTMLTimeElement>} */ (root.querySelectorAll("time[data-local-time]"))) {
    element.textContent = form.format(new Date(element.dateTime));
    element.removeAttribute("data-local-time");
  }
}

localise();
