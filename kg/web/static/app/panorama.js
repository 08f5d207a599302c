// The alliance network as circles in circles, drawn on a canvas from the server's positions. Labels appear by rank as one zooms in.

import { get } from "./api.js";
import { button, h } from "./dom.js";
import { t } from "./i18n.js";
import { relationColour } from "./looks.js";

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** `pick(id)` is called with the entity that was clicked. */
export function panorama(pick) {
  const canvas = h("canvas", { tabindex: "0", role: "img", "aria-label": t("panorama") });
  const hint = h("div", { class: "tip", hidden: true });
  const note = h("p", { class: "dim" }, t("wait"));
  const ties = h("input", { type: "checkbox", checked: true, onchange: () => draw() });
  const root = h("section", { class: "panorama" },
    h("div", { class: "row" }, h("h2", {}, t("panorama")), button("+", () => zoom(1.4), { "aria-label": t("zoom.in") }), button("−", () => zoom(1 / 1.4), { "aria-label": t("zoom.out") }), button(t("zoom.fit"), () => fit()),
      h("label", {}, ties, " ", t("panorama.ties")),
      h("span", { class: "key" }, [0, 1, 2, 3, 4].map((kind) => h("span", { class: `k k${kind}` }, t(`panorama.${kind}`))))),
    h("div", { class: "canvas" }, canvas, hint), h("p", { class: "dim" }, t("panorama.help")), note);
  const view = { x: 0, y: 0, scale: 1, data: null, frame: 0, moved: false };
  const size = () => canvas.getBoundingClientRect();

  function draw() {
    if (view.frame) return;
    view.frame = requestAnimationFrame(() => {
      view.frame = 0;
      if (view.data && canvas.isConnected) paint(canvas, view, ties.checked);
    });
  }
  function fit() {
    if (!view.data) return;
    const { width, height } = size();
    Object.assign(view, { x: 0, y: 0, scale: Math.min(width, height) / (2.06 * view.data.radius || 1) });
    view.least = view.scale;
    draw();
  }
  function zoom(factor, at) {
    const { width, height } = size();
    const [px, py] = at || [width / 2, height / 2];
    const x = view.x + (px - width / 2) / view.scale;
    const y = view.y + (py - height / 2) / view.scale;
    view.scale = Math.min(Math.max(view.scale * factor, view.least * 0.6), view.least * 4000);
    Object.assign(view, { x: x - (px - width / 2) / view.scale, y: y - (py - height / 2) / view.scale });
    draw();
  }
  const under = (event) => {
    const box = size();
    return hit(view, (event.clientX - box.left - box.width / 2) / view.scale + view.x, (event.clientY - box.top - box.height / 2) / view.scale + view.y);
  };
  bind(canvas, { view, zoom, draw, size, under, hint, fit, pick });
  const watcher = new ResizeObserver(() => (view.least && view.scale !== view.least ? draw() : fit()));

  async function ready() {
    watcher.observe(canvas);
    try {
      view.data = await get("/api/panorama");
    } catch (error) {
      note.textContent = error.message;
      return;
    }
    const kinds = view.data.nodes.kind;
    const n = (kind) => kinds.filter((one) => one === kind).length;
    canvas.setAttribute("aria-label", t("panorama.label", { regions: n(0), alliances: n(1), members: n(2) + n(3) + n(4) }));
    note.textContent = view.data.left_out.members ? t("panorama.left_out", { n: view.data.left_out.members }) : "";
    fit();
    canvas.dataset.drawn = String(kinds.length);
  }
  return { root, ready, dispose: () => watcher.disconnect() };
}

