// @ts-check
/** Looks again while Paletter is at work, and changes the page only when something is new. */

import { localise } from "../local-times.js";
import { forget, sweep } from "./drafts.js";

const SHORTEST = 4_000;
const LONGEST = 30_000;
let wait = SHORTEST;

async function look() {
  const here = document.querySelector("[data-live]");
  if (!here?.hasAttribute("data-moving")) return;
  try {
    const response = await fetch(location.href, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const there = page.querySelector("[data-live]");
    if (response.ok && there) update(here, there);
  } catch {
    // The line is away for a moment; the next look tells.
  }
  wait = Math.min(wait * 1.3, LONGEST);
  setTimeout(look, wait);
}

/** @param {Element} here @param {Element} there */
function update(here, there) {
  localise(there);
  if (there.innerHTML.trim() === here.innerHTML.trim()) return;
  const before = here.querySelector("h1")?.textContent;
  here.replaceWith(document.adoptNode(there));
  const heading = there.querySelector("h1")?.textContent ?? "";
  const news = document.querySelector("[data-news]");
  if (news && heading !== before) news.textContent = heading;
  wait = SHORTEST;
}

/** Words that were confirmed need no copy here. */
function tidy() {
  const confirmed = document.querySelector("[data-confirmed]");
  if (confirmed instanceof HTMLElement) forget(confirmed.dataset.confirmed ?? "");
  sweep(new Date());
}

tidy();
setTimeout(look, wait);
