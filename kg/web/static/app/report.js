// A whole report: its text with all mentions coloured by type, and its facts in the margin.

import { get } from "./api.js";
import { h, replace } from "./dom.js";
import { sentence } from "./evidence.js";
import { t } from "./i18n.js";
import { typeColour } from "./looks.js";
import { link } from "./route.js";
import { kindName, relationName, statusName, thing, typeName, valueText } from "./words.js";

export async function render(root, route) {
  const told = await get(`/api/report/${encodeURIComponent(route.key)}`);
  const { report } = told;
  const range = /^(\d+)-(\d+)$/.exec(route.params.get("at") || "");
  const off = new Set();
  const letters = told.text === null ? null : Array.from(told.text);
  const text = h("div", { class: "text", lang: "zh", tabindex: "0", role: "region", "aria-label": t("reader.text") });
  let at = range ? [+range[1], +range[2]] : null;
  const draw = () => replace(text, letters ? flow(letters, told, off, at) : h("p", { class: "empty" }, t("reader.none")));
  draw();
  const kinds = [...new Set(told.mentions.map((mention) => mention[2]))].sort();
  root.append(
    h("h1", {}, report.title || report.id),
    h("p", { class: "dim" }, [report.issuer, report.date, report.period, kindName(report.kind), (report.within || []).join(" › ")].filter(Boolean).join(" · "), " · ", h("a", { href: link("entity", report.id) }, t("reader.page"))),
    h("fieldset", { class: "types" }, h("legend", {}, t("reader.legend")), kinds.map((type) => h("label", { class: "chip", colour: typeColour(type) }, h("input", { type: "checkbox", checked: true, onchange: (event) => {
      off[event.target.checked ? "delete" : "add"](type);
      draw();
    } }), " ", typeName(type)))),
    h("div", { class: "reader" }, text, margin(told, (start, end) => {
      at = [start, end];
      draw();
      text.querySelector(".at")?.scrollIntoView({ block: "center" });
    })));
  return { title: report.title || report.id, ready: () => text.querySelector(".at")?.scrollIntoView({ block: "center" }) };
}

/** Cuts the text where a mention begins or ends; of nested mentions the inner one colours. */
function flow(letters, told, off, at) {
  const mentions = told.mentions.filter((mention) => !off.has(mention[2]));
  const cuts = new Set([0, letters.length]);
  for (const [start, end] of mentions) cuts.add(start).add(end);
  if (at) cuts.add(at[0]).add(at[1]);
  for (const section of told.sections) cuts.add(section.start);
  const edges = [...cuts].filter((one) => one >= 0 && one <= letters.length).sort((a, b) => a - b);
  const waiting = [...mentions].sort((a, b) => a[0] - b[0]);
  let open = [];
  let next = 0;
  const parts = [];
  for (let i = 0; i + 1 < edges.length; i += 1) {
    const [start, end] = [edges[i], edges[i + 1]];
    while (next < waiting.length && waiting[next][0] <= start) open.push(waiting[next++]);
    open = open.filter((mention) => mention[1] > start);
    const inner = open.reduce((best, one) => (!best || one[1] - one[0] < best[1] - best[0] ? one : best), null);
    parts.push(piece(letters.slice(start, end).join(""), start, inner, told.entities, at && start >= at[0] && end <= at[1]));
  }
  return parts;
}

function piece(text, start, mention, entities, here) {
  const entity = mention && entities[mention[3]];
  if (!entity) return h("span", { "data-from": start, class: here ? "at" : null }, text);
  return h("a", { "data-from": start, class: `mention${here ? " at" : ""}`, "data-type": mention[2], colour: typeColour(mention[2]), href: link("entity", entity.id), title: `${typeName(mention[2])}: ${entity.name}` }, text);
}

function margin(told, show) {
  const first = (fact) => fact.evidence[0]?.[0] ?? Infinity;
  const facts = [...told.facts].sort((a, b) => first(a) - first(b));
  const name = (id) => (told.entities[id] ? thing(told.entities[id]) : id);
  return h("section", { class: "margin", tabindex: "0", role: "region", "aria-label": t("reader.facts") }, h("h2", {}, `${t("reader.facts")} (${facts.length})`),
    h("ol", { class: "list" }, facts.map((fact) => h("li", { "data-fact": fact.id }, name(fact.source), " ", sentence(fact.id, relationName(fact.relation), seek(fact, show)), " ", name(fact.target), valueText(fact) ? h("strong", {}, ` ${valueText(fact)}`) : null, h("span", { class: "dim" }, ` ${[fact.period, fact.status === "actual" ? "" : statusName(fact.status)].filter(Boolean).join(" · ")}`)))),
    told.left_out.facts ? h("p", { class: "dim" }, t("reader.left_out", { n: told.left_out.facts })) : null);
}

/** The text follows the fact that is chosen. */
const seek = (fact, show) => (fact.evidence.length ? { onclick: () => show(fact.evidence[0][0], fact.evidence[0][1]) } : {});
