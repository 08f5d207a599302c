// What stands around the network: tools, selection, filters, timeline, legend, table.

import { get, pinned } from "./api.js";
import { button, csv, h, replace, s, save } from "./dom.js";
import { sentence } from "./evidence.js";
import { t } from "./i18n.js";
import { LINES, outline, relationColour, typeColour, typeShape } from "./looks.js";
import { savePng, saveSvg, svg } from "./picture.js";
import { link } from "./route.js";
import { searchBox } from "./searchbox.js";
import { confidence, details, kindOf, place, relationName, statusName, thing, typeName, valueText } from "./words.js";

const ROWS = 200;

export function parts(act) {
  const ui = { canvas: h("div", { class: "network", id: "network", role: "img", tabindex: "0", "aria-label": t("work.title") }) };
  const boxes = Object.fromEntries(["tools", "selection", "filters", "timeline", "legend", "table"].map((name) => [name, h("div", { class: name })]));
  const note = h("p", { class: "note", role: "status" });
  const empty = h("div", { class: "empty over", hidden: true });
  const playing = { timer: 0 };
  const block = (name, title, open = true) => h("details", { open, class: `block ${name}` }, h("summary", {}, t(title)), boxes[name]);
  ui.root = h("div", { class: "work" },
    h("h1", { class: "unseen" }, t("work.title")),
    h("div", { class: "toolbar", role: "toolbar", "aria-label": t("work.tools") }, searchBox({ id: "work-find", label: t("work.add"), pick: (one) => act.add(one.id) }), boxes.tools),
    note,
    h("div", { class: "stage" }, h("div", { class: "canvas" }, ui.canvas, empty),
      h("div", { class: "side" }, block("selection", "work.selected"), block("legend", "work.legend"), block("timeline", "work.timeline"), block("filters", "work.filters", false))),
    h("section", { class: "block" }, h("h2", {}, t("work.table")), boxes.table));
  ui.message = (message) => { note.textContent = message; };
  ui.stop = () => clearInterval(playing.timer);
  ui.update = (work) => {
    const none = !work.state.nodes.size;
    empty.hidden = !none;
    if (none) start(empty);
    ui.canvas.setAttribute("aria-label", t("work.canvas", { nodes: work.seen.nodes.length, edges: work.seen.edges.length }));
    ui.canvas.dataset.nodes = work.seen.nodes.length;
    ui.canvas.dataset.edges = work.seen.edges.length;
    refill(boxes.tools, tools(work, act, ui));
    refill(boxes.filters, filters(work, act));
    refill(boxes.timeline, timeline(work, act, playing));
    refill(boxes.legend, legend(work));
    refill(boxes.table, table(work, act));
    selection(boxes.selection, work, act);
  };
  return ui;
}

/** Puts new contents in and gives the focus back to the control of the same name. */
function refill(box, contents) {
  const had = box.contains(document.activeElement) ? document.activeElement.getAttribute("data-key") : null;
  replace(box, contents);
  if (had) [...box.querySelectorAll("[data-key]")].find((one) => one.getAttribute("data-key") === had)?.focus({ preventScroll: true });
}

async function start(box) {
  replace(box, h("p", {}, h("strong", {}, t("work.empty"))), h("p", {}, t("work.empty.do")));
  try {
    const { largest } = await get("/api/overview");
    box.append(h("ul", { class: "list" }, largest.alliances.slice(0, 6).map((one) => h("li", {}, h("a", { href: link("work", "", { n: one.id }) }, one.name)))));
  } catch { /* the words above are enough */ }
}

const name = (work) => (work.data.nodes.find((node) => work.state.selected.includes(node.id)) || work.data.nodes[0] || { name: t("work.title") }).name;

/** Which reports, of which graph, at which address: so that a picture can be checked. */
async function sources(work) {
  const stems = [...new Set(work.seen.edges.map((edge) => edge.report))].sort();
  const titles = await Promise.all(stems.slice(0, 12).map(async (stem) => {
    try {
      const { entity } = await get(`/api/entity/${encodeURIComponent(stem)}`);
      const report = entity.report || entity;
      return [report.title || entity.name, report.issuer, report.date].filter(Boolean).join(" · ");
    } catch {
      return stem;
    }
  }));
  return [`${t("work.sources")}: ${t("product")} ${pinned()}`, ...titles, ...(stems.length > 12 ? [`+ ${stems.length - 12}`] : [])];
}

