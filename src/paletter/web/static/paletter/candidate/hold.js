// @ts-check
/**
 * What only one tab of a browser may have at a time: the recorder, or the sending of one take.
 *
 * The browser's own locks where it has them; else a lease in localStorage that its holder renews. A tab that wants what
 * another has may ask for it: the other is told, brings its recording to an end and lets go.
 */

const RELOADING = 1500;
const LETTING_GO = 5000;
const RENEWED = 1000;
const STALE = 5000;
const me = String(Math.random());

export class Hold {
  /** @param {string} name @param {() => Promise<void>} [onAsked] - another tab wants it; it is let go once this is done */
  constructor(name, onAsked = async () => {}) {
    this.name = `paletter/${name}`;
    this.onAsked = onAsked;
    this.isHeld = false;
    this.free = () => {};
    this.stopHearing = () => {};
  }

  /** Have it if nobody else has, at most after the moment that a reloaded page takes to die. @param {number} [patience] */
  async ask(patience = RELOADING) {
    this.isHeld ||= navigator.locks ? await this.lock({ patience }) : await this.lease(patience);
    if (this.isHeld) this.stopHearing = hear(this.name, () => this.giveWay());
    return this.isHeld;
  }

  /** Have it, whoever has it now. */
  async takeOver() {
    tell(this.name);
    if (await this.ask(LETTING_GO)) return;
    // A tab that is frozen or hangs does not hear.
    this.isHeld = navigator.locks ? await this.lock({ steal: true }) : await this.lease(0, true);
    this.stopHearing = hear(this.name, () => this.giveWay());
  }

  release() {
    this.stopHearing();
    this.free();
    this.isHeld = false;
  }

  async giveWay() {
    if (!this.isHeld) return;
    await this.onAsked();
    this.release();
  }

  /** @param {{patience?: number, steal?: boolean}} how @returns {Promise<boolean>} */
  lock({ patience = 0, steal = false }) {
    const stopper = new AbortController();
    const timer = patience && setTimeout(() => stopper.abort(), patience);
    /** @type {LockOptions} */
    const options = steal ? { steal } : patience ? { signal: stopper.signal } : { ifAvailable: true };
    return new Promise((resolve) => {
      navigator.locks
        .request(this.name, options, (lock) => {
          clearTimeout(timer);
          resolve(lock !== null);
          return lock && new Promise((free) => (this.free = () => free(undefined)));
        })
        // Either it was not to be had in time, or another tab took it without waiting.
        .catch(() => (this.isHeld ? this.giveWay() : resolve(false)));
    });
  }

  /** @param {number} patience @param {boolean} [isForced] @returns {Promise<boolean>} */
  async lease(patience, isForced = false) {
    const until = Date.now() + patience;
    try {
      for (;;) {
        const [holder, at] = (localStorage.getItem(this.name) ?? " 0").split(" ");
        if (isForced || holder === me || Date.now() - Number(at) > STALE) break;
        if (Date.now() >= until) return false;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      const renew = () => localStorage.setItem(this.name, `${me} ${Date.now()}`);
      renew();
      // Of two tabs that did this at once, the last one has it.
      await new Promise((resolve) => setTimeout(resolve, 100));
      const isMine = () => (localStorage.getItem(this.name) ?? "").startsWith(me);
      if (!isMine()) return false;
      const timer = setInterval(() => (isMine() ? renew() : this.giveWay()), RENEWED);
      const free = () => {
        clearInterval(timer);
        if (isMine()) localStorage.removeItem(this.name);
      };
      window.addEventListener("pagehide", free);
      this.free = free;
    } catch {
      // Without locks and without storage there is nothing to hold on to.
    }
    return true;
  }
}

/** Tell the other tabs that this one wants it. @param {string} name */
function tell(name) {
  if (typeof BroadcastChannel !== "undefined") {
    const channel = new BroadcastChannel(name);
    channel.postMessage("");
    channel.close();
    return;
  }
  try {
    localStorage.setItem(`${name}/asked`, `${me} ${Date.now()}`);
  } catch {
    // Then the other tab is not told, and loses it without a word.
  }
}

/** @param {string} name @param {() => void} onTold @returns {() => void} stops it */
function hear(name, onTold) {
  if (typeof BroadcastChannel !== "undefined") {
    const channel = new BroadcastChannel(name);
    channel.onmessage = onTold;
    return () => channel.close();
  }
  /** @param {StorageEvent} event */
  const heard = (event) => event.key === `${name}/asked` && onTold();
  window.addEventListener("storage", heard);
  return () => window.removeEventListener("storage", heard);
}
