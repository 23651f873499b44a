// @ts-check
/**
 * All takes of one person that lie on this device, whatever page is open: those that shall be an answer are sent, one
 * after the other; those that are the answer, or can't become one any more, are swept. Shows nothing.
 */

import { Hold } from "./hold.js";
import { LoggedOut, idOf } from "./session.js";
import { Saving } from "./saving.js";
import { Refused } from "./upload.js";

const LOOK_AGAIN = 10_000;
/** @type {Lying["state"][]} */
const UNDER_WAY = ["sending", "waiting"];
/** Another account's takes on a shared device: nobody will come for them after so long. */
const STRANGE = 60 * 24 * 3600_000;

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./store.js").Take} Take */
/** @typedef {import("./store.js").TakeRow} TakeRow */
/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("./session.js").Told} Told */

/**
 * @typedef {object} Lying - one take and how it stands
 * @property {TakeRow} row
 * @property {"unsaved"|"next"|"sending"|"waiting"|"elsewhere"|"trouble"} state - elsewhere: another tab sends it
 * @property {number} percent
 * @property {string} sentence - of the server, when it said one
 * @property {boolean} isThere - the server has all of its bytes
 */

/**
 * What is to be done with a take, by what the server says of it.
 * @param {TakeRow} row @param {Told} told @returns {"forget"|"leave"}
 */
export function fate(row, told) {
  const interview = told.interviews[row.place.interview];
  const take = row.url ? told.takes[idOf(row.url)] : undefined;
  if (take?.state === "kept") return "forget";
  return interview?.state === "closed" || interview?.state === "erased" ? "forget" : "leave";
}

export class Outbox {
  /**
   * @param {Store} store @param {Session} session @param {string} slot - the question of this page, which it sees to itself
   * @param {{onChange: () => void, onSaved: (row: TakeRow) => void}} listener
   */
  constructor(store, session, slot, listener) {
    this.store = store;
    this.session = session;
    this.slot = slot;
    this.listener = listener;
    /** @type {Lying[]} */
    this.lying = [];
    this.isLoggedOut = false;
    this.hasLooked = false;
    this.isRunning = false;
  }

  /** Look at what lies here, now and from time to time: another tab may have begun something, or ended it. */
  async begin() {
    // A store that can't be read now is read at the next look; until then nothing is known to lie here.
    await this.look().catch(() => {
      this.hasLooked = true;
      this.listener.onChange();
    });
    setTimeout(() => this.begin(), LOOK_AGAIN);
  }

  async look() {
    const rows = (await this.store.rows()).filter((row) => row.place && row.slot !== this.slot);
    for (const row of rows) if (row.who !== this.session.who && Date.now() - row.begunAt > STRANGE) await this.store.remove(row.id);
    await this.sort(rows.filter((row) => row.who === this.session.who));
    this.hasLooked = true;
    this.listener.onChange();
    this.run();
  }

  /** @param {TakeRow[]} rows */
  async sort(rows) {
    const told = rows.length ? await this.asked(rows) : null;
    /** @type {Lying[]} */
    const lying = [];
    for (const row of rows) {
      if (told && fate(row, told) === "forget") {
        await this.store.remove(row.id);
        continue;
      }
      const length = row.url && told?.takes[idOf(row.url)]?.length;
      const isThere = row.isStopped && typeof length === "number" && told?.takes[idOf(row.url ?? "")].offset === length;
      const before = this.lying.find((one) => one.row.id === row.id);
      // The same object all the while: whoever sends it tells by it how it gets on.
      if (before && UNDER_WAY.includes(before.state)) lying.push(Object.assign(before, { isThere }));
      else lying.push(Object.assign(before ?? { percent: 0, sentence: "" }, { row, state: stateOf(row), isThere }));
    }
    this.lying = lying;
  }

  /** @param {TakeRow[]} rows @returns {Promise<Told|null>} */
  async asked(rows) {
    try {
      const takes = rows.flatMap((row) => (row.url ? [idOf(row.url)] : []));
      const told = await this.session.ask({ interviews: [...new Set(rows.map((row) => row.place.interview))], takes });
      this.isLoggedOut = false;
      return told;
    } catch (error) {
      this.isLoggedOut = error instanceof LoggedOut;
      return null;
    }
  }

  /** Those that shall be an answer and are not yet. */
  get pending() {
    return this.lying.filter((one) => one.row.isWished);
  }

  async run() {
    if (this.isRunning) return;
    this.isRunning = true;
    /** @type {Set<Lying>} */
    const tried = new Set();
    for (;;) {
      const next = this.pending.find((one) => !tried.has(one) && (one.state === "next" || one.state === "elsewhere"));
      if (!next) break;
      tried.add(next);
      await this.send(next);
      this.listener.onChange();
    }
    this.isRunning = false;
  }

  /** @param {Lying} lying */
  async send(lying) {
    const hold = new Hold(`take/${lying.row.id}`);
    if (!(await hold.ask(0))) {
      lying.state = "elsewhere";
      return;
    }
    try {
      // Meanwhile the tab that had it may have brought it to its end.
      const row = (await this.store.rows()).find((one) => one.id === lying.row.id);
      const take = row?.isWished ? await this.store.load(row) : null;
      if (take) {
        lying.row = take.row;
        await this.deliver(lying, take);
      } else if (row) Object.assign(lying, { row, state: stateOf(row) });
      else this.lying = this.lying.filter((one) => one !== lying);
    } finally {
      hold.release();
    }
  }

  /** @param {Lying} lying @param {Take} take */
  async deliver(lying, take) {
    const saving = new Saving(take, this.session, {
      onUpload: (upload) => this.tell(lying, upload.state === "waiting" ? "waiting" : "sending", upload.sentence, percentOf(upload)),
      onWait: (sentence) => this.tell(lying, "waiting", sentence),
    });
    try {
      const kept = await saving.save({ isQuiet: true });
      await passOn(this.store, take.row, kept.version);
      this.lying = this.lying.filter((one) => one !== lying);
      this.listener.onSaved(take.row);
    } catch (error) {
      // Anything else, such as a store that the browser closed, is tried again at the next look.
      if (!(error instanceof Refused)) return this.tell(lying, "elsewhere", "");
      await take.note(refusedFields(error));
      this.tell(lying, "trouble", error.message);
    }
  }

  /** @param {Lying} lying @param {Lying["state"]} state @param {string} sentence @param {number} [percent] */
  tell(lying, state, sentence, percent = lying.percent) {
    Object.assign(lying, { state, sentence, percent });
    this.listener.onChange();
  }
}

/** @param {TakeRow} row @returns {Lying["state"]} */
function stateOf(row) {
  if (row.isWished) return "next";
  return row.trouble ? "trouble" : "unsaved";
}

/** How much of a take the server confirmed. @param {import("./upload.js").Upload} upload */
export function percentOf(upload) {
  return upload.take.size ? Math.min(100, Math.round((100 * upload.confirmed) / upload.take.size)) : 0;
}

/** What a take notes that was refused: a person looks at it next, and then compares. @param {Refused} refused */
export function refusedFields(refused) {
  const fields = { isWished: false, trouble: refused.message };
  return refused.reason === "overtaken" ? { ...fields, seen: null } : fields;
}

/**
 * A take became the answer: later takes of the question on this device were begun in the knowledge of it.
 * @param {Store} store @param {TakeRow} kept @param {string} version
 */
export async function passOn(store, kept, version) {
  for (const row of await store.rows()) {
    if (row.slot === kept.slot && row.who === kept.who && row.seen === kept.seen && row.id !== kept.id) {
      await store.putRow({ ...row, seen: version });
    }
  }
}
