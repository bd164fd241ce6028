/* At an address that a product had before: on to the present one, with the query and the fragment that were asked for. */
addEventListener("DOMContentLoaded", () => {
  const on = new URL(document.getElementById("moved").href)
  on.search = location.search
  on.hash = location.hash
  location.replace(on)
})
