// @ts-check
/**
 * The takes of one question's page: the one at hand, and those that it may come to replace.
 *
 * What is recorded again stays, here and on the server, until something of the new recording lies on this device: a
 * camera that is denied by then, or a change of mind, costs nothing.
 */

import { Hold } from "./hold.js";
import { Saving } from "./saving.js";
import { dropThere } from "./there.js";

/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("./store.js").Take} Take */
/** @typedef {import("./upload.js").Upload} Upload */
/** @typedef {{url: string, id: string}} There - a take that lies on the server alone */
/** @typedef {{take: Take|null, saving: Saving|null, there: There|null, state: string, line: string}} Earlier - and how the stage showed it */

export class Takes {
  /**
   * @param {Session} session
   * @param {object} listener - told of the take at hand alone
   * @param {(upload: Upload) => void} listener.onUpload
   * @param {(sentence: string) => void} listener.onWait
   */
  constructor(session, listener) {
    this.session = session;
    this.listener = listener;
    /** The one at hand. @type {Take|null} */
    this.take = null;
    /** @type {Saving|null} */
    this.saving = null;
    /** What is about to be recorded again. @type {Earlier|null} */
    this.earlier = null;
    /** Of a take that is on its way to being the answer while another is recorded. @type {Saving|null} */
    this.underWay = null;
    /** @type {Hold|null} */
    this.hold = null;
  }

  /** From now on this tab sees to the take, and no other one. @param {Take} take */
  async follow(take) {
    this.take = take;
    this.hold?.release();
    this.hold = new Hold(`take/${take.row.id}`);
    await this.hold.ask();
    this.saving = new Saving(take, this.session, {
      onUpload: (upload) => this.take === take && this.listener.onUpload(upload),
      onWait: (sentence) => this.take === take && this.listener.onWait(sentence),
    });
  }

  /** Nothing came of the one at hand. */
  async forget() {
    await this.take?.forget();
    this.take = this.saving = null;
  }

  /** Throw the one at hand away, here and there. */
  async drop() {
    await this.saving?.drop();
    this.take = this.saving = null;
  }

  /** Another tab goes on with all of them. */
  letGo() {
    this.hold?.release();
    this.take = this.saving = this.earlier = null;
  }

  /** Make room for a new recording. @param {There|null} there @param {string} state @param {string} line */
  setAside(there, state, line) {
    const { take, saving } = this;
    if (take || there) this.earlier = { take, saving, there: take ? null : there, state, line };
    // What is on its way to being the answer stays so until the next take is saved in its place.
    if (take?.row.isWished) this.underWay = saving;
    this.take = this.saving = null;
  }

  /** Have at hand again what was set aside. @returns {Earlier|null} */
  takeBack() {
    const { earlier } = this;
    this.earlier = null;
    if (earlier) Object.assign(this, { take: earlier.take, saving: earlier.saving });
    return earlier;
  }

  /** Something of the new recording lies here. */
  async dropEarlier() {
    const { earlier } = this;
    this.earlier = null;
    if (!earlier || earlier.take?.row.isWished) return;
    await earlier.saving?.drop();
    if (earlier.there) await dropThere(earlier.there.url, this.session);
  }

  /** Something would be lost with this page: neither this device nor the server has it. */
  get isAtRisk() {
    return [this, this.earlier].some((one) => one?.take?.isHeld && one.saving?.isUnsent);
  }
}
