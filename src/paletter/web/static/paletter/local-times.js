// Times in the reader's zone and form; without scripts they stand in UTC.

const form = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
for (const time of document.querySelectorAll("time[data-local]")) {
  time.textContent = form.format(new Date(time.dateTime));
}
