/** The report page: questions change in place, quotes and words play their second, spoken words are lit. */

import "./player.js";
import { SpokenWords } from "./words.js";

const report = document.querySelector("[data-report]");
const sections = new Map(
  [...report.querySelectorAll("[data-answer-section]")].map((section) => [section.dataset.answerSection, section]),
);

function show(position) {
  for (const [number, section] of sections) {
    section.hidden = number !== position;
    const player = section.querySelector("paletter-player");
    if (section.hidden) player?.pause();
    else player?.fetchFirstPicture();
  }
  for (const link of report.querySelectorAll("[data-show]")) {
    if (link.dataset.show === position) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

function playQuote(link) {
  show(link.dataset.answer);
  for (const other of report.querySelectorAll(".quote.is-playing")) other.classList.remove("is-playing");
  link.classList.add("is-playing");
  const section = sections.get(link.dataset.answer);
  const player = section.querySelector("paletter-player");
  (player ?? section).scrollIntoView({ block: "nearest" });
  player?.playFrom(Number(link.dataset.seconds));
}

function address(link) {
  const url = new URL(link.href);
  history.replaceState(null, "", url.pathname + url.search);
}

report.addEventListener("click", (event) => {
  const link = event.target.closest("a.quote, a[data-show]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  address(link);
  if (link.dataset.show) show(link.dataset.show);
  else playQuote(link);
});

/** On a phone the quotes of all skills are a long way: each skill shows its level, and unfolds. */
const phone = matchMedia("(max-width: 47.99rem)");

function foldQuotes() {
  for (const proof of report.querySelectorAll(".proof")) proof.open = !phone.matches;
}

phone.addEventListener("change", foldQuotes);
addEventListener("beforeprint", () => report.querySelectorAll(".proof").forEach((proof) => { proof.open = true; }));
foldQuotes();

for (const section of sections.values()) {
  const player = section.querySelector("paletter-player");
  const transcript = section.querySelector("[data-transcript]");
  if (player && transcript) new SpokenWords(transcript, player);
}
