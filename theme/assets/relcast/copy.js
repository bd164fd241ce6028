/* Copy buttons: `data-copy` holds a text, `data-copy-href` a link, made absolute. One listener serves every page that instant
   navigation shows. Where the clipboard is refused, the text is shown, selected, ready for the reader's own copy. */
(() => {
  const say = words => {
    let status = document.querySelector(".rc-copy-status")
    if (!status) {
      status = document.createElement("div")
      status.className = "rc-copy-status rc-sr"
      status.setAttribute("role", "status")
      document.body.append(status)
    }
    status.textContent = words
  }
  const copied = () => {
    try {
      return JSON.parse(document.getElementById("__config").textContent).translations["clipboard.copied"] || "Copied"
    } catch {
      return "Copied"
    }
  }
  const offer = (button, text) => {
    let field = button.nextElementSibling
    if (!field || !field.matches(".rc-copy-field")) {
      field = document.createElement("input")
      field.className = "rc-copy-field"
      field.readOnly = true
      field.setAttribute("aria-label", button.getAttribute("aria-label") || button.textContent)
      button.after(field)
    }
    field.value = text
    field.focus()
    field.select()
  }
  addEventListener("click", async ({ target }) => {
    const button = target instanceof Element && target.closest(".rc-copy")
    if (!button) return
    const link = button.dataset.copyHref
    const text = link === undefined ? button.dataset.copy || "" : new URL(link, location.href).href
    try {
      await navigator.clipboard.writeText(text)
    } catch {
      return offer(button, text)
    }
    say("")
    button.classList.add("rc-copy--done")
    setTimeout(() => say(copied()), 50)
    setTimeout(() => button.classList.remove("rc-copy--done"), 2000)
  })
})()
