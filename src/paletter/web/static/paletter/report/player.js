/**
 * <paletter-player>: adds speeds, a captions switch and keys to the browser's own video or audio player inside it.
 *
 * Keys, while the focus is inside: k plays and pauses, j and l go 10 seconds back and on, < and > change the speed,
 * c switches captions. A recording that this browser can't play is asked for in a version that it can, which takes about
 * as long as the recording to make. Fires "playedat" with the second, while it plays and after each jump.
 */

import { fallBack, showNote } from "./fallback.js";

const CHOSEN_SPEED = "paletter-speed";
const STEP_SECONDS = 10;

export class PaletterPlayer extends HTMLElement {
  connectedCallback() {
    this.media = this.querySelector("video, audio");
    this.bar = this.querySelector(".player-bar");
    if (!this.media || !this.bar) return;
    this.bar.hidden = false;
    this.speeds = [...this.bar.querySelectorAll("[data-speed]")];
    this.switch = this.bar.querySelector("[data-captions]");
    this.bar.addEventListener("click", (event) => this.#pressed(event.target.closest("button")));
    this.addEventListener("keydown", (event) => this.#key(event));
    this.media.addEventListener("timeupdate", () => this.#tell());
    this.media.addEventListener("seeked", () => this.#tell());
    this.media.addEventListener("play", () => this.#follow());
    this.#fallBack();
    this.media.textTracks.addEventListener?.("change", () => this.#showCaptionsState());
    this.setSpeed(remembered());
  }

  get second() {
    return this.media.currentTime;
  }

  /** Go to a second and play from there; before the recording's length is known, as soon as it is. */
  playFrom(second) {
    const go = () => {
      this.media.currentTime = second;
      // A browser may forbid to play by itself; the right second is shown all the same.
      this.media.play().catch(() => {});
    };
    if (this.media.readyState >= HTMLMediaElement.HAVE_METADATA) return go();
    this.media.addEventListener("loadedmetadata", go, { once: true });
    this.fetchFirstPicture();
    if (this.media.networkState === HTMLMediaElement.NETWORK_IDLE) this.media.load();
  }

  /** Hidden players fetch nothing; one that comes into sight shows its length and first picture. */
  fetchFirstPicture() {
    if (this.media.preload === "none") this.media.preload = "metadata";
  }

  pause() {
    this.media?.pause();
  }

  setSpeed(speed) {
    this.media.defaultPlaybackRate = this.media.playbackRate = speed;
    for (const button of this.speeds) button.setAttribute("aria-pressed", String(Number(button.dataset.speed) === speed));
  }

  #fallBack() {
    if (!this.dataset.variant) return;
    const token = this.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
    fallBack(this.media, { address: this.dataset.variant, token, tell: (state) => showNote(this, state) });
  }

  #pressed(button) {
    if (!button) return;
    if (button.dataset.speed) {
      this.setSpeed(Number(button.dataset.speed));
      remember(button.dataset.speed);
    } else if (button === this.switch) {
      this.#toggleCaptions();
    }
  }

  #toggleCaptions() {
    const track = this.media.textTracks[0];
    if (track) track.mode = track.mode === "showing" ? "hidden" : "showing";
    this.#showCaptionsState();
  }

  #showCaptionsState() {
    const shown = this.media.textTracks[0]?.mode === "showing";
    this.switch?.setAttribute("aria-pressed", String(shown));
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = {
      k: () => (this.media.paused ? this.media.play() : this.media.pause()),
      j: () => { this.media.currentTime = Math.max(0, this.second - STEP_SECONDS); },
      l: () => { this.media.currentTime = this.second + STEP_SECONDS; },
      "<": () => this.#nextSpeed(-1),
      ">": () => this.#nextSpeed(1),
      c: () => this.#toggleCaptions(),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  #nextSpeed(step) {
    const all = this.speeds.map((button) => Number(button.dataset.speed));
    const next = all[all.indexOf(this.media.playbackRate) + step];
    if (next) this.setSpeed(next);
  }

  /** "timeupdate" comes four times a second, too seldom to light words as they are spoken. */
  #follow() {
    const step = () => {
      this.#tell();
      if (!this.media.paused && !this.media.ended) requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  }

  #tell() {
    this.dispatchEvent(new CustomEvent("playedat", { detail: this.second }));
  }
}

function remembered() {
  try {
    return Number(localStorage.getItem(CHOSEN_SPEED)) || 1;
  } catch {
    return 1;
  }
}

function remember(speed) {
  try {
    localStorage.setItem(CHOSEN_SPEED, speed);
  } catch {
    // Storage may be forbidden; the speed then holds for this recording.
  }
}

customElements.define("paletter-player", PaletterPlayer);
