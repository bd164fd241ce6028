/* What is ticked off on a checklist is kept in this browser, by product and version, until it is cleared. */
{
  const lists = [...document.querySelectorAll("[data-rc-ticks]")]
  const boxes = [...document.querySelectorAll("[data-rc-task]")]
  const name = `relcast ticks ${lists[0]?.dataset.rcTicks}`

  function read() {
    try {
      const kept = JSON.parse(localStorage.getItem(name))
      return new Set(Array.isArray(kept) ? kept : [])
    } catch { return new Set() }
  }

  function write(ticked) {
    try {
      if (ticked.size) localStorage.setItem(name, JSON.stringify([...ticked]))
      else localStorage.removeItem(name)
    } catch { /* a browser that keeps nothing shows the ticks until it leaves */ }
  }

  function show(ticked) {
    for (const box of boxes) box.checked = ticked.has(box.dataset.rcTask)
    for (const list of lists) {
      const own = [...list.querySelectorAll("[data-rc-task]")], count = list.querySelector(".rc-tools__count")
      for (const button of list.querySelectorAll("[data-rc-clear]")) button.hidden = !own.length
      if (count && own.length)
        count.textContent = list.dataset.rcWords
          .replace("{done}", own.filter(box => box.checked).length).replace("{all}", own.length)
    }
  }

  const ticked = read()
  show(ticked)
  for (const box of boxes)
    box.addEventListener("change", () => {
      ticked[box.checked ? "add" : "delete"](box.dataset.rcTask)
      write(ticked)
      show(ticked)
    })
  for (const button of document.querySelectorAll("[data-rc-clear]"))
    button.addEventListener("click", () => {
      ticked.clear()
      write(ticked)
      show(ticked)
    })
}
