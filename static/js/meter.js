// Live meter beside check boxes: text at once, the live region 600 ms after the last change.
// data-meter on the form: the limit. One more than the limit is refused with data-meter-full.
// Sentences come from the server with {chosen}, {left}, {limit} as places.
const CALM = 600;

for (const form of document.querySelectorAll("form[data-meter]")) {
  const limit = Number(form.dataset.meter);
  const shown = form.querySelector("[data-meter-text]");
  const spoken = form.querySelector("[data-meter-live]");
  const pips = form.querySelectorAll("[data-pip]");
  let timer = 0;

  const chosen = () => form.querySelectorAll("input[data-option]:checked").length;
  const fill = (sentence, n) =>
    sentence.replace("{chosen}", n).replace("{left}", limit - n).replace("{limit}", limit);

  function say(sentence) {
    clearTimeout(timer);
    timer = setTimeout(() => { spoken.textContent = sentence; }, CALM);
  }

  function update() {
    const n = chosen();
    shown.textContent = fill(form.dataset.meterSentence, n);
    pips.forEach((pip, i) => pip.classList.toggle("f-kept", i < n));
    pips.forEach((pip, i) => pip.classList.toggle("f-none", i >= n));
    return n;
  }

  form.addEventListener("change", (event) => {
    if (!event.target.matches("[data-option]")) return;
    if (chosen() > limit) {
      event.target.checked = false;
      shown.textContent = form.dataset.meterFull;
      say(form.dataset.meterFull);
      return;
    }
    say(fill(form.dataset.meterSentence, update()));
  });
  update();
}
