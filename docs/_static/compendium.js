"use strict";
// Copying a passage with its citation, and search.
document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("button.copy").forEach((button) =>
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.citation);
      button.textContent = "copied";
    }),
  );
  if (document.getElementById("finder")) finder();
});

function root() {
  return document.documentElement.dataset.content_root || "./";
}

// --- search: what a page says, letter by letter, in either language

async function finder() {
  const box = document.getElementById("finder");
  const input = box.querySelector("input");
  const list = box.querySelector("ol");
  const said = box.querySelector("p.said");
  const pages = await (await fetch(root() + "_static/pages.json")).json();
  const search = () => {
    const query = input.value.trim().toLowerCase();
    list.replaceChildren();
    said.textContent = "";
    if (!query) return;
    const found = pages.filter((page) => (page.title + " " + page.text).toLowerCase().includes(query));
    said.textContent = found.length === 1 ? "1 page" : found.length + " pages";
    for (const page of found) {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = root() + page.url;
      link.textContent = page.title;
      const line = document.createElement("div");
      const at = page.text.toLowerCase().indexOf(query);
      if (at >= 0) {
        const mark = document.createElement("mark");
        mark.textContent = page.text.slice(at, at + query.length);
        line.append("… " + page.text.slice(Math.max(0, at - 60), at), mark, page.text.slice(at + query.length, at + query.length + 80) + " …");
      }
      item.append(link, line);
      list.append(item);
    }
  };
  input.value = new URLSearchParams(location.search).get("q") || "";
  input.addEventListener("input", search);
  search();
  box.dataset.ready = "yes";
}
