// A search box with suggestions (the ARIA combobox pattern): arrows, Enter and Escape work as anywhere.

import { get } from "./api.js";
import { h, replace, say } from "./dom.js";
import { t } from "./i18n.js";
import { kindOf, place } from "./words.js";

let count = 0;

/** `pick(thing, input)` is called with the chosen suggestion. `types` restricts them; `text` (of a form) lets free text stand. */
export function searchBox({ id, pick, types = [], label, value = "", free = false, name }) {
  const own = id || `box${++count}`;
  const list = h("ul", { id: `${own}-list`, role: "listbox", class: "suggestions", hidden: true, "aria-label": label || t("search") });
  const input = h("input", { id: own, name, type: "search", role: "combobox", autocomplete: "off", spellcheck: "false", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": list.id, "aria-label": label || t("search.label"), placeholder: free ? "" : label || t("search.label"), value });
  const box = h("div", { class: "search" }, input, list);
  const state = { items: [], at: -1, asked: null, timer: 0 };

  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    state.at = -1;
  };
  const choose = (item) => {
    close();
    input.value = free ? item.name : "";
    pick(item, input);
  };
  const mark = (at) => {
    state.at = at;
    [...list.children].forEach((row, i) => row.setAttribute("aria-selected", String(i === at)));
    if (at >= 0) {
      input.setAttribute("aria-activedescendant", `${own}-${at}`);
      list.children[at].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };
  const draw = (answer) => {
    state.items = answer.items;
    if (!answer.items.length) replace(list, free ? [] : h("li", { class: "none" }, t("search.none", { q: answer.q })));
    else replace(list, answer.items.map((item, i) => h("li", { id: `${own}-${i}`, role: "option", "aria-selected": "false", onmousedown: (event) => event.preventDefault(), onclick: () => choose(item) }, suggestion(item))));
    list.hidden = !list.children.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    state.at = -1;
    say(answer.items.length ? t("search.found", { n: answer.items.length }) : t("search.none", { q: answer.q }));
  };
  const ask = async () => {
    const q = input.value.trim();
    state.asked?.abort();
    if (!q) return close();
    state.asked = new AbortController();
    try {
      draw(await get("/api/search", { q, type: types, limit: 10 }, state.asked.signal));
    } catch (error) {
      if (error.name !== "AbortError") replace(list, h("li", { class: "none" }, error.message)).hidden = false;
    }
  };
  input.addEventListener("input", () => {
    clearTimeout(state.timer);
    state.timer = setTimeout(ask, 90);
  });
  input.addEventListener("keydown", async (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) return ask();
      const n = state.items.length;
      if (n) mark((state.at + (event.key === "ArrowDown" ? 1 : n) + (state.at < 0 && event.key === "ArrowUp" ? 1 : 0)) % n || 0);
    } else if (event.key === "Enter") {
      if (free && state.at < 0) return close();
      event.preventDefault();
      clearTimeout(state.timer);
      if (state.at < 0) await ask();
      if (state.items.length && input.value.trim()) choose(state.items[Math.max(state.at, 0)]);
    } else if (event.key === "Escape") close();
  });
  input.addEventListener("blur", () => setTimeout(close, 150));
  return box;
}

function suggestion(item) {
  const told = item.matched && item.matched !== item.name;
  return [
    h("span", { class: "name" }, told ? item.name : marked(item.name, item.ranges)),
    h("span", { class: "what" }, [kindOf(item), place(item)].filter(Boolean).join(" · ")),
    told || item.kind === "near" || item.kind === "pinyin" ? h("span", { class: "via" }, [t(`search.kind.${["alias", "abbreviation", "pinyin", "near", "id"].includes(item.kind) ? item.kind : "alias"}`), told ? ": " : "", told ? marked(item.matched, item.ranges) : ""]) : null,
  ];
}

function marked(text, ranges) {
  const letters = Array.from(text);
  const parts = [];
  let at = 0;
  for (const [a, b] of ranges || []) {
    if (a > at) parts.push(letters.slice(at, a).join(""));
    parts.push(h("b", {}, letters.slice(a, b).join("")));
    at = b;
  }
  parts.push(letters.slice(at).join(""));
  return parts;
}
