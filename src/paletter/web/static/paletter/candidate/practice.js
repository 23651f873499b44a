// @ts-check
/** The practice question: the same recorder as for answers, and nothing behind it. It imports nothing that stores or sends. */

import { rates } from "./bitrate.js";
import * as camera from "./camera.js";
import { PracticeTake } from "./practice_take.js";
import { Recording } from "./recorder.js";
import { sentence } from "./sentences.js";
import { Stage } from "./stage.js";
import { clock, onPress } from "./states.js";

const AS_OFTEN_AS_LIKED = 1;

class PracticePage {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.kind = /** @type {camera.Kind} */ (root.dataset.kind);
    this.seconds = Number(root.dataset.seconds);
    this.support = root.dataset.support ?? "";
    this.isTesting = root.hasAttribute("data-testing");
    this.stage = new Stage(root, this.seconds);
    /** @type {MediaStream|null} */
    this.stream = null;
    /** @type {Recording|null} */
    this.recording = null;
    this.stopListening = () => {};
    onPress(root, "open", () => this.openCamera());
    onPress(root, "round", () => this.press());
    onPress(root, "again", () => this.again());
    camera.onChange(() => this.stage.state === "blocked" && !this.obstacle?.isFinal && this.openCamera());
    window.addEventListener("pagehide", () => camera.close(this.stream));
    window.addEventListener("pageshow", (event) => event.persisted && location.reload());
  }

  /** @param {string} state */
  show(state) {
    this.stage.show(state, AS_OFTEN_AS_LIKED);
  }

  async begin() {
    const obstacle = camera.obstacle(this.kind, this.support);
    if (obstacle) return this.block(obstacle);
    if (await camera.isGranted(this.kind)) return this.openCamera();
    this.show("asking");
  }

  async openCamera() {
    const obstacle = camera.obstacle(this.kind, this.support);
    if (obstacle) return this.block(obstacle);
    try {
      this.stream = await camera.open({ kind: this.kind, isTesting: this.isTesting });
    } catch (error) {
      return this.block(await camera.explained(error, this.kind));
    }
    this.stage.mirror(this.stream);
    this.stage.tick(0);
    this.show("ready");
  }

  /** @param {camera.Obstacle} obstacle */
  block(obstacle) {
    this.obstacle = obstacle;
    this.stage.explain(obstacle);
    this.show("blocked");
  }

  press() {
    if (this.stage.state === "ready") return this.record();
    if (this.stage.state !== "recording") return;
    this.show("stopping");
    this.recording?.stop();
  }

  record() {
    if (!this.stream) return;
    const take = new PracticeTake(/** @type {string} */ (camera.recordingType(this.kind)), this.kind);
    const limits = { seconds: this.seconds, largest: Infinity };
    const best = rates({ ...limits, line: null });
    this.recording = new Recording(this.stream, /** @type {any} */ (take), { ...limits, rates: best }, {
      onTick: (seconds) => this.stage.tick(seconds),
      onAnnounce: (sentence) => this.stage.say(sentence),
      onPiece: () => {},
      onStop: () => this.stopped(take, "practised"),
      onBreak: () => this.stopped(take, "broken-off"),
    });
    this.show("recording");
    this.recording.start();
    this.stage.line(sentence("never-sent"));
    this.stopListening = camera.listen(this.stream, (value) => this.stage.level(value));
  }

  /** @param {PracticeTake} take @param {string} said - the name of a sentence */
  async stopped(take, said) {
    this.stopListening();
    camera.close(this.stream);
    this.stream = null;
    this.stage.mirror(null);
    this.stage.line(sentence(said, { time: clock(take.seconds) }));
    await this.stage.load(/** @type {any} */ (take));
    this.show("watching");
    this.stage.focus("save");
  }

  async again() {
    this.stage.unload();
    this.stage.line("");
    await this.openCamera();
    if (this.stage.state === "ready") this.stage.focus("round");
  }
}

const root = /** @type {HTMLElement|null} */ (document.querySelector("[data-recorder]"));
// boot.js may have said already that this browser is too old.
if (root?.dataset.state === "starting") await new PracticePage(root).begin();
