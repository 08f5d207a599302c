// One indicator across regions and years, as a chart and as a table.

import { get } from "./api.js";
import { button, csv, h, save } from "./dom.js";
import { lines } from "./chart.js";
import { openEvidence, sentence } from "./evidence.js";
import { t } from "./i18n.js";
import { go, link } from "./route.js";
import { searchBox } from "./searchbox.js";
import { statusName, thing, valueName, valueText } from "./words.js";

export async function render(root, route) {
  const asked = { indicator: route.params.get("indicator") || "", region: route.params.getAll("region"), unit: route.params.get("unit") || "", measure: route.params.get("measure") || "" };
  const again = (change) => go("compare", "", { ...asked, ...change });
  root.append(h("h1", {}, t("compare.title")), h("div", { class: "form" }, h("div", { class: "field" }, h("label", { for: "compare-find" }, t("compare.pick")), searchBox({ id: "compare-find", types: ["Indicator"], label: t("compare.pick"), pick: (one) => again({ indicator: one.id, unit: "", measure: "" }) }))));
  if (!asked.indicator) {
    await often(root);
    return { title: t("compare.title") };
  }
  const shown = await comparison(asked, again);
  root.append(shown.root);
  return { title: shown.name, dispose: shown.dispose };
}

async function often(root) {
  const { items } = await get("/api/compare/indicators", { limit: 40 });
  root.append(h("h2", {}, t("compare.often")), h("ul", { class: "list columns" }, items.map((one) => h("li", {}, h("a", { href: link("compare", "", { indicator: one.id }) }, one.name), h("span", { class: "dim" }, ` ${t("compare.subjects", { n: one.subjects, m: one.values })}`)))));
}

/** The comparison with its controls; also part of an indicator's page. */
export async function comparison(asked, again) {
  const told = await get("/api/compare", asked);
  const name = told.indicator.name;
  const root = h("section", { class: "comparison" }, h("h2", {}, thing(told.indicator), told.unit ? h("span", { class: "dim" }, ` (${told.unit})`) : null));
  root.append(controls(told, asked, again));
  if (!told.series.length) {
    root.append(h("p", { class: "empty" }, t("compare.none")));
    return { root, name };
  }
  const chart = await lines(told.series.map((one) => ({ name: one.who.name, points: one.points.map((cell) => ({ x: String(cell.year ?? "?"), y: cell.value, id: cell.statement, text: valueText({ ...cell, unit: told.unit }), hollow: cell.status === "target" })) })), { x: [...new Set(told.series.flatMap((one) => one.points.map((cell) => String(cell.year ?? "?"))))].sort(), unit: told.unit, label: t("compare.chart", { name }), pick: (id) => openEvidence(id) });
  root.append(chart.root, h("p", { class: "row" }, button(t("compare.svg"), () => save(`${name}.svg`, chart.svg(), "image/svg+xml"), { id: "chart-svg" }), button(t("compare.csv"), () => download(told)), h("span", { class: "dim" }, t("compare.target"))), table(told));
  if (told.left_out) root.append(h("p", { class: "dim" }, t("compare.left_out", { n: told.left_out })));
  return { root, name, dispose: chart.dispose };
}

function controls(told, asked, again) {
  const chosen = asked.region.length ? told.series.filter((one) => asked.region.includes(one.who.id)).map((one) => one.who) : [];
  const box = h("div", { class: "form" },
    h("div", { class: "field" }, h("label", { for: "compare-region" }, t("compare.regions")), searchBox({ id: "compare-region", types: ["Region", "Institution"], label: t("compare.regions"), pick: (one) => again({ region: [...new Set([...asked.region, one.id])] }) })),
    told.units.length > 1 ? h("div", { class: "field" }, h("label", { for: "compare-unit" }, t("compare.unit")), h("select", { id: "compare-unit", onchange: (event) => {
      const one = told.units[+event.target.value];
      again({ unit: one.unit, measure: one.measure });
    } }, told.units.map((one, i) => h("option", { value: i, selected: one.unit === told.unit && one.measure === told.measure }, `${one.unit || "–"} · ${valueName("measure", one.measure)} (${one.count})`)))) : null);
  if (asked.region.length) box.append(h("p", { class: "row" }, asked.region.map((id) => {
    const name = chosen.find((one) => one.id === id)?.name || id;
    return button(`${name} ✕`, () => again({ region: asked.region.filter((one) => one !== id) }), { class: "chip", "aria-label": t("compare.remove", { name }) });
  })));
  return box;
}

function table(told) {
  const years = [...new Set(told.series.flatMap((one) => one.points.map((cell) => cell.year)))].sort();
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": told.indicator.name }, h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("page.who")), years.map((year) => h("th", { scope: "col" }, year ?? "–")))),
    h("tbody", {}, told.series.map((one) => h("tr", {}, h("th", { scope: "row" }, thing(one.who)), years.map((year) => h("td", { class: "n" }, one.points.filter((cell) => cell.year === year).map((cell) => h("div", {}, sentence(cell.statement, valueText({ ...cell, unit: told.unit })), cell.status === "actual" ? null : h("span", { class: "dim" }, ` ${statusName(cell.status)}`))))))))));
}

const download = (told) => save(`${told.indicator.name}.csv`, csv([[t("page.who"), t("year"), t("col.value"), t("col.status"), t("col.report")], ...told.series.flatMap((one) => one.points.map((cell) => [one.who.name, cell.year, valueText({ ...cell, unit: told.unit }), statusName(cell.status), cell.report]))]), "text/csv");
