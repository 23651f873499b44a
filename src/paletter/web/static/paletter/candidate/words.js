// @ts-check
/** The page of words: play from any word, go to it in the text, keep what is typed, send it and keep it when that fails. */

import "../report/player.js";
import { SpokenWords } from "../report/words.js";
import { Drafts, sweep } from "./drafts.js";
import { sentence } from "./sentences.js";
import { spot } from "./spot.js";
import { part } from "./states.js";

const PATIENCE_MS = 30_000;
const BACK = ["ArrowLeft", "ArrowUp"];
const ON = ["ArrowRight", "ArrowDown"];

/** The words as they were heard: each plays from its second, and leads to its place in the text. */
class HeardWords {
  /** @param {HTMLElement} box @param {HTMLElement} player @param {(index: number) => void} onPress */
  constructor(box, player, onPress) {
    /** @type {HTMLElement[]} */
    this.words = [...box.querySelectorAll(".word")];
    this.isBackwards = getComputedStyle(box).direction === "rtl";
    this.words.forEach((word, index) => {
      word.setAttribute("role", "button");
      word.tabIndex = index === 0 ? 0 : -1;
      if (word.classList.contains("doubtful")) word.setAttribute("aria-label", sentence("unsure", { word: this.texts[index] }));
      word.addEventListener("click", () => onPress(index));
    });
    box.addEventListener("keydown", (event) => this.key(event));
    if (player) new SpokenWords(box, player);
  }

  get texts() {
    return this.words.map((word) => word.textContent ?? "");
  }

  /** One stop of the Tab key for all words, and arrow keys between them. @param {KeyboardEvent} event */
  key(event) {
    const here = this.words.indexOf(/** @type {HTMLElement} */ (event.target));
    if (here < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = Number(ON.includes(event.key)) - Number(BACK.includes(event.key));
    const isAcross = event.key === "ArrowLeft" || event.key === "ArrowRight";
    const there = this.words[here + (this.isBackwards && isAcross ? -step : step)];
    if (event.key === "Enter" || event.key === " ") this.words[here].click();
    else if (!step) return;
    else if (there) {
      this.words[here].tabIndex = -1;
      there.tabIndex = 0;
      there.focus();
    }
    event.preventDefault();
  }
}

class CheckedAnswer {
  /** @param {HTMLElement} section @param {Drafts} drafts */
  constructor(section, drafts) {
    this.drafts = drafts;
    this.field = /** @type {HTMLTextAreaElement} */ (section.querySelector("textarea"));
    /** What need not be kept here, since the server shows it anyway: not what it shows again for this once. */
    this.asSent = "typed" in this.field.dataset ? null : this.field.defaultValue;
    this.line = part(section, "line");
    this.undo = part(section, "undo");
    const box = /** @type {HTMLElement|null} */ (section.querySelector("[data-heard]"));
    const player = /** @type {HTMLElement} */ (section.querySelector("paletter-player"));
    this.heard = box && new HeardWords(box, player, (index) => this.offer(index));
    this.asHeard = this.heard?.texts.join(" ") ?? "";
    this.correct = /** @type {HTMLElement|null} */ (section.querySelector("[data-correct]"));
    this.pressed = 0;
    this.correct?.addEventListener("click", () => this.goToWord());
    this.undo.addEventListener("click", () => this.takeBack());
    this.field.addEventListener("input", () => this.keep());
    for (const element of section.querySelectorAll("[data-scripted]")) element.removeAttribute("hidden");
    this.restore();
  }

  restore() {
    const draft = this.drafts.text(this.field.name);
    if (draft !== null && draft !== this.field.value) {
      this.field.value = draft;
      this.line.textContent = sentence("back");
    }
    // Once more, also for its date: there may be more time by now.
    if (draft !== null || this.asSent === null) this.isLost = !this.drafts.keep(this.field.name, this.field.value);
    this.showUndo();
  }

  /** @param {number} index - of the word that is playing */
  offer(index) {
    this.pressed = index;
    if (!this.correct || !this.heard) return;
    this.correct.textContent = sentence("correct", { word: this.heard.texts[index] });
    this.correct.hidden = false;
  }

  goToWord() {
    const [first, last] = spot(this.field.value, this.heard?.texts ?? [], this.pressed);
    this.field.focus();
    this.field.setSelectionRange(first, last);
  }

  takeBack() {
    this.field.value = this.asHeard;
    this.keep();
    this.say(sentence("as-heard"));
    this.field.focus();
  }

  keep() {
    const isChanged = this.field.value !== this.asSent;
    const isKept = this.drafts.keep(this.field.name, isChanged ? this.field.value : null);
    this.isLost = isChanged && !isKept;
    this.say(isChanged ? sentence(isKept ? "kept" : "not-kept") : "");
    this.showUndo();
  }

  showUndo() {
    this.undo.hidden = this.field.value === this.asHeard || this.asHeard === "";
  }

  /** @param {string} text */
  say(text) {
    if (this.line.textContent !== text) this.line.textContent = text;
  }
}

class WordsPage {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.news = part(form, "news");
    const drafts = new Drafts(form.dataset.interview ?? "", form.dataset.until ?? "");
    const sections = /** @type {HTMLElement[]} */ ([...form.querySelectorAll("[data-answer]")]);
    this.answers = sections.filter((one) => one.querySelector("textarea")).map((one) => new CheckedAnswer(one, drafts));
    form.addEventListener("submit", (event) => this.send(event));
    addEventListener("beforeunload", (event) => {
      if (!this.isSending && this.answers.some((one) => one.isLost)) event.preventDefault();
    });
  }

  /** Send in the background first: a browser that leaves the page and finds no line shows its own error instead. @param {SubmitEvent} event */
  async send(event) {
    event.preventDefault();
    if (this.isSending) return;
    const button = /** @type {HTMLButtonElement} */ (event.submitter ?? this.form.querySelector("[name=confirm]"));
    const body = new URLSearchParams(/** @type {any} */ (new FormData(this.form)));
    // With more time the page is shown anew, and finds what is kept here.
    if (button.name === "more-time" && !this.answers.some((one) => one.isLost)) {
      for (const one of this.answers) body.delete(one.field.name);
    }
    body.append(button.name, "");
    this.isSending = true;
    this.tell(sentence("sending"));
    try {
      const patience = new AbortController();
      const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
      const response = await fetch(this.form.action, { method: "POST", body, redirect: "manual", signal: patience.signal });
      clearTimeout(timer);
      // Where it leads, the server says: on, or to logging in and back here, with all that was typed.
      if (response.type === "opaqueredirect") return location.assign(location.pathname);
      if (response.ok) return this.sendPlainly(button);
      this.tell(sentence(response.status === 403 ? "reload" : "line-away"));
    } catch {
      this.tell(sentence("line-away"));
    }
    this.isSending = false;
  }

  /** The server shows the page again with what is wrong in it. @param {HTMLButtonElement} button */
  sendPlainly(button) {
    const named = document.createElement("input");
    named.type = "hidden";
    named.name = button.name;
    this.form.append(named);
    this.form.submit();
  }

  /** @param {string} text */
  tell(text) {
    this.news.textContent = text;
    this.news.hidden = false;
  }
}

sweep(new Date());
const form = /** @type {HTMLFormElement|null} */ (document.querySelector("[data-words]"));
if (form) new WordsPage(form);
