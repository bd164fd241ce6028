/* The length of a text, in the same units as Python counts them; WIDE and BLANKS come from units.js. */
"use strict"

function isWide(code) {
  let low = 0
  let high = WIDE.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    if (code < WIDE[middle][0]) high = middle - 1
    else if (code > WIDE[middle][1]) low = middle + 1
    else return true
  }
  return false
}

/* An unpaired surrogate is one code point, one unit, three bytes, as in Python. */
function count(text, unit) {
  if (unit === "utf16") return text.length
  if (unit === "words") return text.split(BLANKS).filter(Boolean).length
  let sum = 0
  for (const sign of text) {
    const code = sign.codePointAt(0)
    if (unit === "utf8_bytes") sum += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
    else if (unit === "cjk2") sum += isWide(code) ? 2 : 1
    else sum += 1
  }
  return sum
}

function withCrlf(text) {
  return text.replace(/\r\n|\r|\n/g, "\r\n")
}
