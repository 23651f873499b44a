// @ts-check
/** Finds a heard word in a text that somebody is correcting. Pure. */

/**
 * Return where the word stands now, as [first, last) characters, or what stands in its place.
 *
 * Words before the first change are counted from the start, those after the last one from the end; between the two the
 * place is a guess in proportion, which is exact where words were replaced one by one.
 * @param {string} text - as it is typed now
 * @param {string[]} heard - the words as heard, in order; some may be runs of words
 * @param {number} index - of the word in `heard`
 * @returns {[number, number]}
 */
export function spot(text, heard, index) {
  const typed = [...text.matchAll(/\S+/g)];
  const said = heard.map((run) => run.split(/\s+/).filter(Boolean));
  const all = said.flat();
  const first = said.slice(0, index).flat().length;
  const last = first + said[index].length - 1;
  const shift = typed.length - all.length;
  let head = 0;
  while (head < Math.min(all.length, typed.length) && typed[head][0] === all[head]) head += 1;
  let tail = 0;
  while (tail < Math.min(all.length, typed.length) - head && typed[typed.length - 1 - tail][0] === all[all.length - 1 - tail]) tail += 1;

  /** @param {number} at */
  const now = (at) => {
    if (at < head) return at;
    if (at >= all.length - tail) return at + shift;
    const [before, after] = [all.length - tail - head, typed.length - tail - head];
    return head + Math.min(Math.floor(((at - head) * after) / before), after - 1);
  };
  const [from, to] = [typed[now(first)], typed[now(last)]];
  if (!from || !to) return [text.length, text.length];
  return [from.index ?? 0, (to.index ?? 0) + to[0].length];
}
