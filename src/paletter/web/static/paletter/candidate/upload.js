// @ts-check
/**
 * Sends one take to the server as it grows: tus 1.0, one PATCH after the other, from wherever the server says it ends.
 *
 * A lost line, a restarted server, a full disk there: it waits and goes on. Only what no waiting can cure is a refusal.
 */

import { ageOf } from "./age.js";
import { sentence } from "./sentences.js";
import { timeout } from "./session.js";
import { note } from "./speed.js";

/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("./store.js").Take} Take */
/** @typedef {"idle"|"sending"|"waiting"|"refused"|"whole"} UploadState */

const TUS = { "Tus-Resumable": "1.0.0" };
const SMALLEST = 256 * 1024;
const LARGEST = 4 * 1024 * 1024;
const PATIENCE = 120_000;
const LONGEST_WAIT = 15_000;

/** The server said no, and trying again as it is won't help. */
export class Refused extends Error {
  /** @param {number} status @param {string} sentence @param {string} [reason] - a word for scripts */
  constructor(status, sentence, reason = "") {
    super(sentence);
    this.status = status;
    this.reason = reason;
  }
}

export class Upload {
  /**
   * @param {Take} take
   * @param {Session} session
   * @param {(upload: Upload) => void} onChange
   */
  constructor(take, session, onChange) {
    this.take = take;
    this.session = session;
    this.onChange = onChange;
    /** @type {UploadState} */
    this.state = "idle";
    this.sentence = "";
    this.confirmed = 0;
    this.isOffsetKnown = take.row.url === null;
    this.isWhole = false;
    this.isRunning = false;
    this.isGivenUp = false;
    this.piece = SMALLEST;
    this.losses = 0;
    this.isRenewed = false;
  }

  /** Send what there is to send; call it whenever there is more, or after a refusal was cured. */
  wake() {
    if (this.isRunning || this.isWhole || this.isGivenUp) return;
    this.isRunning = true;
    this.run().finally(() => {
      this.isRunning = false;
      // A piece may have come while the last reply was read.
      if (this.state === "idle" && this.hasMore()) this.wake();
    });
  }

  /** Wait until the whole take is on the server. Rejects with Refused. @returns {Promise<void>} */
  whole() {
    return new Promise((resolve, reject) => {
      const look = () => {
        if (this.isWhole) return resolve();
        if (this.state === "refused") return reject(new Refused(this.status ?? 0, this.sentence));
        setTimeout(look, 100);
      };
      this.wake();
      look();
    });
  }

  hasMore() {
    return this.take.size > this.confirmed || (this.take.row.isStopped && !this.isWhole);
  }

  async run() {
    let failures = 0;
    while (this.hasMore() && !this.isGivenUp) {
      try {
        this.become("sending");
        await this.step();
        failures = 0;
      } catch (error) {
        if (error instanceof Refused) {
          this.status = error.status;
          return this.become("refused", error.message);
        }
        failures += 1;
        this.isOffsetKnown = this.take.row.url === null;
        this.piece = SMALLEST;
        this.become("waiting", error instanceof Postponed ? error.message : "");
        await patience(failures);
        if (error instanceof Postponed && error.isNobody) await this.session.ask().catch(() => {});
      }
    }
    this.become(this.isWhole ? "whole" : "idle");
  }

  async step() {
    if (this.take.row.url === null) return this.create();
    if (!this.isOffsetKnown) return this.ask();
    return this.send();
  }

  async create() {
    const { create, interview, position } = this.take.row.place;
    // The age at each try: it is told relative to now.
    const told = { interview, position: String(position), kind: this.take.kind, age: ageOf(this.take.begun) };
    const response = await this.speak(create, "POST", {
      "Upload-Defer-Length": "1",
      "Upload-Metadata": Object.entries(told).map(([key, value]) => `${key} ${btoa(value)}`).join(","),
    });
    await this.take.note({ url: new URL(response.headers.get("Location") ?? "", location.href).pathname });
    this.confirmed = 0;
    this.isOffsetKnown = true;
  }

  async ask() {
    const response = await this.speak(this.url, "HEAD", {});
    this.confirmed = Number(response.headers.get("Upload-Offset"));
    this.isOffsetKnown = true;
  }

