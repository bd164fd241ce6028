/* The box on the products page: narrows the cards to those that have every word, and keeps the words in the address. */
{
  const form = document.querySelector(".rc-find")
  const cards = [...document.querySelectorAll(".rc-card[data-rc-words]")]
  const fold = text => text.normalize("NFKC").toLowerCase()
  const known = new Map(cards.map(card => [card, fold(card.dataset.rcWords)]))

  function show() {
    const wanted = fold(form.elements.find.value).split(/\s+/).filter(Boolean)
    let shown = 0
    for (const card of cards) {
      card.hidden = !wanted.every(word => known.get(card).includes(word))
      shown += !card.hidden
    }
    form.querySelector("[type=reset]").hidden = !wanted.length
    form.querySelector("[role=status]").textContent = shown
      ? wanted.length ? form.dataset.rcCount.replace("{shown}", shown).replace("{all}", cards.length) : ""
      : form.dataset.rcNone
  }

  function read() {
    form.elements.find.value = new URLSearchParams(location.search).get("find") ?? ""
    show()
  }

  function write() {
    const address = new URL(location.href), words = form.elements.find.value.trim()
    if (words) address.searchParams.set("find", words)
    else address.searchParams.delete("find")
    if (address.href !== location.href) history.replaceState(history.state, "", address)
    show()
  }

  if (form) {
    form.addEventListener("input", write)
    form.addEventListener("submit", event => event.preventDefault())
    form.addEventListener("reset", event => {
      event.preventDefault()
      form.elements.find.value = ""
      write()
      form.elements.find.focus()
    })
    removeEventListener("popstate", window.relcastFinds)   // of an earlier visit: instant navigation runs this again
    window.relcastFinds = () => form.isConnected && read()
    addEventListener("popstate", window.relcastFinds)
    form.hidden = false
    read()
  }
}
