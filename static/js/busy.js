// A button that was pressed says at once that its answer is on the way. It says so no longer when the page is shown again, or
// after a while: an answer may be a file, and then the page stays.
const AT_MOST_MS = 15_000;
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button || event.defaultPrevented) return;
  button.setAttribute("aria-busy", "true");
  setTimeout(() => button.removeAttribute("aria-busy"), AT_MOST_MS);
});
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("button[aria-busy]")) button.removeAttribute("aria-busy");
});
