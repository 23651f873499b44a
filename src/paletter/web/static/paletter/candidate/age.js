// @ts-check
/**
 * How long ago something was on this device. Of two clocks the one that says longer: the clock on the wall may be set
 * meanwhile, the other stands still while a device sleeps, and ends with the page.
 */

/** @typedef {{wall: number, steady?: number}} Moment - steady: of this very page alone */

/** @returns {Moment} */
export function thisMoment() {
  return { wall: Date.now(), steady: performance.now() };
}

/** @param {Moment} moment @returns {string} seconds, as they are sent */
export function ageOf({ wall, steady }) {
  const since = Math.max(0, Date.now() - wall, steady === undefined ? 0 : performance.now() - steady);
  return (since / 1000).toFixed(1);
}
