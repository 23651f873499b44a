// @ts-check
/** Times in the reader's zone and form; without scripts they stand in UTC. `data-local="date"` shows the day alone,
 * `data-local="zoned"` the day of the week and the zone too, where much hangs on it. */

/** @type {Intl.DateTimeFormatOptions} */
const ZONED = {
  weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "long",
};

/** @type {Record<string, Intl.DateTimeFormatOptions>} */
const FORMS = { "": { dateStyle: "medium", timeStyle: "short" }, date: { dateStyle: "medium" }, zoned: ZONED };

/** The reader's own variety of the page's language, such as en-GB on an English page. */
function locale() {
  const language = document.documentElement.lang || "en";
  return navigator.languages.find((one) => one === language || one.startsWith(`${language}-`)) ?? language;
}

/** @param {ParentNode} root */
export function localise(root = document) {
  for (const element of /** @type {NodeListOf<HTMLTimeElement>} */ (root.querySelectorAll("time[data-local]"))) {
    const form = FORMS[element.dataset.local ?? ""] ?? FORMS[""];
    element.textContent = new Intl.DateTimeFormat(locale(), form).format(new Date(element.dateTime));
    element.removeAttribute("data-local");
  }
}

localise();
