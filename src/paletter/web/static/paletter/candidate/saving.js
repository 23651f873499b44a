// @ts-check
/** Gets one question's take to the server, and makes it the answer there. Shows nothing; tells the page by calls. */

import { postUntilAnswered } from "./post.js";
import { dropThere, finishThere, Upload } from "./upload.js";

/** @typedef {import("./store.js").Take} Take */

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
 * @property {string[]} stopped - addresses of takes that were recorded to their end
 * @property {boolean} isSaved - an answer of this kind is
 * @property {string} kept - the address of the take that is the answer
 * @property {string} uploads
 * @property {string} keep
 * @property {{url: string, id: string}|null} waiting - a take that the server has and that was never saved
 * @property {number} largest - bytes
 * @property {string} support
 * @property {boolean} isTesting
 */

/**
 * @typedef {object} SavingListener
 * @property {(upload: Upload) => void} onUpload - the upload changed its state or got on
 * @property {() => void} onWait - the line is away; it will be tried again
 */

export class Saving {
  /** @param {Facts} facts @param {string} token @param {SavingListener} listener */
  constructor(facts, token, listener) {
    this.facts = facts;
    this.token = token;
    this.listener = listener;
    /** @type {Upload|null} */
    this.upload = null;
  }

  /** From now on this take is the one that is sent, as it grows. @param {Take} take */
  follow(take) {
    const { uploads, interview, position } = this.facts;
    this.upload = new Upload(take, { create: uploads, token: this.token, interview, position }, (upload) => {
      if (upload === this.upload) this.listener.onUpload(upload);
    });
  }

  /** There is more to send. */
  wake() {
    this.upload?.wake();
  }

  /** Bytes of the take are not on the server yet. */
  get isUnsent() {
    return this.upload !== null && !this.upload.isWhole;
  }

  /**
   * Make a take from this device the answer. Resolves with the address of the next page once both sides agree.
   * @param {Take} take @returns {Promise<string>} @throws {import("./upload.js").Refused}
   */
  async save(take) {
    if (!take.row.isStopped) await take.note({ isStopped: true });
    const upload = /** @type {Upload} */ (this.upload);
    await upload.whole();
    const id = upload.url.split("/").pop() ?? "";
    const next = await this.keep(id, upload.isFullerThere ? "" : await take.sha256());
    await take.forget();
    this.upload = null;
    return next;
  }

  /**
   * Make the take the answer that only the server has: another device or a cleared browser recorded it.
   * @returns {Promise<string>} @throws {import("./upload.js").Refused}
   */
  async saveFromServer() {
    const waiting = /** @type {{url: string, id: string}} */ (this.facts.waiting);
    await finishThere(waiting.url, this.token);
    return this.keep(waiting.id, "");
  }

  /** Throw the take away, here and there. @param {Take|null} take */
  async drop(take) {
    if (!take && this.facts.waiting) await dropThere(this.facts.waiting.url, this.token);
    this.facts.waiting = null;
    const upload = this.upload;
    this.upload = null;
    await upload?.giveUp();
    await take?.forget();
  }

  /** Ask the server to make a take the answer; try for as long as the line is away. @param {string} id @param {string} sha256 */
  async keep(id, sha256) {
    const reply = await postUntilAnswered(this.facts.keep, { recording: id, sha256 }, this.token, this.listener.onWait);
    return reply.next;
  }
}
