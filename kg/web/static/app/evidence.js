// The sentence behind a fact: exact characters marked, raw and normalised side by side.

import { get } from "./api.js";
import { button, h, replace } from "./dom.js";
import { lang, t } from "./i18n.js";
import { link, rewrite } from "./route.js";
import { confidence, details, kindName, relationName, statusName, thing, valueText } from "./words.js";

const panel = document.getElementById("evidence");
let opener = null;
let shown = "";

/** A control that opens the sentence of statement `id`. */
export const sentence = (id, text, { onclick, ...props } = {}) => button(text, (event) => {
  event.stopPropagation();
  onclick?.();
  openEvidence(id, event.currentTarget);
}, { class: "fact", "data-statement": id, title: t("work.evidence"), ...props });

export function openEvidence(id, from) {
  opener = from || document.activeElement;
  rewrite((params) => params.set("e", id));
  return showEvidence(id);
}

export async function showEvidence(id) {
  const key = `${id} ${lang()}`;
  if (shown === key) return;
  shown = key;
  panel.hidden = false;
  document.body.classList.add("with-evidence");
  panel.setAttribute("aria-label", t("evidence"));
  replace(panel, h("p", { class: "wait" }, t("wait")));
  try {
    const told = await get(`/api/statement/${encodeURIComponent(id)}`);
    if (shown === key) replace(panel, bar(), content(told));
  } catch (error) {
    replace(panel, bar(), h("p", { role: "alert" }, `${error.message} ${error.hints?.[lang()] || ""}`));
  }
  panel.querySelector("h2")?.focus({ preventScroll: true });
}

export function closeEvidence(byVisitor = true) {
  if (panel.hidden) return;
  panel.hidden = true;
  shown = "";
  document.body.classList.remove("with-evidence");
  panel.replaceChildren();
  if (byVisitor) {
    rewrite((params) => params.delete("e"));
    if (opener?.isConnected) opener.focus({ preventScroll: true });
  }
}

const bar = () => h("div", { class: "bar" }, h("h2", { tabindex: "-1" }, t("evidence")), button("✕", () => closeEvidence(), { class: "close", "aria-label": t("evidence.close") }));

function content({ fact, subject, object, report, evidence }) {
  return [
    h("p", { class: "claim" }, thing(subject), h("b", {}, ` ${relationName(fact.relation)} `), thing(object), valueText(fact) ? h("strong", { class: "value" }, ` ${valueText(fact)}`) : null),
    h("p", { class: "dim" }, [statusName(fact.status), fact.period, details(fact)].filter(Boolean).join(" · ")),
    evidence.map((one) => quotation(one, report)),
    h("dl", { class: "facts" },
      pair(t("evidence.report"), h("a", { href: link("report", report.id, { at: evidence[0] ? `${evidence[0].start}-${evidence[0].end}` : "", e: "" }) }, report.title || report.id), report.kind ? ` · ${kindName(report.kind)}` : ""),
      pair(t("evidence.issuer"), report.issuer), pair(t("evidence.date"), report.date), pair(t("page.period"), report.period),
      pair(t("evidence.confidence"), confidence(fact.confidence), h("span", { class: "dim" }, ` ${t("evidence.confidence.means")}`))),
    h("p", { class: "row" }, h("a", { href: link("work", "", { n: [subject.id, object.id], s: fact.id, e: fact.id }) }, t("evidence.network"))),
  ];
}

const pair = (name, ...value) => (value[0] ? [h("dt", {}, name), h("dd", {}, value)] : null);

function quotation(one, report) {
  const where = h("a", { class: "whole", href: link("report", report.id, { at: `${one.start}-${one.end}` }) }, t("evidence.whole"));
  return h("section", { class: "quotation" },
    one.raw
      ? h("div", { class: "sides" },
        h("figure", {}, h("figcaption", {}, t("evidence.raw")), h("blockquote", { class: "raw", lang: "zh" }, marks(one.raw))),
        one.clean ? h("figure", {}, h("figcaption", {}, t("evidence.clean")), h("blockquote", { class: "clean", lang: "zh" }, marks(one.clean))) : null)
      : h("div", {}, h("p", { class: "dim" }, t("evidence.no_raw")), h("blockquote", { class: "raw", lang: "zh" }, h("mark", {}, one.text))),
    h("p", { class: "dim" }, t("evidence.place", { a: one.start, b: one.end })),
    h("dl", { class: "facts" }, pair(t("evidence.section"), one.section), pair(t("evidence.rule"), h("code", {}, one.rule))), where);
}

/** Text with its marked ranges; ranges count code points. */
export function marks({ text, marks: ranges }) {
  const letters = Array.from(text);
  const parts = [];
  let at = 0;
  for (const [a, b] of [...ranges].sort((one, other) => one[0] - other[0])) {
    const start = Math.max(a, at);
    if (start > at) parts.push(letters.slice(at, start).join(""));
    if (b > start) parts.push(h("mark", {}, letters.slice(start, b).join("")));
    at = Math.max(at, b);
  }
  parts.push(letters.slice(at).join(""));
  return parts;
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !panel.hidden && document.activeElement?.getAttribute("role") !== "combobox") closeEvidence();
});