function bind(canvas, { view, zoom, draw, size, under, hint, fit, pick }) {
  const fingers = new Map();
  let gap = 0;
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    const box = size();
    zoom(Math.exp(-event.deltaY * 0.0016), [event.clientX - box.left, event.clientY - box.top]);
  }, { passive: false });
  canvas.addEventListener("pointerdown", (event) => {
    fingers.set(event.pointerId, [event.clientX, event.clientY]);
    canvas.setPointerCapture(event.pointerId);
    view.moved = false;
    gap = 0;
  });
  canvas.addEventListener("pointermove", (event) => {
    const last = fingers.get(event.pointerId);
    if (!last) return tip(event);
    const [dx, dy] = [event.clientX - last[0], event.clientY - last[1]];
    if (Math.abs(dx) + Math.abs(dy) > 3) view.moved = true;
    if (!view.moved) return;
    fingers.set(event.pointerId, [event.clientX, event.clientY]);
    if (fingers.size === 2) {
      const [a, b] = [...fingers.values()];
      const now = Math.hypot(a[0] - b[0], a[1] - b[1]);
      const box = size();
      if (gap) zoom(now / gap, [(a[0] + b[0]) / 2 - box.left, (a[1] + b[1]) / 2 - box.top]);
      gap = now;
    } else {
      view.x -= dx / view.scale;
      view.y -= dy / view.scale;
      draw();
    }
  });
  const up = (event) => {
    fingers.delete(event.pointerId);
    if (event.type === "pointerup" && !view.moved) {
      const i = under(event);
      if (i >= 0) pick(view.data.nodes.id[i]);
    }
  };
  canvas.addEventListener("pointerup", up);
  canvas.addEventListener("pointercancel", up);
  canvas.addEventListener("pointerleave", () => { hint.hidden = true; });
  canvas.addEventListener("keydown", (event) => {
    const step = 40 / view.scale;
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    if (event.key === "+" || event.key === "=") zoom(1.4);
    else if (event.key === "-") zoom(1 / 1.4);
    else if (event.key === "0") fit();
    else if (moves[event.key]) {
      view.x += moves[event.key][0];
      view.y += moves[event.key][1];
      draw();
    } else return;
    event.preventDefault();
  });
  function tip(event) {
    if (!view.data) return;
    const i = under(event);
    canvas.classList.toggle("over", i >= 0);
    hint.hidden = i < 0;
    if (i < 0) return;
    const { name, kind } = view.data.nodes;
    hint.textContent = `${name[i]} · ${t(`panorama.${kind[i]}`)}`;
    const box = size();
    hint.style.left = `${Math.min(event.clientX - box.left + 14, box.width - 160)}px`;
    hint.style.top = `${event.clientY - box.top + 14}px`;
  }
}

/** The innermost circle with an id at x, y; -1 for none. */
function hit(view, x, y) {
  const { nodes } = view.data || { nodes: { x: [] } };
  for (let i = nodes.x.length - 1; i >= 0; i -= 1) {
    if (nodes.id[i] && Math.hypot(nodes.x[i] - x, nodes.y[i] - y) <= nodes.r[i]) return i;
  }
  return -1;
}

function paint(canvas, view, withTies) {
  const ratio = window.devicePixelRatio || 1;
  const { width, height } = canvas.getBoundingClientRect();
  if (canvas.width !== Math.round(width * ratio)) canvas.width = Math.round(width * ratio);
  if (canvas.height !== Math.round(height * ratio)) canvas.height = Math.round(height * ratio);
  const pen = canvas.getContext("2d");
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  const { nodes } = view.data;
  const sx = (i) => (nodes.x[i] - view.x) * view.scale + width / 2;
  const sy = (i) => (nodes.y[i] - view.y) * view.scale + height / 2;
  const inside = (i, r) => sx(i) + r > 0 && sx(i) - r < width && sy(i) + r > 0 && sy(i) - r < height;
  circles(pen, view, { sx, sy, inside });
  canvas.dataset.ties = withTies ? lines(pen, view, { sx, sy, inside }) : 0;
  labels(pen, view, { sx, sy, inside });
}

