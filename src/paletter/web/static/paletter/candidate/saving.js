// @ts-check
/** Gets one take to the server, and makes it the answer there. Shows nothing; tells the page by calls. */

import { sentence } from "./sentences.js";
import { idOf, LoggedOut } from "./session.js";
import { digestThere } from "./there.js";
import { patience, Refused, Upload } from "./upload.js";

/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("./store.js").Take} Take */
/** @typedef {{next: string, version: string}} Kept - where to go from here, and the answer's version now */

/**
 * @typedef {object} Facts - of one question, as the server tells them in `recorder-facts`
 * @property {string} interview
 * @property {number} position
 * @property {import("./camera.js").Kind} kind - in which the page records
 * @property {number} seconds - that an answer may take
 * @property {number} longest - seconds, however often more time was taken
 * @property {boolean} isTimingEssential - nobody takes more time
 * @property {{seconds: number, left: number}|null} think - time to think, or null where nobody counts
 * @property {number} takesLeft
 * @property {boolean} isOver - the time for answering: what was begun in time may be saved, nothing is begun any more
 * @property {string[]} stopped - addresses of takes that were recorded to their end
 * @property {boolean} isSaved - an answer of this kind is
 * @property {string} kept - the address of the take that is the answer
 * @property {string} version - of the answer, of whatever kind; empty for none
 * @property {{position: number|null, url: string}[]} ways - where to go from here, best first
 * @property {string} uploads
 * @property {string} keep
 * @property {string} line - where to try how fast it is
 * @property {{url: string, id: string}|null} waiting - a take that the server has and that was never saved
 * @property {number} largest - bytes
 * @property {string} support
 * @property {boolean} isTesting
 */

/**
 * @typedef {object} SavingListener
 * @property {(upload: Upload) => void} onUpload - the upload changed its state or got on
 * @property {(sentence: string) => void} onWait - the line is away, or nobody is logged in; it will be tried again
 */

export class Saving {
  /** From now on this take is sent, as it grows. @param {Take} take @param {Session} session @param {SavingListener} listener */
  constructor(take, session, listener) {
    this.take = take;
    this.session = session;
    this.listener = listener;
    this.upload = this.newUpload();
  }

  newUpload() {
    return new Upload(this.take, this.session, (upload) => this.listener.onUpload(upload));
  }

  /** There is more to send. */
  wake() {
    this.upload.wake();
  }

  /** Bytes of the take are not on the server yet. */
  get isUnsent() {
    return !this.upload.isWhole;
  }

  /**
   * Make the take the answer, once both sides have the same bytes. It leaves this device only then.
   * @param {{isQuiet?: boolean}} [how] - this page tells that it is saved, not the next one
   * @returns {Promise<Kept>} @throws {Refused}
   */
  async save({ isQuiet = false } = {}) {
    const kept = await this.send(isQuiet).catch(async (error) => {
      if (!(error instanceof Refused && error.reason === "discarded")) throw error;
      // Thrown away there, as on another device that found it; here it is still wanted.
      await this.take.note({ url: null });
      this.upload = this.newUpload();
      return this.send(isQuiet);
    });
    await this.take.forget();
    return kept;
  }

  /** @param {boolean} isQuiet @returns {Promise<Kept>} */
  async send(isQuiet) {
    await this.upload.whole();
    const { url, place, seen } = this.take.row;
    const there = /** @type {string} */ (url);
    // Where this device ran out of room and lost the end, what arrived is kept as it is there.
    const sha256 = this.upload.isFullerThere ? await digestThere(there, this.session) : await this.take.sha256();
    return keep(place.keep, { url: there, sha256, seen, isQuiet }, this.session, this.listener.onWait);
  }

  /** Throw the take away, here and there. */
  async drop() {
    await this.upload.giveUp();
    await this.take.forget();
  }
}

/**
 * Ask the server to make a take the answer; try for as long as the line is away.
 * @param {string} address
 * @param {{url: string, sha256: string, seen: string|null, isQuiet?: boolean}} take
 * @param {Session} session
 * @param {(sentence: string) => void} onWait
 * @returns {Promise<Kept>} @throws {Refused}
 */
export async function keep(address, { url, sha256, seen, isQuiet = false }, session, onWait) {
  const body = new URLSearchParams({ recording: idOf(url), sha256 });
  if (seen !== null) body.set("seen", seen);
  if (isQuiet) body.set("is_quiet", "on");
  for (let failures = 1, isRenewed = false; ; failures++) {
    try {
      const response = await fetch(address, {
        method: "POST",
        body,
        headers: { Accept: "application/json", "X-CSRFToken": session.token },
        credentials: "same-origin",
      });
      const isJson = (response.headers.get("Content-Type") ?? "").startsWith("application/json");
      if (isJson && response.ok) return await response.json();
      if (isJson && response.status < 500) {
        const said = await response.json();
        throw new Refused(response.status, said.sentence, said.reason);
      }
      // A page instead: the way to the login, or the word that the token is void.
      if (response.status < 500 && isRenewed) throw new Refused(response.status, sentence("not-accepted"));
      if (response.status < 500) {
        await session.ask();
        isRenewed = true;
        continue;
      }
      isRenewed = false;
      onWait(sentence("waiting"));
    } catch (error) {
      if (error instanceof Refused) throw error;
      onWait(sentence(error instanceof LoggedOut ? "log-in" : "waiting"));
    }
    await patience(failures);
  }
}
