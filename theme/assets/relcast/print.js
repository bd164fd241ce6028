/* Paper can't be clicked: what is folded is printed open and folded again afterwards, and links get their whole address,
   which the style prints behind them. */
if (!window.relcastPrints) {
  window.relcastPrints = true
  let opened = []
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll(".md-content details:not([open])")]
    for (const details of opened) details.open = true
    for (const link of document.querySelectorAll(".md-content a[href]")) link.dataset.rcAddress = link.href
  })
  addEventListener("afterprint", () => {
    for (const details of opened.splice(0)) details.open = false
    for (const link of document.querySelectorAll("[data-rc-address]")) delete link.dataset.rcAddress
  })
}
