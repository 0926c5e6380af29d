// Live meter beside check boxes: text at once, the live region 600 ms after the last change.
// data-meter on the form: the limit. One more than the limit is refused with data-meter-full.
// Sentences come from the server with {chosen}, {left}, {limit} as places. data-meter-of says what is added up:
// check boxes (the default), the data-cost of those checked, or the points typed.
const CALM = 600;
const short = new Intl.NumberFormat(document.documentElement.lang, {notation: "compact", maximumFractionDigits: 2});
const sum = (numbers) => [...numbers].reduce((total, number) => total + number, 0);
const ADDED = {
  picks: (form) => form.querySelectorAll("input[data-option]:checked").length,
  cost: (form) => sum([...form.querySelectorAll("input[data-option]:checked")].map((input) => Number(input.dataset.cost))),
  points: (form) => sum([...form.querySelectorAll("input[data-option]")].map((input) => Number(input.value) || 0)),
};

for (const form of document.querySelectorAll("form[data-meter]")) {
  const limit = Number(form.dataset.meter);
  const shown = form.querySelector("[data-meter-text]");
  const spoken = form.querySelector("[data-meter-live]");
  const pips = form.querySelectorAll("[data-pip]");
  let timer = 0;

  const of = form.dataset.meterOf || "picks";
  const chosen = () => ADDED[of](form);
  const written = (n) => (of === "cost" ? short.format(n) : n);
  const fill = (sentence, n) =>
    sentence.replace("{chosen}", written(n)).replace("{left}", written(limit - n)).replace("{limit}", written(limit));

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
      if (of !== "points") event.target.checked = false;
      shown.textContent = form.dataset.meterFull;
      say(form.dataset.meterFull);
      return;
    }
    say(fill(form.dataset.meterSentence, update()));
  });
  update();
}
