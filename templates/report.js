"use strict";
// Makes the page easier to search; everything it shows is there without it. State lives in the
// address after #, so that a link to a filtered list can be mailed.
(() => {
  const table = document.getElementById("all");
  const form = document.getElementById("filter");
  if (!table || !form) return;
  const fields = ["q", "stage", "team", "state"].map((id) => document.getElementById(id));
  const [query] = fields;
  const count = document.getElementById("count");
  const heads = [...table.tHead.rows[0].cells];
  const bodies = [...table.tBodies];
  const rows = [];
  for (const body of bodies) {
    for (const row of body.rows) {
      if (row.className === "g") continue;
      rows.push({ row, body, at: rows.length, stage: body.dataset.stage, team: body.dataset.team, text: "" });
    }
  }
  const byId = new Map(rows.map((one) => [one.row.id, one]));
  const flat = document.createElement("tbody");
  let sort = { key: "", down: false };
  let place = "";

  // The same letters for everybody: no case, no marks, Turkish dotless i, Persian and Arabic yeh and kaf.
  const same = { "ı": "i", "ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "\u200c": " ", "\u200d": "" };
  const fold = (text) => text.normalize("NFKD").toLowerCase().replace(/\p{M}+/gu, "")
    .replace(/[ıيىكة\u200c\u200d]/g, (letter) => same[letter]).replace(/\s+/g, " ").trim();

  const stands = (one, state) => {
    const classes = one.row.classList;
    if (!state) return true;
    if (state === "open") return !["p", "w", "n"].some((letter) => classes.contains(letter));
    return classes.contains(state === "late" ? "l" : state);
  };

  function filter() {
    const [words, stage, team, state] = [fold(fields[0].value).split(" ").filter(Boolean), ...fields.slice(1).map((one) => one.value)];
    let shown = 0;
    for (const one of rows) {
      if (words.length && !one.text) one.text = fold(one.row.textContent);
      const keep = (!stage || one.stage === stage) && (!team || one.team === team) && stands(one, state)
        && words.every((word) => one.text.includes(word));
      one.row.hidden = !keep;
      shown += keep;
    }
    for (const body of bodies) {
      body.hidden = ![...body.rows].some((row) => row.className !== "g" && !row.hidden);
    }
    count.textContent = shown === rows.length ? `All ${shown} items are shown.` : `${shown} of ${rows.length} items are shown.`;
  }

  const keys = {
    title: (one) => fold(one.row.querySelector("bdi").textContent),
    owner: (one) => fold(one.row.cells[1].textContent),
    due: (one) => one.row.cells[2].querySelector("time").dateTime,
    state: (one) => one.row.cells[3].textContent,
  };

  function order() {
    const key = keys[sort.key];
    for (const head of heads) {
      if (head.dataset.sort === sort.key) head.setAttribute("aria-sort", sort.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
    for (const mark of flat.querySelectorAll(".where")) mark.remove();
    if (!key) {
      for (const one of rows) one.body.append(one.row);
      flat.remove();
      for (const body of bodies) table.append(body);
      return;
    }
    const sign = sort.down ? -1 : 1;
    const sorted = rows.map((one) => [key(one), one])
      .sort(([a, one], [b, two]) => sign * (a < b ? -1 : a > b ? 1 : 0) || one.at - two.at);
    for (const body of bodies) body.remove();
    for (const [, one] of sorted) {
      const where = document.createElement("em");
      where.className = "where";
      where.textContent = one.body.rows[0].querySelectorAll("bdi")[0].textContent + " · " + one.body.rows[0].querySelectorAll("bdi")[1].textContent;
      one.row.cells[0].append(where);
    }
    flat.append(...sorted.map(([, one]) => one.row));
    table.append(flat);
  }

  function remember() {
    const state = new URLSearchParams();
    for (const field of fields) if (field.value) state.set(field.id, field.value);
    if (sort.key) state.set("sort", (sort.down ? "-" : "") + sort.key);
    const text = state.toString();
    history.replaceState(null, "", text ? `#show:${text}` : location.pathname + location.search);
  }

  function apply(values) {
    for (const field of fields) field.value = values.get(field.id) || "";
    const wanted = values.get("sort") || "";
    const key = wanted.replace(/^-/, "");
    const next = { key: Object.hasOwn(keys, key) ? key : "", down: wanted.startsWith("-") };
    if (next.key !== sort.key || next.down !== sort.down) { sort = next; order(); }
    filter();
  }

  function reveal(target) {
    const one = byId.get(target.id);
    if (one && (one.row.hidden || one.body.hidden)) apply(new URLSearchParams(sort.key ? { sort: (sort.down ? "-" : "") + sort.key } : {}));
    const inner = target.querySelector(":scope > td > details");
    if (inner) inner.open = true;
    for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    target.scrollIntoView({ block: "start" });
    const focus = inner ? inner.querySelector("summary") : null;
    if (focus) focus.focus({ preventScroll: true });
  }

  function follow() {
    let hash;
    try { hash = decodeURIComponent(location.hash.slice(1)); } catch { hash = location.hash.slice(1); }
    if (location.hash.startsWith("#show:")) {
      apply(new URLSearchParams(location.hash.slice(6)));
      return;
    }
    const body = bodies.find((one) => one.id === hash);
    if (body) {
      apply(new URLSearchParams({ stage: body.dataset.stage, team: body.dataset.team }));
      document.getElementById("items").scrollIntoView();
      return;
    }
    const target = hash && document.getElementById(hash);
    if (target) reveal(target);
  }

  const buttons = new Map();
  for (const head of heads) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    buttons.set(head, button);
    button.addEventListener("click", () => {
      const key = head.dataset.sort;
      // up, down, then back to the order of stages and teams
      sort = sort.key !== key ? { key, down: false } : sort.down ? { key: "", down: false } : { key, down: true };
      order();
      filter();
      remember();
    });
  }
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => { filter(); remember(); }));
  let wait = 0;
  form.addEventListener("input", (event) => {
    clearTimeout(wait);
    wait = setTimeout(() => { filter(); remember(); }, event.target === query ? 120 : 0);
  });
  addEventListener("hashchange", follow);
  // A link that is followed twice must lead there twice.
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link && link.getAttribute("href") === location.hash) follow();
  });

  // Paper shows everything: filters are lifted and details opened, then put back.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const one of opened) one.open = true;
    for (const [head, button] of buttons) head.replaceChildren(button.textContent);
    for (const one of rows) one.row.hidden = false;
    for (const one of bodies) one.hidden = false;
  });
  addEventListener("afterprint", () => {
    for (const one of opened) one.open = false;
    for (const [head, button] of buttons) head.replaceChildren(button);
    opened = [];
    filter();
  });

  filter();
  follow();
})();
