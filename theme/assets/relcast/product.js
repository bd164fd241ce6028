/* The product page: filters with their state in the address, banners that end by date, what is new, links to copy. */
(() => {
  const KEYS = ["kind", "component", "severity"];
  const say = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);

  function filters(form, timeline) {
    const status = form.querySelector("[role=status]");
    const items = [...timeline.querySelectorAll("li.rc-change")].map((item) => ({
      item,
      list: item.parentElement,
      values: { kind: item.parentElement.dataset.kind, component: item.dataset.component, severity: item.dataset.severity },
    }));
    const selects = KEYS.map((key) => form.elements.namedItem(key)).filter(Boolean);

    function show() {
      const wanted = selects.filter((select) => select.value);
      const lists = new Set();
      let shown = 0, breaking = 0;
      for (const { item, list, values } of items) {
        const fits = wanted.every((select) => values[select.name] === select.value);
        item.hidden = !fits;
        if (fits) { shown++; lists.add(list); } else if (values.kind === "breaking") breaking++;
      }
      for (const list of timeline.querySelectorAll("ul.rc-changes")) {
        list.hidden = list.previousElementSibling.hidden = !lists.has(list);
      }
      for (const release of timeline.querySelectorAll(".rc-release")) {
        release.hidden = wanted.length > 0 && !release.querySelector("ul.rc-changes:not([hidden])");
      }
      const said = [say(form.dataset.count, { shown, total: items.length })];
      if (!shown) said.push(form.dataset.none);
      if (breaking) said.push(say(form.dataset.breaking, { n: breaking }));
      status.textContent = said.join(" · ");
    }

    function read() {
      const query = new URLSearchParams(location.search);
      for (const select of selects) {
        const value = query.get(select.name) ?? "";
        select.value = [...select.options].some((option) => option.value === value) ? value : "";
      }
      show();
    }

    function write() {
      const address = new URL(location.href);
      for (const select of selects) {
        if (select.value) address.searchParams.set(select.name, select.value);
        else address.searchParams.delete(select.name);
      }
      if (address.href !== location.href) history.pushState(history.state, "", address);
      show();
    }

    form.addEventListener("change", write);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", (event) => {
      event.preventDefault();
      for (const select of selects) select.value = "";
      write();
    });
    addEventListener("popstate", () => form.isConnected && read());
    form.hidden = false;
    read();
  }

  function visits(timeline) {
    const key = `relcast.seen.${timeline.dataset.product}`;
    const versions = [...timeline.querySelectorAll(".rc-release > h2")];
    try {
      const before = JSON.parse(localStorage.getItem(key) ?? "null");
      localStorage.setItem(key, JSON.stringify(versions.map((heading) => heading.id)));
      if (!Array.isArray(before)) return;
      for (const heading of versions) {
        if (before.includes(heading.id)) continue;
        const badge = document.createElement("span");
        badge.className = "rc-badge rc-badge--new";
        badge.textContent = timeline.dataset.new;
        heading.nextElementSibling.prepend(badge);
      }
    } catch { /* no storage: nothing is known of an earlier visit */ }
  }

  /* The buttons alone: copy.js does the copying. */
  function copying(timeline) {
    for (const heading of timeline.querySelectorAll(".rc-release > h2")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "rc-copy";
      button.dataset.copyHref = heading.querySelector("a").href;
      button.textContent = timeline.dataset.copyLabel;
      button.setAttribute("aria-label", `${button.textContent} ${heading.querySelector("a").textContent}`);
      heading.nextElementSibling.append(button);
    }
  }

  function start() {
    for (const banner of document.querySelectorAll("[data-rc-until]")) {
      banner.hidden = Date.parse(banner.dataset.rcUntil) <= Date.now();
    }
    const timeline = document.querySelector(".rc-timeline[data-product]:not([data-ready])");
    if (!timeline) return;
    timeline.dataset.ready = "";
    const run = document.querySelector("form.rc-run");
    run?.addEventListener("submit", (event) => {
      event.preventDefault();
      location.assign(run.elements.namedItem("from").selectedOptions[0].dataset.href);
    });
    const form = document.querySelector("form.rc-filter");
    if (form) filters(form, timeline);
    visits(timeline);
    copying(timeline);
  }

  if (typeof document$ !== "undefined") document$.subscribe(start);
  else if (document.readyState === "loading") addEventListener("DOMContentLoaded", start);
  else start();
})();
