"use strict";
// Makes the page easier to search; everything it shows is there without it, but for what unfolds
// under the rows of a launch with very many items, which this script unpacks. State lives in the
// address after #, so that a link to a filtered list can be mailed.
(() => {
  const table = document.getElementById("all");
  const form = document.getElementById("filter");
  if (!table || !form) return;
  const many = table.classList.contains("many");
  const fields = ["q", "stage", "team", "level", "state"].map((id) => document.getElementById(id));
  const [query] = fields;
  const count = document.getElementById("count");
  const heads = [...table.tHead.rows[0].cells];
  const bodies = [...table.tBodies];
  const rows = [];
  for (const body of bodies) {
    for (const row of body.rows) {
      if (row.className === "g") continue;
      const marks = row.className.split(" ");
      rows.push({ row, body, at: rows.length, marks, stage: body.dataset.stage, team: body.dataset.team, text: "" });
    }
  }
  const byId = new Map(rows.map((one) => [one.row.id, one]));
  let flat = [];
  let sort = { key: "", down: false };
  let columns = []; // of what unfolds: each a name and a cell a row

  // The same letters for everybody: no case, no marks, one alphabet for Turkish dotless i, Persian
  // and Arabic letters, all digits alike; joiners neither part words nor hide them.
  const same = { "ı": "i", "ي": "ی", "ى": "ی", "ئ": "ی", "ك": "ک", "ة": "ه", "ۀ": "ه", "أ": "ا", "إ": "ا", "ٱ": "ا", "ؤ": "و", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae" };
  const other = new RegExp(`[${Object.keys(same).join("")}]`, "g");
  const digit = (sign) => String((sign.codePointAt(0) - (sign < "\u06f0" ? 0x660 : 0x6f0)));
  const plain = /^[\x20-\x7e]*$/;
  function fold(text) {
    if (plain.test(text)) return text.toLowerCase();
    return text.normalize("NFKD").toLowerCase().replace(/[\p{M}\u200c\u200d\u0640\u00ad]+/gu, "")
      .replace(other, (letter) => same[letter]).replace(/[\u0660-\u0669\u06f0-\u06f9]/g, digit).replace(/\s+/g, " ").trim();
  }

  // ---- what unfolds under a row -------------------------------------------------------------

  const bare = (html) => html.replace(/<[^>]*>/g, " ").replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&#x27;/g, "'").replace(/&amp;/g, "&");

  function prepare(one) {
    if (one.text) return;
    one.text = fold(`${one.row.textContent} ${one.row.id} ${columns.map((cells) => bare(cells[one.at + 1])).join(" ")}`);
    if (!many) return;
    const cell = one.row.cells[0];
    const button = document.createElement("button");
    button.type = "button";
    button.className = "fold";
    button.setAttribute("aria-expanded", "false");
    button.append(cell.firstChild ?? "");
    cell.prepend(button, " ");
  }

  function unfold(one, open) {
    prepare(one);
    if (!many) {
      one.row.querySelector("details").open = open;
      return;
    }
    const cell = one.row.cells[0];
    const old = cell.querySelector("dl");
    cell.querySelector("button").setAttribute("aria-expanded", String(open));
    if (old && !open) old.remove();
    if (old || !open) return;
    const list = document.createElement("dl");
    // Our own text, escaped where the rows were; the policy of the page runs nothing in it.
    list.innerHTML = `<dt>Id<dd><code></code>${columns.map((cells) => cells[one.at + 1] && `<dt>${cells[0]}<dd dir="auto">${cells[one.at + 1]}`).join("")}`;
    list.querySelector("code").textContent = one.row.id;
    for (const link of list.querySelectorAll('a[href^="#"]:empty')) {
      const to = byId.get(link.getAttribute("href").slice(1));
      if (to) link.append(title(to));
      if (to) link.after(` (${word(to)})`);
    }
    cell.append(list);
  }

  const title = (one) => one.row.cells[0].querySelector("button.fold, summary bdi")?.textContent ?? one.row.cells[0].firstChild.textContent;
  const word = (one) => one.row.cells[3].firstChild.textContent.trim();
  const opener = (one) => one.row.querySelector(many ? "button.fold" : "summary");
  const isOpen = (one) => many ? opener(one)?.getAttribute("aria-expanded") === "true" : one.row.querySelector("details").open;

  async function unpack() {
    const packed = document.getElementById("details");
    if (!packed) return;
    const bytes = Uint8Array.from(atob(packed.textContent), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    columns = (await new Response(stream).text()).split("\x1d").map((column) => column.split("\x1e"));
    packed.remove();
    document.getElementById("unpacking").remove();
  }

  // ---- filter and sort ----------------------------------------------------------------------

  function stands(one, state) {
    if (!state) return true;
    if (state === "open") return !"pwn".includes(one.marks[0]);
    return one.marks.includes(state === "late" ? "l" : state);
  }

  function filter() {
    const words = fold(query.value.replace(/\u200c/g, " ")).split(" ").filter(Boolean);
    const [stage, team, level, state] = fields.slice(1).map((one) => one.value);
    let shown = 0;
    const kept = new Map(); // of each body and touchpoint, how many rows
    const add = (key) => kept.set(key, (kept.get(key) ?? 0) + 1);
    for (const one of rows) {
      let keep = (!stage || one.stage === stage) && (!team || one.team === team) && stands(one, state)
        && (!level || one.marks.includes("a") === (level === "advice"));
      if (keep && words.length) {
        prepare(one);
        keep = words.every((each) => one.text.includes(each));
      }
      if (one.row.hidden === keep) one.row.hidden = !keep;
      if (keep) { add(one.row.parentNode); add(`${one.stage} ${one.team}`); }
      shown += keep;
    }
    const open = (sort.key ? flat : bodies).filter((body) => {
      const whole = body.id && kept.has(`${body.dataset.stage} ${body.dataset.team}`);
      return whole || kept.has(body) || !(body.hidden = true);
    });
    reset(open, kept);
    for (const body of open) body.hidden = false;
    count.textContent = shown === rows.length ? `All ${shown} items are shown.` : `${shown} of ${rows.length} items are shown.`;
  }

  // Bodies that few rows had left stand on the screen, and would be laid out whole when all rows
  // come back: they are taken out for a moment, so that only those that are seen then come in. Each
  // gets a guess at its height, so that the scroll bar tells the truth.
  const narrow = matchMedia("(max-width: 44rem)");
  const held = new Map();
  function reset(open, kept) {
    if (!many) return;
    const grown = open.filter((body) => (kept.get(body) ?? 0) > (held.get(body) ?? 0) + 20 && !body.hidden);
    for (const body of grown) body.hidden = true;
    if (grown.length) table.getBoundingClientRect();
    for (const body of open) {
      held.set(body, kept.get(body) ?? 0);
      body.style.containIntrinsicBlockSize = `${held.get(body) * (narrow.matches ? 150 : 44) + 44}px`;
    }
  }

  const months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  function day(one) {
    const time = one.row.cells[2].querySelector("time");
    if (time) return time.dateTime;
    const [, date, month, year] = one.row.cells[2].textContent.match(/(\d+) (\w{3}) (\d{4})/);
    return `${year}-${String(months.indexOf(month)).padStart(2, "0")}-${date.padStart(2, "0")}`;
  }
  const keys = {
    title: (one) => fold(title(one)),
    owner: (one) => fold(one.row.cells[1].textContent),
    due: day,
    state: (one) => word(one),
  };

  function order() {
    const key = keys[sort.key];
    for (const head of heads) {
      if (head.dataset.sort === sort.key) head.setAttribute("aria-sort", sort.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
    for (const mark of table.querySelectorAll("tbody.flat .where")) mark.remove();
    for (const body of flat) body.remove();
    flat = [];
    if (!key) {
      for (const one of rows) one.body.append(one.row);
      table.append(...bodies);
      return;
    }
    const sign = sort.down ? -1 : 1;
    const sorted = rows.map((one) => [key(one), one])
      .sort(([a, one], [b, two]) => sign * (a < b ? -1 : a > b ? 1 : 0) || one.at - two.at);
    for (const body of bodies) body.remove();
    const names = new Map();
    for (const body of bodies) {
      if (!body.id) continue;
      const [stage, team] = body.rows[0].querySelectorAll("bdi");
      names.set(`${body.dataset.stage} ${body.dataset.team}`, `${stage.textContent} · ${team.textContent}`);
    }
    for (let at = 0; at < sorted.length; at += 100) {
      const body = document.createElement("tbody");
      body.className = "flat";
      for (const [, one] of sorted.slice(at, at + 100)) {
        const where = document.createElement("em");
        where.className = "where";
        where.textContent = names.get(`${one.stage} ${one.team}`);
        one.row.cells[0].append(where);
        body.append(one.row);
      }
      flat.push(body);
    }
    table.append(...flat);
  }

  // ---- the address --------------------------------------------------------------------------

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
    if (one && (one.row.hidden || one.row.parentNode.hidden)) apply(new URLSearchParams(sort.key ? { sort: (sort.down ? "-" : "") + sort.key } : {}));
    if (one) unfold(one, true);
    for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    target.scrollIntoView({ block: "start" });
    if (one) opener(one).focus({ preventScroll: true });
  }

  function follow() {
    let hash;
    try { hash = decodeURIComponent(location.hash.slice(1)); } catch { hash = location.hash.slice(1); }
    if (location.hash.startsWith("#show:")) {
      apply(new URLSearchParams(location.hash.slice(6)));
      document.getElementById("items").scrollIntoView();
      return;
    }
    const body = bodies.find((one) => one.id && one.id === hash);
    if (body) {
      apply(new URLSearchParams({ stage: body.dataset.stage, team: body.dataset.team }));
      document.getElementById("items").scrollIntoView();
      return;
    }
    const target = hash && document.getElementById(hash);
    if (target) reveal(target);
  }

  // ---- hands --------------------------------------------------------------------------------

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
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => { filter(); remember(); }));
  let wait = 0;
  form.addEventListener("input", (event) => {
    clearTimeout(wait);
    wait = setTimeout(() => { filter(); remember(); }, event.target === query ? 120 : 0);
  });
  table.addEventListener("click", (event) => {
    const button = event.target.closest("button.fold");
    if (button) { const one = byId.get(button.closest("tr").id); unfold(one, !isOpen(one)); }
  });
  // Arrows go from title to title, from the search into the list and back.
  const step = (row, way) => {
    let body = row ? row.parentNode : table.tBodies[way > 0 ? 0 : table.tBodies.length - 1];
    let at = row;
    while (body) {
      at = at ? (way > 0 ? at.nextElementSibling : at.previousElementSibling) : way > 0 ? body.firstElementChild : body.lastElementChild;
      if (!at) {
        do body = way > 0 ? body.nextElementSibling : body.previousElementSibling; while (body && (body.hidden || body.tagName !== "TBODY"));
      } else if (at.id && !at.hidden && !body.hidden) return byId.get(at.id);
    }
    return null;
  };
  addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const way = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    const row = event.target.closest?.("#all summary, #all button.fold")?.closest("tr");
    if (!way || (!row && (event.target !== query || way < 0))) return;
    const one = step(row, way);
    if (one) prepare(one);
    const to = one ? opener(one) : way < 0 ? query : null;
    if (to) { to.focus(); event.preventDefault(); }
  });
  addEventListener("hashchange", follow);
  // A link that is followed twice must lead there twice.
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link && link.getAttribute("href") === location.hash) follow();
  });

  // Paper shows everything: filters are lifted and details opened, then put back.
  let opened = [];
  let folded = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const one of opened) one.open = true;
    const whole = many && columns.length && !document.body.classList.contains("brief");
    folded = whole ? rows.filter((one) => !isOpen(one)) : [];
    for (const one of folded) unfold(one, true);
    for (const [head, button] of buttons) head.replaceChildren(button.textContent);
    for (const one of rows) one.row.hidden = false;
    for (const one of sort.key ? flat : bodies) one.hidden = false;
  });
  addEventListener("afterprint", () => {
    for (const one of opened) one.open = false;
    for (const one of folded) unfold(one, false);
    for (const [head, button] of buttons) head.replaceChildren(button);
    opened = folded = [];
    filter();
  });

  function begin() {
    form.hidden = false;
    filter();
    follow();
    let at = 0; // the rest in pieces, between what the reader does
    const later = window.requestIdleCallback ?? ((work) => setTimeout(work, 20, { timeRemaining: () => 0 }));
    const piece = (idle) => {
      do { for (let n = 0; n < 20 && at < rows.length; n++) prepare(rows[at++]); } while (at < rows.length && idle.timeRemaining() > 2);
      if (at < rows.length) later(piece, { timeout: 500 });
      else document.documentElement.dataset.ready = "";
    };
    later(piece);
  }

  if (!many) begin();
  else unpack().catch(() => document.getElementById("unpacking").append(" This browser is too old to unpack them.")).then(begin);
})();
