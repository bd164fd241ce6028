/* Leaves the rows of one state or one product on the page of deprecations; the choice stands in the address. */
{
  const groups = [...document.querySelectorAll(".rc-ledger")]
  const form = groups[0]?.parentElement.querySelector("form[data-rc-shown]")

  function show() {
    const state = form.elements.state.value, product = form.elements.product.value
    let count = 0, all = 0
    for (const group of groups) {
      const rows = [...group.querySelectorAll("[data-rc-id]")]
      for (const row of rows)
        row.hidden = Boolean(state && group.dataset.rcState !== state || product && row.dataset.rcId !== product)
      const shown = rows.filter(row => !row.hidden).length
      group.hidden = !shown
      group.querySelector(".rc-count").textContent = shown
      count += shown
      all += rows.length
    }
    form.querySelector("[role=status]").textContent = form.dataset.rcShown.replace("{n}", count).replace("{all}", all)
  }

  function keep() {
    const address = new URL(location.href)
    for (const { name, value } of form.querySelectorAll("select"))
      if (value) address.searchParams.set(name, value)
      else address.searchParams.delete(name)
    if (address.href !== location.href) history.replaceState(history.state, "", address)
  }

  if (form) {
    const asked = new URLSearchParams(location.search)
    for (const select of form.querySelectorAll("select")) {
      const value = asked.get(select.name) ?? ""
      select.value = [...select.options].some(option => option.value === value) ? value : ""
      select.addEventListener("change", () => { keep(); show() })
    }
    form.addEventListener("submit", event => event.preventDefault())
    form.hidden = false
    show()
  }
}
