/* The product page: filters with their state in the address, banners that end by date, what is new since the last visit, links
   to copy, and the way on from places that have moved. Runs again on every page that instant navigation shows. */
(() => {
  const KEYS = ["kind", "component", "severity"]
  const VISIT = 30 * 60 * 1000   // a visit lasts until nothing was looked at for so many milliseconds
  const say = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all)
  let reread = () => {}, clear = () => {}

  function filters(form, timeline) {
    const status = form.querySelector("[role=status]")
    const reset = form.querySelector("[type=reset]")
    const selects = KEYS.map(key => form.elements.namedItem(key)).filter(Boolean)
    const releases = [...timeline.querySelectorAll(".rc-release")].map(release => ({
      release,
      lists: [...release.querySelectorAll("ul.rc-changes")].map(list => ({
        list, heading: list.previousElementSibling, kind: list.dataset.kind,
        items: [...list.children].map(item => ({ item, ...item.dataset })),
      })),
    }))
    const total = timeline.querySelectorAll("li.rc-change").length

    function show() {
      const wanted = selects.filter(select => select.value).map(select => [select.name, select.value])
      let shown = 0, breaking = 0
      for (const { release, lists } of releases) {
        let here = 0
        for (const { list, heading, kind, items } of lists) {
          let fitting = 0
          for (const change of items) {
            const fits = wanted.every(([name, value]) => (name === "kind" ? kind : change[name]) === value)
            change.item.hidden = !fits
            if (fits) fitting++
          }
          list.hidden = heading.hidden = !fitting
          here += fitting
          if (kind === "breaking") breaking += items.length - fitting
        }
        release.hidden = wanted.length > 0 && !here
        shown += here
      }
      timeline.classList.toggle("rc-timeline--filtered", wanted.length > 0)
      if (reset.contains(document.activeElement) && !wanted.length) selects[0]?.focus()
      reset.hidden = !wanted.length
      const { count, none, breaking: hidden } = form.dataset
      const said = [say(count, { shown, total })]
      if (!shown) said.push(none)
      if (breaking) said.push(say(hidden, { n: breaking }))
      status.textContent = said.join(" · ")
    }

    reread = () => {
      const query = new URLSearchParams(location.search)
      for (const select of selects) {
        const value = query.get(select.name) ?? ""
        select.value = [...select.options].some(option => option.value === value) ? value : ""
      }
      show()
    }

    function write() {
      const address = new URL(location.href)
      for (const { name, value } of selects) {
        if (value) address.searchParams.set(name, value)
        else address.searchParams.delete(name)
      }
      if (address.href !== location.href) history.pushState(history.state, "", address)
      show()
    }

    clear = () => {
      for (const select of selects) select.value = ""
      write()
    }

    form.addEventListener("change", write)
    form.addEventListener("submit", event => event.preventDefault())
    form.addEventListener("reset", event => {
      event.preventDefault()
      clear()
    })
    form.hidden = false
    reread()
  }

  /* Releases that were not there at the end of the reader's last visit; a planned one that came out is new once more. */
  function visits(timeline) {
    const key = `relcast.seen.${timeline.dataset.product}`
    const releases = new Map([...timeline.querySelectorAll(".rc-release")].map(release => {
      return [release.querySelector("h2").id + (release.matches(".rc-release--planned") ? "?" : ""), release]
    }))
    const now = Date.now(), here = [...releases.keys()]
    let last
    try {
      last = JSON.parse(localStorage.getItem(key) ?? "null")
      const known = last && Array.isArray(last.seen) && Array.isArray(last.here)
      const goes = known && now - last.at < VISIT
      const seen = goes ? last.seen : known ? last.here : here, since = goes ? last.since : known ? last.at : now
      localStorage.setItem(key, JSON.stringify({ seen, since, here, at: now }))
      const fresh = here.filter(id => !seen.includes(id))
      if (!fresh.length) return
      const tag = document.documentElement.lang, language = tag === "en" ? "en-GB" : tag   // as the page writes its dates
      const date = new Intl.DateTimeFormat(language, { dateStyle: "long" }).format(new Date(since))
      const line = document.createElement("p")
      line.className = "rc-visit"
      line.textContent = say(timeline.dataset.since, { date, n: fresh.length })
      timeline.prepend(line)
      for (const id of fresh) {
        const badge = document.createElement("span")
        badge.className = "rc-badge rc-badge--new"
        badge.textContent = timeline.dataset.new
        releases.get(id).querySelector(".rc-byline").prepend(badge)
      }
    } catch { /* no storage: nothing is known of an earlier visit */ }
  }

  /* The buttons alone: copy.js does the copying. Each release has one; the changes share one, which comes to the change
     that is pointed at, tapped or reached by keyboard. */
  function copying(timeline) {
    const make = () => {
      const button = document.createElement("button")
      button.type = "button"
      button.className = "rc-copy"
      button.textContent = timeline.dataset.copy
      return button
    }
    const offer = (button, link, name) => {
      button.dataset.copyHref = link.href
      button.setAttribute("aria-label", `${button.textContent}: ${name}`)
    }
    for (const heading of timeline.querySelectorAll(".rc-release > h2")) {
      const button = make(), link = heading.querySelector("a")
      offer(button, link, link.textContent)
      heading.parentElement.querySelector(".rc-byline").append(button)
    }
    const shared = make()
    shared.classList.add("rc-copy--change")
    const come = ({ target, type }) => {
      const change = target.closest?.("li.rc-change")
      const link = change?.querySelector(".rc-permalink")
      if (!link || change.contains(shared) || (type === "pointerover" && shared === document.activeElement)) return
      shared.nextElementSibling?.matches(".rc-copy-field") && shared.nextElementSibling.remove()
      shared.classList.remove("rc-copy--done")
      offer(shared, link, change.querySelector(".rc-change__text").textContent.trim())
      link.after(shared)
    }
    timeline.addEventListener("pointerover", come)
    timeline.addEventListener("focusin", come)
  }

  /* An anchor of a release or a change that is no longer on this page, or never was: on to where it is told for good. */
  async function lead(timeline) {
    let place = location.hash.slice(1)
    try { place = decodeURIComponent(place) } catch { /* as it is written */ }
    if (!place) return
    const here = document.getElementById(place), near = here ?? document.getElementById(`v${place}`)
    if (near) {
      const hidden = near.closest("[hidden]")   // by a filter, though the reader asks for it
      if (hidden) clear()
      if (near !== here) location.replace(`#${near.id}`)
      else if (hidden) near.scrollIntoView()
      return
    }
    const shown = [...timeline.querySelectorAll(".rc-permalink")].find(link => link.hash === `#${place}`)
    if (shown) return location.replace(shown.href)
    const { places } = timeline.dataset
    if (!places) return
    try {
      const base = location.href
      const { releases, changes } = await (await fetch(places)).json()
      const get = (from, name) => Object.hasOwn(from, name) ? from[name] : undefined
      const change = get(changes, place)
      const to = get(releases, place) ?? get(releases, `v${place}`) ?? (change && `${releases[change]}#${place}`)
      if (to && location.href === base) location.replace(new URL(to, base))
    } catch { /* no such file: an old copy of the site, or one on a disk */ }
  }

  function start() {
    for (const banner of document.querySelectorAll("[data-rc-until]")) {
      banner.hidden = Date.parse(banner.dataset.rcUntil) <= Date.now()
    }
    const timeline = document.querySelector(".rc-timeline[data-product]")
    if (!timeline || timeline.dataset.ready === "") return
    timeline.dataset.ready = ""
    const run = document.querySelector("form.rc-run")
    run?.addEventListener("submit", event => {
      event.preventDefault()
      location.assign(run.elements.namedItem("from").selectedOptions[0].dataset.href)
    })
    reread = clear = () => {}
    const form = document.querySelector("form.rc-filter")
    if (form) filters(form, timeline)
    visits(timeline)
    copying(timeline)
    lead(timeline)
  }

  addEventListener("popstate", () => reread())
  addEventListener("hashchange", () => {
    const timeline = document.querySelector(".rc-timeline[data-product]")
    if (timeline) lead(timeline)
  })
  if (typeof document$ !== "undefined") document$.subscribe(start)
  else if (document.readyState === "loading") addEventListener("DOMContentLoaded", start)
  else start()
})()
