// The working view: what is on screen, how it changes, and the way back.

import { get } from "./api.js";
import { say } from "./dom.js";
import { openEvidence } from "./evidence.js";
import { graph } from "./graph.js";
import { t } from "./i18n.js";
import { rewrite } from "./route.js";
import { decode, encode, text, trail, visible } from "./state.js";
import { parts } from "./work_parts.js";

export const CAP = 600;
const KEYS = ["n", "s", "hr", "ht", "hs", "rg", "from", "to", "c", "box", "y"];

export async function render(root, route) {
  const work = { state: decode(route.params), data: { nodes: [], edges: [] }, seen: null, history: trail(), cache: new Map(), drawing: null, message: "" };
  const ui = parts(actions(work));
  work.ui = ui;
  root.append(ui.root);
  return {
    title: t("work.title"),
    ready: () => begin(work).catch((error) => tell(work, error.message)),
    dispose: () => {
      work.gone = true;
      ui.stop();
      document.removeEventListener("keydown", work.keys);
      work.drawing?.destroy();
    },
  };
}

async function begin(work) {
  const drawing = await graph(work.ui.canvas);
  if (work.gone) return drawing.destroy();
  work.drawing = drawing;
  bind(work);
  work.keys = keys(work);
  document.addEventListener("keydown", work.keys);
  const ids = [...work.state.nodes.keys()];
  if (ids.length === 1 && work.state.nodes.get(ids[0]).x === undefined) {
    const near = await get("/api/neighbourhood", { id: ids[0], depth: 1, limit: 60 });
    work.state.selected = [ids[0]];
    include(work, near);
    leftOut(work, near);
  }
  await changed(work);
}

function tell(work, message) {
  work.ui.message(message);
  say(message);
}

function leftOut(work, answer) {
  const by = (answer.left_out_by || []).slice(0, 3).map((one) => t("work.left_out.by", { name: one.name, n: one.count }));
  if (answer.left_out) tell(work, [t("work.left_out", { n: answer.left_out }), ...by].join(" "));
}

/** Takes nodes of an answer into the state, up to the cap. Returns how many came in. */
function include(work, answer) {
  let came = 0;
  for (const { data } of answer.nodes) {
    if (work.state.nodes.has(data.id)) continue;
    if (work.state.nodes.size >= CAP) {
      tell(work, t("work.full", { n: CAP }));
      break;
    }
    work.state.nodes.set(data.id, {});
    came += 1;
  }
  return came;
}

/** Fetches what the state names, draws it, and writes the address. */
async function changed(work, { step = true, redraw = true } = {}) {
  const ids = [...work.state.nodes.keys()].slice(0, CAP);
  const key = [...ids].sort().join();
  if (!work.cache.has(key)) {
    const answer = ids.length ? await get("/api/nodes", { id: ids }) : { nodes: [], edges: [], missing: [] };
    if (work.cache.size > 60) work.cache.clear();
    work.cache.set(key, { nodes: answer.nodes.map((one) => one.data), edges: answer.edges.map((one) => one.data), missing: answer.missing });
  }
  if (work.gone) return;
  work.data = work.cache.get(key);
  if (work.data.missing.length) {
    for (const id of work.data.missing) work.state.nodes.delete(id);
    tell(work, t("work.missing", { n: work.data.missing.length }));
  }
  const known = new Set([...work.data.nodes.map((one) => one.id), ...work.data.edges.map((one) => one.id)]);
  work.state.selected = work.state.selected.filter((id) => known.has(id));
  if (redraw) draw(work);
  filter(work);
  commit(work, step);
}

function draw(work) {
  const { state, data, drawing } = work;
  const fresh = [...state.nodes.values()].every((place) => place.x === undefined);
  const missing = [...state.nodes.values()].some((place) => place.x === undefined);
  drawing.put(data.nodes, data.edges, state.nodes, state.boxes);
  filter(work);
  if (missing) drawing.layout(state.nodes, !fresh);
  keep(work);
  if (missing || !work.fitted) drawing.fit();
  work.fitted = true;
}

/** The places on screen become the state's. */
function keep(work) {
  for (const [id, { x, y }] of work.drawing.places()) {
    const place = work.state.nodes.get(id);
    if (place) Object.assign(place, { x, y });
  }
}

function filter(work) {
  const { state, data, drawing } = work;
  const seen = visible(state, data.nodes, data.edges);
  work.seen = { nodes: data.nodes.filter((node) => seen.nodes.has(node.id)), edges: seen.edges, hidden: seen.hidden };
  const edges = new Set(seen.edges.map((edge) => `e-${edge.id}`));
  const joined = new Set(seen.edges.flatMap((edge) => [edge.source, edge.target]));
  const selected = new Set(state.selected.flatMap((id) => [id, `e-${id}`]));
  work.quiet = true;
  drawing.cy.batch(() => {
    drawing.cy.edges().forEach((edge) => { edge.toggleClass("out", !edges.has(edge.id())); });
    drawing.cy.nodes().forEach((node) => {
      const id = node.id();
      node.toggleClass("out", !seen.nodes.has(id)).toggleClass("faint", seen.hidden > 0 && !joined.has(id) && !selected.has(id)).toggleClass("pinned", Boolean(state.nodes.get(id)?.pin));
    });
    drawing.cy.elements().forEach((one) => { if (one.selected() !== selected.has(one.id())) one[selected.has(one.id()) ? "select" : "unselect"](); });
  });
  work.quiet = false;
}

