"use strict";
// Cards and citations. What they say of a text stands in one file for each, fetched when it is first asked for.

const files = {};
function reading(name) {
  return (files[name] ??= fetch(`${root()}_static/reading/${name}.json`).then((answer) => answer.json()));
}

function make(tag, given = {}, ...parts) {
  const made = Object.assign(document.createElement(tag), given);
  made.append(...parts.filter((part) => part || part === 0));
  return made;
}

function place(id) {
  const [name, number] = id.split(":");
  return { name, number, address: `${root()}texts/${name}.html#p${number.replace(".", "-")}` };
}

// --- citing

const work = () => document.querySelector("meta[name='compendium']")?.content || document.title;
const maker = () => document.querySelector("details.cite-page p")?.textContent.split(". ")[0] || "";
const escaped = (text) => text.replace(/[{}%&$#_\\]/g, "\\$&");

function entry(key, fields) {
  const lines = Object.entries(fields).map(([name, value]) => `  ${name} = {${name === "url" ? value : escaped(value)}},`);
  return `@misc{${key},\n${lines.join("\n")}\n}`;
}

// A sentence: who, what, when, where in it, and this compendium. What stands in quotation marks is the sentence alone.
async function citation(id, bibtex) {
  const { name, number, address } = place(id);
  const text = await reading(name);
  const line = text.sentences[number] || {}, url = new URL(address, location.href).href;
  const said = line.t ? `“${line.t}” ` : "";
  const where = `sentence ${number}` + (line.l ? `, ${line.l}` : "");
  if (!bibtex) return `${said}${text.by}. ${text.full}. ${text.date}. S${where.slice(1)}. In: ${work()}. ${url}`;
  return entry(`${name}-${number}`, { author: `{${text.by}}`, title: text.full, date: text.date, note: `${said}S${where.slice(1)}. In: ${work()}`, url });
}

function pageCitation(title, bibtex) {
  const url = location.href.split("#")[0];
  if (!bibtex) return `${maker()}. ${title}. In: ${work()}. ${url}`;
  const key = location.pathname.split("/").at(-1).replace(/\.html$/, "") || "index";
  return entry(key, { author: `{${maker()}}`, title, note: `In: ${work()}`, url });
}

async function copy(text, button) {
  let done = false;
  if (navigator.clipboard && window.isSecureContext) done = await navigator.clipboard.writeText(text).then(() => true, () => false);
  if (!done) { // an older browser, or a page that was not served over https
    const box = make("textarea", { value: text, readOnly: true, className: "to-copy", ariaLabel: "what is to be copied" });
    button.after(box);
    box.select();
    done = document.execCommand("copy");
    if (done) box.remove();
  }
  button.textContent = done ? "copied" : "copy it from the box";
}

function citing(button) {
  const made = (bibtex) => (button.dataset.sentence ? citation(button.dataset.sentence, bibtex) : pageCitation(button.dataset.title, bibtex));
  const other = make("button", { type: "button", className: "bibtex", textContent: "BibTeX" });
  button.after(" ", other);
  button.addEventListener("click", async () => copy(await made(false), button));
  other.addEventListener("click", async () => copy(await made(true), other));
}

// --- cards

function said(line, text) {
  return [
    line.t && make("q", { lang: text.lang }, line.t),
    line.g && make("p", { className: "gloss", lang: "en" }, `gloss of ours: ${line.g}`),
    ...(line.c || []).map((one) => make("p", { className: "coded" }, `${one.book}: ${one.codes.join("; ")}` + (one.noted ? ` (${one.noted})` : ""))),
  ];
}

async function content(link) {
  if (link.dataset.card) {
    const card = (await reading("glossary"))[link.dataset.card];
    return [make("strong", {}, card.title), make("p", {}, card.text), make("a", { href: root() + card.href }, "more")];
  }
  const [, name, paragraph, sentence] = /texts\/([\w-]+)\.html#p(\d+)(?:-(\d+))?$/.exec(link.href) || [];
  if (!name) return null;
  const text = await reading(name), id = `${name}:${paragraph}.${sentence || 1}`;
  const line = text.sentences[id.split(":")[1]];
  const button = make("button", { type: "button", className: "copy", textContent: "copy citation" });
  button.dataset.sentence = id;
  const where = `, ${text.date}, ${paragraph}${sentence ? "." + sentence : ""}` + (line ? `, ${line.l}` : "");
  return [make("p", { className: "where" }, make("strong", {}, text.title), where), ...(line ? said(line, text) : []), make("p", {}, button), make("a", { href: link.href }, "in its text")];
}

function cards() {
  const card = make("div", { id: "card", hidden: true });
  card.setAttribute("role", "note");
  let of = null, timer = 0, pointer = "";
  const close = () => {
    clearTimeout(timer);
    of?.removeAttribute("aria-describedby");
    card.hidden = true;
    of = null;
  };
  const open = async (link) => {
    if (of === link) return;
    close();
    of = link;
    const parts = await content(link);
    if (of !== link || !parts) return;
    card.replaceChildren(...parts.filter(Boolean));
    card.querySelectorAll("button.copy").forEach(citing);
    link.after(card); // so that the next key stop after the link is in its card
    link.setAttribute("aria-describedby", "card");
    card.hidden = false;
    const at = link.getBoundingClientRect(), own = card.getBoundingClientRect();
    const below = at.bottom + own.height + 4 < innerHeight || at.top < own.height;
    card.style.left = `${Math.max(4, Math.min(at.left, innerWidth - own.width - 12))}px`;
    card.style.top = `${below ? at.bottom + 2 : at.top - own.height - 2}px`;
  };
  const link = (event) => event.target.closest?.("a.evidence, a.term");
  const later = (action, wait) => { clearTimeout(timer); timer = setTimeout(action, wait); };
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const over = link(event);
    if (over && !card.contains(over)) later(() => open(over), 200);
    else if (card.contains(event.target)) clearTimeout(timer);
    else if (of && document.activeElement !== of && !card.contains(document.activeElement)) later(close, 300);
    else clearTimeout(timer);
  });
  document.addEventListener("focusin", (event) => {
    const on = link(event);
    if (on && !card.contains(on) && pointer !== "touch") open(on);
    else if (of && !card.contains(event.target) && event.target !== of) close();
  });
  document.addEventListener("pointerdown", (event) => {
    pointer = event.pointerType;
    if (of && !card.contains(event.target) && link(event) !== of) close();
  });
  document.addEventListener("click", (event) => {
    const on = link(event);
    if (!on || pointer !== "touch" || card.contains(on) || of === on) return;
    event.preventDefault(); // the first tap opens the card, the second follows the link
    open(on);
  }, true);
  document.addEventListener("keydown", (event) => { pointer = ""; if (event.key === "Escape") close(); });
  window.addEventListener("scroll", () => { if (of && !card.contains(document.activeElement)) close(); }, { passive: true });
}

document.addEventListener("DOMContentLoaded", () => {
  document.documentElement.classList.add("scripted");
  document.querySelectorAll("button.copy").forEach(citing);
  cards();
});
