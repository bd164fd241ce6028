/* The security page lists the fixes with the versions they concern. This asks for a product and a version, and leaves the fixes that
   this version lacks; what concerns it was found when the site was built. The choice stands in the address. Where there are too many
   fixes for one page, a file names all of them, and the answer leads on to the pages with the others. */
{
  const section = document.querySelector(".rc-mine")
  const form = section?.querySelector("form")
  const answer = section?.querySelector(".rc-chooser__answer")
  const products = section ? [...section.querySelectorAll("[data-rc-versions]")] : []
  const overview = section ? section.querySelectorAll("h2 ~ :is(p, table):not([hidden])") : []
  const years = [...document.querySelectorAll(".rc-year")]

  const list = text => text ? text.split(" ") : []
  const lacks = (spans, place) => list(spans).some(span => {
    const [first, last] = span.split("-").map(Number)
    return first <= place && place <= last
  })
  const pages = JSON.parse(form?.dataset.rcPages ?? "[]")   // the others: name, words, link

  /* All fixes of all products. A script, since a page that was opened from a disk can load nothing else. */
  let loading, turn = 0
  const load = () => loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script")
    script.src = form.dataset.rcFixes
    script.onload = () => resolve(window.relcastFixes)
    script.onerror = () => { loading = undefined; reject() }
    document.head.append(script)
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

  /* How many fixes of the product there are, how many this version lacks, and how many of those each other page has. */
  async function survey(id, place, here) {
    const shown = anchor => document.getElementById(`${id}/${anchor}`)
    if (!pages.length) return { all: document.querySelectorAll(`[data-rc-at][id^="${CSS.escape(id)}/"]`).length, count: here, others: [] }
    const every = (await load())[id], lacking = every.filter(([, spans]) => lacks(spans, place))
    const others = pages.map(([name, words, href]) => {
      return { words, href, n: lacking.filter(([anchor, , page]) => page === name && !shown(anchor)).length }
    })
    return { all: every.length, count: lacking.length, others: others.filter(page => page.n) }
  }

  async function show(product, version) {
    const mine = ++turn
    answer.replaceChildren()
    form.querySelector("button").hidden = !product
    for (const part of overview) part.hidden = Boolean(product)
    if (!product) return filter(() => true)
    const { rcId: id, rcVersions, rcRefuges, rcTaken } = product.dataset
    const own = row => row.id.startsWith(`${id}/`)
    const versions = list(rcVersions), place = versions.indexOf(version)
    if (place < 0) return filter(own)
    const here = filter(row => own(row) && lacks(row.dataset.rcAt, place))
    let found
    try { found = await survey(id, place, here) } catch { /* an old copy of the page, or no connection */ }
    if (mine !== turn) return   // another choice was made meanwhile
    if (!found) return line(form.dataset.rcUnreached)
    const { all, count, others } = found
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
    if (!others.length) return
    line(form.dataset.rcElsewhere)
    for (const { words, href, n } of others) {
      const link = document.createElement("a")
      link.href = `${href}?${new URLSearchParams({ product: id, version })}`
      link.textContent = words.replace("{n}", n)
      answer.lastElementChild.append(" ", link)
    }
  }

  /* A place on this page whose fix is told on a page of its year by now. */
  async function lead() {
    let place = location.hash.slice(1)
    try { place = decodeURIComponent(place) } catch { /* as it is written */ }
    const [id, anchor] = place.split("/")
    if (!pages.length || !anchor || document.getElementById(place)) return
    const at = location.href
    try {
      const found = (await load())[id]?.find(([name]) => name === anchor)
      const page = pages.find(([name]) => found && name === found[2])
      if (page && location.href === at) location.replace(`${page[2]}#${place}`)
    } catch { /* an old copy of the page, or no connection */ }
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
    form.hidden = section.hidden = false
    show(chosen(), version.value)
    lead()
  }
}