function commit(work, step = true) {
  work.history.commit(text(work.state), step);
  const now = encode(work.state);
  rewrite((params) => {
    for (const key of KEYS) {
      params.delete(key);
      if (now[key] !== "") params.set(key, now[key]);
    }
  });
  work.ui.update(work);
}

function bind(work) {
  const { cy } = work.drawing;
  cy.on("select unselect", () => {
    if (work.quiet || work.waiting) return;
    work.waiting = true;
    queueMicrotask(() => {
      work.waiting = false;
      work.state.selected = cy.$(":selected").map((one) => one.id().replace(/^e-/, ""));
      commit(work, false);
    });
  });
  cy.on("tap", "edge", (event) => openEvidence(event.target.id().slice(2), work.ui.canvas));
  cy.on("dbltap", "node", (event) => work.actions.expand(event.target.id()));
  cy.on("dragfree", "node", () => {
    keep(work);
    commit(work);
  });
}

function keys(work) {
  return (event) => {
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName || "")) return;
    const key = event.key.toLowerCase();
    if ((event.ctrlKey || event.metaKey) && key === "z" && !event.shiftKey) work.actions.undo();
    else if ((event.ctrlKey || event.metaKey) && (key === "y" || (key === "z" && event.shiftKey))) work.actions.redo();
    else if (key === "delete") work.actions.remove();
    else return;
    event.preventDefault();
  };
}

const STATUSES = ["actual", "ongoing", "target"];

/** The filters of the state as the server takes them. What is hidden by relation or type on screen may still be expanded by name. */
function wanted(state) {
  return { region: state.region, from: state.from, to: state.to, confidence: state.confidence || "", status: state.hiddenStatus.length ? STATUSES.filter((one) => !state.hiddenStatus.includes(one)) : [] };
}

function actions(work) {
  const safely = (act) => async (...given) => {
    try {
      await act(...given);
    } catch (error) {
      tell(work, error.message);
    }
  };
  const step = (go) => safely(async () => {
    const past = go();
    if (past === null) return;
    work.state = decode(new URLSearchParams(past));
    await changed(work, { step: false });
  });
  const nodesSelected = () => work.state.selected.filter((id) => work.state.nodes.has(id));

  const found = {
    add: safely(async (id) => {
      include(work, { nodes: [{ data: { id } }] });
      work.state.selected = [id];
      if (work.state.nodes.size === 1) {
        const near = await get("/api/neighbourhood", { id, depth: 1, limit: 60, ...wanted(work.state) });
        include(work, near);
        leftOut(work, near);
      }
      await changed(work);
    }),
    expand: safely(async (id, relation = "", direction = "", limit = 25) => {
      let offset = 0;
      let came = 0;
      let answer;
      do { // what is on screen already does not count
        answer = await get("/api/expand", { id, relation: relation || [], direction: direction === "both" ? "" : direction, limit, offset, ...wanted(work.state) });
        came += include(work, { nodes: answer.nodes.slice(0, Math.max(0, limit - came) + 1) });
        offset += limit;
      } while (came === 0 && answer.left_out > 0 && offset < 2000);
      await changed(work);
      tell(work, `${t("work.added", { n: came })}${answer.left_out ? ` · ${t("work.left_out", { n: answer.left_out })}` : ""}`);
    }),
    near: safely(async (id) => {
      const answer = await get("/api/neighbourhood", { id, depth: 2, limit: 150, ...wanted(work.state) });
      const came = include(work, answer);
      await changed(work);
      tell(work, t("work.added", { n: came }));
      leftOut(work, answer);
    }),
    path: safely(async () => {
      const [from, to] = nodesSelected();
      if (!to) return tell(work, t("work.path.two"));
      const answer = await get("/api/path", { from_id: from, to_id: to, ...wanted(work.state) });
      if (!answer.found) return tell(work, t("work.path.none"));
      include(work, answer);
      work.state.selected = [...new Set(answer.paths.flat())];
      await changed(work);
      return tell(work, `${t("work.path")}: ${answer.steps}`);
    }),
    collapse: safely(async (id) => {
      const others = new Map();
      for (const { source, target } of work.data.edges) {
        for (const [a, b] of [[source, target], [target, source]]) others.set(a, (others.get(a) || new Set()).add(b));
      }
      for (const other of others.get(id) || []) {
        const alone = [...others.get(other)].every((one) => one === id || one === other);
        if (other !== id && alone && !work.state.nodes.get(other)?.pin) work.state.nodes.delete(other);
      }
      await changed(work);
    }),
    remove: safely(async (ids = nodesSelected()) => {
      for (const id of ids) work.state.nodes.delete(id);
      await changed(work);
    }),
    pin: safely(async (ids = nodesSelected()) => {
      const all = ids.every((id) => work.state.nodes.get(id)?.pin);
      for (const id of ids) Object.assign(work.state.nodes.get(id), { pin: !all });
      await changed(work, { redraw: false });
    }),
    layout: safely(async () => {
      for (const place of work.state.nodes.values()) if (!place.pin) delete place.x;
      await changed(work);
    }),
    clear: safely(async () => {
      work.state.nodes.clear();
      await changed(work);
    }),
    set: safely(async (change, quiet = false) => {
      const before = work.state.boxes;
      Object.assign(work.state, change);
      await changed(work, { step: !quiet, redraw: before !== work.state.boxes });
    }),
    select: safely(async (ids) => {
      work.state.selected = ids;
      filter(work);
      commit(work, false);
    }),
    undo: step(() => work.history.undo()),
    redo: step(() => work.history.redo()),
    fit: () => work.drawing?.fit(),
    work,
  };
  work.actions = found;
  return found;
}
