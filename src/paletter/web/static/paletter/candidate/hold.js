// @ts-check
/** One tab at a time may record. */

const PATIENCE = 1500;

/**
 * Hold something for this tab, for as long as the page lives. False when another tab has it.
 * @param {string} name @returns {Promise<boolean>}
 */
export function holdAlone(name) {
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(PATIENCE);
    navigator.locks
      .request(name, { signal }, () => {
        resolve(true);
        return new Promise(() => {});
      })
      .catch(() => resolve(false));
  });
}
