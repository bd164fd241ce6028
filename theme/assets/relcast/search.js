/* Material fetches the search index, which may be megabytes, with the first page of a visit. Most readers never search: the
   request waits until one turns to the search, or comes from it (`q` and `h` in the address). */
(() => {
  const { open, send } = XMLHttpRequest.prototype
  const waiting = new Set()
  let wanted = ["q", "h"].some(name => new URLSearchParams(location.search).has(name))

  XMLHttpRequest.prototype.open = function (method, address, ...more) {
    if (!wanted && /\/search\/search_index\.json$/.test(new URL(address, location).pathname)) waiting.add(this)
    return open.call(this, method, address, ...more)
  }
  XMLHttpRequest.prototype.send = function (...body) {
    if (!waiting.has(this)) send.apply(this, body)
  }

  const turns = ["focusin", "pointerover", "pointerdown", "change"]
  const turn = ({ target }) => {
    if (!target.closest?.(".md-search, .md-toggle#__search, [for=__search]")) return
    wanted = true
    for (const request of waiting) send.call(request)
    waiting.clear()
    for (const name of turns) removeEventListener(name, turn, true)
  }
  if (!wanted) for (const name of turns) addEventListener(name, turn, true)
})()
