// @ts-check
/** Who is logged in on this page, and what the server says of the takes that lie here. */

/**
 * @typedef {object} Told
 * @property {string} who
 * @property {string} token
 * @property {Record<string, {state: "open"|"closed"|"erased"|"unknown", answers?: Record<string, {version: string, begun: Record<string, number>}>}>} interviews
 * @property {Record<string, {state: "here"|"kept"|"discarded"|"unknown", offset?: number, length?: number|null, sha256?: string}>} takes
 */

/** Nobody, or somebody else, is logged in. */
export class LoggedOut extends Error {}

export class Session {
  /** @param {{who: string, token: string, takes: string}} facts - of `outbox-facts` */
  constructor(facts) {
    this.facts = facts;
    this.who = facts.who;
    this.token = facts.token;
  }

  /** The session of this page, or null where nobody is logged in. */
  static here() {
    const facts = document.getElementById("outbox-facts")?.textContent;
    return facts ? new Session(JSON.parse(facts)) : null;
  }

  /**
   * Ask how takes and interviews stand. Logging in again makes the token of an open page void: this renews it.
   * @param {{interviews?: string[], takes?: string[], within?: number}} about
   * @returns {Promise<Told>} @throws {LoggedOut} any other error means that the line is away
   */
  async ask({ interviews = [], takes = [], within = 20_000 } = {}) {
    const query = new URLSearchParams([...interviews.map((one) => ["interview", one]), ...takes.map((one) => ["take", one])]);
    const response = await fetch(`${this.facts.takes}?${query}`, { credentials: "same-origin", signal: timeout(within) });
    if (response.status === 401) throw new LoggedOut();
    if (!response.ok) throw new Error(`status ${response.status}`);
    /** @type {Told} */
    const told = await response.json();
    if (told.who !== this.who) throw new LoggedOut();
    this.token = told.token;
    return told;
  }
}

/** The id of a take, of its address at the server. @param {string} url */
export function idOf(url) {
  return url.split("/").pop() ?? "";
}

/** A signal that gives up after some time; AbortSignal.timeout is too new for some phones. @param {number} milliseconds */
export function timeout(milliseconds) {
  const stopper = new AbortController();
  setTimeout(() => stopper.abort(), milliseconds);
  return stopper.signal;
}
