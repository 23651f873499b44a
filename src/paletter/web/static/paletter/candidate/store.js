// @ts-check
/**
 * Takes on this device: every piece lies here, in IndexedDB, until the server has kept the whole answer.
 *
 * Where a browser has no IndexedDB (some private windows), takes live in memory only and `isLasting` is false.
 */

const NAME = "paletter-takes";

/**
 * @typedef {object} TakeRow
 * @property {string} id
 * @property {string} slot - interview and question
 * @property {string} mime
 * @property {string|null} url - the server's address of this take, once it has one
 * @property {boolean} isStopped
 * @property {number} begunAt
 */

/** One take: its pieces in order, here in memory and, when possible, in the store. */
export class Take {
  /** @param {Store} store @param {TakeRow} row @param {{bytes: ArrayBuffer, seconds: number}[]} pieces */
  constructor(store, row, pieces = []) {
    this.store = store;
    this.row = row;
    this.pieces = pieces;
    this.size = pieces.reduce((sum, piece) => sum + piece.bytes.byteLength, 0);
    /** @type {Promise<void>} */
    this.written = Promise.resolve();
  }

  /** @returns {"video"|"audio"} */
  get kind() {
    return this.row.mime.startsWith("audio/") ? "audio" : "video";
  }

  get seconds() {
    return this.pieces.length ? this.pieces[this.pieces.length - 1].seconds : 0;
  }

  /**
   * Add what the recorder gave, in the order in which it is called.
   * @param {Blob} blob @param {number} seconds - recorded so far
   */
  add(blob, seconds) {
    this.written = this.written.then(async () => {
      const bytes = await blob.arrayBuffer();
      if (!bytes.byteLength) return;
      const index = this.pieces.length;
      await this.store.addPiece(this.row.id, index, { bytes, seconds });
      this.pieces.push({ bytes, seconds });
      this.size += bytes.byteLength;
    });
    return this.written;
  }

  /** Remember a change of the row, such as the server's address. @param {Partial<TakeRow>} fields */
  async note(fields) {
    Object.assign(this.row, fields);
    await this.store.putRow(this.row);
  }

  /** The bytes from `start` on, at most `most` of them. @param {number} start @param {number} most */
  slice(start, most) {
    return this.blob().slice(start, Math.min(start + most, this.size));
  }

  blob() {
    return new Blob(this.pieces.map((piece) => piece.bytes), { type: this.row.mime });
  }

  /** SHA-256 of the whole take, as hexadecimal digits. */
  async sha256() {
    return hex(await crypto.subtle.digest("SHA-256", await this.blob().arrayBuffer()));
  }

  async forget() {
    await this.store.remove(this.row.id);
  }
}

/** @param {ArrayBuffer} buffer */
export function hex(buffer) {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
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

  get isLasting() {
    return this.database !== null;
  }

  /** @param {string} slot @param {string} mime */
  async begin(slot, mime) {
    const row = { id: crypto.randomUUID(), slot, mime, url: null, isStopped: false, begunAt: Date.now() };
    await this.putRow(row);
    return new Take(this, row);
  }

  /** The newest take of a question that lies here, or null. @param {string} slot @returns {Promise<Take|null>} */
  async latest(slot) {
    if (!this.database) return null;
    const rows = await done(this.database.transaction("takes").objectStore("takes").index("slot").getAll(slot));
    rows.sort((one, other) => other.begunAt - one.begunAt);
    for (const row of rows) {
      const pieces = await done(
        this.database.transaction("pieces").objectStore("pieces").getAll(IDBKeyRange.bound([row.id, 0], [row.id, Infinity])),
      );
      if (pieces.length) return new Take(this, row, pieces);
      await this.remove(row.id);
    }
    return null;
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
    await this.change((stores) => {
      stores.takes.delete(id);
      stores.pieces.delete(IDBKeyRange.bound([id, 0], [id, Infinity]));
    });
  }

  /** @param {(stores: {takes: IDBObjectStore, pieces: IDBObjectStore}) => void} work */
  async change(work) {
    if (!this.database) return;
    try {
      const transaction = this.database.transaction(["takes", "pieces"], "readwrite", { durability: "strict" });
      work({ takes: transaction.objectStore("takes"), pieces: transaction.objectStore("pieces") });
      await new Promise((resolve, reject) => {
        transaction.oncomplete = () => resolve(undefined);
        transaction.onerror = transaction.onabort = () => reject(transaction.error);
      });
    } catch {
      // A full disk must not stop the recording: from here on the take lives in memory and on the server.
      this.database = null;
    }
  }
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
