// @ts-check
/** What scripts say, in the page's language: the server tells it (web/candidate/sentences.py), scripts ask by name. */

/** Those of the page, and those of the outbox, which is on every page. @type {Record<string, string>} */
const TOLD = Object.assign({}, ...["sentences", "outbox-sentences"].map((id) => JSON.parse(document.getElementById(id)?.textContent ?? "{}")));

/**
 * @param {string} name
 * @param {Record<string, string|number>} [values] - for what stands in braces
 * @returns {string}
 */
export function sentence(name, values = {}) {
  const text = TOLD[name];
  if (text === undefined) throw new Error(`This page was told no sentence “${name}”.`);
  return text.replace(/\{(\w+)\}/g, (braced, key) => String(values[key] ?? braced));
}
