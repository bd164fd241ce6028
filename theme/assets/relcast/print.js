/* Paper can't be clicked: what is folded is printed open, and folded again afterwards. */
if (!window.relcastPrints) {
  window.relcastPrints = true
  let opened = []
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll(".md-content details:not([open])")]
    for (const details of opened) details.open = true
  })
  addEventListener("afterprint", () => {
    for (const details of opened.splice(0)) details.open = false
  })
}
