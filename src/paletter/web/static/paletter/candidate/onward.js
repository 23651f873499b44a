// @ts-check
/** Makes a take of this page's question the answer, and tells where to go from here. */

import { keep } from "./saving.js";
import { dropThere, finishThere } from "./there.js";

/** @typedef {import("./saving.js").Facts} Facts */
/** @typedef {import("./saving.js").Saving} Saving */
/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./store.js").Take} Take */
/** @typedef {import("./store.js").TakeRow} TakeRow */
/** @typedef {import("./upload.js").Upload} Upload */

/** How long saving is waited for; after that the next question is better use of the time. */
const WAITED = 4000;

export class Onward {
  /** @param {Facts} facts @param {Session} session @param {Store} store */
  constructor(facts, session, store) {
    this.facts = facts;
    this.session = session;
    this.store = store;
  }

  /**
   * Save a take, or leave that to the next page when it takes long. Resolves with the address of that page.
   * @param {Take} take @param {Saving} saving
   * @returns {Promise<string>} @throws {import("./upload.js").Refused}
   */
  async save(take, saving) {
    await take.note({ isStopped: true, isWished: true, trouble: "" });
    await this.supersede(take);
    const kept = await Promise.race([saving.save(), waited(saving.upload)]);
    return kept && !(await this.wished()).length ? kept.next : this.way();
  }

  /**
   * Save the take that only the server has, as far as it arrived.
   * @param {(sentence: string) => void} onWait
   * @returns {Promise<string>} the address of the next page @throws {import("./upload.js").Refused}
   */
  async saveFromServer(onWait) {
    const { url } = /** @type {{url: string}} */ (this.facts.waiting);
    const sha256 = await finishThere(url, this.session);
    return (await keep(this.facts.keep, { url, sha256, seen: null }, this.session, onWait)).next;
  }

  /** The takes of this interview that are on their way. @returns {Promise<TakeRow[]>} */
  async wished() {
    const { interview } = this.facts;
    return (await this.rows()).filter((row) => row.isWished && row.place?.interview === interview);
  }

  /** This person's takes. */
  async rows() {
    return (await this.store.rows()).filter((row) => row.who === this.session.who);
  }

  /** The first page where there is something to do: not a question whose answer is on its way. */
  async way() {
    const sent = (await this.wished()).map((row) => row.place.position);
    const way = this.facts.ways.find(({ position }) => position === null || !sent.includes(position));
    return /** @type {{url: string}} */ (way).url;
  }

  /** An earlier take of the question that was still on its way gives up its place. @param {Take} take */
  async supersede(take) {
    for (const row of await this.rows()) {
      if (row.slot !== take.row.slot || row.id === take.row.id) continue;
      await this.store.remove(row.id);
      if (row.url) await dropThere(row.url, this.session);
    }
  }
}

/** Resolves when going on is better than waiting: the line is slow, and any page can send what is left. @param {Upload} upload */
async function waited(upload) {
  const until = performance.now() + WAITED;
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 250));
    // A server that says why it can't do this now is there; without one the next page could not be had.
    const isSpokenTo = upload.state === "sending" || upload.state === "whole" || upload.sentence !== "";
    if (performance.now() > until && isSpokenTo && navigator.onLine && !upload.take.isHeld) return null;
  }
}
