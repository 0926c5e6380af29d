// Draft saving: two seconds after the last change the form goes to data-autosave-url as it would be submitted.
// The server answers with a short sentence for [data-autosave-state], or an error that is shown the same way.
const WAIT = 2000;

for (const form of document.querySelectorAll("form[data-autosave-url]")) {
  const state = form.querySelector("[data-autosave-state]");
  let timer = 0;
  let running = false;

  async function save() {
    if (running) return later();
    running = true;
    const sent = withoutFiles(form);
    try {
      const answer = await fetch(form.dataset.autosaveUrl, {
        method: "POST",
        body: sent,
        headers: { "X-Requested-With": "fetch" },
      });
      if (answer.ok) form.dispatchEvent(new CustomEvent("saved"));
      if (state) state.textContent = answer.ok ? await answer.text() : form.dataset.autosaveFailed;
    } catch {
      if (state) state.textContent = form.dataset.autosaveFailed;
    } finally {
      running = false;
    }
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(save, WAIT);
  }

  form.addEventListener("input", later);
  form.addEventListener("submit", () => clearTimeout(timer));
}

function withoutFiles(form) {
  const data = new FormData(form);
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
  return new URLSearchParams(data);
}
