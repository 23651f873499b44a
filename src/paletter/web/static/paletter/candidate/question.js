// @ts-check
/** One question's page: record, watch, record again, save; and what lies here, or there, from an interrupted take. */

import { onChange as onDevices, told } from "./camera.js";
import { Hold } from "./hold.js";
import { Onward } from "./onward.js";
import { passOn, percentOf, refusedFields } from "./outbox.js";
import { sentence } from "./sentences.js";
import { idOf, Session } from "./session.js";
import { Stage } from "./stage.js";
import { clock, onPress } from "./states.js";
import { slotOf, Store } from "./store.js";
import { Studio } from "./studio.js";
import { Takes } from "./takes.js";
import { growingThere, watchThere } from "./there.js";
import { Thinking } from "./think.js";
import { Refused } from "./upload.js";

/** @typedef {import("./store.js").Take} Take */
/** @typedef {import("./upload.js").Upload} Upload */

class QuestionPage {
  /** @param {HTMLElement} root @param {Session} session @param {Store} store */
  constructor(root, session, store) {
    /** @type {import("./saving.js").Facts} */
    this.facts = JSON.parse(document.getElementById("recorder-facts")?.textContent ?? "{}");
    this.session = session;
    this.store = store;
    this.onward = new Onward(this.facts, session, store);
    this.takesLeft = this.facts.takesLeft;
    this.stage = new Stage(root, this.facts.seconds);
    this.studio = new Studio(this.facts, session, this.stage, {
      onReady: () => (this.isShowing ? this.studio.close() : this.show("ready")),
      onBlocked: (obstacle) => this.isShowing || this.block(obstacle),
      onPiece: () => this.grown(),
      onStopped: (take) => this.stopped(take),
      onBroken: (take, reason) => this.broke(take, reason),
    });
    this.recorder = new Hold("recorder", () => this.giveWay());
    this.takes = new Takes(session, { onUpload: (upload) => this.tellUpload(upload), onWait: (said) => this.stage.line(said) });
    this.stopWatching = () => {};
    this.thinking = this.facts.think && new Thinking(root, this.facts.think, this.facts.isTimingEssential, {
      onAnnounce: (sentence) => this.stage.say(sentence),
      onOver: (ranOut) => this.thoughtOver(ranOut),
    });
    onPress(root, "open", () => this.studio.open());
    onPress(root, "round", () => this.press());
    onPress(root, "save", () => this.save());
    onPress(root, "again", () => this.again());
    onPress(root, "keep-earlier", () => this.keepEarlier());
    onPress(root, "take-over", () => this.takeOver());
    onPress(root, "go-ahead", () => this.goAhead());
    onPress(root, "more", () => this.studio.takeMoreTime());
    onDevices(() => this.stage.state === "blocked" && !this.obstacle?.isFinal && this.studio.open());
    window.addEventListener("beforeunload", (event) => this.warn(event));
    // A page that comes back from the browser's memory has a closed camera and old facts.
    window.addEventListener("pageshow", (event) => event.persisted && location.reload());
  }

  get take() {
    return this.takes.take;
  }

  /** What a take of this page answers. @returns {import("./store.js").Place} */
  get place() {
    const { interview, position, uploads, keep } = this.facts;
    return { interview, position, create: uploads, keep, page: location.pathname };
  }

  /** @param {string} state */
  show(state) {
    this.stage.show(state, this.takesLeft, this.takes.earlier !== null);
  }

  /** A recording is looked at; a camera that opens late, since the browser asked for long, is not wanted any more. */
  get isShowing() {
    return ["watching", "broken", "lost", "sending", "saved"].includes(this.stage.state ?? "");
  }

  /** @param {import("./camera.js").Obstacle} obstacle */
  block(obstacle) {
    this.obstacle = obstacle;
    this.stage.explain(obstacle);
    this.show("blocked");
  }

  // --- what is found here ---

  async begin() {
    if (await this.recorder.ask()) await this.find();
    else this.show("elsewhere");
  }

  /** Go on in this tab: the other one brings its recording to an end, and what it recorded is found here. */
  async takeOver() {
    await this.recorder.takeOver();
    await this.find();
  }

  async giveWay() {
    this.thinking?.stop();
    await this.studio.giveUp("interrupted");
    this.takes.letGo();
    this.stage.unload();
    this.stage.line("");
    this.show("elsewhere");
  }

