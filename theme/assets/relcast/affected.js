/* The security page lists every fix with the versions it concerns. This asks for a product and a version, and leaves the fixes that
   this version lacks; what concerns it was found when the site was built. The choice stands in the address. */
{
  const section = document.querySelector(".rc-mine")
  const form = section?.querySelector("form")
  const answer = section?.querySelector(".rc-chooser__answer")
  const products = section ? [...section.querySelectorAll("[data-rc-versions]")] : []
  const overview = section ? section.querySelectorAll("h2 ~ :is(p, table)") : []
  const years = [...document.querySelectorAll(".rc-year")]

  const list = text => text ? text.split(" ") : []
  const lacks = (row, place) => list(row.dataset.rcAt).some(span => {
    const [first, last] = span.split("-").map(Number)
    return first <= place && place <= last
  })

  function filter(keeps) {
    let count = 0
    for (const year of years) {
      const rows = [...year.querySelectorAll("[data-rc-at]")]
      for (const row of rows) row.hidden = !keeps(row)
      const shown = rows.filter(row => !row.hidden).length
      year.hidden = !shown
      year.querySelector(".rc-count").textContent = shown
      year.querySelector(".rc-tally").hidden = shown < rows.length
      count += shown
    }
    return count
  }

  function line(text, href) {
    const made = document.createElement("p"), into = href ? document.createElement("a") : made
    into.textContent = text
    if (href) {
      into.href = href
      into.className = "rc-button"
      made.append(into)
    }
    answer.append(made)
  }

  function keep(product, version) {
    const address = new URL(location.href)
    for (const [name, value] of [["product", product], ["version", version]])
      if (value) address.searchParams.set(name, value)
      else address.searchParams.delete(name)
    if (address.href !== location.href) history.replaceState(history.state, "", address)
  }

  function show(product, version) {
    answer.replaceChildren()
    form.querySelector("button").hidden = !product
    for (const part of overview) part.hidden = Boolean(product)
    if (!product) return filter(() => true)
    const { rcId: id, rcVersions, rcRefuges, rcTaken } = product.dataset
    const own = row => row.id.startsWith(`${id}/`)
    const versions = list(rcVersions), place = versions.indexOf(version)
    if (place < 0) return filter(own)
    const all = document.querySelectorAll(`[data-rc-at][id^="${CSS.escape(id)}/"]`).length
    const count = filter(row => own(row) && lacks(row, place))
    const name = product.querySelector("a").textContent
    const fill = text => text.replace(/\{(product|version|n|all)\}/g, (_, key) => ({ product: name, version, n: count, all })[key])
    line(fill(form.dataset[count ? "rcLacks" : "rcComplete"]))
    const taken = list(rcTaken).includes(String(place)), refuge = Number(list(rcRefuges)[place])
    if (taken) line(form.dataset.rcWithdrawn)
    if (refuge >= 0 && refuge !== place) {
      const upgrade = product.querySelector("[data-rc-upgrade]").href
      const asked = new URLSearchParams({ from: version, to: versions[refuge] })
      if (count || taken) line(form.dataset.rcGo.replace("{version}", () => versions[refuge]), `${upgrade}?${asked}`)
    } else if (refuge < 0 && count) line(form.dataset.rcStuck)
  }

  if (form && products.length) {
    const { product, version } = form.elements, choose = form.dataset.rcChoose
    const chosen = () => products.find(row => row.dataset.rcId === product.value)
    const offer = () => {
      version.replaceChildren(new Option(choose, ""), ...list(chosen()?.dataset.rcVersions).map(text => new Option(text, text)))
      version.disabled = !chosen()
    }
    const answerNow = () => {
      keep(product.value, version.value)
      show(chosen(), version.value)
    }
    product.replaceChildren(
      new Option(choose, ""), ...products.map(row => new Option(row.querySelector("a").textContent, row.dataset.rcId))
    )
    const asked = new URLSearchParams(location.search)
    if (products.some(row => row.dataset.rcId === asked.get("product"))) product.value = asked.get("product")
    offer()
    if ([...version.options].some(option => option.value === asked.get("version"))) version.value = asked.get("version")
    product.addEventListener("change", () => { offer(); answerNow() })
    version.addEventListener("change", answerNow)
    form.addEventListener("reset", event => {
      event.preventDefault()
      product.value = ""
      offer()
      answerNow()
    })
    form.addEventListener("submit", event => event.preventDefault())
    form.hidden = false
    show(chosen(), version.value)
  }
}
