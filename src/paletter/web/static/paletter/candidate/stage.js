// @ts-check
/**
 * What a question's page shows: one state at a time, the picture, the clock and the sentences. It decides nothing.
 *
 * starting              nothing of this has run yet; boot.js watches that it does
 * asking · blocked      the camera is not open yet, or can't be
 * ready · recording · stopping
 * watching · broken     a take lies on this device, whole or broken off
 * lost                  a take lies on the server alone
 * sending · saved
 * elsewhere             another tab has the recorder
 * beside                another device records this answer right now
 */

import { fallBack, showNote } from "../report/fallback.js";
import { fill } from "./obstacles.js";
import { sentence } from "./sentences.js";
import { clock, part, show } from "./states.js";

/** @typedef {import("./obstacles.js").Obstacle} Obstacle */
/** @typedef {import("./store.js").Take} Take */

export class Stage {
  /** @param {HTMLElement} root @param {number} seconds - the limit of an answer */
  constructor(root, seconds) {
    this.root = root;
    /** @type {HTMLVideoElement|null} */
    this.preview = root.querySelector("[data-preview]");
    this.playback = /** @type {HTMLVideoElement} */ (part(root, "playback"));
    /** Of a take, how many percent were last said to be sent. */
    this.quarter = 0;
    this.allow(seconds);
  }

  /** How long an answer may be. @param {number} seconds */
  allow(seconds) {
    part(this.root, "allowed").textContent = clock(seconds);
    /** @type {HTMLProgressElement} */ (part(this.root, "bar")).max = seconds;
  }

  /** Whether more time can be taken now. @param {boolean} isOffered */
  offerMore(isOffered) {
    part(this.root, "more").hidden = !isOffered;
  }

  get state() {
    return this.root.dataset.state;
  }

  /** @param {string} state @param {number} takesLeft @param {boolean} [hasEarlier] - which can be kept instead of a new one */
  show(state, takesLeft, hasEarlier = false) {
    const before = this.state;
    show(this.root, state);
    if (state === "recording" && before !== "recording") this.tellEars(sentence("has-started"));
    if (state !== "sending") this.quarter = 0;
    part(this.root, "save").textContent = sentence(state === "broken" || state === "lost" ? "keep" : "save");
    if (state !== "watching") this.say("");
    part(this.root, "round-label").textContent = sentence(state === "ready" ? "record" : "stop");
    for (const again of /** @type {NodeListOf<HTMLButtonElement>} */ (this.root.querySelectorAll("[data-again]"))) {
      again.hidden = takesLeft < 1;
      part(again, "left").textContent = sentence("left", { takes: takesLeft });
    }
    const earlier = /** @type {HTMLElement|null} */ (this.root.querySelector("[data-earlier]"));
    if (earlier) earlier.hidden = !hasEarlier || !["asking", "ready", "blocked"].includes(state);
  }

  /** Fill in what stands in the way; the state `blocked` shows it. @param {Obstacle} obstacle */
  explain(obstacle) {
    fill(this.root, obstacle);
  }

  /** What the camera sees, or nothing. @param {MediaStream|null} stream */
  mirror(stream) {
    if (this.preview) this.preview.srcObject = stream;
  }

  /** Put a take from this device into the player. @param {Take} take */
  async load(take) {
    this.tick(take.seconds);
    const blob = await take.blob();
    this.root.dataset.shows = take.kind;
    URL.revokeObjectURL(this.playback.src);
    this.playback.replaceChildren();
    this.playback.src = URL.createObjectURL(blob);
    // Recordings made in a browser do not know their own length until they were read to the end once.
    this.playback.addEventListener("loadedmetadata", () => {
      if (this.playback.duration !== Infinity) return;
      this.playback.addEventListener("durationchange", () => (this.playback.currentTime = 0), { once: true });
      this.playback.currentTime = Number.MAX_SAFE_INTEGER;
    }, { once: true });
  }

  /** Put the saved answer, which the server has, into the player. */
  loadKept() {
    const kept = this.playback.dataset.kept;
    if (kept) this.playback.src = kept;
    this.#fallBack();
    const { captions, language, label } = this.playback.dataset;
    if (!captions) return;
    const track = Object.assign(document.createElement("track"), { kind: "captions", src: captions, srclang: language, label, default: true });
    this.playback.append(track);
  }

  #fallBack() {
    const { variant } = this.playback.dataset;
    if (!variant) return;
    /** @type {HTMLInputElement|null} */
    const token = this.root.querySelector("[name=csrfmiddlewaretoken]");
    fallBack(this.playback, { address: variant, token: token?.value ?? "", tell: (state) => showNote(this.root, state) });
  }

  pause() {
    this.playback.pause();
  }

  /** Offer to look at the answer that was saved meanwhile. @param {boolean} isThere */
  offerOther(isThere) {
    part(this.root, "other").hidden = !isThere;
  }

  unload() {
    this.pause();
    this.playback.replaceChildren();
    this.playback.removeAttribute("src");
    showNote(this.root, "");
    this.root.dataset.shows = this.root.dataset.kind;
  }

  /** @param {number} seconds - recorded so far */
  tick(seconds) {
    part(this.root, "used").textContent = clock(seconds);
    /** @type {HTMLProgressElement} */ (part(this.root, "bar")).value = seconds;
  }

  /** @param {number} loudness - 0..100 */
  level(loudness) {
    /** @type {HTMLMeterElement} */ (part(this.root, "level")).value = loudness;
  }

  /** @param {number} percent - of the take, confirmed by the server */
  sent(percent) {
    /** @type {HTMLProgressElement} */ (part(this.root, "sent")).value = percent;
    const quarter = Math.floor(percent / 25) * 25;
    if (this.state !== "sending" || quarter <= this.quarter) return;
    this.quarter = quarter;
    this.tellEars(sentence("percent-sent", { percent: quarter }));
  }

  /** Say what eyes can see on the page already. @param {string} sentence */
  tellEars(sentence) {
    part(this.root, "ears").textContent = sentence;
  }

  /** A sentence under the button. It is a polite live region, so it is only written when it changes. @param {string} sentence */
  line(sentence) {
    const line = part(this.root, "line");
    if (line.textContent !== sentence) line.textContent = sentence;
  }

  get said() {
    return part(this.root, "line").textContent ?? "";
  }

  /** Say something at once, to eyes and ears. @param {string} sentence */
  say(sentence) {
    part(this.root, "say").textContent = sentence;
  }

  /** @param {"save"|"round"} button */
  focus(button) {
    part(this.root, button).focus();
  }
}
