/* The button that prints; what happens to folded parts then is print.js's, which is on every page of ours. */
for (const button of document.querySelectorAll("[data-rc-print]")) {
  button.hidden = false
  button.addEventListener("click", () => print())
}
