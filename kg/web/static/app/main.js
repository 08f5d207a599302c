// Starts the page, keeps its head, and shows the view that the address names.

import { ApiError, get } from "./api.js";
import { button, h, replace, say } from "./dom.js";
import { closeEvidence, showEvidence } from "./evidence.js";
import { lang, setLang, t } from "./i18n.js";
import { current, link, ofThing } from "./route.js";
import { searchBox } from "./searchbox.js";
import { remember, remembered } from "./store.js";
import { loadWords } from "./words.js";

const VIEWS = {
  "": () => import("./home.js"), work: () => import("./work.js"), entity: () => import("./page.js"), report: () => import("./report.js"),
  compare: () => import("./compare.js"), questions: () => import("./questions.js"), cypher: () => import("./cypher.js"), about: () => import("./about.js"),
};
const MENU = ["", "work", "compare", "questions", "cypher", "about"];
const main = document.getElementById("main");
let shown = null;
let turn = 0;

function theme(value) {
  document.documentElement.dataset.theme = value;
  remember("theme", value);
}

function head() {
  const here = current().view;
  document.getElementById("skip").textContent = t("skip");
  replace(document.getElementById("top"),
    h("a", { class: "brand", href: "#/" }, t("product")),
    h("nav", { "aria-label": t("nav") }, MENU.map((view) => h("a", { href: link(view), "aria-current": view === here ? "page" : null }, t(`nav.${view || "home"}`)))),
    searchBox({ id: "find", pick: (thing) => { location.hash = ofThing(thing); } }),
    h("div", { class: "switches" },
      button(t("language"), switchLanguage, { id: "language", lang: lang() === "zh" ? "en" : "zh-CN" }),
      button(t(document.documentElement.dataset.theme === "dark" ? "theme.light" : "theme.dark"), switchTheme, { id: "theme" })));
}

function switchLanguage() {
  setLang(lang() === "zh" ? "en" : "zh");
  show(true).then(() => document.getElementById("language").focus());
}

function switchTheme() {
  theme(document.documentElement.dataset.theme === "dark" ? "light" : "dark");
  show(true).then(() => document.getElementById("theme").focus());
}

/** An error in words that say what to do. */
export function trouble(error) {
  const known = error instanceof ApiError;
  return h("section", { class: "trouble", role: "alert" },
    h("h1", {}, t("error.title")),
    h("p", {}, known ? error.message : String(error?.message || error)),
    known && error.hints[lang()] ? h("p", {}, error.hints[lang()]) : null,
    h("p", { class: "row" }, button(t(error.status === 410 ? "error.reload" : "error.retry"), () => (error.status === 410 ? location.reload() : show(true))), h("a", { href: "#/" }, t("error.home"))));
}

let address = "";
const placeOf = (route) => `${route.view}/${route.key}?${[...route.params].filter(([name]) => name !== "e")}`;

async function show(again = false) {
  const route = current();
  const mine = ++turn;
  const place = placeOf(route);
  if (!again && place === address) return evidence(route);
  address = place;
  head();
  shown?.dispose?.();
  shown = null;
  replace(main, h("p", { class: "wait" }, t("wait")));
  main.className = `view-${route.view || "home"}`;
  main.setAttribute("aria-busy", "true");
  try {
    const load = VIEWS[route.view];
    if (!load) throw new Error(t("nothing.here"));
    const view = await load();
    const root = h("div", { class: "view" });
    const made = await view.render(root, route);
    if (mine !== turn) return made?.dispose?.();
    shown = made;
    replace(main, root);
    made?.ready?.();
    document.title = `${made?.title ? `${made.title} · ` : ""}${t("product")}`;
    if (!again) focusView();
  } catch (error) {
    if (mine === turn) replace(main, trouble(error));
  } finally {
    if (mine === turn) main.removeAttribute("aria-busy");
  }
  return evidence(route);
}

let first = true;

function focusView() {
  say(document.title);
  if (!first) {
    main.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }
  first = false;
}

function evidence(route) {
  const id = route.params.get("e");
  if (id) return showEvidence(id);
  return closeEvidence(false);
}

async function watch() {
  try {
    const state = await get("/api/state");
    const notice = document.getElementById("notice");
    if (state.newer && !notice.hasChildNodes()) replace(notice, h("p", {}, t("newer"), " ", button(t("newer.load"), () => location.reload())));
  } catch { /* the next request of the visitor will say so */ }
}

document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName || "")) {
    event.preventDefault();
    document.getElementById("find")?.focus();
  }
});
document.getElementById("skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});
window.addEventListener("hashchange", () => show());
window.addEventListener("rewritten", () => { address = placeOf(current()); });

async function start() {
  setLang(lang());
  theme(remembered("theme", matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"));
  try {
    await loadWords();
  } catch (error) {
    replace(main, trouble(error));
    return;
  }
  if (!location.hash) history.replaceState(null, "", "#/");
  await show();
  setInterval(watch, 20_000);
}

start();

