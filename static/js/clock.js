// The clock of the floor: counts on from the server's reading, asks again every two seconds, so that all screens agree.
const ASKS = 2000;

for (const face of document.querySelectorAll("[data-clock]")) {
  let reading = JSON.parse(face.dataset.reading);
  let read = performance.now();

  function show() {
    const since = reading.side ? performance.now() - read : 0;
    for (const side of face.querySelectorAll("[data-side]")) {
      const speaks = reading.side === side.dataset.side;
      side.classList.toggle("speaks", speaks);
      side.querySelector("[data-speaks]").hidden = !speaks;
      side.querySelector("[data-used]").textContent = minutes(reading.used_ms[side.dataset.side] + (speaks ? since : 0));
      const turn = side.querySelector("[data-turn]");
      if (!turn) continue;
      turn.hidden = !speaks;
      turn.querySelector("[data-left]").textContent = minutes(reading.limit_ms - reading.turn_ms - since);
    }
  }

  async function ask() {
    try {
      const answer = await fetch(face.dataset.clock);
      const now = await answer.json();
      if (now.item !== reading.item) return location.reload();
      reading = now;
      read = performance.now();
    } catch {
      return; // no network for a moment: the clock counts on
    }
  }

  setInterval(show, 250);
  setInterval(ask, ASKS);
  show();
}

function minutes(ms) {
  const seconds = Math.trunc(Math.abs(ms) / 1000);
  return `${ms < 0 ? "−" : ""}${Math.trunc(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