async function picture(work, as, ui) {
  try {
    const text = svg({ cy: work.drawing.cy, nodes: work.seen.nodes, edges: work.seen.edges, reports: await sources(work), title: [name(work), work.state.year].filter(Boolean).join(" · ") });
    await as(name(work), text);
  } catch (error) {
    ui.message(error.message);
  }
}

async function share(ui) {
  try {
    await navigator.clipboard.writeText(location.href);
    ui.message(t("work.shared"));
  } catch {
    ui.message(`${t("work.share.here")} ${location.href}`);
  }
}

function tools(work, act, ui) {
  const can = work.history.can();
  const none = !work.state.nodes.size;
  const two = work.state.selected.filter((id) => work.state.nodes.has(id)).length >= 2;
  return [
    button(t("work.undo"), () => act.undo(), { "data-key": "undo", disabled: !can.undo, id: "undo" }), button(t("work.redo"), () => act.redo(), { "data-key": "redo", disabled: !can.redo, id: "redo" }),
    button(t("work.layout"), () => act.layout(), { "data-key": "layout", disabled: none }), button(t("work.fit"), () => act.fit(), { "data-key": "fit", disabled: none }),
    button(t("work.path"), () => act.path(), { "data-key": "path", disabled: !two, title: two ? null : t("work.path.two") }),
    button(t("work.share"), () => share(ui), { "data-key": "share", id: "share" }),
    button(t("work.svg"), () => picture(work, saveSvg, ui), { "data-key": "svg", id: "svg", disabled: none }), button(t("work.png"), () => picture(work, savePng, ui), { "data-key": "png", id: "png", disabled: none }),
    button(t("work.clear"), () => act.clear(), { "data-key": "clear", disabled: none }),
  ];
}

function selection(box, work, act) {
  const ids = work.state.selected;
  const nodes = work.data.nodes.filter((node) => ids.includes(node.id));
  const edges = work.data.edges.filter((edge) => ids.includes(edge.id));
  const by = new Map(work.data.nodes.map((node) => [node.id, node]));
  if (!nodes.length && !edges.length) return refill(box, h("p", { class: "dim" }, t("work.none_selected")));
  const many = nodes.length > 1;
  refill(box, [
    nodes.slice(0, 12).map((node) => h("p", {}, thing(node), h("span", { class: "dim" }, ` ${[kindOf(node), place(node)].filter(Boolean).join(" · ")}`))),
    nodes.length ? h("p", { class: "row" },
      many ? null : button(t("work.depth2"), () => act.near(nodes[0].id), { "data-key": "near" }), many ? null : button(t("work.collapse"), () => act.collapse(nodes[0].id), { "data-key": "collapse" }),
      button(t(nodes.every((node) => work.state.nodes.get(node.id)?.pin) ? "work.unpin" : "work.pin"), () => act.pin(), { "data-key": "pin" }), button(t("work.remove"), () => act.remove(), { "data-key": "remove" })) : null,
    edges.slice(0, 12).map((edge) => h("p", {}, by.get(edge.source)?.name, " ", sentence(edge.id, relationName(edge.relation)), " ", by.get(edge.target)?.name, " ", valueText(edge))),
    nodes.length === 1 ? h("div", { class: "expand" }) : null,
    nodes.length === 1 ? own(work, nodes[0].id, by) : null,
  ]);
  if (nodes.length === 1) counts(box.querySelector(".expand"), nodes[0].id, act);
}

/** The facts of one node: also those that a box says without a line. */
function own(work, id, by) {
  const found = work.seen.edges.filter((edge) => edge.source === id || edge.target === id);
  return found.length ? h("details", { open: found.length < 9 }, h("summary", {}, `${t("work.its")} ${found.length}`), h("ul", { class: "list" }, found.slice(0, 40).map((edge) => h("li", {}, edge.source === id ? null : `${by.get(edge.source)?.name} `, sentence(edge.id, relationName(edge.relation), { "data-key": `o${edge.id}` }), edge.target === id ? null : ` ${by.get(edge.target)?.name} `, " ", valueText(edge))))) : null;
}

