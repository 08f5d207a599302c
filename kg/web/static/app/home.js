// What is in the graph, a search box, and the panorama.

import { get } from "./api.js";
import { h } from "./dom.js";
import { t } from "./i18n.js";
import { relationColour } from "./looks.js";
import { panorama } from "./panorama.js";
import { go, link, ofThing } from "./route.js";
import { searchBox } from "./searchbox.js";
import { number, relationName, subtypeName, thing } from "./words.js";

export async function render(root) {
  const seen = await get("/api/overview");
  const count = (type) => seen.entities.find((one) => one.type === type)?.count || 0;
  const total = (type) => (type === "Region" ? seen.regions.total : count(type));
  root.append(
    h("section", { class: "hero" },
      h("h1", {}, t("home.title")),
      h("p", {}, t("home.lead", { reports: number(seen.reports.total), statements: number(seen.statements.total) })),
      searchBox({ id: "home-find", pick: (one) => { location.hash = ofThing(one); } }),
      h("p", { class: "dim" }, t("search.hint"))),
    h("ul", { class: "tiles" },
      [["reports", seen.reports.total], ["regions", total("Region")], ["institutions", count("Institution")], ["alliances", count("Alliance")], ["statements", seen.statements.total]]
        .map(([name, value]) => h("li", { "data-count": name }, h("strong", {}, number(value)), h("span", {}, t(`home.${name}`))))));
  if (!seen.statements.total) root.append(h("p", { class: "empty" }, t("home.empty")));
  const picture = panorama((one) => go("work", "", { n: one }));
  root.append(picture.root,
    h("div", { class: "columns" },
      h("section", {}, h("h2", {}, t("home.largest")), h("ul", { class: "list" }, seen.largest.alliances.map((one) => h("li", {}, thing(one, { href: link("work", "", { n: one.id }) }), h("span", { class: "dim" }, ` ${[subtypeName(one.subtype), one.region, one.leads.length ? t("led_by", { who: one.leads.map((lead) => lead.name).join("、") }) : "", t("members", { n: one.members })].filter(Boolean).join(" · ")}`))))),
      h("section", {}, h("h2", {}, t("home.indicators")), h("ul", { class: "list" }, seen.largest.indicators.map((one) => h("li", {}, h("a", { href: link("compare", "", { indicator: one.id }) }, one.name), h("span", { class: "dim" }, ` ${number(one.count)}`))))),
      h("section", {}, h("h2", {}, t("home.readable")), h("ul", { class: "list" }, seen.largest.reports.map((one) => h("li", {}, h("a", { href: link("report", one.id) }, one.title || one.name || one.id), h("span", { class: "dim" }, ` ${[one.region, one.period].filter(Boolean).join(" · ")}`)))))),
    h("div", { class: "columns" },
      h("section", {}, h("h2", {}, t("home.by_relation")), bars(seen.statements.relations.map((one) => [relationName(one.relation), one.count, relationColour(one.relation)]))),
      h("section", {}, h("h2", {}, t("home.by_year")), bars(seen.statements.years.map((one) => [String(one.year), one.count, "var(--accent)"])))));
  return { title: "", ready: picture.ready, dispose: picture.dispose };
}

function bars(rows) {
  const most = Math.max(1, ...rows.map((row) => row[1]));
  return h("table", { class: "bars" }, h("tbody", {}, rows.map(([name, value, colour]) => h("tr", {}, h("th", { scope: "row" }, name), h("td", {}, h("meter", { min: 0, max: most, "aria-label": name, value, colour })), h("td", { class: "n" }, number(value))))));
}
