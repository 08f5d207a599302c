// The indicator table: a column a year, change, target beside result.

import { h, replace } from "./dom.js";
import { sentence } from "./evidence.js";
import { t } from "./i18n.js";
import { link } from "./route.js";
import { number, statusName, thing, valueName, valueText } from "./words.js";

const MOST = 300;

/** `again(yes)` shows the page with or without what lies inside the region. */
export function indicators(told, inside, again) {
  const { years, rows, left_out: more } = told.indicators;
  const others = rows.some((row) => row.subject.id !== told.entity.id);
  const own = told.kind === "indicator";
  const body = h("tbody");
  const draw = (word) => {
    const found = rows.filter((row) => !word || row.indicator.name.includes(word) || row.subject.name.includes(word));
    replace(body, found.slice(0, MOST).map((row) => line(row, years, others, own)));
    count.textContent = t("page.rows", { n: found.length }) + (found.length > MOST ? ` · ${t("page.more", { n: found.length - MOST })}` : "");
  };
  const count = h("span", { class: "dim", role: "status" });
  const column = (name) => h("th", { scope: "col" }, name);
  draw("");
  return [
    h("p", { class: "row noprint" }, h("label", {}, t("page.filter"), " ", h("input", { type: "search", id: "indicator-filter", oninput: (event) => draw(event.target.value.trim()) })), told.kind === "region" ? h("label", {}, h("input", { type: "checkbox", checked: inside, id: "inside", onchange: (event) => again(event.target.checked) }), " ", t("page.inside")) : null, count),
    h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("page.indicators") }, h("table", { class: "indicators" },
      h("thead", {}, h("tr", {}, own ? null : column(t("page.indicator")), others || own ? column(t("page.who")) : null, years.map((year) => column(year)), column(t("page.change")), column(t("page.target")), column(t("page.result")), column(t("page.verdict")))), body)),
    more ? h("p", { class: "dim" }, t("page.more", { n: more })) : null,
    h("p", { class: "dim" }, t("verdict.note")),
  ];
}

const value = (cell, unit) => h("div", {}, sentence(cell.statement, valueText({ ...cell, unit }) || "–"), cell.status === "actual" ? null : h("span", { class: "dim" }, ` ${statusName(cell.status)}`));

function line(row, years, others, own) {
  const name = h("th", { scope: "row" }, h("a", { href: link("compare", "", { indicator: row.indicator.id }) }, row.indicator.name), row.measure && row.measure !== "level" ? h("span", { class: "dim" }, ` ${valueName("measure", row.measure)}`) : null, row.unit ? h("span", { class: "dim" }, ` (${row.unit})`) : null);
  return h("tr", {}, own ? null : name, others || own ? h("td", {}, thing(row.subject)) : null,
    years.map((year) => h("td", { class: "n" }, (row.cells[year] || []).map((cell) => value(cell, row.unit)))),
    h("td", { class: "n" }, change(row.change, row.unit)),
    h("td", { class: "n" }, row.target ? [value(row.target, row.unit), h("span", { class: "dim" }, row.target.year || "")] : ""),
    h("td", { class: "n" }, row.result ? value(row.result, row.unit) : ""),
    h("td", {}, row.verdict ? h("span", { class: `verdict ${row.verdict}` }, `${{ met: "✓", missed: "✗", pending: "…", open: "?" }[row.verdict]} ${t(`verdict.${row.verdict}`)}`) : ""));
}

function change(told, unit) {
  if (!told) return "";
  const sign = told.difference > 0 ? "▲ +" : told.difference < 0 ? "▼ " : "";
  const own = told.difference === null || told.difference === undefined ? null : `${sign}${number(told.difference)}${unit === "%" ? " pp" : ""}`;
  return [own, (told.stated || []).map((cell) => h("div", {}, sentence(cell.statement, valueText({ ...cell, unit })), h("span", { class: "dim" }, ` ${t("page.stated")}`)))];
}
