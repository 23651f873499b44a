// @ts-check
/**
 * Another version of a recording, for a browser that can't play it as it is. To make one takes about as long as the
 * recording; whoever waits is told.
 */

const ASK_AGAIN_MS = 3000;

/** @type {WeakMap<HTMLMediaElement, AbortController>} */
const watches = new WeakMap();

/** @typedef {"wanted"|"ready"|"impossible"} State - how far the version is */

/**
 * Watch a player, and let it play another version once it fails at what it was given now. Once: a version that can't be
 * played either is no reason to ask for it again.
 * @param {HTMLMediaElement} media
 * @param {{address: string, token: string, tell: (state: State) => void}} how - where the version is and is asked for
 */
export function fallBack(media, { address, token, tell }) {
  watches.get(media)?.abort();
  const watch = new AbortController();
  watches.set(media, watch);
  const given = media.src;
  let hasAsked = false;
  const isStill = () => media.isConnected && media.src === given && !watch.signal.aborted;

  const ask = async (/** @type {number} */ brokeAt) => {
    const state = await stateOf(address, token);
    if (!isStill()) return;
    tell(state);
    if (state === "wanted") setTimeout(() => isStill() && ask(brokeAt), ASK_AGAIN_MS);
    if (state !== "ready") return;
    media.preload = "metadata";
    media.src = address + (brokeAt ? `#t=${brokeAt}` : "");
  };
  const failed = () => {
    const cant = [MediaError.MEDIA_ERR_DECODE, MediaError.MEDIA_ERR_SRC_NOT_SUPPORTED].includes(media.error?.code ?? 0);
    if (!cant || hasAsked || !isStill()) return;
    hasAsked = true;
    ask(media.currentTime);
  };
  media.addEventListener("error", failed, { signal: watch.signal });
  // It may have failed before this came.
  failed();
}

/** Show the one of several notes that is about a state. @param {ParentNode} root @param {State|""} state */
export function showNote(root, state) {
  for (const note of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-note]"))) {
    note.hidden = note.dataset.note !== state;
  }
}

/** A lost line counts as not yet. @param {string} address @param {string} token @returns {Promise<State>} */
async function stateOf(address, token) {
  try {
    const reply = await fetch(address, { method: "POST", headers: { "X-CSRFToken": token } });
    if (reply.ok) return (await reply.json()).state;
    return reply.status >= 500 ? "wanted" : "impossible";
  } catch {
    return "wanted";
  }
}
