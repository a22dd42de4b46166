"use strict";
// Filters the cases, opens the one the address names, and remembers the language. The page works without it.
(() => {
  const root = document.documentElement;
  const cases = [...document.querySelectorAll(".case")];
  const search = document.getElementById("search");
  const selects = [...document.querySelectorAll("select[data-kind]")];
  const count = document.getElementById("count");
  const none = document.getElementById("no-match");

  const remembered = (value) => {
    try {
      if (value !== undefined) localStorage.setItem("language", value);
      return localStorage.getItem("language");
    } catch {
      return null; // a page from a file may be refused storage
    }
  };
  const speak = (language) => {
    root.lang = language;
    for (const option of document.querySelectorAll("option[data-zh]")) option.textContent = option.dataset[language];
  };
  document.getElementById("language").addEventListener("click", () => {
    speak(remembered(root.lang === "en" ? "zh" : "en") ?? (root.lang === "en" ? "zh" : "en"));
  });
  speak(remembered() === "zh" ? "zh" : "en");

  const fits = (one, kind, value) => !value || one.dataset[kind].includes(`|${value}|`);
  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const one of cases) {
      const match = words.every((word) => one.dataset.words.includes(word)) &&
        selects.every((select) => fits(one, select.dataset.kind, select.value));
      one.hidden = !match;
      shown += match;
    }
    count.textContent = `${shown} / ${cases.length}`;
    none.hidden = shown > 0;
  };
  const clear = () => {
    search.value = "";
    for (const select of selects) select.value = "";
    filter();
  };
  search.addEventListener("input", filter);
  for (const select of selects) select.addEventListener("change", filter);

  const open = () => {
    const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!named?.classList.contains("case")) return;
    if (named.hidden) clear();
    named.open = true;
    named.scrollIntoView();
    named.querySelector("summary").focus({ preventScroll: true });
  };
  addEventListener("hashchange", open);

  const step = (by) => {
    const shown = cases.filter((one) => !one.hidden);
    if (!shown.length) return;
    const at = shown.indexOf(document.activeElement.closest(".case"));
    const next = at < 0 ? 0 : Math.min(Math.max(at + by, 0), shown.length - 1);
    shown[next].querySelector("summary").focus();
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.matches("input, select, audio");
    if (event.key === "Escape" && event.target.matches("input, select")) clear();
    else if (typing) return;
    else if (event.key === "/") search.focus();
    else if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else return;
    event.preventDefault();
  });

  filter();
  open();
})();
