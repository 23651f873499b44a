// @ts-check
/** A take that only the server has: another device recorded it, or this browser lost it. */

import { sentence } from "./sentences.js";
import { idOf } from "./session.js";
import { Refused } from "./upload.js";

const TUS = { "Tus-Resumable": "1.0.0" };
/** How long the server may take to tell who else records, and how long a recording takes to grow visibly. */
const ASKED = 3000;

/** @typedef {import("./session.js").Session} Session */

/**
 * Finish it where its bytes end, and return the SHA-256 that the server has of them: what a candidate who keeps it as
 * far as it arrived says yes to.
 * @param {string} url @param {Session} session @returns {Promise<string>} @throws {Refused}
 */
export async function finishThere(url, session) {
  const headers = { ...TUS, "X-CSRFToken": session.token };
  const head = await fetch(url, { method: "HEAD", headers, credentials: "same-origin" });
  const offset = head.headers.get("Upload-Offset");
  if (!head.ok || offset === null) throw new Refused(head.status, sentence("not-there"));
  const response = await fetch(url, {
    method: "PATCH",
    headers: {
      ...headers,
      "Content-Type": "application/offset+octet-stream",
      "Upload-Offset": offset,
      "Upload-Length": offset,
    },
    credentials: "same-origin",
  });
  if (!response.ok) throw new Refused(response.status, await response.text());
  return digestThere(url, session);
}

/** The SHA-256 of all that arrived. @param {string} url @param {Session} session */
export async function digestThere(url, session) {
  const told = await session.ask({ takes: [idOf(url)] });
  return told.takes[idOf(url)].sha256 ?? "";
}

/**
 * Throw it away. What fails here is thrown away there when the interview is handed in.
 * @param {string} url @param {Session} session
 */
export async function dropThere(url, session) {
  try {
    await fetch(url, { method: "DELETE", headers: { ...TUS, "X-CSRFToken": session.token }, credentials: "same-origin" });
  } catch {
    // The line is away; see above.
  }
}

/**
 * Watch whether it grows: then another device is recording it right now. Stops when the returned function is called.
 * @param {string} url @param {Session} session
 * @param {(is: {growing: boolean, isOver: boolean}) => void} onLook
 */
export function watchThere(url, session, onLook) {
  /** @type {number|undefined} */
  let before;
  const timer = setInterval(async () => {
    const told = await session.ask({ takes: [idOf(url)] }).catch(() => null);
    const take = told?.takes[idOf(url)];
    if (!take) return;
    const offset = take.offset ?? 0;
    onLook({ growing: before !== undefined && offset > before, isOver: take.state !== "here" || take.length !== null });
    before = offset;
  }, 2000);
  return () => clearInterval(timer);
}

/**
 * The address of a take of a question that another device is recording right now, or null. That takes some seconds when
 * somebody may be.
 * @param {{interview: string, position: number}} question @param {Session} session
 * @param {() => Promise<string[]>} ours - the addresses of this device's own takes
 * @returns {Promise<string|null>}
 */
export async function growingThere({ interview, position }, session, ours) {
  /** @returns {Promise<Record<string, number>>} */
  const look = async () => {
    const told = await session.ask({ interviews: [interview], within: ASKED }).catch(() => null);
    return told?.interviews[interview]?.answers?.[position]?.begun ?? {};
  };
  const before = await look();
  if (!Object.keys(before).length) return null;
  await new Promise((resolve) => setTimeout(resolve, ASKED));
  const after = Object.entries(await look());
  const own = await ours();
  return after.find(([url, offset]) => offset > (before[url] ?? offset) && !own.includes(url))?.[0] ?? null;
}
