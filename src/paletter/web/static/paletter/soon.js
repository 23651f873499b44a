// A page that waits for something looks again by itself: <… data-soon="name"> asks for it, a few times and then no more.

const waiting = document.querySelector("[data-soon]");
const key = waiting && `soon:${waiting.dataset.soon}`;
const tries = waiting ? Number(sessionStorage.getItem(key) ?? 0) : 0;
if (waiting && tries < 10) {
  setTimeout(() => {
    // Somebody who is about to press something is not disturbed.
    if (document.activeElement !== document.body) return;
    sessionStorage.setItem(key, String(tries + 1));
    location.reload();
  }, 3000);
}
