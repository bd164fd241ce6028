/* On paper nothing can be opened: what is folded is printed open, and folded again afterwards. */
for (const button of document.querySelectorAll("[data-rc-print]")) {
  button.hidden = false
  button.addEventListener("click", () => print())
}
if (!globalThis.relcastPaper) {  // instant navigation runs this again on each page, in the same window
  globalThis.relcastPaper = true
  let opened = []
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll(".md-content details:not([open])")]
    for (const details of opened) details.open = true
  })
  addEventListener("afterprint", () => {
    for (const details of opened) details.open = false
  })
}
