// @ts-check
/**
 * Takes on this device: every piece lies here, in IndexedDB, until the server has kept the whole answer.
 *
 * What IndexedDB does not take (a full device, some private windows) is held in memory and offered to it again with
 * every piece; `isHeld` tells that a take would not outlive its page.
 */

import { thisMoment } from "./age.js";
import { Sha256 } from "./sha256.js";

const NAME = "paletter-takes";

/**
 * @typedef {object} Place - what of an interview a take answers, and the addresses for that
 * @property {string} interview
 * @property {number} position
 * @property {string} create
 * @property {string} keep
 * @property {string} page
 */

/**
 * @typedef {object} TakeRow
 * @property {string} id
 * @property {string} who - whose take it is
 * @property {string} slot - interview and question
 * @property {Place} place
 * @property {string} mime
 * @property {string|null} url - the server's address of this take, once it has one
 * @property {boolean} isStopped
 * @property {boolean} isWished - it shall be the answer: what is left is sent from any page
 * @property {string|null} seen - the version of the answer when it was begun; null when both were compared
 * @property {string} trouble - why it did not become the answer though it was wished
 * @property {number} begunAt
 */

/** @typedef {{start: number, size: number, seconds: number, bytes: ArrayBuffer|null}} Piece - bytes: as long as only memory has them */

/** One take: its pieces in order. */
export class Take {
  /** @param {Store} store @param {TakeRow} row @param {Piece[]} pieces */
  constructor(store, row, pieces = []) {
    this.store = store;
    this.row = row;
    this.pieces = pieces;
    /** Something of it is in memory alone, since the store did not take it. */
    this.isHeld = false;
    this.isRowWritten = true;
    this.isForgotten = false;
    /** @type {import("./age.js").Moment} */
    this.begun = { wall: row.begunAt };
    /** @type {Promise<void>} */
    this.written = Promise.resolve();
  }

  get kind() {
    return kindOf(this.row);
  }

  get size() {
    const last = this.pieces[this.pieces.length - 1];
    return last ? last.start + last.size : 0;
  }

  get seconds() {
    return this.pieces.length ? this.pieces[this.pieces.length - 1].seconds : 0;
  }

  /**
   * Add what the recorder gave, in the order in which it is called. Rejects when its bytes can't be had: then the take
   * ends before them.
   * @param {Blob} blob @param {number} seconds - recorded so far
   */
  add(blob, seconds) {
    this.written = this.written.then(async () => {
      const bytes = await blob.arrayBuffer();
      if (!bytes.byteLength) return;
      this.pieces.push({ start: this.size, size: bytes.byteLength, seconds, bytes });
      await this.settle();
    });
    return this.written;
  }

  /** Remember a change of the row, such as the server's address. @param {Partial<TakeRow>} fields */
  async note(fields) {
    Object.assign(this.row, fields);
    this.isRowWritten = false;
    await this.settle();
  }

  /** Let the store have what only memory has. */
  async settle() {
    if (this.isForgotten) return;
    try {
      if (!this.isRowWritten) await this.store.putRow(this.row);
      this.isRowWritten = true;
      for (const [index, piece] of this.pieces.entries()) {
        if (!piece.bytes) continue;
        await this.store.addPiece(this.row.id, index, { bytes: piece.bytes, seconds: piece.seconds });
        piece.bytes = null;
      }
      this.isHeld = false;
    } catch {
      // A full device must not stop the recording; the next piece tries again.
      this.isHeld = true;
    }
  }

  /** The bytes from `start` on, at most `most` of them; no more than these are read. @param {number} start @param {number} most */
  async slice(start, most) {
    const end = Math.min(start + most, this.size);
    const found = new Uint8Array(Math.max(0, end - start));
    for (const [index, piece] of this.pieces.entries()) {
      if (piece.start + piece.size <= start || piece.start >= end) continue;
      const bytes = new Uint8Array(await this.read(index));
      found.set(bytes.subarray(Math.max(0, start - piece.start), end - piece.start), Math.max(0, piece.start - start));
    }
    return found;
  }

  /** @param {number} index @returns {Promise<ArrayBuffer>} */
  async read(index) {
    return this.pieces[index].bytes ?? (await this.store.piece(this.row.id, index));
  }

  /** The whole take, for a player. The browser keeps its parts where it likes, on disk when they are many. */
  async blob() {
    const parts = [];
    for (const index of this.pieces.keys()) parts.push(new Blob([await this.read(index)]));
    return new Blob(parts, { type: this.row.mime });
  }

  /** SHA-256 of the whole take, as hexadecimal digits. */
  async sha256() {
    const sum = new Sha256();
    for (const index of this.pieces.keys()) sum.add(new Uint8Array(await this.read(index)));
    return sum.digest();
  }

