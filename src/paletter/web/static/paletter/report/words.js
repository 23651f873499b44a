/** Lights the words of a transcript as they are spoken, keeps them in sight, and plays from a word that is pressed. */

export class SpokenWords {
  constructor(transcript, player) {
    this.transcript = transcript;
    this.player = player;
    this.words = [...transcript.querySelectorAll(".word")].map((element) => ({
      element,
      start: Number(element.dataset.start),
      end: Number(element.dataset.end),
    }));
    this.lit = null;
    // Words without times of their own (typed text) can't be found by the clock.
    if (!this.words.some((word) => word.end > 0)) return;
    transcript.classList.add("is-timed");
    player.addEventListener("playedat", (event) => this.#light(event.detail));
    transcript.addEventListener("click", (event) => this.#pressed(event.target.closest(".word")));
  }

  #pressed(element) {
    // Who is marking text to copy it does not want to listen.
    if (element && getSelection().isCollapsed) this.player.playFrom(Number(element.dataset.start));
  }

  #light(second) {
    const word = this.#at(second);
    if (word === this.lit) return;
    this.lit?.element.classList.remove("is-spoken");
    word?.element.classList.add("is-spoken");
    this.lit = word;
    if (word) this.#keepInSight(word.element);
  }

  /** Binary search: the last word that has begun, while it lasts or the next has not begun within half a second. */
  #at(second) {
    let low = 0;
    let high = this.words.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.words[middle].start <= second) low = middle + 1;
      else high = middle;
    }
    const word = this.words[low - 1];
    return word && second < word.end + 0.5 ? word : null;
  }

  /** Scrolls inside the transcript only, never the page. */
  #keepInSight(element) {
    const box = this.transcript.getBoundingClientRect();
    const place = element.getBoundingClientRect();
    if (place.top < box.top || place.bottom > box.bottom) {
      this.transcript.scrollTop += place.top - box.top - box.height / 3;
    }
  }
}
