// @ts-check
/** The time to think before an answer: counts down, says so in time, gives more of it where that is allowed. */

import { sentence } from "./sentences.js";
import { clock, part } from "./states.js";

/** Seconds before the end at which it is said that the end is near; WCAG 2.2.1 wants 20 of them. */
const NEAR = 20;
const LAST = 5;
const MOST_EXTENSIONS = 10;

/**
 * @typedef {object} ThinkingListener
 * @property {(sentence: string) => void} onAnnounce
 * @property {(ranOut: boolean) => void} onOver - it is over; `ranOut` when that happened before the candidate's eyes
 */

export class Thinking {
  /**
   * @param {HTMLElement} root @param {{seconds: number, left: number}} time
   * @param {boolean} isEssential - nobody gets more of it @param {ThinkingListener} listener
   */
  constructor(root, time, isEssential, listener) {
    this.place = part(root, "thinking");
    this.time = time;
    this.isEssential = isEssential;
    this.listener = listener;
    this.end = performance.now() + time.left * 1000;
    this.extensions = 0;
    this.more = /** @type {HTMLButtonElement|null} */ (this.place.querySelector("[data-more-thinking]"));
    this.more?.addEventListener("click", () => this.extend());
  }

  get left() {
    return Math.max(0, (this.end - performance.now()) / 1000);
  }

  start() {
    if (this.left <= 0) return this.listener.onOver(false);
    this.place.hidden = false;
    this.listener.onAnnounce(sentence("think", { seconds: Math.round(this.left) }));
    this.isNearSaid = this.left <= NEAR;
    this.tick();
    this.timer = setInterval(() => this.tick(), 200);
  }

  /** The answer begins: nobody counts any more. */
  stop() {
    clearInterval(this.timer);
    this.place.hidden = true;
  }

  tick() {
    part(this.place, "think-left").textContent = clock(Math.ceil(this.left));
    if (this.left <= 0) {
      this.stop();
      return this.listener.onOver(true);
    }
    if (this.left <= NEAR && !this.isNearSaid) {
      this.isNearSaid = true;
      this.listener.onAnnounce(sentence(this.mayExtend ? "think-left-more" : "think-left", { seconds: NEAR }));
    }
    if (this.left <= LAST && !this.isLastSaid) {
      this.isLastSaid = true;
      this.listener.onAnnounce(sentence("think-left", { seconds: LAST }));
    }
  }

  get mayExtend() {
    return !this.isEssential && this.extensions < MOST_EXTENSIONS;
  }

  extend() {
    if (!this.mayExtend) return;
    this.extensions += 1;
    this.end += this.time.seconds * 1000;
    this.isNearSaid = this.isLastSaid = false;
    this.listener.onAnnounce(sentence("more-time", { seconds: this.time.seconds }));
    if (this.more && !this.mayExtend) this.more.hidden = true;
    this.tick();
  }
}
