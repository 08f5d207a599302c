// Every canned question as a form; the answer as table, network or chart; the Cypher to copy.

import { get } from "./api.js";
import { button, h, replace } from "./dom.js";
import { lang, t } from "./i18n.js";
import { go, link } from "./route.js";
import { chart, network, table } from "./rows.js";
import { searchBox } from "./searchbox.js";

export async function render(root, route) {
  const { questions } = await get("/api/questions");
  const one = questions.find((question) => question.name === route.key);
  const title = (question) => question[`title_${lang()}`];
  if (!one) {
    root.append(h("h1", {}, t("questions.title")), h("p", {}, t("questions.lead")), h("ul", { class: "cards" }, questions.map((question) => h("li", {}, h("a", { href: link("questions", question.name) }, title(question)), h("code", { class: "dim" }, question.name)))));
    return { title: t("questions.title") };
  }
  const given = Object.fromEntries([...route.params].filter(([key]) => one.parameters.some((parameter) => parameter.name === key)));
  const answer = h("div", { class: "answers" });
  root.append(h("p", {}, h("a", { href: link("questions") }, `← ${t("questions.all")}`)), h("h1", {}, title(one)), form(one, given), answer);
  const open = { all: [] };
  const ready = one.parameters.every((parameter) => !parameter.required || given[parameter.name]);
  if (ready) await ask(answer, one, given, title(one), open);
  else answer.append(cypher(one.cypher));
  return { title: title(one), ready: () => open.ready?.(), dispose: () => open.all.forEach((part) => part.dispose?.()) };
}

function form(one, given) {
  const field = (parameter) => {
    const id = `p-${parameter.name}`;
    const value = given[parameter.name] ?? parameter.default ?? "";
    const words = h("span", { class: "dim" }, parameter[lang()] || parameter.name, parameter.required ? ` (${t("questions.required")})` : "");
    const label = h("label", { for: id }, h("strong", {}, parameter.name), " ", words);
    const control = parameter.suggest?.values ? h("select", { id, name: parameter.name }, h("option", { value: "" }, t("all")), parameter.suggest.values.map((choice) => h("option", { value: choice.value, selected: String(choice.value) === String(value) }, choice[lang()])))
      : parameter.suggest?.search ? searchBox({ id, name: parameter.name, types: parameter.suggest.search, free: true, value, label: parameter[lang()] || parameter.name, pick: (item, input) => { input.value = item.type === "Report" ? item.id : item.name; } })
        : h("input", { id, name: parameter.name, type: parameter.type === "integer" || parameter.type === "float" ? "number" : "text", step: parameter.type === "float" ? "any" : 1, value });
    return h("div", { class: "field" }, label, control);
  };
  return h("form", { class: "form", onsubmit: (event) => {
    event.preventDefault();
    const values = Object.fromEntries([...new FormData(event.currentTarget)].map(([key, value]) => [key, String(value).trim()]).filter(([key, value]) => value !== String(one.parameters.find((parameter) => parameter.name === key)?.default ?? "")));
    if (location.hash === link("questions", one.name, values)) window.dispatchEvent(new HashChangeEvent("hashchange"));
    go("questions", one.name, values);
  } }, one.parameters.map(field), h("p", {}, h("button", { type: "submit", class: "main", id: "ask" }, t("questions.ask"))));
}

async function ask(box, one, given, title, open) {
  const answer = await get(`/api/questions/${one.name}`, given);
  const views = { table: async () => ({ root: table(answer, one.name) }) };
  if (answer.rows.length && one.views.graph) views.graph = () => network(answer, one.views.graph);
  if (answer.rows.length && one.views.chart) views.chart = () => chart(answer, one.views.chart, title);
  const shown = h("div");
  const tabs = Object.keys(views).map((name) => button(t(`questions.${name}`), () => show(name), { role: "tab", "aria-selected": "false", "data-view": name }));
  const show = async (name) => {
    tabs.forEach((tab) => tab.setAttribute("aria-selected", String(tab.dataset.view === name)));
    const view = await views[name]();
    open.all.push(view);
    replace(shown, view.root);
    const drawing = await view.ready?.();
    if (drawing) open.all.push({ dispose: drawing.destroy });
  };
  replace(box,
    h("p", { role: "status", "data-rows": answer.rows.length }, t("questions.rows", { n: answer.rows.length, s: answer.seconds }), answer.left_out ? ` · ${t("questions.left_out", { n: answer.left_out })}` : ""),
    answer.rows.length ? h("div", { role: "tablist", class: "row" }, tabs) : h("p", { class: "empty" }, t("questions.none")), shown, cypher(answer.cypher, command(one.name, given)));
  if (answer.rows.length) await show("table");
}

const command = (name, given) => `kg query ${[name, ...Object.entries(given).map(([key, value]) => (/[\s'"$]/.test(value) ? `'${key}=${value}'` : `${key}=${value}`))].join(" ")}`;

function cypher(text, line = "") {
  const copy = button(t("questions.copy"), async () => {
    try {
      await navigator.clipboard.writeText(text);
      copy.textContent = t("questions.copied");
    } catch {
      getSelection().selectAllChildren(code);
    }
  });
  const code = h("pre", { tabindex: "0" }, text);
  return h("details", { class: "block" }, h("summary", {}, t("questions.cypher")), line ? h("p", {}, t("questions.command"), " ", h("code", {}, line)) : null, code, h("p", { class: "row" }, copy, h("a", { href: link("cypher", "", { text }) }, t("questions.edit"))));
}
