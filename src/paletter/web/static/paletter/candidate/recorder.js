// @ts-check
/**
 * Records a stream into a take: piece by piece, with a clock, a kind end, and word when something breaks.
 *
 * What breaks a recording off, such as an unplugged camera, a device that slept or a phone call that goes on, is nobody's
 * fault: the take is kept up to there and not counted as stopped.
 */

import { sentence } from "./sentences.js";

const SLICE = 1000;
/** Seconds after the limit in which a sentence may be ended. */
export const GRACE = 5;
/** No tick for so long: the device slept. Pages that record are not slowed down in the background by more than a second. */
const ASLEEP = 8000;
/** Camera or microphone are taken away for so long, as by a phone call. */
const CALL = 60_000;
/** Nothing came from the recorder for so long. */
const DRY = 15_000;
/** Left for the last piece, in bytes. */
const LAST = 500_000;

/** @typedef {import("./store.js").Take} Take */

/**
 * @typedef {object} Listener
 * @property {(seconds: number) => void} onTick
 * @property {(sentence: string) => void} onAnnounce
 * @property {() => void} onPiece
 * @property {(take: Take) => Promise<void>} onStop
 * @property {(take: Take, reason: string) => Promise<void>} onBreak - with the name of a sentence
 */

export class Recording {
  /**
   * @param {MediaStream} stream @param {Take} take
   * @param {{seconds: number, largest: number, rates: {video: number, audio: number}}} limits - of time, of bytes, and of bits
   * a second
   * @param {Listener} listener
   */
  constructor(stream, take, limits, listener) {
    this.take = take;
    this.limits = limits;
    this.listener = listener;
    this.milliseconds = 0;
    this.tickedAt = 0;
    this.fedAt = 0;
    this.mutedAt = 0;
    this.broken = "";
    this.isForgiven = false;
    /** More time may be taken; told with how much is left. */
    this.mayExtend = false;
    this.announced = new Set();
    const { video, audio } = limits.rates;
    this.recorder = new MediaRecorder(stream, { mimeType: take.row.mime, videoBitsPerSecond: video, audioBitsPerSecond: audio });
    this.recorder.ondataavailable = (event) => this.feed(event.data);
    /** @type {Promise<void>} */
    this.over = new Promise((resolve) => (this.recorder.onstop = () => this.finish().then(resolve)));
    this.recorder.onerror = () => this.breakOff("recorder-failed");
    this.tracks = stream.getTracks();
    this.stopper = new AbortController();
    const { signal } = this.stopper;
    for (const track of this.tracks) {
      track.addEventListener("ended", () => this.breakOff("unplugged"), { signal });
      track.addEventListener("mute", () => this.pause(), { signal });
      track.addEventListener("unmute", () => this.resume(), { signal });
    }
    // A phone may end a page that is hidden at any moment: what the recorder holds is put away first.
    for (const name of ["visibilitychange", "freeze"]) document.addEventListener(name, () => this.flush(), { signal });
  }

  get seconds() {
    return this.milliseconds / 1000;
  }

  start() {
    this.recorder.start(SLICE);
    this.tickedAt = this.fedAt = Date.now();
    this.timer = setInterval(() => this.tick(), 200);
  }

  stop() {
    clearInterval(this.timer);
    if (this.recorder.state !== "inactive") this.recorder.stop();
  }

  /** Let the answer take longer. @param {number} seconds */
  extend(seconds) {
    this.limits = { ...this.limits, seconds: this.limits.seconds + seconds };
    this.announced.clear();
  }

  /** @param {string} reason - the name of a sentence */
  breakOff(reason) {
    if (this.recorder.state === "inactive" || this.broken) return;
    this.broken = reason;
    this.stop();
  }

  /** Break off, and resolve when all that was recorded is put away. @param {string} reason */
  giveUp(reason) {
    this.breakOff(reason);
    return this.over;
  }

  /** Somebody else has camera or microphone for now. */
  pause() {
    if (this.recorder.state !== "recording") return;
    this.flush();
    this.recorder.pause();
    this.mutedAt = Date.now();
    this.listener.onAnnounce(sentence("paused"));
  }

  resume() {
    if (this.recorder.state !== "paused" || this.tracks.some((track) => track.muted)) return;
    this.recorder.resume();
    this.fedAt = Date.now();
    this.listener.onAnnounce(sentence("resumed"));
  }

  flush() {
    if (this.recorder.state === "recording") this.recorder.requestData();
  }

  /** The page was held up by a question of the browser: no sleep, and the recorder ran on. */
  forgive() {
    this.isForgiven = true;
  }

  /** @param {Blob} blob */
  async feed(blob) {
    if (blob.size) this.fedAt = Date.now();
    try {
      await this.take.add(blob, this.seconds);
      this.listener.onPiece();
    } catch {
      this.breakOff("recorder-failed");
    }
  }

  tick() {
    const now = Date.now();
    const passed = now - this.tickedAt;
    this.tickedAt = now;
    if (passed > ASLEEP && !this.isForgiven) return this.breakOff("slept");
    this.isForgiven = false;
    if (this.recorder.state === "paused") {
      if (now - this.mutedAt > CALL) this.breakOff("call");
      return;
    }
    if (now - this.fedAt > DRY) return this.breakOff("recorder-failed");
    this.milliseconds += Math.max(0, passed);
    this.listener.onTick(this.seconds);
    this.tellEnd();
  }

  tellEnd() {
    const { left } = this;
    const isLong = this.limits.seconds > 60;
    const kind = this.mayExtend ? "seconds-left-more" : "seconds-left";
    if (left <= 30 && isLong) this.once(sentence(kind, { seconds: 30 }));
    if (left <= 20 && !isLong && this.mayExtend) this.once(sentence(kind, { seconds: 20 }));
    if (left <= 10) this.once(sentence("seconds-left", { seconds: 10 }));
    if (left <= 0) this.once(sentence("time-is-up", { seconds: GRACE }));
    if (left <= -GRACE) this.stop();
  }

  /** Seconds until the end: of the time, or, should the recorder need more room than it was asked to, of the bytes. */
  get left() {
    return Math.min(this.limits.seconds - this.seconds, this.room);
  }

  /** Seconds that still fit into the largest take. */
  get room() {
    const rate = Math.max(this.take.size / Math.max(this.seconds, 5), 1);
    return (this.limits.largest - LAST - this.take.size) / rate - GRACE;
  }

  /** @param {string} sentence */
  once(sentence) {
    if (this.announced.has(sentence)) return;
    this.announced.add(sentence);
    this.listener.onAnnounce(sentence);
  }

  async finish() {
    clearInterval(this.timer);
    this.stopper.abort();
    await this.take.written.catch(() => {});
    if (!this.broken) await this.take.note({ isStopped: true });
    await (this.broken ? this.listener.onBreak(this.take, this.broken) : this.listener.onStop(this.take));
  }
}
