/* Material puts a table of the docs into a box that scrolls sideways where there is no room; keys reach such a box only
   where it has a place among what they reach. Tables of records have theirs without a script. */
(() => {
  const reach = () => {
    for (const box of document.querySelectorAll(".md-typeset__scrollwrap")) {
      const wide = !box.closest(".rc-table") && box.scrollWidth > box.clientWidth
      if (wide) box.tabIndex = 0
      else box.removeAttribute("tabindex")
      box.role = wide ? "group" : null
    }
  }
  const soon = () => setTimeout(reach)
  addEventListener("load", soon)
  addEventListener("resize", reach)
  if (window.document$) window.document$.subscribe(soon)
  else soon()
})()
