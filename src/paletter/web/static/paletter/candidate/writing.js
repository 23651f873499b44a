// @ts-check
/** A written answer: counted, kept on this device with every letter and on the server soon after, saved when told to. */

import { ageOf, thisMoment } from "./age.js";
import { post, postUntilAnswered } from "./post.js";
import { sentence } from "./sentences.js";
import { part } from "./states.js";
import * as unsaved from "./unsaved.js";
import { Refused } from "./upload.js";

const SOON = 1500;
const LATER = 5000;

/**
 * @typedef {object} Facts - of one question, as the server tells them in `writing-facts`
 * @property {string} slot - interview and question
 * @property {string} text - what the server has: a draft, or the answer
 * @property {boolean} isSaved - it is the answer
 * @property {number} most - characters
 * @property {string} draft
 * @property {string} write
 */

class Writing {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    /** @type {Facts} */
    this.facts = JSON.parse(document.getElementById("writing-facts")?.textContent ?? "{}");
    this.token = /** @type {HTMLInputElement} */ (form.querySelector("[name=csrfmiddlewaretoken]")).value;
    this.form = form;
    this.field = /** @type {HTMLTextAreaElement} */ (part(form, "text"));
    this.there = this.facts.text;
    this.isSaving = false;
    this.isLasting = true;
    /** When what is not saved was begun. @type {import("./age.js").Moment|null} */
    this.begun = null;
    this.field.addEventListener("input", () => this.written());
    form.addEventListener("submit", (event) => this.save(event));
    part(form, "bring-back").addEventListener("click", () => this.bringBack());
    document.addEventListener("visibilitychange", () => document.hidden && this.send({ keepalive: true }));
    window.addEventListener("beforeunload", (event) => this.warn(event));
    window.addEventListener("online", () => this.send());
  }

  begin() {
    const draft = unsaved.here(this.facts.slot);
    // What a refused form brought back is newer than anything that was kept.
    const isRefused = this.field.value !== this.facts.text;
    if (isRefused && draft) this.begun = { wall: draft.at };
    if (isRefused) this.written();
    else if (draft && draft.text !== this.facts.text) this.find(draft);
    this.count();
  }

  /** This device has another text than the server. @param {unsaved.Draft} draft */
  find(draft) {
    this.found = draft;
    if (draft.before !== this.facts.text) {
      // Meanwhile somebody wrote on elsewhere: both are shown, and nothing is thrown away unseen.
      part(this.form, "other").hidden = false;
      part(this.form, "other-text").textContent = draft.text;
      return;
    }
    this.bringBack();
  }

  bringBack() {
    if (!this.found) return;
    this.field.value = this.found.text;
    part(this.form, "other").hidden = true;
    this.begun = { wall: this.found.at };
    this.found = undefined;
    this.written();
    this.line(sentence("draft-found"));
  }

  get isChanged() {
    return this.field.value !== this.there;
  }

  written() {
    this.begun = this.isChanged ? (this.begun ?? thisMoment()) : null;
    this.isLasting = this.keep();
    this.count();
    if (!this.isChanged) this.line("");
    else this.line(sentence(this.facts.isSaved ? "draft-beside" : "draft-here"));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), SOON);
  }

  /** How long ago it was begun, for a server that is told of it only now. @returns {{age?: string}} */
  get age() {
    return this.begun ? { age: ageOf(this.begun) } : {};
  }

  keep() {
    return unsaved.keep(this.facts.slot, { text: this.field.value, before: this.there, at: this.begun?.wall ?? Date.now() });
  }

  count() {
    const text = this.field.value.trim();
    part(this.form, "words").textContent = sentence("words", { words: text ? text.split(/\s+/u).length : 0 });
    const over = [...text].length - this.facts.most;
    part(this.form, "over").textContent = over > 0 ? sentence("too-long", { characters: over, most: this.facts.most }) : "";
    this.field.setAttribute("aria-invalid", String(over > 0));
  }

  /** Let the server have the draft too. @param {{keepalive?: boolean}} [how] */
  async send(how = {}) {
    if (this.isSending || this.isSaving || this.facts.isSaved || !this.isChanged) return;
    this.isSending = true;
    const text = this.field.value;
    try {
      await post(this.facts.draft, { text, before: this.there, ...this.age }, this.token, { ...how, signal: this.stopper.signal });
      this.there = text;
      this.keep();
      if (!this.isSaving) this.line(sentence("draft-kept"));
    } catch (error) {
      if (error instanceof Refused) this.line(error.message);
      else this.again();
    } finally {
      this.isSending = false;
    }
    if (this.isChanged && this.field.value !== text) this.again(SOON);
  }

  stopper = new AbortController();

  again(after = LATER) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), after);
  }

  /** @param {SubmitEvent} event */
  async save(event) {
    event.preventDefault();
    if (this.isSaving) return;
    this.isSaving = true;
    this.stopper.abort();
    this.line(sentence("saving"));
    const button = /** @type {HTMLButtonElement} */ (part(this.form, "save"));
    button.disabled = true;
    try {
      const text = this.field.value;
      const fields = () => ({ text, ...this.age });
      const reply = await postUntilAnswered(this.facts.write, fields, this.token, () => this.line(sentence("waiting")));
      this.there = this.field.value;
      unsaved.forget(this.facts.slot);
      location.assign(reply.next);
    } catch (error) {
      this.isSaving = false;
      this.stopper = new AbortController();
      button.disabled = false;
      if (!(error instanceof Refused)) throw error;
      this.line(error.message);
      this.field.focus();
    }
  }

  /** A polite live region, so it is only written when it changes. @param {string} sentence */
  line(sentence) {
    const line = part(this.form, "line");
    if (line.textContent !== sentence) line.textContent = sentence;
  }

  /** Only what neither this device nor the server has would be lost. @param {BeforeUnloadEvent} event */
  warn(event) {
    if (!this.isLasting && this.isChanged && !this.facts.isSaved) event.preventDefault();
  }
}

const form = /** @type {HTMLFormElement|null} */ (document.querySelector("[data-writing]"));
if (form) new Writing(form).begin();
