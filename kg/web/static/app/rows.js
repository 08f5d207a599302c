// Rows of an answer as a table, a network or a chart.

import { bars, lines } from "./chart.js";
import { button, csv, h, save } from "./dom.js";
import { sentence } from "./evidence.js";
import { graph } from "./graph.js";
import { lang, t } from "./i18n.js";
import { link } from "./route.js";
import { relationName } from "./words.js";

const told = (value) => {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(told).join("、");
  if (typeof value === "object") return value.properties?.name || JSON.stringify(value.properties || value);
  return String(value);
};
const ID = /^[0-9a-f]{16}$/;

export function table(answer, name) {
  const title = (column) => column[lang()] || column.key || column;
  const keys = answer.columns.map((column) => column.key || column);
  const cell = (value, key) => {
    if ((key === "statement" || key === "evidence") && ID.test(value)) return sentence(value, t("work.evidence"));
    if ((key === "report" || key === "stem") && typeof value === "string" && /^[\w-]+$/.test(value)) return h("a", { href: link("report", value) }, value);
    if (value && typeof value === "object" && value.labels?.includes("Entity") && value.properties?.id) return h("a", { href: link("entity", value.properties.id) }, told(value));
    return told(value);
  };
  return h("div", {}, h("p", { class: "row" }, button(`${t("work.csv")} ↓`, () => save(`${name}.csv`, csv([answer.columns.map(title), ...answer.rows.map((row) => row.map(told))]), "text/csv"))),
    h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("questions.table") }, h("table", { class: "answer" }, h("thead", {}, h("tr", {}, answer.columns.map((column) => h("th", { scope: "col" }, title(column))))),
      h("tbody", {}, answer.rows.map((row) => h("tr", {}, row.map((value, i) => h("td", { class: typeof value === "number" ? "n" : "" }, cell(value, keys[i])))))))));
}

/** A small network of the rows' names; `view` names the columns. */
export async function network(answer, view) {
  const at = (key) => answer.columns.findIndex((column) => column.key === key);
  const [from, to, word, statement] = [at(view.source), at(view.target), at(view.label), at("statement")];
  const nodes = new Map();
  const edges = [];
  answer.rows.forEach((row, i) => {
    const [a, b] = [told(row[from]), told(row[to])];
    if (!a || !b || nodes.size > 400) return;
    nodes.set(a, { id: a, name: a, type: "Institution" });
    if (!nodes.has(b)) nodes.set(b, { id: b, name: b, type: "Alliance" });
    edges.push({ id: statement >= 0 ? `${row[statement]}` : `r${i}`, source: a, target: b, relation: "partnersWith", status: "actual", symmetric: false, label: word >= 0 ? relationName(told(row[word])) : " " });
  });
  const unique = [...new Map(edges.map((edge) => [edge.id, edge])).values()];
  const box = h("div", { class: "network", role: "img", "aria-label": t("questions.graph") });
  return { root: h("div", { class: "canvas small" }, box), ready: async () => {
    const drawing = await graph(box);
    drawing.put([...nodes.values()], unique, new Map(), false);
    drawing.layout(new Map());
    drawing.fit();
    box.dataset.nodes = nodes.size;
    return drawing;
  } };
}

export async function chart(answer, view, label) {
  const at = (key) => answer.columns.findIndex((column) => column.key === key);
  const [x, y, series] = [at(view.x), at(view.y), at(view.series)];
  const numeric = (value) => (typeof value === "number" ? value : Number.parseFloat(value));
  const rows = answer.rows.filter((row) => Number.isFinite(numeric(row[y])) && row[x] !== null).slice(0, 60);
  if (series < 0) return bars(rows.map((row) => ({ name: told(row[x]), y: numeric(row[y]) })), { label });
  const groups = new Map();
  for (const row of rows) groups.set(told(row[series]), [...(groups.get(told(row[series])) || []), { x: told(row[x]), y: numeric(row[y]), text: told(row[y]) }]);
  return lines([...groups].slice(0, 12).map(([name, points]) => ({ name, points })), { x: [...new Set(rows.map((row) => told(row[x])))].sort(), label });
}
