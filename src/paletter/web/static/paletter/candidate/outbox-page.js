// @ts-check
/** On every page of a candidate: tells what still lies on this device, sends it, and lets nobody leave it behind unawares. */

import { sentence } from "./sentences.js";
import { Outbox } from "./outbox.js";
import { Session } from "./session.js";
import { part } from "./states.js";
import { kindOf, Store, slotOf } from "./store.js";

/** @typedef {import("./outbox.js").Lying} Lying */

class OutboxPage {
  /** Listens from the first moment: a form may be sent before the store is open. @param {HTMLElement} root @param {Session} session */
  constructor(root, session) {
    this.root = root;
    const question = JSON.parse(document.getElementById("recorder-facts")?.textContent ?? "null");
    this.outbox = new Outbox(new Store(null), session, question ? slotOf(question) : "", {
      onChange: () => this.changed(),
      onSaved: (row) => this.saved(row),
    });
    /** @type {string[]} */
    this.savedHere = [];
    /** @type {HTMLFormElement|null} */
    this.handingIn = null;
    /** @type {HTMLFormElement|null} */
    this.leaving = null;
    this.isInside = false;
    /** Of which take how many percent were last said to be sent. */
    this.heard = { id: "", quarter: 0 };
    document.addEventListener("submit", (event) => this.submitted(event), true);
    document.addEventListener("click", (event) => this.clicked(event), true);
    document.addEventListener("paletter-inside", () => this.inside());
    window.addEventListener("beforeunload", (event) => this.warn(event));
    for (const name of ["stay", "leave-it", "delete-it"]) part(root, name).addEventListener("click", () => this.decide(name));
  }

  async begin() {
    this.outbox.store = await Store.open();
    await this.outbox.begin();
  }

  changed() {
    this.show();
    const form = this.handingIn;
    if (!form || this.isWaitedFor(form)) return;
    this.handingIn = null;
    // What was refused meanwhile needs its owner first.
    if (this.outbox.lying.some((one) => one.state === "trouble")) return this.show();
    this.inside();
    HTMLFormElement.prototype.submit.call(form);
  }

  /** Whether answers that the form hands in still lie here, or may do so. @param {HTMLFormElement} form */
  isWaitedFor(form) {
    const isOurs = this.outbox.pending.some((one) => one.row.place.interview === form.dataset.handIn);
    return !this.outbox.hasLooked || isOurs;
  }

  show() {
    const before = [...this.savedHere];
    if (this.outbox.isLoggedOut && this.outbox.pending.length) before.unshift(sentence("outbox-log-in"));
    const after = this.handingIn && this.outbox.hasLooked ? [sentence("hand-in-waits")] : [];
    const lines = [...before, ...this.outbox.lying.map((one) => this.lineOf(one)), ...after];
    const list = part(this.root, "lines");
    while (list.children.length > lines.length) list.lastElementChild?.remove();
    while (list.children.length < lines.length) list.append(document.createElement("li"));
    // A polite live region: only what changed is written.
    lines.forEach((line, i) => list.children[i].firstChild?.textContent !== line && list.children[i].replaceChildren(line));
    this.outbox.lying.forEach((one, i) => this.link(list.children[before.length + i], one));
    const sending = this.outbox.lying.find((one) => one.state === "sending");
    const bar = /** @type {HTMLProgressElement} */ (part(this.root, "percent"));
    bar.hidden = !sending;
    bar.value = sending?.percent ?? 0;
    this.root.hidden = lines.length === 0 && !this.leaving;
    if (sending) this.tellEars(sending);
  }

  /** Say with each quarter what the bar shows to eyes. @param {Lying} lying */
  tellEars({ row, percent }) {
    const quarter = Math.floor(percent / 25) * 25;
    if (this.heard.id !== row.id) this.heard = { id: row.id, quarter: 0 };
    if (quarter <= this.heard.quarter) return;
    this.heard.quarter = quarter;
    part(this.root, "outbox-ears").textContent = sentence("percent-sent", { percent: quarter });
  }

