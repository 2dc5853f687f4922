"use strict";
// The switch between narrative and method, and the table viewer.
document.addEventListener("DOMContentLoaded", () => {
  reading();
  if (document.getElementById("viewer")) viewer();
});

function root() {
  return document.documentElement.dataset.content_root || "./";
}

// --- narrative alone, or with the method

function reading() {
  const article = document.querySelector("article");
  if (!article || !article.querySelector(".tag_narrative")) return;
  document.querySelectorAll(".cell.tag_hermeneutics, .cell.tag_parameters").forEach((cell) => cell.classList.add("method"));
  document.querySelectorAll("[data-tag='hermeneutics']").forEach((mark) => {
    const section = mark.closest("section");
    if (section && section.parentElement.closest("section")) section.classList.add("method");
  });
  const box = document.createElement("div");
  box.id = "reading";
  box.innerHTML = '<label><input type="checkbox" id="alone"> Narrative alone, without method and code</label>';
  article.querySelector("h1").after(box);
  const check = box.querySelector("input");
  check.checked = sessionStorage.getItem("alone") === "yes";
  const show = () => {
    document.body.classList.toggle("narrative-alone", check.checked);
    sessionStorage.setItem("alone", check.checked ? "yes" : "no");
  };
  check.addEventListener("change", show);
  show();
}

// --- tables: every published table, sorted and filtered in the page

function rows(text) {
  const table = [[]];
  let value = "", quoted = false;
  for (let n = 0; n < text.length; n++) {
    const c = text[n];
    if (quoted) {
      if (c === '"' && text[n + 1] === '"') { value += '"'; n++; }
      else if (c === '"') quoted = false;
      else value += c;
    } else if (c === '"') quoted = true;
    else if (c === ",") { table.at(-1).push(value); value = ""; }
    else if (c === "\n") { table.at(-1).push(value); value = ""; table.push([]); }
    else value += c;
  }
  table.pop();
  return table;
}

// A text that a spreadsheet would run as a formula has an apostrophe before it in the file.
function unguarded(value) {
  const guarded = /^'+(?:[=+@\t\r\n＝＋＠]|[-－](?!(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$))/;
  return guarded.test(value) ? value.slice(1) : value;
}

// A cell of a table; the name of a sentence leads to its place on the page of its text.
let texts = {};
function cell(value) {
  const made = document.createElement("td");
  const place = /^([\w-]+):(\d+)(?:\.(\d+))?$/.exec(value);
  const anchor = place && `p${place[2]}` + (place[3] ? `-${place[3]}` : "");
  if (place && (texts[place[1]] || []).includes(anchor)) {
    const link = Object.assign(document.createElement("a"), { textContent: value, className: "evidence" });
    link.href = `${root()}texts/${place[1]}.html#${anchor}`;
    made.append(link);
  } else made.textContent = value;
  return made;
}

async function viewer() {
  texts = await (await fetch(root() + "_static/texts.json")).json();
  const box = document.getElementById("viewer");
  const choice = box.querySelector("select"), filter = box.querySelector("input");
  const said = box.querySelector("p.said"), link = box.querySelector("a.download"), table = box.querySelector("table");
  let head = [], body = [], by = -1, down = false;
  const MOST = 300;
  const draw = () => {
    const query = filter.value.toLowerCase();
    let shown = body.filter((row) => row.join(" ").toLowerCase().includes(query));
    if (by >= 0) {
      const numbers = shown.every((row) => row[by] === "" || !isNaN(row[by]));
      shown = [...shown].sort((a, b) => (numbers ? a[by] - b[by] : a[by].localeCompare(b[by])) * (down ? -1 : 1));
    }
    said.textContent = `${shown.length} of ${body.length} rows` + (shown.length > MOST ? `, the first ${MOST} shown` : "");
    const lines = shown.slice(0, MOST).map((row) => {
      const line = document.createElement("tr");
      line.append(...row.map(cell));
      return line;
    });
    table.tBodies[0].replaceChildren(...lines);
  };
  const load = async () => {
    link.href = root() + "_static/tables/" + choice.value + ".csv";
    link.textContent = choice.value + ".csv";
    const all = rows((await (await fetch(link.href)).text()).replace(/^\ufeff/, "")).map((row) => row.map(unguarded));
    head = all[0]; body = all.slice(1); by = -1;
    const line = document.createElement("tr");
    head.forEach((name, n) => {
      const cell = document.createElement("th");
      const button = Object.assign(document.createElement("button"), { textContent: name, type: "button" });
      button.addEventListener("click", () => { down = by === n ? !down : false; by = n; draw(); });
      cell.append(button);
      line.append(cell);
    });
    table.tHead.replaceChildren(line);
    draw();
    box.dataset.ready = choice.value;
  };
  const asked = location.hash.slice(1);
  if ([...choice.options].some((option) => option.value === asked)) choice.value = asked;
  choice.addEventListener("change", load);
  filter.addEventListener("input", draw);
  await load();
}
