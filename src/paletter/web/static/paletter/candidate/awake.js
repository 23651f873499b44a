// @ts-check
/** Keeps the screen on: a phone that locks itself in the middle of an answer ends the recording. */

/** @type {WakeLockSentinel|null} */
let lock = null;
let isWanted = false;

export function stayAwake() {
  isWanted = true;
  return ask();
}

export function mayRest() {
  isWanted = false;
  lock?.release().catch(() => {});
  lock = null;
}

async function ask() {
  try {
    lock = (await navigator.wakeLock?.request("screen")) ?? null;
    if (!isWanted) mayRest();
  } catch {
    // An empty battery, or no such thing here: the recorder notices when the device slept.
  }
}

// The browser lets go of it whenever the page is hidden.
document.addEventListener("visibilitychange", () => isWanted && document.visibilityState === "visible" && ask());
