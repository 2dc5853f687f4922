// The concordance: every place of a word or phrase, with its line where the sentence may be shown, else its paragraph.
import { known, make, place, root } from "./known.js";

const LETTER = "(?:(?!\\p{Script=Han})[\\p{L}\\p{N}])";
const WORDS = new RegExp(`${LETTER}+(?:[.&]${LETTER}+)*`, "gu"); // as helpers.compendium.reading.WORD has it
const BETWEEN = /^[\s\-–'’“”"]*$/;
const HAN = /\p{Script=Han}/u;
const plainly = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const cased = (text) => (/\p{Lu}/u.test(text) ? "u" : "iu"); // WHO is no pronoun

// What finds a word, a phrase or a run of hanzi: in a sentence, as spans; in what is counted but not shown, by paragraph.
function finder(piece) {
  if (HAN.test(piece)) {
    const pattern = piece.split("*").map(plainly).join("[^，。；：！？、\\s]{0,6}?");
    const spans = (text) => [...text.matchAll(new RegExp(pattern, "giu"))].map((hit) => [hit.index, hit.index + hit[0].length]);
    return { spans, counts: (text, all) => {
      if (all.some((one) => piece in one.phrases)) return [text.phrases[piece] || {}];
      return Object.keys(text.words).flatMap((word) => spans(word).map(() => text.words[word]));
    } };
  }
  const stars = piece.match(new RegExp(`(?:${LETTER}|\\*)+(?:[.&](?:${LETTER}|\\*)+)*`, "gu")) || [];
  const tests = stars.map((word) => new RegExp(`^${word.split("*").map(plainly).join("[\\p{L}\\p{N}.&]*")}$`, cased(word)));
  const fits = (words) => tests.every((test, n) => test.test(words[n]));
  const spans = (text) => {
    const words = [...text.matchAll(WORDS)], found = [];
    for (let n = 0; tests.length && n + tests.length <= words.length; n++) {
      const own = words.slice(n, n + tests.length);
      const ends = own.map((word) => word.index + word[0].length);
      if (fits(own.map((word) => word[0])) && own.every((word, k) => !k || BETWEEN.test(text.slice(ends[k - 1], word.index)))) found.push([own[0].index, ends.at(-1)]);
    }
    return found;
  };
  return { spans, counts: (text) => {
    const held = tests.length > 1 ? text.phrases : text.words;
    return Object.keys(held).filter((key) => { const words = key.split(" "); return words.length === tests.length && fits(words); }).map((key) => held[key]);
  } };
}

// The words of a query are one phrase, unless they are asked for together, or are of two scripts.
function finders(query, together) {
  const pieces = [...query.matchAll(/["“”]([^"“”]+)["“”]|[^\s"“”]+/gu)].map((hit) => hit[1] || hit[0]);
  const one = !together && !HAN.test(query) && !/["“”]/.test(query);
  return (one ? [query] : pieces).map(finder);
}

// Lines and places of all finders that stand in one paragraph; the first is the node.
function search(texts, asked, all) {
  const lines = [], places = [];
  for (const text of texts) {
    const counts = asked.map(() => ({})), kinds = {}, found = [];
    for (const [number, line] of Object.entries(text.sentences)) {
      const paragraph = number.split(".")[0];
      kinds[paragraph] = line.k;
      if (!line.t) continue;
      asked.forEach((one, n) => {
        const spans = one.spans(line.t);
        if (spans.length) counts[n][paragraph] = (counts[n][paragraph] || 0) + spans.length;
        if (!n) for (const [from, to] of spans) found.push({ text, number, paragraph, left: line.t.slice(0, from), node: line.t.slice(from, to), right: line.t.slice(to) });
      });
    }
    const hidden = asked.map((one, n) => {
      const sums = {};
      for (const held of one.counts(text, all)) for (const [paragraph, times] of Object.entries(held)) {
        sums[paragraph] = (sums[paragraph] || 0) + times;
        counts[n][paragraph] = (counts[n][paragraph] || 0) + times;
      }
      return sums;
    })[0];
    const holds = (paragraph) => (!choice("stream") || kinds[paragraph] === choice("stream")) && counts.every((count) => count[paragraph]);
    lines.push(...found.filter((line) => holds(line.paragraph)));
    for (const [paragraph, times] of Object.entries(hidden)) if (holds(paragraph)) places.push({ text, paragraph: +paragraph, times });
  }
  return { lines, places: places.sort((a, b) => texts.indexOf(a.text) - texts.indexOf(b.text) || a.paragraph - b.paragraph) };
}

const turned = (left) => (HAN.test(left.trim().slice(-1)) ? [...left].reverse().join("") : left.trim().split(/\s+/).reverse().join(" ")).toLowerCase();
const SORTS = {
  date: () => 0,
  left: (a, b) => turned(a.left).localeCompare(turned(b.left)),
  right: (a, b) => a.right.trim().toLowerCase().localeCompare(b.right.trim().toLowerCase()),
};
const SETTINGS = ["q", "sort", "text", "stream", "together"], MOST = 400;
const field = (name) => document.querySelector(`#finder [name='${name}']`);
const choice = (name) => (field(name).type === "checkbox" ? (field(name).checked ? "yes" : "") : field(name).value.trim());
const percent = (share) => `${Math.round(100 * share)}%`;

function evidence(text, number) {
  return make("a", { className: "evidence", href: place(`${text.text_id}:${number}`).address }, `${text.title}, ${number}`);
}

function draw(all) {
  const query = choice("q"), box = document.getElementById("finder");
  const texts = all.filter((text) => text.counted && (!choice("text") || text.text_id === choice("text")));
  const [status, counts, lines, places] = ["p.said", ".counts", "ol.lines", ".places"].map((part) => box.querySelector(part));
  [counts, lines, places].forEach((part) => part.replaceChildren());
  const letters = (of) => texts.reduce((sum, text) => sum + text.letters * of(text), 0);
  const share = `Of the words of ${texts.length === 1 ? "this text" : `these ${texts.length} texts`} ${percent(letters((text) => text.shown) / letters(() => 1))} may be shown; for the others stand paragraph and count.`;
  status.textContent = share;
  if (!query) return;
  let result = search(texts, finders(query, choice("together")), all), how = "";
  if (!result.lines.length && !result.places.length && !choice("together") && /\s/.test(query)) {
    result = search(texts, finders(query, true), all);
    how = "Nowhere as one phrase; here are paragraphs that hold all these words. ";
  }
  const hidden = result.places.reduce((sum, one) => sum + one.times, 0), total = result.lines.length + hidden;
  status.textContent = `${how}${total} place${total === 1 ? "" : "s"}, ${result.lines.length} of them shown. ${share} A phrase that stands once in all texts is found only where it may be shown.`;
  status.dataset.total = total;
  const rows = texts.map((text) => {
    const own = [result.lines.filter((line) => line.text === text).length, result.places.reduce((sum, one) => sum + (one.text === text ? one.times : 0), 0)];
    return own[0] + own[1] && make("tr", {}, ...[text.title, text.date, own[0] + own[1], own[0], percent(text.shown)].map((value) => make("td", {}, String(value))));
  });
  const heads = ["text", "written", "places", "shown", "of its words may be shown"].map((name) => make("th", { scope: "col" }, name));
  if (total) counts.append(make("table", {}, make("caption", {}, "Places by text, in order of date"), make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...rows)));
  const sorted = result.lines.sort(SORTS[choice("sort")] || SORTS.date);
  lines.append(...sorted.slice(0, MOST).map((line) => make("li", { lang: line.text.lang },
    make("span", { className: "left" }, make("bdi", {}, line.left)), make("mark", {}, line.node), make("span", { className: "right" }, line.right), make("span", { className: "from", lang: "en" }, evidence(line.text, line.number)))));
  if (sorted.length > MOST) status.textContent += ` The first ${MOST} lines stand here.`;
  for (const text of texts) {
    const own = result.places.filter((one) => one.text === text);
    if (own.length) places.append(make("p", {}, make("strong", {}, text.title), ", by paragraph: ", ...own.flatMap((one, n) => [n && ", ", make("a", { href: `${root()}texts/${text.text_id}.html#p${one.paragraph}` }, one.paragraph), one.times > 1 && ` (${one.times})`])));
  }
}