  /** @param {Lying} lying */
  lineOf({ row, state, sentence: said }) {
    const { position } = row.place;
    if (state === "waiting") return `${sentence("lies-here", { position })} ${said || sentence("when-back")}`;
    if (state === "trouble") return `${sentence("lies-here", { position })} ${row.trouble || said}`;
    if (state === "unsaved") return sentence("lies-unsaved", { position });
    return sentence("lies-sending", { position });
  }

  /** The way to a take that needs its owner. @param {Element} line @param {Lying} lying */
  link(line, { row, state }) {
    const isWanted = state === "trouble" || state === "unsaved";
    // Another kind of answer may have been saved since.
    const page = `${row.place.page}?as=${kindOf(row)}&here=1`;
    const link = line.querySelector("a");
    if (link && (!isWanted || link.getAttribute("href") !== page)) link.remove();
    if (!isWanted || line.querySelector("a")) return;
    const made = document.createElement("a");
    made.href = page;
    made.textContent = sentence("look-at-it");
    line.append(" ", made);
  }

  /** @param {import("./store.js").TakeRow} row */
  saved(row) {
    this.savedHere.push(sentence("outbox-saved", { position: row.place.position }));
    const isPlaying = [...document.querySelectorAll("video")].some((video) => !video.paused);
    if (this.outbox.pending.length || this.handingIn) return;
    if (document.querySelector("[data-shows-saved]") && !isPlaying) this.reload();
  }

  reload() {
    this.inside();
    location.reload();
  }

  /** @param {SubmitEvent} event */
  submitted(event) {
    const form = /** @type {HTMLFormElement} */ (event.target);
    this.inside();
    if (form.matches("[data-hand-in]")) this.handIn(event, form);
    else if (form.getAttribute("action") === this.root.dataset.logout) this.logOut(event, form);
  }

  /** Nothing is handed in without what lies here and shall be part of it. @param {Event} event @param {HTMLFormElement} form */
  handIn(event, form) {
    if (!this.isWaitedFor(form)) return;
    event.preventDefault();
    this.handingIn = form;
    this.show();
    part(this.root, "lines").scrollIntoView({ block: "nearest" });
  }

  /** On a shared device nothing stays behind, unless its owner says so. @param {Event} event @param {HTMLFormElement} form */
  async logOut(event, form) {
    if (this.outbox.hasLooked && !this.outbox.lying.length) return;
    event.preventDefault();
    this.leaving = form;
    await this.outbox.look();
    if (this.outbox.lying.every((one) => one.isThere && !one.row.isWished)) return this.decide("delete-it");
    part(this.root, "leaving").hidden = false;
    this.show();
    part(this.root, "stay").focus();
  }

  /** @param {string} decision */
  async decide(decision) {
    const form = this.leaving;
    this.leaving = null;
    part(this.root, "leaving").hidden = true;
    this.show();
    if (decision === "stay" || !form) return;
    if (decision === "delete-it") for (const { row } of this.outbox.lying) await this.outbox.store.remove(row.id);
    this.inside();
    HTMLFormElement.prototype.submit.call(form);
  }

  /** @param {MouseEvent} event */
  clicked(event) {
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    if (link instanceof HTMLAnchorElement && link.origin === location.origin) this.inside();
  }

  /** What leaves this page now only goes to another one of ours. */
  inside() {
    this.isInside = true;
    setTimeout(() => (this.isInside = false), 1000);
  }

  /** The next page goes on sending; without a page nothing does. @param {BeforeUnloadEvent} event */
  warn(event) {
    if (!this.isInside && this.outbox.pending.some((one) => one.state !== "trouble" && one.state !== "elsewhere")) event.preventDefault();
  }
}

const root = /** @type {HTMLElement|null} */ (document.querySelector("[data-outbox]"));
const session = Session.here();
if (root && session) new OutboxPage(root, session).begin();