  async send() {
    // Where this device ran out of room in the middle, the server has more than is left here.
    const size = Math.max(this.take.size, this.confirmed);
    const isStopped = this.take.row.isStopped;
    const bytes = await this.take.slice(this.confirmed, this.piece);
    /** @type {Record<string, string>} */
    const headers = {
      "Content-Type": "application/offset+octet-stream",
      "Upload-Offset": String(this.confirmed),
      "Upload-Checksum": `sha256 ${base64(await crypto.subtle.digest("SHA-256", bytes))}`,
    };
    const isLast = isStopped && this.confirmed + bytes.byteLength === size;
    if (isLast) headers["Upload-Length"] = String(size);
    const begun = performance.now();
    const response = await this.speak(this.url, "PATCH", headers, bytes);
    this.confirmed = Number(response.headers.get("Upload-Offset"));
    this.isWhole = isLast && this.confirmed === size;
    const took = performance.now() - begun;
    note(bytes.byteLength, took);
    if (took < 1000) this.piece = Math.min(this.piece * 2, LARGEST);
  }

  /** The server has bytes that are no longer here, so that their sum can't be compared. */
  get isFullerThere() {
    return this.confirmed > this.take.size;
  }

  get url() {
    return /** @type {string} */ (this.take.row.url);
  }

  /**
   * One request. Resolves with a good response; else throws Refused, Postponed or the browser's network error.
   * @param {string} url @param {string} method @param {Record<string, string>} headers @param {Uint8Array<ArrayBuffer>} [body]
   */
  async speak(url, method, headers, body) {
    const response = await fetch(url, {
      method,
      body,
      headers: { ...TUS, "X-CSRFToken": this.session.token, ...headers },
      credentials: "same-origin",
      redirect: "error",
      signal: timeout(PATIENCE),
    });
    if (response.ok) {
      this.isRenewed = false;
      return response;
    }
    const isPlain = (response.headers.get("Content-Type") ?? "").startsWith("text/plain");
    const said = isPlain ? await response.text() : "";
    if ([409, 423, 460].includes(response.status)) throw new Postponed("");
    // Whoever logs in again, in another tab, goes on here; but with a new token against forgery.
    if (response.status === 401) throw new Postponed(said, true);
    if (response.status === 403 && !this.isRenewed) {
      this.isRenewed = true;
      throw new Postponed("", true);
    }
    if ([404, 410].includes(response.status) && method !== "POST" && this.losses < 3) {
      // The server has lost the take, or threw it away; all of it is still here.
      this.losses += 1;
      await this.take.note({ url: null });
      throw new Postponed("");
    }
    if (response.status === 429 || response.status >= 500) throw new Postponed(said);
    throw new Refused(response.status, said || sentence("not-accepted"));
  }

  /** Stop sending for good, and ask the server to throw away what it has. */
  async giveUp() {
    this.isGivenUp = true;
    if (this.take.row.url === null) return;
    try {
      await this.speak(this.url, "DELETE", {});
    } catch {
      // An orphan on the server is thrown away there when the interview is handed in.
    }
  }

  /** @param {UploadState} state @param {string} [sentence] */
  become(state, sentence = "") {
    this.state = state;
    this.sentence = sentence;
    this.onChange(this);
  }
}

/** The server can't do this now; later it will. */
class Postponed extends Error {
  /** @param {string} sentence @param {boolean} [isNobody] - it does not know who asks */
  constructor(sentence, isNobody = false) {
    super(sentence);
    this.isNobody = isNobody;
  }
}

/** Wait 1, 2, 4 … seconds, with some chance in it, or until the line, or the candidate, is back. @param {number} failures */
export function patience(failures) {
  const wait = Math.min(500 * 2 ** failures, LONGEST_WAIT) * (0.75 + Math.random() / 2);
  return new Promise((resolve) => {
    const timer = setTimeout(finish, wait);
    function finish() {
      clearTimeout(timer);
      window.removeEventListener("online", finish);
      window.removeEventListener("focus", finish);
      resolve(undefined);
    }
    window.addEventListener("online", finish);
    window.addEventListener("focus", finish);
  });
}

/** @param {ArrayBuffer} buffer */
function base64(buffer) {
  return btoa(String.fromCharCode(...new Uint8Array(buffer)));
}
