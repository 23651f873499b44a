// @ts-check
/** How fast the line to the server is: some random bytes are sent there, and thrown away there. */

import { sentence } from "./sentences.js";

const FIRST = 32 * 1024;
const MOST = 1024 * 1024;
/** The second try is as large as takes about so many seconds. */
const SECONDS = 1.5;
const PATIENCE_MS = 20_000;
/** What a recording needs, in thousand bits a second; half as much again is room for everything else on the line. */
const NEEDED = { video: 900, audio: 80 };
const ROOM = 1.5;

/**
 * Return thousand bits a second upwards, or null where it could not be measured.
 * @param {string} url @param {string} token - against forged requests @returns {Promise<number|null>}
 */
export async function measure(url, token) {
  try {
    const first = await send(url, token, FIRST);
    const size = Math.min(MOST, Math.max(FIRST, Math.round((FIRST / first) * SECONDS)));
    const second = await send(url, token, size);
    return Math.round((size * 8) / 1000 / second);
  } catch {
    return null;
  }
}

/** Return how many seconds it took. @param {string} url @param {string} token @param {number} size */
async function send(url, token, size) {
  const body = new Uint8Array(size);
  // Chance can't be squeezed by anything on the way. Browsers give 64 KiB of it at once.
  for (let at = 0; at < size; at += 65536) crypto.getRandomValues(body.subarray(at, at + 65536));
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  const begun = performance.now();
  try {
    const headers = { "X-CSRFToken": token, "Content-Type": "application/octet-stream" };
    const response = await fetch(url, { method: "POST", body, headers, redirect: "manual", signal: patience.signal });
    if (!response.ok) throw new Error(String(response.status));
    return (performance.now() - begun) / 1000;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Tell in words what a speed means for answers.
 * @param {number|null} speed - thousand bits a second @param {number} longest - seconds of the longest answer
 * @param {"video"|"audio"} kind
 */
export function spoken(speed, longest, kind) {
  if (speed === null) return sentence("line-unknown");
  if (speed >= NEEDED[kind] * ROOM) return sentence("line-fast");
  const minutes = Math.max(1, Math.ceil((longest * (NEEDED[kind] / speed - 1)) / 60));
  return sentence(speed >= NEEDED[kind] / 2 ? "line-slow" : "line-very-slow", { minutes });
}
