// @ts-check
/** How many bits a second a recording gets: what the line carries while it is made, and what fits into a take. */

/** What a face needs at 640 by 480, and the least in which it can still be recognised. */
const BEST = 800_000;
const LEAST = 150_000;
const SOUND = 64_000;
const LEAST_SOUND = 32_000;
/** How much of the line an answer may fill while it is recorded; the rest is for what was recorded before. */
const SHARE = 0.8;

/**
 * @param {{seconds: number, largest: number, line: number|null}} limits - of a take: seconds and bytes; of the line: bits a
 * second, null when nobody measured it
 * @returns {{video: number, audio: number}}
 */
export function rates({ seconds, largest, line }) {
  const carried = line ?? Infinity;
  const audio = carried < 2 * LEAST ? LEAST_SOUND : SOUND;
  const fitting = (largest * 8 * 0.9) / seconds;
  return { audio, video: Math.round(Math.max(LEAST, Math.min(BEST, SHARE * carried - audio, fitting - audio))) };
}
