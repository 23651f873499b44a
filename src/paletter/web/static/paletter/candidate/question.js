// @ts-check
/** One question's page: camera, record, watch, record again, save; and what lies here from an interrupted take. */

import * as camera from "./camera.js";
import { holdAlone } from "./hold.js";
import { Recording } from "./recorder.js";
import { Saving } from "./saving.js";
import { sentence } from "./sentences.js";
import { Stage } from "./stage.js";
import { clock, onPress } from "./states.js";
import { Store } from "./store.js";
import { Thinking } from "./think.js";
import { Refused } from "./upload.js";

/** @typedef {import("./store.js").Take} Take */
/** @typedef {import("./upload.js").Upload} Upload */

const SILENT = 20;
const SILENT_FOR = 7;
/** Seconds that are given at a time, and before the end of which they are offered. */
const MORE = 60;
const OFFERED_AT = 30;

class QuestionPage {
  /** @param {HTMLElement} root */
  constructor(root) {
    /** @type {import("./saving.js").Facts} */
    this.facts = JSON.parse(document.getElementById("recorder-facts")?.textContent ?? "{}");
    const token = /** @type {HTMLInputElement} */ (root.querySelector("[name=csrfmiddlewaretoken]")).value;
    this.kind = this.facts.kind;
    this.slot = `${this.facts.interview}/${this.facts.position}`;
    this.takesLeft = this.facts.takesLeft;
    this.stage = new Stage(root, this.facts.seconds);
    this.saving = new Saving(this.facts, token, {
      onUpload: (upload) => this.tellUpload(upload),
      onWait: () => this.stage.line(sentence("waiting")),
    });
    /** @type {MediaStream|null} */
    this.stream = null;
    /** @type {Take|null} */
    this.take = null;
    /** @type {Recording|null} */
    this.recording = null;
    this.stopListening = () => {};
    onPress(root, "open", () => this.openCamera());
    onPress(root, "round", () => this.press());
    onPress(root, "save", () => this.save());
    onPress(root, "again", () => this.again());
    camera.onChange(() => this.stage.state === "blocked" && !this.obstacle?.isFinal && this.openCamera());
    onPress(root, "more", () => this.takeMoreTime());
    this.thinking = this.facts.think && new Thinking(root, this.facts.think, this.facts.isTimingEssential, {
      onAnnounce: (sentence) => this.stage.say(sentence),
      onOver: (ranOut) => this.thoughtOver(ranOut),
    });
    window.addEventListener("beforeunload", (event) => this.warn(event));
    window.addEventListener("pagehide", () => camera.close(this.stream));
    // A page that comes back from the browser's memory has a closed camera and old facts.
    window.addEventListener("pageshow", (event) => event.persisted && location.reload());
  }

  /** @param {string} state */
  show(state) {
    this.stage.show(state, this.takesLeft);
  }

  async begin() {
    this.store = await Store.open();
    if (!(await holdAlone(this.slot))) return this.show("elsewhere");
    this.take = await this.store.latest(this.slot);
    if (this.take && this.take.row.url === this.facts.kept) await this.dropTake();
    if (this.take) return this.findTake(this.take);
    if (this.facts.waiting) return this.show("lost");
    if (this.facts.isSaved) return this.showSaved();
    if (this.takesLeft < 1) return this.block(camera.told("takes-used", { support: this.facts.support }));
    const obstacle = camera.obstacle(this.kind, this.facts.support);
    if (obstacle) return this.block(obstacle);
    if (await camera.isGranted(this.kind)) await this.openCamera();
    else this.show("asking");
    this.thinking?.start();
  }

  /** @param {boolean} ranOut - just now, before the candidate's eyes */
  thoughtOver(ranOut) {
    const begins = this.stage.state === "ready" && (ranOut || this.facts.isTimingEssential);
    if (begins) this.record();
    this.stage.say(sentence(begins ? "think-over-recording" : "think-over"));
  }

  /** A take lies here that was never saved: the page was closed, reloaded, or crashed. @param {Take} take */
  findTake(take) {
    this.saving.follow(take);
    this.stage.load(take);
    if (take.row.isStopped) {
      if (take.row.url === null || !this.facts.stopped.includes(take.row.url)) this.takesLeft -= 1;
      this.stage.line(sentence("not-saved-yet"));
      this.show("watching");
    } else {
      this.stage.line(sentence("interrupted", { time: clock(take.seconds) }));
      this.show("broken");
    }
  }

  /** The take became the answer, but this browser did not live to hear it. */
  async dropTake() {
    await this.take?.forget();
    this.take = null;
  }

  showSaved() {
    this.stage.loadKept();
    this.show("saved");
  }

  async openCamera() {
    const obstacle = camera.obstacle(this.kind, this.facts.support);
    if (obstacle) return this.block(obstacle);
    try {
      this.stream = await camera.open({ kind: this.kind, isTesting: this.facts.isTesting });
    } catch (error) {
      return this.block(await camera.explained(error, this.kind));
    }
    this.stage.mirror(this.stream);
    this.stage.tick(0);
    this.show("ready");
    if (this.kind === "audio") this.hear(this.stream);
  }

