/* Copies an upgrade as a change ticket. Where the browser does not allow that, the text is shown and selected. */
for (const button of document.querySelectorAll("[data-rc-copy]")) {
  const ticket = document.getElementById(button.dataset.rcCopy)
  const said = button.parentElement.querySelector(".rc-tools__said")
  button.hidden = false
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(ticket.textContent)
      said.textContent = button.dataset.rcCopied
    } catch {
      ticket.closest("details").open = true
      getSelection().selectAllChildren(ticket)
      said.textContent = button.dataset.rcSelected
    }
  })
}
