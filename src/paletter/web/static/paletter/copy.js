// A "Copy" button beside a field: <div data-copy> with [data-copy-from], [data-copy-button] and a [data-copied] nearby.
// The button stays hidden where scripts do not run; the field can be selected by hand there.

for (const place of document.querySelectorAll("[data-copy]")) {
  const source = place.querySelector("[data-copy-from]");
  const button = place.querySelector("[data-copy-button]");
  const said = place.querySelector("[data-copied]") ?? place.parentElement.querySelector("[data-copied]");
  button.hidden = false;
  source.addEventListener("focus", () => source.select());
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(source.value);
      said.textContent = "Copied.";
    } catch {
      // Without https or a permission the browser refuses: select the text, so that one key press copies it.
      source.focus();
      source.select();
      said.textContent = "Press Ctrl+C (⌘C on a Mac) to copy.";
    }
    setTimeout(() => (said.textContent = ""), 6000);
  });
}
