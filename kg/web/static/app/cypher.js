// A box for Cypher that only reads.

import { get, post } from "./api.js";
import { button, h, replace } from "./dom.js";
import { lang, t } from "./i18n.js";
import { rewrite } from "./route.js";
import { table } from "./rows.js";

const FIRST = "MATCH (h:Institution)-[r:partnersWith|supports]-(o)\nRETURN h.name AS institution, type(r) AS relation, o.name AS other, r.id AS statement\nORDER BY institution, other LIMIT 50";

export async function render(root, route) {
  const { limits } = await get("/api/schema");
  const box = h("textarea", { id: "cypher", rows: 9, spellcheck: "false", value: route.params.get("text") || FIRST });
  const values = h("input", { id: "parameters", type: "text", value: route.params.get("with") || "", placeholder: '{"name": "泉州市"}' });
  const answer = h("div", { class: "answers", "aria-live": "polite" });
  const run = async () => {
    rewrite((params) => {
      params.set("text", box.value);
      if (values.value.trim()) params.set("with", values.value);
      else params.delete("with");
    });
    let parameters = {};
    try {
      parameters = values.value.trim() ? JSON.parse(values.value) : {};
      if (typeof parameters !== "object" || parameters === null || Array.isArray(parameters)) throw new Error();
    } catch {
      return replace(answer, h("p", { class: "trouble", role: "alert" }, t("cypher.badjson")));
    }
    replace(answer, h("p", { class: "wait" }, t("wait")));
    try {
      const told = await post("/api/cypher", { text: box.value, parameters });
      replace(answer, h("p", { role: "status", "data-rows": told.rows.length }, t("questions.rows", { n: told.rows.length, s: told.seconds }), told.left_out ? ` · ${t("questions.left_out", { n: told.left_out })}` : ""), told.rows.length ? table(told, "cypher") : h("p", { class: "empty" }, t("questions.none")));
    } catch (error) {
      replace(answer, h("p", { class: "trouble", role: "alert" }, error.message, " ", error.hints?.[lang()] || ""));
    }
    return null;
  };
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run();
  });
  root.append(h("h1", {}, t("cypher.title")), h("p", {}, t("cypher.lead", { rows: limits?.rows ?? 1000, seconds: limits?.seconds ?? 10 })),
    h("div", { class: "field" }, h("label", { for: "cypher" }, t("cypher.label")), box), h("div", { class: "field" }, h("label", { for: "parameters" }, t("cypher.parameters")), values),
    h("p", {}, button(t("cypher.run"), run, { class: "main", id: "run" })), answer);
  return { title: t("cypher.title") };
}
