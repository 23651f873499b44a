// @ts-check
/** A page part that is in one state at a time: elements name the states they show in by `data-for`. */

/** @param {HTMLElement} root @param {string} state */
export function show(root, state) {
  root.dataset.state = state;
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-for]"))) {
    element.hidden = !(element.dataset.for ?? "").split(" ").includes(state);
  }
}

/** @template {HTMLElement} T @param {HTMLElement} root @param {string} name @returns {T} */
export function part(root, name) {
  const found = root.querySelector(`[data-${name}]`);
  if (!found) throw new Error(`This page has no part “${name}”.`);
  return /** @type {T} */ (found);
}

/** @param {HTMLElement} root @param {string} name @param {() => void} work */
export function onPress(root, name, work) {
  for (const button of root.querySelectorAll(`[data-${name}]`)) button.addEventListener("click", work);
}

/** Minutes and seconds: 0:32. @param {number} seconds */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
