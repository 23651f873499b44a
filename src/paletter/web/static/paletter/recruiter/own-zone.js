// @ts-check
/** Where no time zone was chosen yet, the reader's own is offered first. */

const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
for (const select of /** @type {NodeListOf<HTMLSelectElement>} */ (document.querySelectorAll("form[data-own-zone] select[name=zone]"))) {
  if ([...select.options].some((option) => option.value === own)) select.value = own;
}