  async forget() {
    this.isForgotten = true;
    await this.store.remove(this.row.id);
  }
}

export class Store {
  /** @param {IDBDatabase|null} database */
  constructor(database) {
    this.database = database;
  }

  static async open() {
    try {
      return new Store(await opened());
    } catch {
      return new Store(null);
    }
  }

  /** @param {{who: string, place: Place, mime: string, seen: string}} beginning */
  async begin({ who, place, mime, seen }) {
    const slot = slotOf(place);
    const id = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    const begun = thisMoment();
    /** @type {TakeRow} */
    const row = { id, who, slot, place, mime, url: null, isStopped: false, isWished: false, seen, trouble: "", begunAt: begun.wall };
    const take = new Take(this, row);
    take.begun = begun;
    await take.note({});
    return take;
  }

  /** All takes that lie here, the oldest first. @returns {Promise<TakeRow[]>} */
  async rows() {
    if (!this.database) return [];
    const rows = await done(this.database.transaction("takes").objectStore("takes").getAll());
    return rows.sort((one, other) => one.begunAt - other.begunAt);
  }

  /** The newest take of somebody's question that lies here, or null. @param {string} slot @param {string} who */
  async latest(slot, who) {
    for (const row of (await this.rows()).reverse()) {
      if (row.slot !== slot || row.who !== who) continue;
      const take = await this.load(row);
      if (take) return take;
    }
    return null;
  }

  /** A take with the sizes of its pieces; one without any is none and goes. @param {TakeRow} row @returns {Promise<Take|null>} */
  async load(row) {
    const pieces = await this.pieces(row.id);
    if (pieces.length) return new Take(this, row, pieces);
    // It may just be begun in another tab.
    if (Date.now() - row.begunAt > 60_000) await this.remove(row.id);
    return null;
  }

  /** @param {string} id @returns {Promise<Piece[]>} */
  pieces(id) {
    return new Promise((resolve, reject) => {
      /** @type {Piece[]} */
      const pieces = [];
      let start = 0;
      const request = this.here.transaction("pieces").objectStore("pieces").openCursor(allOf(id));
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        const cursor = request.result;
        if (!cursor) return resolve(pieces);
        const size = cursor.value.bytes.byteLength;
        pieces.push({ start, size, seconds: cursor.value.seconds, bytes: null });
        start += size;
        cursor.continue();
      };
    });
  }

  /** @param {string} id @param {number} index @returns {Promise<ArrayBuffer>} */
  async piece(id, index) {
    return (await done(this.here.transaction("pieces").objectStore("pieces").get([id, index]))).bytes;
  }

  /** @param {TakeRow} row */
  async putRow(row) {
    await this.change((stores) => stores.takes.put(row));
  }

  /** @param {string} id @param {number} index @param {{bytes: ArrayBuffer, seconds: number}} piece */
  async addPiece(id, index, piece) {
    await this.change((stores) => stores.pieces.put(piece, [id, index]));
  }

  /** @param {string} id */
  async remove(id) {
    try {
      await this.change((stores) => {
        stores.takes.delete(id);
        stores.pieces.delete(allOf(id));
      });
    } catch {
      // What can't be removed now is found again, and removed then.
    }
  }

  /** @param {(stores: {takes: IDBObjectStore, pieces: IDBObjectStore}) => void} work */
  async change(work) {
    try {
      await this.changed(work);
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "InvalidStateError")) throw error;
      // The browser closed the store under us, as some do in the background.
      this.database = await opened();
      await this.changed(work);
    }
  }

  /** @param {(stores: {takes: IDBObjectStore, pieces: IDBObjectStore}) => void} work @returns {Promise<void>} */
  changed(work) {
    const transaction = this.here.transaction(["takes", "pieces"], "readwrite", { durability: "strict" });
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
      work({ takes: transaction.objectStore("takes"), pieces: transaction.objectStore("pieces") });
    });
  }

  get here() {
    if (!this.database) throw new Error("no store");
    return this.database;
  }
}

/** @param {{interview: string, position: number}} place */
export function slotOf({ interview, position }) {
  return `${interview}/${position}`;
}

/** @param {TakeRow} row @returns {"video"|"audio"} */
export function kindOf({ mime }) {
  return mime.startsWith("audio/") ? "audio" : "video";
}

/** @param {string} id */
function allOf(id) {
  return IDBKeyRange.bound([id, 0], [id, Infinity]);
}

/** @returns {Promise<IDBDatabase>} */
function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("takes", { keyPath: "id" }).createIndex("slot", "slot");
      request.result.createObjectStore("pieces");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = request.onblocked = () => reject(request.error);
  });
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
