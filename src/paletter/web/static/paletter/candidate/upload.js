// @ts-check
/**
 * Sends one take to the server as it grows: tus 1.0, one PATCH after the other, from wherever the server says it ends.
 *
 * A lost line, a restarted server, a full disk there: it waits and goes on. Only what no waiting can cure is a refusal.
 */

import { sentence } from "./sentences.js";

/** @typedef {import("./store.js").Take} Take */
/** @typedef {"idle"|"sending"|"waiting"|"refused"|"whole"} UploadState */

const TUS = { "Tus-Resumable": "1.0.0" };
const SMALLEST = 256 * 1024;
const LARGEST = 4 * 1024 * 1024;
const PATIENCE = 120_000;
const LONGEST_WAIT = 15_000;

/** The server said no, and trying again as it is won't help. */
export class Refused extends Error {
  /** @param {number} status @param {string} sentence */
  constructor(status, sentence) {
    super(sentence);
    this.status = status;
  }
}

export class Upload {
  /**
   * @param {Take} take
   * @param {{create: string, token: string, interview: string, position: number}} place
   * @param {(upload: Upload) => void} onChange
   */
  constructor(take, place, onChange) {
    this.take = take;
    this.place = place;
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
    const { interview, position } = this.place;
    const metadata = `interview ${btoa(interview)},position ${btoa(String(position))},kind ${btoa(this.take.kind)}`;
    const response = await this.speak(this.place.create, "POST", {
      "Upload-Defer-Length": "1",
      "Upload-Metadata": metadata,
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
    const part = this.take.slice(this.confirmed, this.piece);
    const bytes = await part.arrayBuffer();
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
    if (performance.now() - begun < 1000) this.piece = Math.min(this.piece * 2, LARGEST);
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
   * @param {string} url @param {string} method @param {Record<string, string>} headers @param {ArrayBuffer} [body]
   */
  async speak(url, method, headers, body) {
    const response = await fetch(url, {
      method,
      body,
      headers: { ...TUS, "X-CSRFToken": this.place.token, ...headers },
      credentials: "same-origin",
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (response.ok) return response;
    const isPlain = (response.headers.get("Content-Type") ?? "").startsWith("text/plain");
    const said = isPlain ? await response.text() : "";
    if ([409, 423, 460].includes(response.status)) {
      throw new Postponed("");
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
class Postponed extends Error {}

/** Wait 1, 2, 4 … seconds, with some chance in it, or until the line is back. @param {number} failures */
function patience(failures) {
  const wait = Math.min(500 * 2 ** failures, LONGEST_WAIT) * (0.75 + Math.random() / 2);
  return new Promise((resolve) => {
    const timer = setTimeout(finish, wait);
    function finish() {
      clearTimeout(timer);
      window.removeEventListener("online", finish);
      resolve(undefined);
    }
    window.addEventListener("online", finish);
  });
}

/** @param {ArrayBuffer} buffer */
function base64(buffer) {
  return btoa(String.fromCharCode(...new Uint8Array(buffer)));
}

/**
 * Finish a take that only the server has: it ends where its bytes end.
 * @param {string} url @param {string} token
 */
export async function finishThere(url, token) {
  const headers = { ...TUS, "X-CSRFToken": token };
  const head = await fetch(url, { method: "HEAD", headers, credentials: "same-origin" });
  const offset = head.headers.get("Upload-Offset");
  if (!head.ok || offset === null) throw new Refused(head.status, sentence("not-there"));
  const response = await fetch(url, {
    method: "PATCH",
    headers: {
      ...headers,
      "Content-Type": "application/offset+octet-stream",
      "Upload-Offset": offset,
      "Upload-Length": offset,
    },
    credentials: "same-origin",
  });
  if (!response.ok) throw new Refused(response.status, await response.text());
}

/**
 * Throw away a take that only the server has. What fails here is thrown away there when the interview is handed in.
 * @param {string} url @param {string} token
 */
export async function dropThere(url, token) {
  try {
    await fetch(url, { method: "DELETE", headers: { ...TUS, "X-CSRFToken": token }, credentials: "same-origin" });
  } catch {
    // The line is away; see above.
  }
}