async function counts(box, id, act) {
  try {
    const told = await get("/api/expand", { id, limit: 1 });
    const many = h("select", { "aria-label": t("work.expand.count"), "data-key": "many" }, [10, 25, 50, 100].map((n) => h("option", { value: n, selected: n === 25 }, n)));
    replace(box, h("p", { class: "row" }, h("strong", {}, t("work.expand")), h("label", {}, t("work.expand.count"), " ", many)),
      h("p", { class: "row" }, told.counts.map((one) => button(`${one.direction === "in" ? "← " : one.direction === "out" ? "→ " : "↔ "}${relationName(one.relation)} ${one.count}`, () => act.expand(id, one.relation, one.direction, +many.value), { class: "chip", colour: relationColour(one.relation), "data-relation": one.relation }))));
  } catch (error) {
    replace(box, error.message);
  }
}

const mark = (type) => {
  const [tag, attributes] = outline(typeShape(type), 15);
  return s("svg", { viewBox: "-9 -9 18 18", width: 18, height: 18, "aria-hidden": "true" }, s(tag, { ...attributes, fill: typeColour(type) }));
};
const stroke = (colour, line) => s("svg", { viewBox: "0 0 26 10", width: 26, height: 10, "aria-hidden": "true" }, s("line", { x1: 0, y1: 5, x2: 26, y2: 5, stroke: colour, "stroke-width": 3, "stroke-dasharray": { dashed: "6 4", dotted: "2 3" }[line] }));

function legend(work) {
  const types = [...new Set(work.seen.nodes.map((node) => node.type))].sort();
  const relations = [...new Set(work.seen.edges.map((edge) => edge.relation))].sort();
  return [
    h("ul", { class: "key" }, types.map((type) => h("li", {}, mark(type), " ", typeName(type)))),
    h("ul", { class: "key" }, relations.map((relation) => h("li", {}, stroke(relationColour(relation)), " ", relationName(relation)))),
    h("ul", { class: "key" }, Object.entries(LINES).map(([status, line]) => h("li", {}, stroke("currentColor", line), " ", statusName(status)))),
    work.seen.hidden ? h("p", { class: "dim" }, t("work.hidden", { n: work.seen.hidden })) : null,
  ];
}

function timeline(work, act, playing) {
  const years = [...new Set(work.data.edges.map((edge) => edge.year).filter(Boolean))].sort();
  if (!years.length) return h("p", { class: "dim" }, "–");
  const all = [...years.map(String), ""];
  const at = all.indexOf(work.state.year) < 0 ? all.length - 1 : all.indexOf(work.state.year);
  const stop = () => {
    clearInterval(playing.timer);
    playing.timer = 0;
  };
  const play = () => {
    if (playing.timer) {
      stop();
      return act.set({}, true).then(() => work.ui.update(work));
    }
    let next = 0;
    const tick = () => {
      if (next >= all.length) {
        stop();
        return work.ui.update(work);
      }
      const year = all[next];
      next += 1;
      return act.set({ year }, true);
    };
    playing.timer = setInterval(tick, 1100);
    return tick();
  };
  return h("p", { class: "row" }, button(t(playing.timer ? "work.stop" : "work.play"), play, { "data-key": "play" }),
    h("input", { type: "range", min: 0, max: all.length - 1, step: 1, value: at, "aria-label": t("work.timeline"), "aria-valuetext": all[at] || t("work.allyears"), "data-key": "year", onchange: (event) => act.set({ year: all[+event.target.value] }) }),
    h("output", {}, all[at] ? `≤ ${all[at]}` : t("work.allyears")));
}

