/* Copying, counting, ticking. Nothing leaves the page: no request is made, and ticks stay in this browser. */
"use strict"

const said = document.body.dataset

/* Elements by a data attribute's value; ids hold dots, which selectors would take for classes. */
const having = (name, value) => [...document.querySelectorAll(`[data-${name}]`)].filter(
  one => value === undefined || one.getAttribute(`data-${name}`) === value)

const filled = (sentence, slots) => sentence.replace(/\{(\w+)\}/g, (slot, name) => slots[name] ?? slot)

/* --- texts: count while they are edited --- */

function update(area) {
  const { unit, limit } = area.dataset
  const edited = area.value !== area.defaultValue
  for (const one of having("edited", area.id)) one.hidden = !edited
  for (const one of having("restores", area.id)) one.hidden = !edited
  for (const cell of having("counts", area.id)) {
    const text = "crlf" in cell.dataset ? withCrlf(area.value) : area.value
    cell.textContent = count(text, cell.dataset.as)
  }
  if (!unit) return
  const used = count(area.value, unit)
  const over = limit ? used - Number(limit) : 0
  for (const line of having("count", area.id)) {
    line.querySelector("[data-used]").textContent = used
    line.classList.toggle("is-over", over > 0)
    const mark = line.querySelector("[data-over]")
    mark.hidden = over <= 0
    mark.textContent = over > 0 ? filled(said.over, { n: over }) : ""
  }
  for (const bar of having("bar", area.id)) {
    bar.value = Math.min(used, bar.max)
    bar.classList.toggle("is-over", over > 0)
  }
  if (over > 0) area.setAttribute("aria-invalid", "true")
  else area.removeAttribute("aria-invalid")
}

/* --- copying --- */

async function write(text, source) {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    /* Older browsers, and those that trust no local file: the way by a selection. */
  }
  const area = source instanceof HTMLTextAreaElement && source.value === text ? source : helper(text)
  const focused = document.activeElement
  area.select()
  let done = false
  try {
    done = document.execCommand("copy")
  } catch {
    done = false
  }
  if (area !== source) area.remove()
  if (done || area !== source) focused?.focus()
  return done
}

function helper(text) {
  const area = document.createElement("textarea")
  area.className = "sr"
  area.value = text
  area.setAttribute("aria-hidden", "true")
  document.body.append(area)
  return area
}

const copiedTexts = new WeakMap()

async function copy(button) {
  const source = document.getElementById(button.dataset.copies)
  const text = source.value ?? source.textContent
  const done = await write(text, source)
  if (done) copiedTexts.set(source, text)
  for (const line of having("says", source.id)) {
    line.textContent = ""
    line.classList.toggle("is-bad", !done)
    line.textContent = done ? said.copied : said.failed
  }
  button.classList.toggle("is-done", done)
}

/* --- ticks, kept in this browser --- */

const store = {
  works: false,
  key: name => `relcast-console/${said.key}/${name}`,
  get(name) {
    try {
      return localStorage.getItem(this.key(name))
    } catch {
      return null
    }
  },
  set(name, value) {
    try {
      if (value === null) localStorage.removeItem(this.key(name))
      else localStorage.setItem(this.key(name), value)
    } catch {
      /* Full or forbidden: the tick holds while the page is open. */
    }
  },
}

try {
  localStorage.setItem("relcast-console", "")
  localStorage.removeItem("relcast-console")
  store.works = true
} catch {
  store.works = false
}

function progress() {
  const part = document.querySelector("[data-progress-part]")
  if (!part) return
  const facts = [...document.querySelectorAll(".fact")]
  const boxes = [...document.querySelectorAll(".listing:not(.listing--live) .box")]
  const ticks = having("tick")
  const done = facts.filter(one => !one.matches(".fact--missing, .fact--wrong")).length
    + boxes.filter(one => !one.matches(".box--open")).length + ticks.filter(one => one.checked).length
  const all = facts.length + boxes.length + ticks.length
  const bar = document.getElementById("progress")
  bar.max = all
  bar.value = done
  document.getElementById("progress-words").textContent = filled(said.progress, { done, all })
  part.hidden = false
}

function tick(box) {
  box.closest("label").querySelector(".tick__stale").hidden = true
  store.set(box.dataset.tick, box.checked ? box.dataset.print : null)
  progress()
}

/* --- begin --- */

for (const area of document.querySelectorAll("textarea.text")) {
  area.addEventListener("input", () => update(area))
  update(area)
}

for (const button of having("copies")) {
  button.hidden = false
  button.addEventListener("click", () => copy(button))
}

for (const button of having("restores")) {
  button.addEventListener("click", () => {
    const area = document.getElementById(button.dataset.restores)
    area.value = area.defaultValue
    update(area)
    area.focus()
  })
}

for (const box of having("tick")) {
  const kept = store.get(box.dataset.tick)
  box.checked = kept === box.dataset.print
  box.closest("label").querySelector(".tick__stale").hidden = kept === null || box.checked
  box.addEventListener("change", () => tick(box))
}

for (const line of having("keeping")) line.textContent = store.works ? said.kept : said.unkept

for (const button of having("clears")) {
  button.hidden = false
  button.addEventListener("click", () => {
    for (const box of having("tick")) {
      box.checked = false
      tick(box)
    }
  })
}

/* The other language shows the same place. */
for (const link of having("keeps-place")) {
  link.addEventListener("click", () => { link.hash = location.hash })
}

/* An edit lives in this page alone: whoever leaves without having copied it is asked. */
addEventListener("beforeunload", event => {
  const unsaved = [...document.querySelectorAll("textarea.text")].some(
    area => area.value !== area.defaultValue && copiedTexts.get(area) !== area.value)
  if (unsaved) event.preventDefault()
})

progress()