  async find() {
    const take = await this.store.latest(slotOf(this.facts), this.session.who);
    if (take && take.row.url !== null && take.row.url === this.facts.kept) await take.forget();
    else if (take) return this.findTake(take);
    if (this.facts.waiting) return this.findThere(this.facts.waiting.url, "lost");
    if (this.facts.isSaved) return this.showSaved();
    if (this.facts.isOver) return this.block(told("over"));
    if (this.takesLeft < 1) return this.block(told("takes-used", { support: this.facts.support }));
    if (this.studio.obstacle) return this.block(this.studio.obstacle);
    this.show("asking");
    await this.studio.open({ isWanted: false });
    this.thinking?.start();
  }

  /** @param {boolean} ranOut - just now, before the candidate's eyes */
  async thoughtOver(ranOut) {
    const begins = this.stage.state === "ready" && (ranOut || this.facts.isTimingEssential);
    if (begins) await this.record("think-over-recording");
    else this.stage.say(sentence("think-over"));
  }

  /** A take lies here that is not the answer yet: the page was closed, reloaded, or crashed. @param {Take} take */
  async findTake(take) {
    await take.note({ place: this.place });
    await this.takes.follow(take);
    await this.stage.load(take);
    this.stage.offerOther(take.row.trouble !== "" && this.facts.version !== "");
    if (take.row.isStopped && (take.row.url === null || !this.facts.stopped.includes(take.row.url))) this.takesLeft -= 1;
    if (take.row.isWished) return this.finishSaving(take);
    const { isStopped, trouble } = take.row;
    this.stage.line(isStopped ? trouble || sentence("not-saved-yet") : sentence("interrupted", { time: clock(take.seconds) }));
    this.show(isStopped ? "watching" : "broken");
  }

  /** It shall be the answer already, and is on its way: nobody has to wait for that. @param {Take} take */
  async finishSaving(take) {
    this.stage.line(sentence("being-sent"));
    this.show("saved");
    try {
      const { version } = await /** @type {import("./saving.js").Saving} */ (this.takes.saving).save({ isQuiet: true });
      await passOn(this.store, take.row, version);
      this.facts.version = version;
      if (this.take === take) return this.stage.line(sentence("saved"));
      // Recorded again meanwhile, in the knowledge of this one.
      await this.take?.note({ seen: version });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (this.take === take) await this.refused(error);
    }
  }

  showSaved() {
    this.stage.loadKept();
    this.show("saved");
  }

  /**
   * The server has a take of this question that does not lie here: another device recorded it, or does right now.
   * @param {string} url @param {"lost"|"beside"} state
   */
  findThere(url, state) {
    this.show(state);
    this.stopWatching();
    this.stopWatching = watchThere(url, this.session, ({ growing, isOver }) => {
      if (this.stage.state !== "lost" && this.stage.state !== "beside") return;
      if (isOver && this.stage.state === "beside") return this.reload();
      this.show(growing ? "beside" : "lost");
    });
  }

  reload() {
    document.dispatchEvent(new Event("paletter-inside"));
    location.reload();
  }

  // --- recording ---

  press() {
    if (this.stage.state === "ready") return this.record();
    if (this.stage.state === "recording") {
      this.show("stopping");
      this.studio.stop();
    }
  }

  /** @param {string} [said] - the name of a sentence, once it has begun */
  async record(said) {
    this.show("stopping");
    this.thinking?.stop();
    const seen = this.facts.version;
    const take = await this.store.begin({ who: this.session.who, place: this.place, mime: this.studio.mime, seen });
    await this.takes.follow(take);
    if (!(await this.studio.record(take))) return this.takes.forget();
    this.show("recording");
    if (said) this.stage.say(sentence(said));
    this.stage.line(sentence(take.isHeld ? "not-lasting" : "lasting"));
    await this.lookBeside(take);
  }

  /** Two devices at once: the one that came later is told, before much is said into it. @param {Take} take */
  async lookBeside(take) {
    const ours = async () => (await this.onward.rows()).map((row) => row.url ?? "");
    const beside = this.isGoingAhead ? null : await growingThere(this.facts, this.session, ours);
    if (!beside || this.take !== take || !this.studio.recording) return;
    await this.studio.giveUp("interrupted");
    await this.takes.drop();
    this.facts.waiting = { url: beside, id: idOf(beside) };
    this.findThere(beside, "beside");
  }

  /** Record here although another device does: what both record stays, and whoever saves last is asked. */
  async goAhead() {
    this.isGoingAhead = true;
    this.stopWatching();
    this.facts.waiting = null;
    await this.studio.open();
    if (this.stage.state === "ready") this.stage.focus("round");
  }

