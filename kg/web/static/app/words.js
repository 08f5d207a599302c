// The words of the ontology, and how values are written.

import { get } from "./api.js";
import { h } from "./dom.js";
import { lang, t } from "./i18n.js";
import { ofThing } from "./route.js";

let schema = { types: [], relations: [], qualifiers: [], report_kinds: [] };
const index = { types: new Map(), relations: new Map(), subtypes: new Map(), values: new Map(), kinds: new Map(), qualifiers: new Map() };

export async function loadWords() {
  schema = await get("/api/schema");
  for (const type of schema.types) {
    index.types.set(type.name, type);
    for (const sub of type.subtypes) index.subtypes.set(sub.code, sub);
  }
  for (const relation of schema.relations) index.relations.set(relation.name, relation);
  for (const one of schema.qualifiers) {
    index.qualifiers.set(one.name, one);
    for (const value of one.values || []) index.values.set(`${one.name}:${value.value}`, value);
  }
  for (const kind of schema.report_kinds) index.kinds.set(kind.value, kind);
}

const word = (map, key) => map.get(key)?.[lang()] || key || "";
export const typeName = (type) => (type === "Report" ? t("report") : word(index.types, type));
export const subtypeName = (code) => word(index.subtypes, code);
export const relationName = (name) => word(index.relations, name);
export const qualifierName = (name) => word(index.qualifiers, name);
export const valueName = (qualifier, value) => index.values.get(`${qualifier}:${value}`)?.[lang()] || String(value);
export const kindName = (kind) => word(index.kinds, kind);
export const types = () => schema.types.map((type) => type.name);
export const relations = () => schema.relations;
export const statusName = (status) => t(`status.${status || "actual"}`);
export const kindOf = (thing) => (thing.subtype && index.subtypes.has(thing.subtype) ? subtypeName(thing.subtype) : typeName(thing.type));
export const place = (thing) => (thing.within || []).join(" › ");
export const number = (value) => (value === null || value === undefined ? "" : Number(value).toLocaleString(lang() === "zh" ? "zh-CN" : "en-GB", { maximumFractionDigits: 6 }));

const SIGNS = { ge: "≥ ", le: "≤ ", gt: "> ", lt: "< ", approx: "≈ ", about: "≈ " };

/** A value as the report says it, with its unit. */
export function valueText(fact) {
  if (fact.value_text === null && fact.value === null && !fact.amount) return "";
  const told = fact.value_text ?? number(fact.value);
  if (told === null || told === "") return fact.amount ? `${number(fact.amount)} ${t("yuan")}` : "";
  const unit = fact.unit && !String(told).includes(fact.unit) ? (fact.unit === "%" || /[\u4e00-\u9fff]/.test(fact.unit) ? fact.unit : ` ${fact.unit}`) : "";
  const sign = SIGNS[fact.cmp] || "";
  return `${/^[≥≤<>≈]/.test(told) ? "" : sign}${told}${unit}`;
}

/** Mode, specialty and the like of a fact, in one line. */
export function details(fact) {
  const found = [];
  if (fact.measure && fact.measure !== "level") found.push(valueName("measure", fact.measure));
  if (fact.mode) found.push(fact.mode);
  if (fact.specialty) found.push(fact.specialty);
  if (fact.by) found.push(t("by", { who: fact.by }));
  return found.join(" · ");
}

export const thing = (one, props) => h("a", { href: ofThing(one), class: "thing", "data-id": one.id, ...props }, one.name || one.title || one.id);
export const confidence = (value) => (value === null || value === undefined ? "" : `${Math.round(value * 100)} %`);