function circles(pen, view, { sx, sy, inside }) {
  const { nodes } = view.data;
  const fills = [0, 1, 2, 3, 4].map((kind) => css(`--p${kind}`));
  const edges = [0, 1, 2, 3, 4].map((kind) => css(`--p${kind}-edge`));
  for (let i = 0; i < nodes.x.length; i += 1) {
    const r = nodes.r[i] * view.scale;
    if (r < 0.35 || !inside(i, r)) continue;
    const kind = nodes.kind[i];
    pen.beginPath();
    if (kind === 2 && r > 2) star(pen, sx(i), sy(i), r);
    else pen.arc(sx(i), sy(i), r, 0, 2 * Math.PI);
    pen.fillStyle = fills[kind];
    pen.fill();
    if (r > 2) {
      pen.setLineDash(kind === 4 ? [3, 2] : []);
      pen.strokeStyle = edges[kind];
      pen.lineWidth = kind === 1 ? 2 : 1;
      pen.stroke();
    }
  }
  pen.setLineDash([]);
}

function star(pen, x, y, r) {
  for (let i = 0; i < 12; i += 1) {
    const reach = i % 2 ? r * 0.78 : r;
    pen.lineTo(x + reach * Math.cos((i * Math.PI) / 6), y + reach * Math.sin((i * Math.PI) / 6));
  }
  pen.closePath();
}

/** Ties with an end that can be told from its neighbours: a whole country's would cover everything. Returns how many were drawn. */
function lines(pen, view, { sx, sy, inside }) {
  const { data, scale } = view;
  const clear = (i) => data.nodes.r[i] * scale >= 3 && inside(i, data.nodes.r[i] * scale);
  const shown = data.ties.filter(([from, to]) => clear(from) || clear(to));
  pen.lineWidth = 1.1;
  pen.globalAlpha = shown.length > 400 ? 0.25 : 0.7;
  for (const [from, to, relation] of shown) {
    const name = data.relations[relation];
    pen.strokeStyle = relationColour(name);
    pen.setLineDash(name === "supports" ? [6, 3] : []);
    pen.beginPath();
    const [ax, ay, bx, by] = [sx(from), sy(from), sx(to), sy(to)];
    pen.moveTo(ax, ay);
    pen.quadraticCurveTo((ax + bx) / 2 + (by - ay) * 0.12, (ay + by) / 2 - (bx - ax) * 0.12, bx, by);
    pen.stroke();
  }
  pen.globalAlpha = 1;
  pen.setLineDash([]);
  return shown.length;
}

/** Labels of small rank first; one that would cover another waits until one zooms in. */
function labels(pen, view, { sx, sy, inside }) {
  const { nodes } = view.data;
  const order = (view.data.order ||= nodes.rank.map((_, i) => i).sort((a, b) => nodes.rank[a] - nodes.rank[b] || nodes.r[b] - nodes.r[a] || a - b));
  const taken = [];
  pen.textAlign = "center";
  pen.lineJoin = "round";
  pen.strokeStyle = css("--bg");
  pen.fillStyle = css("--text");
  let drawn = 0;
  for (const i of order) {
    if (drawn > 160) break;
    const r = nodes.r[i] * view.scale;
    const whole = nodes.kind[i] < 2;
    if (r < (whole ? 12 : 7) || !inside(i, 0)) continue;
    const size = whole ? Math.min(16, Math.max(11, r / 5)) : 11;
    pen.font = `${whole ? 600 : 400} ${size}px system-ui, "Noto Sans CJK SC", sans-serif`;
    const name = nodes.name[i] || t("panorama.nowhere");
    const room = whole ? Math.max(2.4 * r, 60) : Math.max(2 * r, 120);
    const text = pen.measureText(name).width > room ? `${name.slice(0, Math.max(3, Math.floor(room / size) - 1))}…` : name;
    const wide = pen.measureText(text).width;
    const y = whole ? sy(i) - r + size : sy(i) + r + size;
    const box = [sx(i) - wide / 2 - 2, y - size, sx(i) + wide / 2 + 2, y + 3];
    if (taken.some((one) => box[0] < one[2] && one[0] < box[2] && box[1] < one[3] && one[1] < box[3])) continue;
    taken.push(box);
    pen.lineWidth = 3;
    pen.strokeText(text, sx(i), y);
    pen.fillText(text, sx(i), y);
    drawn += 1;
  }
}
