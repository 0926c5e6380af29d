// A receipt's QR code carries the receipt after #, which the browser sends to nobody: put it into the field.
for (const field of document.querySelectorAll("input[data-from-address]")) {
  if (location.hash.length > 100 && !field.value) field.value = location.hash;
}
