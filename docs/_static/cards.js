// A card on hover, focus or tap: of a sentence what may be shown of it and its codes, of a word or a code what it means.
import { citing, known, make, root } from "./known.js";

function said(line, text) {
  return [
    line.t && make("q", { lang: text.lang }, line.t),
    line.g && make("p", { className: "gloss", lang: "en" }, `gloss of ours: ${line.g}`),
    ...(line.c || []).map((one) => make("p", { className: "coded" }, `${one.book}: ${one.codes.join("; ")}` + (one.noted ? ` (${one.noted})` : ""))),
  ];
}

async function content(link) {
  if (link.dataset.card) {
    const card = (await known("glossary"))[link.dataset.card];
    return [make("strong", {}, card.title), make("p", {}, card.text), make("a", { href: root() + card.href }, "more")];
  }
  const [, name, paragraph, sentence] = /texts\/([\w-]+)\.html#p(\d+)(?:-(\d+))?$/.exec(link.href) || [];
  if (!name) return null;
  const text = await known(name), id = `${name}:${paragraph}.${sentence || 1}`;
  const line = text.sentences[id.split(":")[1]];
  const button = make("button", { type: "button", className: "copy", textContent: "copy citation" });
  button.dataset.sentence = id;
  const where = `, ${text.date}, ${paragraph}${sentence ? "." + sentence : ""}` + (line ? `, ${line.l}` : "");
  return [make("p", { className: "where" }, make("strong", {}, text.title), where), ...(line ? said(line, text) : []), make("p", {}, button), make("a", { href: link.href }, "in its text")];
}

function cards() {
  const card = make("div", { id: "card", hidden: true });
  card.setAttribute("role", "note");
  card.popover = "manual"; // above all, and placed by the window whatever holds it
  let of = null, timer = 0, pointer = "";
  const close = () => {
    clearTimeout(timer);
    of?.removeAttribute("aria-describedby");
    if (!card.hidden) card.hidePopover?.();
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
    card.showPopover?.();
    settle();
  };
  const settle = () => { // beside the link, and away with it
    const at = of.getBoundingClientRect(), own = card.getBoundingClientRect();
    const below = at.bottom + own.height + 4 < innerHeight || at.top < own.height;
    card.style.left = `${Math.max(4, Math.min(at.left, innerWidth - own.width - 12))}px`;
    if (of !== document.activeElement && (at.bottom < 0 || at.top > innerHeight)) return close();
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
  document.addEventListener("scroll", (event) => { if (!card.hidden && !card.contains(event.target)) settle(); }, { passive: true, capture: true });
}

document.documentElement.classList.add("scripted");
document.querySelectorAll("button.copy").forEach(citing);
cards();
