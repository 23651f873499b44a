// @ts-check
/** What was written on this device and is not saved yet. It stays here until the server has saved it as the answer. */

const NAME = "paletter-draft/";

/** @typedef {{text: string, before: string, at: number}} Draft - `before` is the server's text that this one went on from; `at`: when that was */

/** @param {string} slot - interview and question @returns {Draft|null} */
export function here(slot) {
  try {
    const found = JSON.parse(localStorage.getItem(NAME + slot) ?? "null");
    if (typeof found?.text !== "string" || typeof found?.before !== "string") return null;
    return { ...found, at: typeof found.at === "number" ? found.at : Date.now() };
  } catch {
    return null;
  }
}

/** Keep a draft; false where this browser can't. @param {string} slot @param {Draft} draft */
export function keep(slot, draft) {
  try {
    localStorage.setItem(NAME + slot, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

/** @param {string} slot */
export function forget(slot) {
  try {
    localStorage.removeItem(NAME + slot);
  } catch {
    // Where nothing can be kept there is nothing to forget.
  }
}
