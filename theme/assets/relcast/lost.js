/* An address that leads nowhere: speaks the language that it asks for, and offers what it may have meant, a product, a
   release or a page. Versions are read from the product's own releases.json, and only where the address holds one. */
{
  const root = document.querySelector(".rc-lost")
  const parts = [...root.querySelectorAll(".rc-lost__part")]
  const part = parts
    .filter(part => location.pathname.startsWith(part.dataset.rcRoot))
    .sort((one, other) => other.dataset.rcRoot.length - one.dataset.rcRoot.length)[0] ?? parts[0]

  /* How many letters to add, take away or change (Levenshtein). */
  function distance(one, other) {
    let row = [...Array(other.length + 1).keys()]
    for (let i = 1; i <= one.length; i++) {
      const next = [i]
      for (let j = 1; j <= other.length; j++)
        next[j] = Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1))
      row = next
    }
    return row[other.length]
  }

  function decode(text) {
    try { return decodeURIComponent(text) } catch { return text }
  }

  /* What is meant by a part of the address: exactly, by a former name, else by at most a quarter of wrong letters. */
  function find(known, word) {
    const asked = word.toLowerCase()
    let best, least = Math.floor(asked.length / 4) + .5
    for (const [id, name, path, ...former] of known)
      for (const called of [id, name, ...former]) {
        const far = asked.length > 64 ? Infinity : distance(asked, called.toLowerCase())
        if (far < least) [best, least] = [{ id, name, path }, far]
      }
    return best
  }

  const numbers = version => version.toLowerCase().replace(/^v/, "").split(/[.+_-]/)

  /* The version that begins most like the one asked for; of several the newest. */
  function nearest(versions, asked) {
    let best, most = 0
    for (const version of versions) {
      const theirs = numbers(version), ours = numbers(asked)
      const differ = ours.findIndex((number, at) => number !== theirs[at])
      const same = differ < 0 ? ours.length + (theirs.length === ours.length) : differ
      if (same > most) [best, most] = [version, same]
    }
    return best
  }

  function offer(name, address, first) {
    const item = document.createElement("li"), link = document.createElement("a")
    link.href = address
    link.textContent = name
    item.append(link)
    const found = part.querySelector(".rc-lost__found")
    found.querySelector("ul")[first ? "prepend" : "append"](item)
    found.hidden = false
  }

  async function offerRelease(product, asked) {
    const { rcRoot, rcPrefix, rcIndex } = part.dataset
    const folder = `${rcRoot}${rcPrefix}${encodeURIComponent(product.id)}/`
    try {
      const answer = await fetch(`${folder}releases.json`)
      const version = answer.ok && nearest((await answer.json()).releases.map(release => release.version), asked)
      if (version) offer(`${product.name} ${version}`, `${folder}${encodeURIComponent(version)}/${rcIndex}`, true)
    } catch { /* the product is offered already */ }
  }

  for (const other of parts) other.hidden = other !== part
  document.title = `${part.querySelector("h1").textContent} - ${root.dataset.rcSite}`
  const path = location.pathname.startsWith(part.dataset.rcRoot) ? location.pathname.slice(part.dataset.rcRoot.length) : location.pathname
  const segments = path.split("/").map(decode).filter(segment => segment && !/^(index|404)(\.html?)?$/.test(segment))
  const known = JSON.parse(part.dataset.rcKnown)
  for (const [at, segment] of segments.entries()) {
    const found = find(known, segment.replace(/\.(html?|php)$/, ""))
    if (!found) continue
    offer(found.name, part.dataset.rcRoot + found.path)
    const version = segments.slice(at + 1).map(text => text.replace(/^from-/, "").replace(/\.html?$/, "")).find(text => /^v?\d/i.test(text))
    if (version) offerRelease(found, version)
    break
  }
  const words = segments.join(" ").replace(/\.html?$/, "").replace(/[-_\s]+/g, " ").trim().slice(0, 80)
  if (words) {
    const search = part.querySelector(".rc-lost__search")
    search.href = `${search.getAttribute("href")}?q=${encodeURIComponent(words)}`
    search.textContent = search.dataset.rcSearch.replace("{words}", () => words)
    search.hidden = false
  }
}
