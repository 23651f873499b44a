// @ts-check
/** Small forms, sent by scripts: the answer is JSON, or a sentence that says why not. */

import { sentence } from "./sentences.js";
import { Refused } from "./upload.js";

const WAIT = 3000;

/**
 * Send a form. Any other error than Refused means that the line, or the server, is away.
 * @param {string} url @param {Record<string, string>} fields @param {string} token - against forgery
 * @param {{keepalive?: boolean, signal?: AbortSignal}} [how]
 * @returns {Promise<any>} @throws {Refused}
 */
export async function post(url, fields, token, how = {}) {
  const response = await fetch(url, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { Accept: "application/json", "X-CSRFToken": token },
    credentials: "same-origin",
    ...how,
  });
  const isJson = (response.headers.get("Content-Type") ?? "").startsWith("application/json");
  if (response.ok && isJson) return response.json();
  if (response.status < 500) throw new Refused(response.status, isJson ? (await response.json()).sentence : sentence("log-in-to-save"));
  throw new Error(`status ${response.status}`);
}

/**
 * Send a form for as long as the line is away.
 * @param {string} url @param {() => Record<string, string>} fields - asked for at each try @param {string} token
 * @param {() => void} onWait - it did not come through and will be tried again
 * @returns {Promise<any>} @throws {Refused}
 */
export async function postUntilAnswered(url, fields, token, onWait) {
  for (;;) {
    try {
      return await post(url, fields(), token);
    } catch (error) {
      if (error instanceof Refused) throw error;
    }
    onWait();
    await new Promise((resolve) => setTimeout(resolve, WAIT));
  }
}
