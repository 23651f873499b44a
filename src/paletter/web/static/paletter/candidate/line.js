// @ts-check
/** How fast the line to the server is, measured by what is sent, and what bit rate that is good for. */

import { timeout } from "./session.js";

const KEY = "paletter-line";
const FRESH = 10 * 60_000;
const TRIED = 64 * 1024;
const TELLING = 16 * 1024;

/** Bits of video a second: what a face needs at 640 by 480, and the least in which it can still be recognised. */
const BEST = 800_000;
const LEAST = 150_000;
const SOUND = 64_000;
const LEAST_SOUND = 32_000;
/** How much of the line an answer may fill while it is recorded; the rest is for what was recorded before. */
const SHARE = 0.8;

/** So many bytes took so long. @param {number} bytes @param {number} milliseconds */
export function note(bytes, milliseconds) {
  if (bytes < TELLING || milliseconds <= 0) return;
  const bits = (bytes * 8000) / milliseconds;
  const before = measured();
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ bits: before === null ? bits : 0.6 * before + 0.4 * bits, at: Date.now() }));
  } catch {
    // Then every answer is recorded as if nothing were known.
  }
}

/** Bits a second, or null when that was not measured lately. @returns {number|null} */
export function measured() {
  try {
    const found = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    return found && Date.now() - found.at < FRESH ? found.bits : null;
  } catch {
    return null;
  }
}

/** Measure it, unless that is known. @param {import("./session.js").Session} session */
export async function measure(session) {
  if (measured() !== null) return;
  const body = crypto.getRandomValues(new Uint8Array(TRIED));
  const begun = performance.now();
  try {
    const headers = { "X-CSRFToken": session.token, "Content-Type": "application/octet-stream" };
    const response = await fetch(session.facts.line, { method: "POST", body, headers, credentials: "same-origin", signal: timeout(15_000) });
    if (response.ok) note(TRIED, performance.now() - begun);
  } catch (error) {
    // Fifteen seconds for so little: the slowest line there is. A line that is away tells nothing.
    if (error instanceof DOMException && error.name === "AbortError") note(TRIED, 15_000);
  }
}

/**
 * The bit rates of a take: what the line carries, and what fits into the largest take when all of its time is used.
 * @param {{seconds: number, largest: number}} limits - of a take: seconds, bytes
 * @returns {{video: number, audio: number}}
 */
export function rates({ seconds, largest }) {
  const line = measured() ?? Infinity;
  const audio = line < 2 * LEAST ? LEAST_SOUND : SOUND;
  const fitting = (largest * 8 * 0.9) / seconds;
  return { audio, video: Math.round(Math.max(LEAST, Math.min(BEST, SHARE * line - audio, fitting - audio))) };
}
