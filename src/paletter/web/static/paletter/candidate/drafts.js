// @ts-check
/**
 * What a candidate types on the page of words, kept on this device until the server has it: a reload, a lost line or a
 * session that ended costs nothing of it.
 */

const PREFIX = "paletter-words/";
const KEPT_AFTER_MS = 24 * 3600 * 1000;

/** @typedef {{until: string, texts: Record<string, string>}} Draft */

export class Drafts {
  /** @param {string} interview - its key @param {string} until - when the words are closed, ISO 8601 */
  constructor(interview, until) {
    this.interview = interview;
    this.until = until;
  }

  /** What was typed into a field, or null. @param {string} field @returns {string|null} */
  text(field) {
    return read(this.interview)?.texts[field] ?? null;
  }

  /** Keep what stands in a field, or nothing of it for null. False where this browser keeps nothing. @param {string} field @param {string|null} text */
  keep(field, text) {
    const texts = read(this.interview)?.texts ?? {};
    if (text === null) delete texts[field];
    else texts[field] = text;
    return Object.keys(texts).length ? write(this.interview, { until: this.until, texts }) : forget(this.interview);
  }
}

/** @param {string} interview - its key @returns {boolean} */
export function forget(interview) {
  try {
    localStorage.removeItem(PREFIX + interview);
    return true;
  } catch {
    return false;
  }
}

/** Throw away what nobody can send any more. @param {Date} now */
export function sweep(now) {
  try {
    for (const name of Object.keys(localStorage)) {
      if (!name.startsWith(PREFIX)) continue;
      const interview = name.slice(PREFIX.length);
      const until = Date.parse(read(interview)?.until ?? "");
      if (!(until + KEPT_AFTER_MS > now.getTime())) forget(interview);
    }
  } catch {
    // No storage, nothing to sweep.
  }
}

/** @param {string} interview @returns {Draft|null} */
function read(interview) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + interview) ?? "null");
  } catch {
    return null;
  }
}

/** @param {string} interview @param {Draft} draft */
function write(interview, draft) {
  try {
    localStorage.setItem(PREFIX + interview, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}
