// What this is, how far to trust it, and what it is made with.

import { get } from "./api.js";
import { h } from "./dom.js";
import { t } from "./i18n.js";
import { number } from "./words.js";

export async function render(root) {
  const [seen, made] = await Promise.all([get("/api/overview"), fetch("/static/vendor/vendor.json").then((answer) => answer.json())]);
  root.append(h("h1", {}, t("about.title")), ["what", "silence", "reads", "keys"].map((key) => h("p", {}, t(`about.${key}`))),
    h("dl", { class: "facts" }, h("dt", {}, t("about.graph")), h("dd", {}, h("code", {}, seen.graph)), h("dt", {}, seen.product), h("dd", {}, seen.version), h("dt", {}, t("home.statements")), h("dd", {}, number(seen.statements.total))),
    h("p", {}, h("a", { href: "/docs/" }, t("about.api"))),
    h("h2", {}, t("about.licences")), h("ul", {}, made.map((one) => h("li", {}, `${one.package} ${one.version} (${one.licence})`))), h("p", {}, h("a", { href: "/static/vendor/LICENSES.txt" }, "LICENSES.txt")));
  return { title: t("about.title") };
}
