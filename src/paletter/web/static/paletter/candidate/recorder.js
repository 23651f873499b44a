// @ts-check
/** Records a stream into a take: piece by piece, with a clock, a kind end, and word when something breaks. */

import { sentence } from "./sentences.js";

const SLICE = 1000;
/** Seconds after the limit in which a sentence may be ended. */
export const GRACE = 5;
const BITS = 800_000;

/** @typedef {import("./store.js").Take} Take */

/**
 * @typedef {object} Listener
 * @property {(seconds: number) => void} onTick
 * @property {(sentence: string) => void} onAnnounce
 * @property {() => void} onPiece
 * @property {(take: Take) => void} onStop
 */

export class Recording {
  /** @param {MediaStream} stream @param {Take} take @param {number} limit - seconds @param {Listener} listener */
  constructor(stream, take, limit, listener) {
    this.take = take;
    this.limit = limit;
    this.listener = listener;
    /** More time may be taken; told with how much is left. */
    this.mayExtend = false;
    this.begun = 0;
    this.announced = new Set();
    this.recorder = new MediaRecorder(stream, { mimeType: take.row.mime, videoBitsPerSecond: BITS, audioBitsPerSecond: 64_000 });
    this.recorder.ondataavailable = (event) => {
      take.add(event.data, this.seconds).then(() => listener.onPiece());
    };
    this.recorder.onstop = () => this.finish();
    for (const track of stream.getTracks()) {
      track.addEventListener("ended", () => this.breakOff());
    }
  }

  get seconds() {
    return this.begun ? (performance.now() - this.begun) / 1000 : 0;
  }

  start() {
    this.recorder.start(SLICE);
    this.begun = performance.now();
    this.timer = setInterval(() => this.tick(), 200);
  }

  stop() {
    clearInterval(this.timer);
    if (this.recorder.state !== "inactive") this.recorder.stop();
  }

  /** Let the answer take longer. @param {number} seconds */
  extend(seconds) {
    this.limit += seconds;
    this.announced.clear();
  }

  breakOff() {
    if (this.recorder.state === "inactive") return;
    this.listener.onAnnounce(sentence("unplugged"));
    this.stop();
  }

  tick() {
    const left = this.limit - this.seconds;
    this.listener.onTick(this.seconds);
    const kind = this.mayExtend ? "seconds-left-more" : "seconds-left";
    if (left <= 30 && this.limit > 60) this.once(sentence(kind, { seconds: 30 }));
    if (left <= 20 && this.limit <= 60 && this.mayExtend) this.once(sentence(kind, { seconds: 20 }));
    if (left <= 10) this.once(sentence("seconds-left", { seconds: 10 }));
    if (left <= 0) this.once(sentence("time-is-up", { seconds: GRACE }));
    if (left <= -GRACE) this.stop();
  }

  /** @param {string} sentence */
  once(sentence) {
    if (this.announced.has(sentence)) return;
    this.announced.add(sentence);
    this.listener.onAnnounce(sentence);
  }

  async finish() {
    clearInterval(this.timer);
    await this.take.written;
    await this.take.note({ isStopped: true });
    this.listener.onStop(this.take);
  }
}