  isGoingAhead = false;

  grown() {
    this.takes.saving?.wake();
    if (this.take?.pieces.length) this.takes.dropEarlier();
    if (this.take?.isHeld && this.stage.state === "recording") this.stage.line(sentence("not-lasting"));
  }

  /** @param {Take} take */
  async stopped(take) {
    if (!take.pieces.length) return this.broke(take, "recorder-failed");
    this.takesLeft -= 1;
    await this.showTake(take, "watching", this.takesLeft > 0 ? "recorded" : "recorded-last");
    // Some browsers ask their user about it, so not before there is something to keep.
    navigator.storage?.persist?.().catch(() => {});
  }

  /** @param {Take} take @param {string} reason */
  async broke(take, reason) {
    if (take.pieces.length) return this.showTake(take, "broken", reason);
    await this.takes.forget();
    this.block({ ...told("not-started"), isFinal: false });
  }

  /** @param {Take} take @param {string} state @param {string} line - the name of a sentence */
  async showTake(take, state, line) {
    this.takes.saving?.wake();
    this.stage.line(sentence(line, { time: clock(take.seconds) }));
    await this.stage.load(take);
    this.show(state);
    this.stage.focus("save");
  }

  // --- what becomes of it ---

  async again() {
    this.stopWatching();
    this.takes.setAside(this.facts.waiting, this.stage.state ?? "", this.stage.said);
    this.facts.waiting = null;
    this.stage.unload();
    this.stage.offerOther(false);
    this.stage.line(this.takes.earlier ? sentence("earlier-stays") : "");
    this.show("asking");
    await this.studio.open();
    if (this.stage.state === "ready") this.stage.focus("round");
  }

  /** Whoever wanted to record again does not, or can't. */
  async keepEarlier() {
    // It may be the answer by now, which the page does not know.
    if (this.takes.earlier?.take?.row.isWished) return this.reload();
    const earlier = this.takes.takeBack();
    if (!earlier) return;
    const { take, there, state, line } = earlier;
    this.facts.waiting = there;
    this.studio.close();
    if (take) await this.stage.load(take);
    this.stage.offerOther(take !== null && take.row.trouble !== "" && this.facts.version !== "");
    this.stage.line(line);
    this.show(state);
    if (there) this.findThere(there.url, "lost");
    this.stage.focus("save");
  }

  async save() {
    const { take, saving } = this.takes;
    this.stopWatching();
    this.stage.pause();
    this.show("sending");
    this.stage.line(sentence("sending"));
    try {
      if (take) await this.takes.underWay?.drop();
      const next = take && saving ? await this.onward.save(take, saving) : await this.onward.saveFromServer((sentence) => this.stage.line(sentence));
      document.dispatchEvent(new Event("paletter-inside"));
      location.assign(next);
    } catch (error) {
      if (error instanceof Refused && take) return this.refused(error);
      this.stage.line(error instanceof Refused ? error.message : sentence("line-away"));
      this.show("lost");
      this.stage.focus("save");
    }
  }

  /** @param {Refused} refused */
  async refused(refused) {
    await this.take?.note(refusedFields(refused));
    this.stage.offerOther(refused.reason === "overtaken");
    this.stage.line(refused.message);
    this.show("watching");
    this.stage.focus("save");
  }

  /** @param {Upload} upload */
  tellUpload(upload) {
    const { isHeld } = upload.take;
    this.stage.sent(percentOf(upload));
    if (this.stage.state === "broken") return;
    if (upload.state === "waiting") this.stage.line(upload.sentence || sentence(isHeld ? "waiting-here" : "waiting"));
    else if (upload.state === "refused") this.stage.line(upload.sentence);
    else if (this.stage.state === "recording" && upload.confirmed) this.stage.line(sentence(isHeld ? "not-lasting" : "lasting"));
    else if (this.stage.state === "sending") this.stage.line(sentence("sending"));
  }

  /** Only what neither this device nor the server has would be lost. @param {BeforeUnloadEvent} event */
  warn(event) {
    this.studio.recording?.forgive();
    if (this.studio.recording || this.takes.isAtRisk) event.preventDefault();
  }
}

const root = /** @type {HTMLElement|null} */ (document.querySelector("[data-recorder]"));
const session = Session.here();
// boot.js may have said already that this browser is too old.
if (root?.dataset.state === "starting" && session) await new QuestionPage(root, session, await Store.open()).begin();
