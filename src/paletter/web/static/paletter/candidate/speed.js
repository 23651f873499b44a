// @ts-check
/** How fast the line to the server was lately, as this tab has seen it: the device check, or what is sent, told it. */

const KEY = "paletter-line";
const FRESH = 10 * 60_000;
/** Less than so many bytes tells of the way there and back, not of the line. */
const TELLING = 16 * 1024;

/** So many bytes, sent along with others, took so long. @param {number} bytes @param {number} milliseconds */
export function note(bytes, milliseconds) {
  if (bytes < TELLING || milliseconds <= 0) return;
  const bits = (bytes * 8000) / milliseconds;
  const before = lately();
  know(before === null ? bits : 0.6 * before + 0.4 * bits);
}

/** It was measured, which counts more than what was known before. @param {number} bits - a second */
export function know(bits) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ bits, at: Date.now() }));
  } catch {
    // Then every answer is recorded as if nothing were known.
  }
}

/** Bits a second, or null when that was not measured lately. @returns {number|null} */
export function lately() {
  try {
    const found = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    return found && Date.now() - found.at < FRESH ? found.bits : null;
  } catch {
    return null;
  }
}
