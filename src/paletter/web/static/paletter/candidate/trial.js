// @ts-check
/** A test recording of some seconds, played back at once. It never leaves the page's memory. */

import { sentence } from "./sentences.js";
import { onPress, part } from "./states.js";

const SECONDS = 5;

export class Trial {
  /** @param {HTMLElement} root @param {() => MediaStream|null} stream - what is open now @param {string|null} mime - what this browser can record */
  constructor(root, stream, mime) {
    this.stream = stream;
    this.mime = mime;
    this.line = part(root, "trial-line");
    this.player = /** @type {HTMLVideoElement} */ (part(root, "trial-player"));
    this.button = /** @type {HTMLButtonElement} */ (part(root, "try"));
    onPress(root, "try", () => this.start());
  }

  start() {
    const stream = this.stream();
    if (!stream || !this.mime) return;
    /** @type {Blob[]} */
    const pieces = [];
    const recorder = new MediaRecorder(stream, { mimeType: this.mime });
    recorder.ondataavailable = (event) => pieces.push(event.data);
    recorder.onstop = () => this.play(new Blob(pieces, { type: this.mime ?? "" }));
    recorder.onerror = () => this.stop();
    this.recorder = recorder;
    this.button.disabled = true;
    this.player.pause();
    this.player.hidden = true;
    recorder.start();
    let left = SECONDS;
    this.line.textContent = sentence("trial-running", { seconds: left });
    this.timer = setInterval(() => {
      left -= 1;
      if (left < 1) this.stop();
    }, 1000);
  }

  /** End what is running; what was recorded is played. */
  stop() {
    clearInterval(this.timer);
    if (this.recorder && this.recorder.state !== "inactive") this.recorder.stop();
  }

  /** @param {Blob} blob */
  play(blob) {
    clearInterval(this.timer);
    URL.revokeObjectURL(this.player.src);
    this.player.src = URL.createObjectURL(blob);
    this.player.hidden = false;
    this.button.disabled = false;
    this.line.textContent = sentence(blob.size ? "trial-done" : "trial-failed");
    // Where a browser does not play by itself, there is the player's own button.
    this.player.play().catch(() => {});
  }
}
