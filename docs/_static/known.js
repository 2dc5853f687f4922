// What the pages know of the texts, in one file for each, fetched when it is first asked for; and how they are cited.

export const root = () => document.documentElement.dataset.content_root || "./";

const files = {};
export function known(name) {
  return (files[name] ??= fetch(`${root()}_static/reading/${name}.json`).then((answer) => answer.json()));
}

export function make(tag, given = {}, ...parts) {
  const made = Object.assign(document.createElement(tag), given);
  made.append(...parts.filter(Boolean).map((part) => (part.nodeType ? part : String(part))));
  return made;
}

export function place(id) {
  const [name, number] = id.split(":");
  return { name, number, address: `${root()}texts/${name}.html#p${number.replace(".", "-")}` };
}

// --- citing

const work = () => document.querySelector("meta[name='compendium']")?.content || document.title;
const maker = () => document.querySelector("details.cite-page p")?.textContent.split(". ")[0] || "";
const escaped = (text) => text.replace(/[{}%&$#_\\]/g, "\\$&");

function entry(key, fields) {
  const lines = Object.entries(fields).map(([name, value]) => `  ${name} = {${{ url: value, author: `{${escaped(value)}}` }[name] || escaped(value)}},`);
  return `@misc{${key},\n${lines.join("\n")}\n}`;
}

// A sentence: who, what, when, where in it, and this compendium. What stands in quotation marks is the sentence alone.
async function citation(id, bibtex) {
  const { name, number, address } = place(id);
  const text = await known(name);
  const line = text.sentences[number] || {}, url = new URL(address, location.href).href;
  const said = line.t ? `“${line.t}” ` : "";
  const where = `sentence ${number}` + (line.l ? `, ${line.l}` : "");
  if (!bibtex) return `${said}${text.by}. ${text.full}. ${text.date}. S${where.slice(1)}. In: ${work()}. ${url}`;
  return entry(`${name}-${number}`, { author: text.by, title: text.full, date: text.date.replace(" to ", "/"), note: `${said}S${where.slice(1)}. In: ${work()}`, url });
}

function pageCitation(title, bibtex) {
  const url = location.href.split("#")[0];
  if (!bibtex) return `${maker()}. ${title}. In: ${work()}. ${url}`;
  const key = location.pathname.split("/").at(-1).replace(/\.html$/, "") || "index";
  return entry(key, { author: maker(), title, note: `In: ${work()}`, url });
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

export function citing(button) {
  const made = (bibtex) => (button.dataset.sentence ? citation(button.dataset.sentence, bibtex) : pageCitation(button.dataset.title, bibtex));
  const other = make("button", { type: "button", className: "bibtex", textContent: "BibTeX" });
  button.after(" ", other);
  button.addEventListener("click", async () => copy(await made(false), button));
  other.addEventListener("click", async () => copy(await made(true), other));
}
