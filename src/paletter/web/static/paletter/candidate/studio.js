// @ts-check
/** The camera of a question's page and what is recorded with it, shown on the stage. */

import { mayRest, stayAwake } from "./awake.js";
import { rates } from "./bitrate.js";
import * as camera from "./camera.js";
import { measureIfUnknown } from "./line.js";
import { GRACE, Recording } from "./recorder.js";
import { sentence } from "./sentences.js";
import { lately } from "./speed.js";

/** @typedef {import("./saving.js").Facts} Facts */
/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("./stage.js").Stage} Stage */
/** @typedef {import("./store.js").Take} Take */

const SILENT = 20;
const SILENT_FOR = 7;
/** Seconds that are given at a time, and before the end of which they are offered. */
const MORE = 60;
const OFFERED_AT = 30;

/**
 * @typedef {object} StudioListener
 * @property {() => void} onReady - camera and microphone are open
 * @property {(obstacle: camera.Obstacle) => void} onBlocked
 * @property {() => void} onPiece
 * @property {(take: Take) => Promise<void>} onStopped - by the candidate, or at the limit
 * @property {(take: Take, reason: string) => Promise<void>} onBroken - the name of a sentence that says by what
 */

export class Studio {
  /** @param {Facts} facts @param {Session} session @param {Stage} stage @param {StudioListener} listener */
  constructor(facts, session, stage, listener) {
    this.facts = facts;
    this.kind = facts.kind;
    this.session = session;
    this.stage = stage;
    this.listener = listener;
    /** @type {MediaStream|null} */
    this.stream = null;
    /** @type {Recording|null} */
    this.recording = null;
    this.stopListening = () => {};
    window.addEventListener("pagehide", () => camera.close(this.stream));
  }

  get mime() {
    return /** @type {string} */ (camera.recordingType(this.kind));
  }

  /** What stands in the way before anything was tried, or null. */
  get obstacle() {
    return camera.obstacle(this.kind, this.facts.support);
  }

  /** Open camera and microphone; without `isWanted` only if the browser does so without asking. */
  async open({ isWanted = true } = {}) {
    const { obstacle } = this;
    if (obstacle) return this.listener.onBlocked(obstacle);
    if (!isWanted && !(await camera.isGranted(this.kind))) return;
    try {
      this.stream = await camera.open({ kind: this.kind, isTesting: this.facts.isTesting });
    } catch (error) {
      return this.listener.onBlocked(await camera.explained(error, this.kind));
    }
    for (const track of this.stream.getTracks()) track.addEventListener("ended", () => this.unplugged());
    this.stage.mirror(this.stream);
    this.stage.tick(0);
    this.listener.onReady();
    if (this.kind === "audio") this.hear(this.stream);
    measureIfUnknown(this.facts.line, this.session.token);
  }

  /** Outside of a recording, which sees to that itself. */
  unplugged() {
    if (!this.recording && this.stream) this.listener.onBlocked({ ...camera.told("not-found"), isFinal: false });
  }

  close() {
    mayRest();
    this.stopListening();
    const stream = this.stream;
    this.stream = this.recording = null;
    camera.close(stream);
    this.stage.mirror(null);
  }

  /** Begin; false when the browser can't. @param {Take} take */
  async record(take) {
    const stream = /** @type {MediaStream} */ (this.stream);
    const { seconds, largest } = this.facts;
    const limits = { seconds, largest, rates: rates({ seconds: seconds + GRACE, largest, line: lately() }) };
    try {
      this.recording = new Recording(stream, take, limits, {
        onTick: (seconds) => this.tick(seconds),
        onAnnounce: (sentence) => this.stage.say(sentence),
        onPiece: () => this.listener.onPiece(),
        onStop: () => this.ended(() => this.listener.onStopped(take)),
        onBreak: (_, reason) => this.ended(() => this.listener.onBroken(take, reason)),
      });
      this.stage.allow(seconds);
      this.recording.mayExtend = this.mayExtend;
      this.recording.start();
    } catch (error) {
      this.close();
      this.listener.onBlocked(await camera.explained(error, this.kind));
      return false;
    }
    stayAwake();
    this.hear(stream);
    return true;
  }

  /** @param {number} seconds - recorded so far */
  tick(seconds) {
    this.stage.tick(seconds);
    if (!this.recording) return;
    const { mayExtend } = this;
    this.recording.mayExtend = mayExtend;
    this.stage.offerMore(mayExtend && this.recording.left <= OFFERED_AT);
  }

  /** Ten times and more (WCAG 2.2.1), but for where the times are what is asked for, or no more fits into a take. */
  get mayExtend() {
    const { recording, facts } = this;
    if (!recording || facts.isTimingEssential || recording.limits.seconds + MORE > facts.longest) return false;
    return recording.room > recording.limits.seconds - recording.seconds;
  }

  takeMoreTime() {
    if (!this.recording || !this.mayExtend) return;
    this.recording.extend(MORE);
    this.recording.mayExtend = this.mayExtend;
    this.stage.allow(this.recording.limits.seconds);
    this.stage.focus("round");
    this.stage.say(sentence("more-time", { seconds: MORE }));
  }

  /** @param {() => Promise<void>} tell */
  async ended(tell) {
    this.close();
    await tell();
  }

  stop() {
    this.recording?.stop();
  }

  /** Break a recording off, and resolve when all of it is put away. @param {string} reason - the name of a sentence */
  async giveUp(reason) {
    await this.recording?.giveUp(reason);
    this.close();
  }

  /** @param {MediaStream} stream */
  hear(stream) {
    let loudest = 0;
    this.stopListening();
    this.stopListening = camera.listen(stream, (value) => {
      this.stage.level(value);
      loudest = Math.max(loudest, value);
      if (loudest < SILENT && (this.recording?.seconds ?? 0) > SILENT_FOR) {
        loudest = SILENT;
        this.stage.say(sentence("silent"));
      }
    });
  }
}
