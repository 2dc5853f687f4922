"use strict";
// Every published table, sorted and filtered in the page. The address keeps the table, its filters and its order;
// Papa Parse reads and writes CSV, and datapackage.json says what tables and columns mean.

// A text that a spreadsheet would run as a formula has an apostrophe before it in the file.
const GUARDED = /^'+(?:[=+@\t\r\n＝＋＠]|[-－](?!(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$))/;
const unguarded = (value) => (GUARDED.test(value) ? value.slice(1) : value);
const MOST = 300;
const site = document.documentElement.dataset.content_root || "./";
const fetched = async (name) => (await fetch(site + "_static/" + name)).text();
const made = (kind, properties, ...inside) => {
  const element = Object.assign(document.createElement(kind), properties);
  element.append(...inside);
  return element;
};

document.addEventListener("DOMContentLoaded", async () => {
  const box = document.getElementById("viewer");
  const find = (selector) => box.querySelector(selector);
  const choice = find("select"), words = find("input[type=search]"), table = find("table");
  const texts = JSON.parse(await fetched("texts.json"));
  const resources = new Map(JSON.parse(await fetched("tables/datapackage.json")).resources.map((r) => [r.path.slice(0, -4), r]));
  let name = "", head = [], body = [], raw = [], filters = {}, order = "", counts = { sum: "", each: "" };

  const ordered = () => (order.startsWith("-") ? [order.slice(1), -1] : [order, 1]);

  // --- the address

  const read = async () => {
    const asked = new URLSearchParams(location.search);
    const wanted = asked.get("table") || location.hash.slice(1);
    choice.value = resources.has(wanted) ? wanted : choice.options[0].value;
    words.value = asked.get("words") || "";
    order = asked.get("sort") || "";
    counts = { sum: asked.get("sum") || "", each: asked.get("each") || "" };
    filters = {};
    for (const [key, value] of asked) if (key.startsWith("in.")) filters[key.slice(3)] = value;
    await load();
  };
  const keep = () => {
    const query = new URLSearchParams({ table: choice.value });
    if (words.value) query.set("words", words.value);
    for (const [column, value] of Object.entries(filters)) if (value) query.set("in." + column, value);
    for (const [key, value] of Object.entries({ sort: order, ...counts })) if (value) query.set(key, value);
    if (location.search.slice(1) !== query.toString()) history.pushState(null, "", "?" + query);
  };

  // --- what is shown

  // As `cells.fits` has it: =a|b is one of these, or one of several that a value has, !=a is not; else a word in it.
  const fits = (value, asked) => {
    const exact = /^(!?)=(.*)$/s.exec(asked);
    if (!exact) return value.toLowerCase().includes(asked.toLowerCase());
    return exact[2].split("|").some((one) => value === one || value.split(";").includes(one)) !== (exact[1] === "!");
  };
  const shown = () => {
    const asked = words.value.toLowerCase();
    const wanted = Object.entries(filters).map(([column, value]) => [head.indexOf(column), value]);
    const rows = body.filter(
      (row) => row.join(" ").toLowerCase().includes(asked) && wanted.every(([n, value]) => n < 0 || fits(row[n], value)),
    );
    const [column, way] = ordered();
    const by = head.indexOf(column);
    if (by < 0) return rows;
    const numbers = rows.every((row) => row[by] === "" || !isNaN(row[by]));
    return [...rows].sort((a, b) => (numbers ? a[by] - b[by] : a[by].localeCompare(b[by])) * way);
  };
  // What the number counts that led here, where it is not the rows: the sum of a column, or what differs in some.
  const counted = (rows) => {
    const of = (names) => names.split(",").map((column) => head.indexOf(column)).filter((n) => n >= 0);
    const [sum] = of(counts.sum), each = of(counts.each);
    if (sum !== undefined) return `, ${counts.sum.replaceAll("_", " ")} in all ${rows.reduce((all, row) => all + Number(row[sum]), 0)}`;
    return each.length ? `, ${new Set(rows.map((row) => each.map((n) => row[n]).join("\n"))).size} of different ${counts.each.replaceAll("_", " ").replace(",", " and ")}` : "";
  };
  const draw = () => {
    const rows = shown(), [column, way] = ordered();
    find("p.said").textContent = `${rows.length} of ${body.length} rows${counted(rows)}` + (rows.length > MOST ? `, the first ${MOST} shown` : "");
    head.forEach((label, n) =>
      table.tHead.rows[0].cells[n].setAttribute("aria-sort", label !== column ? "none" : way > 0 ? "ascending" : "descending"),
    );
    table.tBodies[0].replaceChildren(...rows.slice(0, MOST).map((row) => made("tr", {}, ...row.map(cell))));
  };
  // A cell; the name of a sentence leads to its place on the page of its text.
  const cell = (value) => {
    const place = /^([\w-]+):(\d+)(?:\.(\d+))?$/.exec(value);
    const anchor = place && `p${place[2]}` + (place[3] ? `-${place[3]}` : "");
    if (!place || !(texts[place[1]] || []).includes(anchor)) return made("td", { textContent: value });
    return made("td", {}, made("a", { textContent: value, className: "evidence", href: `${site}texts/${place[1]}.html#${anchor}` }));
  };
  const heads = (fields) => {
    const sorts = fields.map((field) => {
      const button = made("button", { type: "button", textContent: field.name.replaceAll("_", " "), title: field.description });
      button.addEventListener("click", () => { order = order === field.name ? "-" + field.name : field.name; keep(); draw(); });
      return made("th", { scope: "col" }, button);
    });
    const inputs = fields.map((field) => {
      const input = made("input", { type: "text", value: filters[field.name] || "", ariaLabel: `Only rows whose ${field.name.replaceAll("_", " ")} holds` });
      input.addEventListener("input", () => { filters[field.name] = input.value; draw(); });
      input.addEventListener("change", keep);
      return made("td", {}, input);
    });
    table.tHead.replaceChildren(made("tr", {}, ...sorts), made("tr", { className: "filters" }, ...inputs));
  };
  const load = async () => {
    const resource = resources.get(choice.value);
    if (name !== choice.value) {
      name = choice.value;
      raw = Papa.parse(await fetched(`tables/${name}.csv`), { skipEmptyLines: true }).data;
      head = raw[0].map((label) => label.replace(/^\ufeff/, ""));
      body = raw.slice(1).map((row) => row.map(unguarded));
    }
    Object.assign(find("a.download"), { href: `${site}_static/tables/${name}.csv`, textContent: `${name}.csv` });
    find("p.about").textContent = resource.description;
    find("dl").replaceChildren(
      ...resource.schema.fields.flatMap((field) => [made("dt", { textContent: field.name }), made("dd", { textContent: field.description })]),
    );
    table.caption.textContent = resource.title;
    heads(resource.schema.fields);
    draw();
    box.dataset.ready = name;
  };

  choice.addEventListener("change", () => { filters = {}; order = words.value = counts.sum = counts.each = ""; keep(); load(); });
  words.addEventListener("input", draw);
  words.addEventListener("change", keep);
  addEventListener("popstate", read);
  addEventListener("hashchange", read);
  find("button.shown").addEventListener("click", () => {
    const text = "\ufeff" + Papa.unparse([head, ...shown()], { newline: "\n", escapeFormulae: /^[=+@\t\r＝＋＠]|^[-－](?![\d.]+$)/ });
    const link = made("a", { href: URL.createObjectURL(new Blob([text], { type: "text/csv" })), download: `${name}-shown.csv` });
    link.click();
  });
  await read();
});
