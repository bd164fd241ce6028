/* The upgrade page lists every version with the ways that lead on from it. This turns the list into two choices, and
   answers an address with `?from=` and `to=`: it leads to the way, or says why there is none. */
{
  const form = document.querySelector(".rc-chooser")
  const answer = document.querySelector(".rc-chooser__answer")
  const rows = [...document.querySelectorAll("[data-rc-version]")]  // newest first

  const find = version => rows.find(row => row.dataset.rcVersion === version)
    ?? rows.find(row => row.dataset.rcVersion.replace(/^v/i, "") === version.replace(/^v/i, ""))
  const ways = row => [...row.querySelectorAll("[data-rc-to]")]

  function say(text, from, to, row, selector) {
    const line = document.createElement("p")
    line.textContent = form.dataset[text].replace(/\{(start|end|version)\}/g, (_, name) => name === "end" ? to : from)
    answer.replaceChildren(line)
    const more = row?.querySelector(selector)?.cloneNode(true)
    if (more) answer.append(more)
  }

  /* `leave` puts the way in the place of this page, so that Back does not lead here again. */
  function show(from, to, leave) {
    const start = find(from), end = to ? find(to) : undefined
    if (!start) return say("rcUnknown", from, to)
    if (to && !end) return say("rcUnknown", to, to)
    if (end === start) return say("rcSame", from, to)
    if (end && rows.indexOf(end) > rows.indexOf(start)) return say("rcDowngrade", from, to, start, ".rc-froms__back")
    const way = ways(start).find(link => !end || link.dataset.rcTo === end.dataset.rcVersion)
    if (way && leave) location.replace(way.href)
    else if (way) location.assign(way.href)
    else if (end) say("rcOther", from, to, start, ".rc-froms__on")
    else answer.replaceChildren(start.querySelector(".rc-froms__on").cloneNode(true))
  }

  if (form) {
    const { from, to } = form.elements
    const offer = () => {
      const ends = ways(find(from.value)).map(link => link.dataset.rcTo)
      to.replaceChildren(...ends.map(end => new Option(end, end)))
      to.disabled = !ends.length
    }
    from.replaceChildren(...rows.map(row => new Option(row.dataset.rcVersion, row.dataset.rcVersion)))
    const asked = new URLSearchParams(location.search)
    const start = find(asked.get("from") ?? "")
    from.value = (start ?? rows.find(row => ways(row).length) ?? rows[0]).dataset.rcVersion
    offer()
    from.addEventListener("change", () => { offer(); answer.replaceChildren() })
    form.addEventListener("submit", event => {
      event.preventDefault()
      show(from.value, to.value, false)
    })
    form.hidden = false
    if (asked.get("from")) show(asked.get("from"), asked.get("to") ?? "", true)
  }
}