function filters(work, act) {
  const { state, data } = work;
  const choice = (values, key, words) => h("fieldset", {}, h("legend", {}, words[0]), values.map((value) => h("label", {}, h("input", {
    type: "checkbox", checked: !state[key].includes(value), "data-key": `${key}-${value}`,
    onchange: (event) => act.set({ [key]: event.target.checked ? state[key].filter((one) => one !== value) : [...state[key], value] }),
  }), " ", words[1](value))));
  const merge = (values, hidden) => [...new Set([...values, ...hidden])].sort();
  const years = h("span", { class: "row" }, ["from", "to"].map((key) => h("label", {}, t(`work.${key}`), " ", h("input", { type: "number", min: 1950, max: 2100, value: state[key], class: "year", "data-key": key, onchange: (event) => act.set({ [key]: event.target.value }) }))));
  return [
    choice(merge(data.edges.map((edge) => edge.relation), state.hiddenRelations), "hiddenRelations", [t("work.relations"), relationName]),
    choice(merge(data.nodes.map((node) => node.type), state.hiddenTypes), "hiddenTypes", [t("work.types"), typeName]),
    choice(["actual", "ongoing", "target"], "hiddenStatus", [t("work.status"), statusName]),
    h("p", { class: "row" }, h("label", {}, t("work.region"), " ", h("input", { type: "text", value: state.region, "data-key": "region", onchange: (event) => act.set({ region: event.target.value.trim() }) })), years),
    h("p", { class: "row" }, h("label", {}, t("work.confidence"), " ", h("input", { type: "range", min: 0, max: 1, step: 0.05, value: state.confidence, "data-key": "confidence", "aria-valuetext": confidence(state.confidence), onchange: (event) => act.set({ confidence: +event.target.value }) }), " ", confidence(state.confidence)),
      h("label", {}, h("input", { type: "checkbox", checked: state.boxes, "data-key": "boxes", onchange: (event) => act.set({ boxes: event.target.checked }) }), " ", t("work.boxes"))),
    h("p", {}, button(t("work.reset"), () => act.set({ hiddenRelations: [], hiddenTypes: [], hiddenStatus: [], region: "", from: "", to: "", year: "", confidence: 0 }), { "data-key": "reset" })),
  ];
}

function table(work, act) {
  const by = new Map(work.data.nodes.map((node) => [node.id, node]));
  const selected = new Set(work.state.selected);
  const chosen = (edge) => selected.has(edge.id) || selected.has(edge.source) || selected.has(edge.target);
  const edges = [...work.seen.edges].sort((a, b) => chosen(b) - chosen(a));
  const head = ["select", "subject", "relation", "object", "value", "period", "status", "details", "confidence", "report"];
  const download = () => save(`${name(work)}.csv`, csv([head.slice(1).map((key) => t(`col.${key}`)), ...edges.map((edge) => [by.get(edge.source).name, relationName(edge.relation), by.get(edge.target).name, valueText(edge), edge.period, statusName(edge.status), details(edge), edge.confidence, edge.report])]), "text/csv");
  const node = (id) => button(by.get(id).name, () => act.select([id]), { class: "plain", "aria-pressed": String(selected.has(id)), "data-key": `n${id}` });
  const row = (edge) => h("tr", { class: chosen(edge) ? "chosen" : "" },
    h("td", {}, h("input", { type: "checkbox", checked: selected.has(edge.id), "aria-label": `${t("col.select")} ${by.get(edge.source).name} ${relationName(edge.relation)} ${by.get(edge.target).name}`, "data-key": `c${edge.id}`, onchange: (event) => act.select(event.target.checked ? [...work.state.selected, edge.id] : work.state.selected.filter((id) => id !== edge.id)) })),
    h("td", {}, node(edge.source)), h("td", {}, sentence(edge.id, relationName(edge.relation), { "data-key": `r${edge.id}` })), h("td", {}, node(edge.target)),
    h("td", { class: "n" }, valueText(edge)), h("td", {}, edge.period), h("td", {}, statusName(edge.status)), h("td", {}, details(edge)), h("td", { class: "n" }, confidence(edge.confidence)), h("td", {}, h("a", { href: link("report", edge.report) }, edge.report.split("_")[0])));
  const joined = new Set(edges.flatMap((edge) => [edge.source, edge.target]));
  const alone = work.seen.nodes.filter((one) => !joined.has(one.id));
  return [
    h("p", { class: "row" }, button(`${t("work.csv")} ↓`, download, { "data-key": "csv", id: "csv", disabled: !edges.length }), h("span", { class: "dim", "data-rows": edges.length }, t("page.rows", { n: edges.length })), edges.length > ROWS ? h("span", { class: "dim" }, t("work.more", { n: ROWS })) : null),
    h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("work.table") }, h("table", {}, h("thead", {}, h("tr", {}, head.map((key) => h("th", { scope: "col" }, t(`col.${key}`))))), h("tbody", {}, edges.slice(0, ROWS).map(row)))),
    alone.length ? h("p", {}, h("strong", {}, t("work.things")), " ", alone.slice(0, ROWS).map((one) => [node(one.id), " "])) : null,
  ];
}
