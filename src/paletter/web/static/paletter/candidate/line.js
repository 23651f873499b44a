// @ts-check
/** How fast the line to the server is: some random bytes are sent there, and thrown away there. */

import { know, lately } from "./speed.js";

const FIRST = 32 * 1024;
const MOST = 1024 * 1024;
/** Where an answer is about to be recorded, less is known more coarsely and leaves the line to it. */
const FEW = 128 * 1024;
/** The second try is as large as takes about so many seconds. */
const SECONDS = 1.5;
const PATIENCE_MS = 20_000;

/**
 * Return thousand bits a second upwards, or null where it could not be measured; the recorder goes by it from then on.
 * @param {string} url @param {string} token - against forged requests @param {number} [most] - bytes @returns {Promise<number|null>}
 */
export async function measure(url, token, most = MOST) {
  try {
    const first = await send(url, token, FIRST);
    const size = Math.min(most, Math.max(FIRST, Math.round((FIRST / first) * SECONDS)));
    const second = await send(url, token, size);
    know((size * 8) / second);
    return Math.round((size * 8) / 1000 / second);
  } catch (error) {
    // So long for so little: the slowest line there is. One that is away tells nothing.
    if (error instanceof DOMException && error.name === "AbortError") know((FIRST * 8000) / PATIENCE_MS);
    return null;
  }
}

/** Measure it, unless that is known. @param {string} url @param {string} token */
export async function measureIfUnknown(url, token) {
  if (lately() === null) await measure(url, token, FEW);
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
