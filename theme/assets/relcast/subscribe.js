/* The subscribe page: a product's addresses get their copy buttons when they are unfolded, and the product that an address
   names is unfolded. copy.js does the copying. */
{
  const root = document.querySelector(".rc-subscriptions")

  function addButtons(part) {
    if (part.dataset.rcReady !== undefined) return
    part.dataset.rcReady = ""
    const name = part.querySelector("summary").textContent
    for (const link of part.querySelectorAll("a.rc-feed")) {
      const pair = document.createElement("span"), button = document.createElement("button")
      const what = `${name}, ${link.closest(".rc-note").querySelector("dt").textContent}, ${link.textContent}`
      pair.className = "rc-pair"
      button.type = "button"
      button.className = "rc-copy"
      button.dataset.copyHref = link.getAttribute("href")
      button.textContent = root.dataset.rcCopy
      button.setAttribute("aria-label", root.dataset.rcCopyWhat.replace("{what}", () => what))
      link.replaceWith(pair)
      pair.append(link, button)
    }
  }

  function openAsked() {
    let place = location.hash.slice(1)
    try { place = decodeURIComponent(place) } catch { /* as it is written */ }
    const asked = document.getElementById(place)
    if (!asked?.matches(".rc-one")) return
    asked.open = true
    asked.scrollIntoView()
  }

  if (root) {
    for (const part of root.querySelectorAll(".rc-one"))
      part.addEventListener("toggle", () => part.open && addButtons(part))
    openAsked()
    removeEventListener("hashchange", window.relcastOpens)   // of an earlier visit: instant navigation runs this again
    window.relcastOpens = () => root.isConnected && openAsked()
    addEventListener("hashchange", window.relcastOpens)
  }
}
