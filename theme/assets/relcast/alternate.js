/* Instant navigation shows another page and its head, but keeps the header: the language switch would still lead to the
   page that was loaded first. The head knows the page in other languages; trust it where the site is served at its address. */
for (const event of ["pointerdown", "click"])
  addEventListener(event, ({ target }) => {
    const choice = target instanceof Element && target.closest(".md-select__link[hreflang]")
    const here = choice && document.head.querySelector("link[rel=canonical]")
    const there = choice && document.head.querySelector(`link[hreflang="${choice.hreflang}"]`)
    if (here && there && new URL(here.href).origin === location.origin) choice.href = there.href
  }, true)