async function pagesThatSay(query) {
  const list = document.querySelector("#finder ol.pages");
  const pages = query ? await (await fetch(root() + "_static/pages.json")).json() : [];
  const found = pages.filter((page) => `${page.title} ${page.text}`.toLowerCase().includes(query.toLowerCase()));
  list.replaceChildren(...found.map((page) => make("li", {}, make("a", { href: root() + page.url }, page.title))));
}

async function concordance() {
  const box = document.getElementById("finder"), form = box.querySelector("form");
  const listed = await known("texts");
  field("text").append(...listed.filter((text) => text.counted).map((text) => make("option", { value: text.text_id }, `${text.title}, ${text.date}`)));
  const all = await Promise.all(listed.map((text) => known(text.text_id)));
  const show = async () => {
    const asked = new URLSearchParams(location.search);
    for (const name of SETTINGS) {
      if (field(name).type === "checkbox") field(name).checked = asked.get(name) === "yes";
      else field(name).value = asked.get(name) || (name === "sort" ? "date" : "");
    }
    draw(all);
    await pagesThatSay(choice("q"));
    box.dataset.ready = choice("q") || "yes";
  };
  const ask = (event) => {
    event.preventDefault();
    const asked = new URLSearchParams(SETTINGS.map((name) => [name, choice(name)]).filter(([name, value]) => value && !(name === "sort" && value === "date")));
    history.pushState(null, "", `?${asked}`);
    show();
  };
  form.addEventListener("submit", ask);
  form.addEventListener("change", (event) => { if (event.target.name !== "q") ask(event); });
  window.addEventListener("popstate", show);
  await show();
}

if (document.getElementById("finder")) concordance();
