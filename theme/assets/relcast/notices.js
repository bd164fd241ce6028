/* Notices: each window in the reader's own time, and what has passed moved to where the past is, also on a page that was
   built, or opened, before. The page says the same without this, as of the day it was built. */
{
  const root = document.querySelector(".rc-notices")
  const tag = document.documentElement.lang
  const language = tag === "en" ? "en-GB" : tag || undefined   // the day before the month, as in the page's own dates
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all)

  /* A moment's day, clock and zone where the reader is; zones change with the season, so each moment has its own. */
  function local(moment) {
    const part = (options, type) => new Intl.DateTimeFormat(language, options).formatToParts(moment).find(p => p.type === type)?.value ?? ""
    const offset = part({ timeZoneName: "longOffset" }, "timeZoneName").replace("GMT", "UTC").replace("-", "\u2212")
    const long = part({ timeZoneName: "long" }, "timeZoneName")
    const name = /^GMT|^UTC/.test(long) ? Intl.DateTimeFormat().resolvedOptions().timeZone : long
    return {
      day: new Intl.DateTimeFormat(language, { dateStyle: "long" }).format(moment),
      clock: new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(moment),
      zone: fill(root.dataset.rcZone, { name, offset }),
    }
  }

  /* Whether the reader's clock shows what the page has already: the vendor's time, in the offset of the start, or UTC. */
  function isShown(times) {
    const [, sign, hours, minutes] = times[0].dateTime.match(/([+-])(\d\d):(\d\d)$/) ?? [, "+", 0, 0]
    const vendors = `${sign}1` * (hours * 60 + Number(minutes))
    const readers = times.map(time => -new Date(time.dateTime).getTimezoneOffset())
    return [0, vendors].some(offset => readers.every(own => own === offset))
  }

  function own(when) {
    const times = [...when.querySelectorAll(":scope > time")]
    const [start, end] = times.map(time => local(new Date(time.dateTime)))
    let text = fill(root.dataset.rcTime, start)
    if (!end) text = fill(root.dataset.rcOpen, { start: text }) + start.zone
    else {
      if (end.zone !== start.zone) text += start.zone
      text += ` – ${end.day === start.day ? end.clock : fill(root.dataset.rcTime, end)}${end.zone}`
    }
    const line = when.querySelector(".rc-when__own")
    line.textContent = fill(root.dataset.rcOwn, { window: text })
    line.hidden = isShown(times)
  }

  /* The same rules as the build's: relcast/library/course.py. */
  function standing({ rcStatus, rcBegin, rcOver, rcStarted, rcEnded }, now) {
    const come = moment => moment !== undefined && Date.parse(moment) <= now
    if (rcStatus === "cancelled") return "cancelled"
    if (rcStatus === "completed" || come(rcEnded)) return "completed"
    if (rcStatus === "in_progress" || rcStarted !== undefined) return come(rcOver) ? "late" : "running"
    return come(rcOver) ? "passed" : come(rcBegin) ? "due" : "ahead"
  }

  function isPast(data, now) {
    const stands = standing(data, now)
    if (stands === "cancelled") return data.rcOver === undefined || Date.parse(data.rcOver) <= now
    return stands === "completed" || stands === "passed"
  }

  function settle() {
    if (!root.isConnected) return
    const now = Date.now()
    const tones = Object.fromEntries(root.dataset.rcTones.split(" ").map(pair => pair.split(":")))
    const words = JSON.parse(root.dataset.rcWords)
    const past = root.querySelector(".rc-notices__past .rc-notices__list")
    const turns = []
    for (const notice of root.querySelectorAll(".rc-notices__planned .rc-notice")) {
      const data = notice.dataset, badge = notice.querySelector(".rc-badge"), stands = standing(data, now)
      badge.textContent = words[stands]
      badge.className = `rc-badge rc-badge--${tones[stands]}`
      if (isPast(data, now)) past.prepend(notice)
      for (const moment of [data.rcBegin, data.rcOver, data.rcEnded])
        if (Date.parse(moment) > now) turns.push(Date.parse(moment))
    }
    for (const list of root.querySelectorAll(".rc-notices__list"))
      list.previousElementSibling.hidden = list.childElementCount > 0
    if (turns.length) setTimeout(settle, Math.min(Math.min(...turns) - now, 2 ** 31 - 1))
  }

  if (root) {
    for (const when of root.querySelectorAll("[data-rc-window]")) own(when)
    settle()
  }
}
