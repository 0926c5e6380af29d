// The one script of a page: loads the module of each part that the page has. Every page works without it.
const PARTS = [
  ["[data-count]", "./counter.js"],
  ["form[data-autosave-url]", "./autosave.js"],
  ["[data-copy]", "./copy.js"],
  ["form[data-unsaved]", "./unsaved.js"],
  ["[data-meter]", "./meter.js"],
  ["[data-print]", "./print.js"],
  ["[data-clock]", "./clock.js"],
  ["[data-from-address]", "./from_address.js"],
  ["form", "./busy.js"],
  ["[hx-get], [hx-post]", "./htmx.js"],
];

document.documentElement.classList.add("js");
for (const [selector, module] of PARTS) {
  if (document.querySelector(selector)) import(module);
}
