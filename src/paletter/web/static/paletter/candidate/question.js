// @ts-check
/** One question's page: camera, record, watch, record again, save; and what lies here from an interrupted take. */

import * as camera from "./camera.js";
import { Recording } from "./recorder.js";
import { clock, onPress, part, show } from "./states.js";
import { Store } from "./store.js";
import { dropThere, finishThere, Refused, Upload } from "./upload.js";

/** @typedef {import("./store.js").Take} Take */

const SILENT = 20;
const SILENT_FOR = 7;

class QuestionPage {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.facts = JSON.parse(document.getElementById("recorder-facts")?.textContent ?? "{}");
    this.token = /** @type {HTMLInputElement} */ (root.querySelector("[name=csrfmiddlewaretoken]")).value;
    this.slot = `${this.facts.interview}/${this.facts.position}`;
    this.takesLeft = this.facts.takesLeft;
    /** @type {MediaStream|null} */
    this.stream = null;
    /** @type {Take|null} */
    this.take = null;
    /** @type {Upload|null} */
    this.upload = null;
    /** @type {Recording|null} */
    this.recording = null;
    this.stopListening = () => {};
    this.preview = /** @type {HTMLVideoElement} */ (part(root, "preview"));
    this.playback = /** @type {HTMLVideoElement} */ (part(root, "playback"));
    part(root, "allowed").textContent = clock(this.facts.seconds);
    onPress(root, "open", () => this.openCamera());
    onPress(root, "round", () => this.press());
    onPress(root, "save", () => this.save());
    onPress(root, "again", () => this.again());
    window.addEventListener("beforeunload", (event) => this.warn(event));
    window.addEventListener("pagehide", () => camera.close(this.stream));
    // A page that comes back from the browser's memory has a closed camera and old facts.
    window.addEventListener("pageshow", (event) => event.persisted && location.reload());
  }

  get state() {
    return this.root.dataset.state;
  }

  /** @param {string} state */
  show(state) {
    show(this.root, state);
    part(this.root, "save").textContent = state === "broken" || state === "lost" ? "Keep it" : "Save this answer";
    if (state !== "watching") this.say("");
    part(this.root, "round-label").textContent = state === "ready" ? "Record" : "Stop";
    for (const again of /** @type {NodeListOf<HTMLButtonElement>} */ (this.root.querySelectorAll("[data-again]"))) {
      again.hidden = this.takesLeft < 1;
      part(again, "left").textContent = `(${this.takesLeft} left)`;
    }
  }

  async begin() {
    this.store = await Store.open();
    if (!(await holdAlone(this.slot))) return this.show("elsewhere");
    this.take = await this.store.latest(this.slot);
    if (this.take && this.take.row.url === this.facts.kept) await this.dropTake();
    if (this.take) return this.findTake(this.take);
    if (this.facts.waiting) return this.show("lost");
    if (this.facts.isSaved) return this.showSaved();
    if (this.takesLeft < 1) return this.block({ problem: "All takes of this question are used.", remedy: `Please write to ${this.facts.support}.` });
    const obstacle = camera.obstacle(this.facts.support);
    if (obstacle) return this.block(obstacle);
    if (await camera.isGranted()) return this.openCamera();
    this.show("asking");
  }

  /** A take lies here that was never saved: the page was closed, reloaded, or crashed. @param {Take} take */
  findTake(take) {
    this.watchUpload(take);
    if (take.row.isStopped) {
      if (take.row.url === null || !this.facts.stopped.includes(take.row.url)) this.takesLeft -= 1;
      this.line("This take is not saved as your answer yet.");
      this.watch("watching");
    } else {
      this.line(`Your recording was interrupted after ${clock(take.seconds)}. Everything up to there is saved. Keep it or record again.`);
      this.watch("broken");
    }
  }

  /** The take became the answer, but this browser did not live to hear it. */
  async dropTake() {
    await this.take?.forget();
    this.take = null;
  }

  showSaved() {
    const kept = this.playback.dataset.kept;
    if (kept) this.playback.src = kept;
    this.show("saved");
  }

  async openCamera() {
    const obstacle = camera.obstacle(this.facts.support);
    if (obstacle) return this.block(obstacle);
    try {
      this.stream = await camera.open({ isTesting: this.facts.isTesting });
    } catch (error) {
      return this.block(camera.explained(error));
    }
    this.preview.srcObject = this.stream;
    this.tick(0);
    this.show("ready");
  }

  /** @param {camera.Obstacle} obstacle */
  block(obstacle) {
    part(this.root, "problem").textContent = obstacle.problem;
    part(this.root, "remedy").textContent = obstacle.remedy;
    this.show("blocked");
  }

  press() {
    if (this.state === "ready") return this.record();
    if (this.state === "recording") {
      this.show("stopping");
      this.recording?.stop();
    }
  }

  async record() {
    if (!this.stream || !this.store) return;
    this.show("recording");
    this.take = await this.store.begin(this.slot, Recording.mime);
    this.watchUpload(this.take);
    this.recording = new Recording(this.stream, this.take, this.facts.seconds, {
      onTick: (seconds) => this.tick(seconds),
      onAnnounce: (sentence) => this.say(sentence),
      onPiece: () => this.checkSize(),
      onStop: () => this.stopped(),
    });
    this.recording.start();
    this.line(this.store.isLasting ? "Saved on this device and sent while you speak." : "Sent while you speak. Please leave this page open.");
    this.hear(this.stream);
  }

  /** @param {Take} take */
  watchUpload(take) {
    const place = { create: this.facts.uploads, token: this.token, interview: this.facts.interview, position: this.facts.position };
    this.upload = new Upload(take, place, (upload) => this.tellUpload(upload));
  }

  checkSize() {
    this.upload?.wake();
    // A megabyte under the server's limit: the last piece must fit too.
    if (this.take && this.take.size > this.facts.largest - 1_000_000) this.recording?.stop();
  }

  /** @param {MediaStream} stream */
  hear(stream) {
    const level = /** @type {HTMLMeterElement} */ (part(this.root, "level"));
    let loudest = 0;
    this.stopListening = camera.listen(stream, (value) => {
      level.value = value;
      loudest = Math.max(loudest, value);
      if (loudest < SILENT && (this.recording?.seconds ?? 0) > SILENT_FOR) {
        loudest = SILENT;
        this.say("We could not hear you. Is the right microphone chosen?");
      }
    });
  }

  stopped() {
    this.stopListening();
    camera.close(this.stream);
    this.stream = this.preview.srcObject = null;
    this.takesLeft -= 1;
    this.upload?.wake();
    this.line(`${clock(this.take?.seconds ?? 0)} recorded. Watch it, then save it${this.takesLeft > 0 ? " or record again" : ""}.`);
    this.watch("watching");
    part(this.root, "save").focus();
  }

  /** Show the take that lies here. @param {string} state */
  watch(state) {
    const take = /** @type {Take} */ (this.take);
    this.tick(take.seconds);
    URL.revokeObjectURL(this.playback.src);
    this.playback.src = URL.createObjectURL(take.blob());
    // Recordings made in a browser do not know their own length until they were read to the end once.
    this.playback.addEventListener("loadedmetadata", () => {
      if (this.playback.duration !== Infinity) return;
      this.playback.addEventListener("durationchange", () => (this.playback.currentTime = 0), { once: true });
      this.playback.currentTime = Number.MAX_SAFE_INTEGER;
    }, { once: true });
    this.show(state);
  }

  async again() {
    this.playback.pause();
    this.playback.removeAttribute("src");
    if (!this.take && this.facts.waiting) await dropThere(this.facts.waiting.url, this.token);
    this.facts.waiting = null;
    const [take, upload] = [this.take, this.upload];
    this.take = this.upload = null;
    if (upload) await upload.giveUp();
    await take?.forget();
    this.line("");
    await this.openCamera();
    if (this.state === "ready") part(this.root, "round").focus();
  }

  async save() {
    this.playback.pause();
    this.show("sending");
    this.line("Sending your answer …");
    try {
      if (!this.take) return await this.saveFromServer();
      if (!this.take.row.isStopped) await this.take.note({ isStopped: true });
      const upload = /** @type {Upload} */ (this.upload);
      await upload.whole();
      const id = upload.url.split("/").pop() ?? "";
      const next = await this.keep(id, upload.isFullerThere ? "" : await this.take.sha256());
      await this.take.forget();
      this.leave(next);
    } catch (error) {
      this.line(error instanceof Refused ? error.message : "The line is away. Nothing is lost; please try again in a moment.");
      this.show(this.take ? "watching" : "lost");
      part(this.root, "save").focus();
    }
  }

  /** The take is only on the server: another device or a cleared browser recorded it. */
  async saveFromServer() {
    await finishThere(this.facts.waiting.url, this.token);
    this.leave(await this.keep(this.facts.waiting.id, ""));
  }

  /** Ask the server to make a take the answer; try for as long as the line is away. @param {string} id @param {string} sha256 */
  async keep(id, sha256) {
    const body = new URLSearchParams({ recording: id, sha256 });
    for (;;) {
      try {
        const response = await fetch(this.facts.keep, {
          method: "POST",
          body,
          headers: { Accept: "application/json", "X-CSRFToken": this.token },
          credentials: "same-origin",
        });
        const isJson = (response.headers.get("Content-Type") ?? "").startsWith("application/json");
        if (response.ok && isJson) return (await response.json()).next;
        if (response.status < 500) throw new Refused(response.status, isJson ? (await response.json()).sentence : "Please log in again in another tab, then save.");
      } catch (error) {
        if (error instanceof Refused) throw error;
      }
      this.line("Saved on this device, sending when the line is back.");
      await new Promise((resolve) => setTimeout(resolve, 3000));
    }
  }

  /** @param {string} next */
  leave(next) {
    this.take = this.upload = null;
    location.assign(next);
  }

  /** @param {Upload} upload */
  tellUpload(upload) {
    if (upload !== this.upload) return;
    const share = upload.take.size ? Math.round((100 * upload.confirmed) / upload.take.size) : 0;
    /** @type {HTMLProgressElement} */ (part(this.root, "sent")).value = share;
    if (upload.state === "waiting") this.line(upload.sentence || "Saved on this device, sending when the line is back.");
    else if (upload.state === "refused") this.line(upload.sentence);
    else if (this.state === "recording" && upload.confirmed) this.line("Saved on this device and sent while you speak.");
    else if (this.state === "sending") this.line("Sending your answer …");
  }

  /** @param {number} seconds */
  tick(seconds) {
    part(this.root, "used").textContent = clock(seconds);
    /** @type {HTMLProgressElement} */ (part(this.root, "bar")).value = seconds;
  }

  /** A sentence under the button. It is a polite live region, so it is only written when it changes. @param {string} sentence */
  line(sentence) {
    const line = part(this.root, "line");
    if (line.textContent !== sentence) line.textContent = sentence;
  }

  /** Say something at once, to eyes and ears. @param {string} sentence */
  say(sentence) {
    part(this.root, "say").textContent = sentence;
  }

  /** @param {BeforeUnloadEvent} event */
  warn(event) {
    const isUnsent = this.upload !== null && !this.upload.isWhole && this.state !== "broken";
    if (this.state === "recording" || isUnsent) event.preventDefault();
  }
}

/**
 * Hold this question for this tab. False when another tab has it.
 * @param {string} slot @returns {Promise<boolean>}
 */
function holdAlone(slot) {
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(1500);
    navigator.locks
      .request(slot, { signal }, () => {
        resolve(true);
        return new Promise(() => {});
      })
      .catch(() => resolve(false));
  });
}

const root = /** @type {HTMLElement|null} */ (document.querySelector("[data-recorder]"));
if (root) await new QuestionPage(root).begin();
