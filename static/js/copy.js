// Copy button: data-copy is the text, data-copied what the button then says.
for (const button of document.querySelectorAll("[data-copy]")) {
  const said = document.createElement("span");
  said.className = "note";
  said.setAttribute("role", "status");
  button.after(said);
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    said.textContent = button.dataset.copied;
  });
}
