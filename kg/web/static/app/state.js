// What the working view shows, and its form in the address: the same address gives the same view.

export const EMPTY = () => ({ nodes: new Map(), selected: [], hiddenRelations: [], hiddenTypes: [], hiddenStatus: [], region: "", from: "", to: "", confidence: 0, boxes: true, year: "" });

const LISTS = { hr: "hiddenRelations", ht: "hiddenTypes", hs: "hiddenStatus" };

/** State → parameters of the address. `n` is a list of id, or id~x~y, or id~x~y~p (pinned), joined by full stops of their own kind: `!`. */
export function encode(state) {
  const one = ([id, { x, y, pin }]) => (x === undefined ? id : `${id}~${Math.round(x)}~${Math.round(y)}${pin ? "~p" : ""}`);
  const found = { n: [...state.nodes].map(one).join("!"), s: state.selected.join("!") };
  for (const [key, name] of Object.entries(LISTS)) found[key] = state[name].join("!");
  return { ...found, rg: state.region, from: state.from, to: state.to, c: state.confidence || "", box: state.boxes ? "" : "0", y: state.year };
}

export function decode(params) {
  const list = (key) => params.getAll(key).flatMap((text) => text.split("!")).filter(Boolean);
  const state = EMPTY();
  for (const text of list("n")) {
    const [id, x, y, pin] = text.split("~");
    const placed = x !== undefined && Number.isFinite(+x) && Number.isFinite(+y);
    state.nodes.set(id, placed ? { x: +x, y: +y, pin: pin === "p" } : {});
  }
  state.selected = list("s");
  for (const [key, name] of Object.entries(LISTS)) state[name] = list(key);
  const year = (key) => (/^\d{4}$/.test(params.get(key) || "") ? params.get(key) : "");
  return Object.assign(state, { region: params.get("rg") || "", from: year("from"), to: year("to"), year: year("y"), confidence: Math.min(1, Math.max(0, +params.get("c") || 0)), boxes: params.get("box") !== "0" });
}

export const text = (state) => new URLSearchParams(Object.entries(encode(state)).filter(([, value]) => value !== "")).toString();

/** Undo and redo over states as texts. A new selection takes the place of the last state: it is no step of its own. */
export function trail() {
  const past = [];
  let at = -1;
  return {
    commit(now, step = true) {
      if (at >= 0 && past[at] === now) return;
      if (!step && at >= 0) past[at] = now;
      else {
        past.splice(at + 1);
        past.push(now);
        if (past.length > 100) past.shift();
        at = past.length - 1;
      }
    },
    undo: () => (at > 0 ? past[(at -= 1)] : null),
    redo: () => (at < past.length - 1 ? past[(at += 1)] : null),
    can: () => ({ undo: at > 0, redo: at < past.length - 1 }),
  };
}

/** Which nodes and edges the filters let through: {nodes: Set, edges: [edge data], hidden: number}. */
export function visible(state, nodes, edges) {
  const inRegion = (node) => !state.region || !(node.region || node.type === "Region") || [node.name, ...(node.within || [])].some((name) => name.includes(state.region));
  const shown = new Set(nodes.filter((node) => !state.hiddenTypes.includes(node.type) && inRegion(node)).map((node) => node.id));
  const until = state.year ? Math.min(+state.year, +state.to || 9999) : +state.to || 0;
  const passes = (edge) => shown.has(edge.source) && shown.has(edge.target)
    && !state.hiddenRelations.includes(edge.relation) && !state.hiddenStatus.includes(edge.status || "actual")
    && !(state.from && edge.year !== null && edge.year < +state.from) && !(until && edge.year !== null && edge.year > until)
    && !(edge.confidence !== null && edge.confidence < state.confidence);
  const kept = edges.filter(passes);
  return { nodes: shown, edges: kept, hidden: edges.length - kept.length };
}
