"use strict";
// The switch between narrative and method, which the address keeps, and steps from one coded sentence to the next.

const page = document.documentElement;
const METHOD = "with=method";
const wantsMethod = () => location.search.slice(1).split("&").includes(METHOD);

document.addEventListener("DOMContentLoaded", () => {
  const button = document.getElementById("switch");
  if (button) method(button);
  if (document.getElementById("coded")) steps();
  opened();
  addEventListener("hashchange", opened);
});

function method(button) {
  const show = () => {
    page.classList.toggle("narrative", !wantsMethod());
    button.setAttribute("aria-pressed", String(wantsMethod()));
    for (const link of document.querySelectorAll("a[data-chapter]")) {
      link.search = wantsMethod() ? "?" + METHOD : "";  // the next chapter is read in the same way
    }
  };
  button.addEventListener("click", () => {
    history.pushState(null, "", location.pathname + (wantsMethod() ? "" : "?" + METHOD) + location.hash);
    show();
  });
  addEventListener("popstate", show);
  show();
}

// What the address names is to be seen: what hides it is opened.
function opened() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  if (target.closest(".method") && page.classList.contains("narrative")) document.getElementById("switch").click();
  for (let part = target.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
  target.scrollIntoView();
}

// --- from one coded sentence to the next, by button or by the keys n and p

function steps() {
  const coded = [...document.querySelectorAll(".coded-sentence")];
  const step = (by) => {
    const here = coded.findIndex((sentence) => sentence.id === location.hash.slice(1));
    const next = coded[here < 0 ? (by > 0 ? 0 : coded.length - 1) : (here + by + coded.length) % coded.length];
    if (!next) return;
    location.hash = next.id;
    next.tabIndex = -1;
    next.focus({ preventScroll: true });
  };
  document.querySelectorAll("#coded button").forEach((button) =>
    button.addEventListener("click", () => step(Number(button.dataset.step))),
  );
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, select, textarea")) return;
    if (event.key === "n" || event.key === "p") step(event.key === "n" ? 1 : -1);
  });
}
