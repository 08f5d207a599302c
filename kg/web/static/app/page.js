// The page of a region, institution, alliance, indicator, document or report: its facts in groups, each with its sentence.

import { address, get } from "./api.js";
import { button, h } from "./dom.js";
import { comparison } from "./compare.js";
import { sentence } from "./evidence.js";
import { t } from "./i18n.js";
import { indicators } from "./indicators.js";
import { go, link } from "./route.js";
import { details, kindName, kindOf, place, qualifierName, relationName, statusName, thing, valueText } from "./words.js";

export async function render(root, route) {
  const inside = route.params.get("inside") === "1";
  const told = await get(`/api/page/${encodeURIComponent(route.key)}`, { inside: inside ? 1 : "" });
  const { entity } = told;
  const blocks = [];
  const block = (key, count, ...content) => blocks.push({ key, count, content });
  if (told.alliances.length) block("alliances", told.alliances.length, told.alliances.map(alliance));
  if (told.support.length) block("support", told.support.length, facts(told.support));
  if (told.kind === "region" && told.without.total) block("without", told.without.total, without(told.without));
  const chart = told.kind === "indicator" ? await comparison({ indicator: entity.id, region: [], unit: "", measure: "" }, (change) => go("compare", "", { indicator: entity.id, ...change })) : null;
  if (chart) block("chart", 0, chart.root);
  if (told.indicators.rows.length) block("indicators", told.indicators.rows.length, indicators(told, inside, (yes) => go("entity", entity.id, { inside: yes ? 1 : "" })));
  if (told.honours.length) block("honours", told.honours.length, facts(told.honours));
  if (told.policies.length) block("policies", told.policies.length, facts(told.policies));
  if (told.projects.length) block("projects", told.projects.length, facts(told.projects));
  if (told.groups.length) block("facts", told.groups.reduce((sum, group) => sum + group.total, 0), told.groups.map(group));
  const mentions = told.mentions?.reports || [];
  if (mentions.length) block("mentions", mentions.length, h("ul", { class: "list" }, mentions.map((one) => h("li", {}, h("a", { href: link("report", one.id) }, one.title || one.id), h("span", { class: "dim" }, ` ${[one.issuer, one.period].filter(Boolean).join(" · ")} × ${one.count}`)))), told.mentions.left_out ? h("p", { class: "dim" }, t("page.more", { n: told.mentions.left_out })) : null);
  root.append(head(told), blocks.length > 1 ? h("nav", { class: "contents", "aria-label": t("page.contents") }, blocks.map((one) => button(t(`page.${one.key}`), () => document.getElementById(`block-${one.key}`).scrollIntoView({ behavior: "smooth" }), { class: "chip" }))) : null);
  for (const one of blocks) root.append(h("section", { class: `block page-${one.key}`, id: `block-${one.key}` }, h("h2", {}, t(`page.${one.key}`), one.count ? h("span", { class: "dim" }, ` ${one.count}`) : null), one.content));
  if (!blocks.length) root.append(h("p", { class: "empty" }, t("page.none")));
  return { title: entity.name, dispose: chart?.dispose };
}

const INTERNAL = new Set(["names", "places", "digest"]); // the store's own keys for finding things
const attribute = (name) => (t(`attr.${name}`) === `attr.${name}` ? qualifierName(name) : t(`attr.${name}`));

function head({ entity, kind, downloads }) {
  const report = entity.report || (kind === "report" ? entity : null);
  const lines = [
    entity.aliases?.length ? [t("page.aliases"), entity.aliases.join("、")] : null,
    entity.code ? [t("page.code"), entity.code] : null,
    ...Object.entries(entity.attrs || {}).filter(([name]) => !INTERNAL.has(name)).map(([name, value]) => [attribute(name), String(value)]),
    report ? [t("evidence.issuer"), report.issuer] : null, report ? [t("evidence.date"), report.date] : null, report ? [t("page.period"), report.period] : null, report ? [t("page.kind"), kindName(report.kind)] : null,
  ].filter((line) => line && line[1]);
  return h("header", { class: "page-head" },
    h("p", { class: "dim" }, [report ? t("report") : kindOf(entity), place(entity)].filter(Boolean).join(" · ")), h("h1", {}, entity.name),
    lines.length ? h("dl", { class: "facts" }, lines.map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)])) : null,
    h("p", { class: "row noprint" }, kind === "report" ? h("a", { class: "button", href: link("report", entity.id) }, t("reader.read")) : h("a", { class: "button", href: link("work", "", { n: entity.id }) }, t("page.network")),
      button(t("page.print"), () => window.print()), h("span", {}, `${t("page.downloads")}: `), downloads.map((one) => h("a", { href: address(one.href), download: true, "data-format": one.format }, { csv: "CSV", jsonld: "JSON-LD", ttl: "Turtle" }[one.format] || one.format))));
}

function alliance({ alliance: one, leads, members, left_out: more }) {
  const row = (who) => h("li", {}, thing(who), " ", who.statement ? sentence(who.statement, "“”", { "aria-label": `${t("work.evidence")}: ${who.name}` }) : null);
  return h("article", { class: "alliance" }, h("h3", {}, thing(one), h("span", { class: "dim" }, ` ${kindOf(one)}`)),
    leads.length ? h("div", {}, h("h4", {}, `★ ${t("page.leads")}`), h("ul", { class: "inline" }, leads.map(row))) : null,
    members.length ? h("div", {}, h("h4", {}, `${t("page.members")} ${members.length}`), h("ul", { class: "inline" }, members.map(row))) : null,
    more ? h("p", { class: "dim" }, t("page.more", { n: more })) : null);
}

const without = ({ institutions, left_out: more }) => [h("ul", { class: "inline" }, institutions.map((one) => h("li", {}, thing(one)))), more ? h("p", { class: "dim" }, t("page.more", { n: more })) : null];

function group({ relation, direction, total, left_out: more, facts: all }) {
  return h("details", { class: "group", open: total <= 30 }, h("summary", {}, h("h3", {}, `${direction === "in" ? "← " : ""}${relationName(relation)}`), h("span", { class: "dim" }, ` ${total}`)), facts(all), more ? h("p", { class: "dim" }, t("page.more", { n: more })) : null);
}

function facts(all) {
  return h("ul", { class: "list facts" }, all.map((fact) => h("li", {},
    fact.other ? [fact.direction === "in" ? [thing(fact.other), " ", sentence(fact.id, relationName(fact.relation))] : [sentence(fact.id, relationName(fact.relation)), " ", thing(fact.other)]] : [fact.subject ? thing(fact.subject) : null, " ", sentence(fact.id, relationName(fact.relation)), " ", fact.object ? thing(fact.object) : null],
    valueText(fact) ? h("strong", {}, ` ${valueText(fact)}`) : null,
    h("span", { class: "dim" }, ` ${[fact.period, fact.status && fact.status !== "actual" ? statusName(fact.status) : "", details(fact)].filter(Boolean).join(" · ")}`))));
}
