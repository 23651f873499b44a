// A form whose button carries data-once is sent once, however often it is pressed.

for (const button of document.querySelectorAll("[data-once]")) {
  button.form.addEventListener("submit", () => setTimeout(() => (button.disabled = true)));
  // Coming back by the browser's "back" must find it usable again.
  addEventListener("pageshow", () => (button.disabled = false));
}
