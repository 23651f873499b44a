// @ts-check
/** A take for practising: like one of store.js to the recorder, but it lies in memory alone and knows no way anywhere. */

export class PracticeTake {
  /** @param {string} mime @param {string} kind */
  constructor(mime, kind) {
    this.row = { mime, kind, isStopped: false };
    this.kind = kind;
    /** @type {Blob[]} */
    this.pieces = [];
    this.seconds = 0;
    this.size = 0;
    this.written = Promise.resolve();
  }

  /** @param {Blob} blob @param {number} seconds - recorded so far */
  add(blob, seconds) {
    this.pieces.push(blob);
    this.seconds = seconds;
    this.size += blob.size;
    return this.written;
  }

  /** @param {object} fields */
  async note(fields) {
    Object.assign(this.row, fields);
  }

  blob() {
    return new Blob(this.pieces, { type: this.row.mime });
  }
}
