// Character counter: the server has written "n/limit"; this keeps n true while one types.
// Python counts code points, a string's length counts UTF-16 units: [...text] agrees with Python.
for (const field of document.querySelectorAll("[data-count]")) {
  const shown = document.getElementById(field.dataset.count);
  const update = () => {
    shown.textContent = [...field.value.replace(/\r\n/g, "\n")].length.toLocaleString();
  };
  field.addEventListener("input", update);
  update();
}