  /** @param {camera.Obstacle} obstacle */
  block(obstacle) {
    this.obstacle = obstacle;
    this.stage.explain(obstacle);
    this.show("blocked");
  }

  press() {
    if (this.stage.state === "ready") return this.record();
    if (this.stage.state === "recording") {
      this.show("stopping");
      this.recording?.stop();
    }
  }

  async record() {
    if (!this.stream || !this.store) return;
    this.show("recording");
    this.thinking?.stop();
    this.take = await this.store.begin(this.slot, /** @type {string} */ (camera.recordingType(this.kind)));
    this.saving.follow(this.take);
    this.recording = new Recording(this.stream, this.take, this.facts.seconds, {
      onTick: (seconds) => this.tick(seconds),
      onAnnounce: (sentence) => this.stage.say(sentence),
      onPiece: () => this.checkSize(),
      onStop: () => this.stopped(),
    });
    this.stage.allow(this.facts.seconds);
    this.recording.mayExtend = this.mayExtend;
    this.recording.start();
    this.stage.line(sentence(this.store.isLasting ? "lasting" : "not-lasting"));
    this.hear(this.stream);
  }

  /** @param {number} seconds - recorded so far */
  tick(seconds) {
    const left = (this.recording?.limit ?? 0) - seconds;
    this.stage.tick(seconds);
    this.stage.offerMore(this.mayExtend && left <= OFFERED_AT);
  }

  /** Ten times and more (WCAG 2.2.1), but for where the times are what is asked for. */
  get mayExtend() {
    return !this.facts.isTimingEssential && (this.recording?.limit ?? 0) + MORE <= this.facts.longest;
  }

  takeMoreTime() {
    if (!this.recording || !this.mayExtend) return;
    this.recording.extend(MORE);
    this.recording.mayExtend = this.mayExtend;
    this.stage.allow(this.recording.limit);
    this.stage.focus("round");
    this.stage.say(sentence("more-time", { seconds: MORE }));
  }

  checkSize() {
    this.saving.wake();
    // A megabyte under the server's limit: the last piece must fit too.
    if (this.take && this.take.size > this.facts.largest - 1_000_000) this.recording?.stop();
  }

  /** @param {MediaStream} stream */
  hear(stream) {
    this.stopListening();
    let loudest = 0;
    this.stopListening = camera.listen(stream, (value) => {
      this.stage.level(value);
      loudest = Math.max(loudest, value);
      if (loudest < SILENT && (this.recording?.seconds ?? 0) > SILENT_FOR) {
        loudest = SILENT;
        this.stage.say(sentence("silent"));
      }
    });
  }

  stopped() {
    const take = /** @type {Take} */ (this.take);
    this.stopListening();
    camera.close(this.stream);
    this.stream = null;
    this.stage.mirror(null);
    this.takesLeft -= 1;
    this.saving.wake();
    this.stage.line(sentence(this.takesLeft > 0 ? "recorded" : "recorded-last", { time: clock(take.seconds) }));
    this.stage.load(take);
    this.show("watching");
    this.stage.focus("save");
  }

  async again() {
    this.stage.unload();
    const take = this.take;
    this.take = this.recording = null;
    await this.saving.drop(take);
    this.stage.line("");
    await this.openCamera();
    if (this.stage.state === "ready") this.stage.focus("round");
  }

  async save() {
    this.stage.pause();
    this.show("sending");
    this.stage.line(sentence("sending"));
    try {
      const next = this.take ? await this.saving.save(this.take) : await this.saving.saveFromServer();
      this.take = null;
      location.assign(next);
    } catch (error) {
      this.stage.line(error instanceof Refused ? error.message : sentence("line-away"));
      this.show(this.take ? "watching" : "lost");
      this.stage.focus("save");
    }
  }

  /** @param {Upload} upload */
  tellUpload(upload) {
    this.stage.sent(upload.take.size ? Math.round((100 * upload.confirmed) / upload.take.size) : 0);
    if (upload.state === "waiting") this.stage.line(upload.sentence || sentence("waiting"));
    else if (upload.state === "refused") this.stage.line(upload.sentence);
    else if (this.stage.state === "recording" && upload.confirmed) this.stage.line(sentence("lasting"));
    else if (this.stage.state === "sending") this.stage.line(sentence("sending"));
  }

  /** @param {BeforeUnloadEvent} event */
  warn(event) {
    const isUnsent = this.saving.isUnsent && this.stage.state !== "broken";
    if (this.stage.state === "recording" || isUnsent) event.preventDefault();
  }
}

const root = /** @type {HTMLElement|null} */ (document.querySelector("[data-recorder]"));
// boot.js may have said already that this browser is too old.
if (root?.dataset.state === "starting") await new QuestionPage(root).begin();
