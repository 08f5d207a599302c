// The network as SVG and PNG, with its legend and its sources: drawn here, from what is on screen.

import { s, save } from "./dom.js";
import { LINES, outline, relationColour, typeColour, typeShape } from "./looks.js";
import { relationName, statusName, typeName } from "./words.js";

const FONT = 'system-ui, "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif';
const DASH = { dashed: "6 4", dotted: "2 3" };
const wrap = (text, n) => Array.from(text).reduce((rows, letter) => {
  if (Array.from(rows.at(-1)).length >= n) rows.push("");
  rows[rows.length - 1] += letter;
  return rows;
}, [""]);

/** `nodes`: [{id, name, type}], `edges`: fact data, `cy`: for the places, `reports`: lines that name the sources. */
export function svg({ cy, nodes, edges, reports, title }) {
  const seen = cy.nodes().not(".out");
  const box = seen.boundingBox();
  const legend = [...new Set(nodes.map((node) => node.type))].length + [...new Set(edges.map((edge) => edge.relation))].length;
  const width = Math.max(760, Math.ceil(box.w) + 80);
  const lines = [title, ...reports].flatMap((line) => wrap(line, Math.floor(width / 13)));
  const top = 30;
  const rows = Math.ceil((legend + 3) / Math.floor(width / 150));
  const height = Math.ceil(box.h) + 80 + top + rows * 22 + lines.length * 18 + 40;
  const root = s("svg", { xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `0 0 ${width} ${height}`, "font-family": FONT }, s("title", {}, title), s("rect", { width, height, fill: "#ffffff" }));
  const shift = { x: 40 - box.x1 + Math.max(0, (width - 80 - box.w) / 2), y: 40 + top - box.y1 };
  root.append(s("g", { transform: `translate(${shift.x.toFixed(1)} ${shift.y.toFixed(1)})` }, frames(cy, nodes), edges.map((edge) => line(cy, edge)), nodes.map((node) => symbol(cy, node))));
  root.append(key(nodes, edges, width, Math.ceil(box.h) + 80 + top));
  const foot = Math.ceil(box.h) + 80 + top + rows * 22 + 24;
  lines.forEach((text, i) => root.append(s("text", { x: 20, y: foot + i * 18, "font-size": 12, fill: "#222222" }, text)));
  return new XMLSerializer().serializeToString(root);
}

function frames(cy, nodes) {
  return nodes.filter((node) => cy.getElementById(node.id).isParent()).map((node) => {
    const { x1, y1, w, h } = cy.getElementById(node.id).boundingBox({ includeLabels: false });
    return s("g", {}, s("rect", { x: x1, y: y1, width: w, height: h, rx: 8, fill: typeColour(node.type), "fill-opacity": 0.12, stroke: typeColour(node.type), "stroke-width": 2 }), label(x1 + w / 2, y1 - 5, node.name, 12, 600));
  });
}

const label = (x, y, text, size, weight = 400) => s("text", { x: x.toFixed(1), y: y.toFixed(1), "font-size": size, "font-weight": weight, "text-anchor": "middle", fill: "#1a1a1a", stroke: "#ffffff", "stroke-width": 3, "paint-order": "stroke" }, text);

function line(cy, edge) {
  const one = cy.getElementById(`e-${edge.id}`);
  const a = one.sourceEndpoint();
  const b = one.targetEndpoint();
  const mid = one.midpoint();
  if (!a || !b || !Number.isFinite(a.x) || !Number.isFinite(b.x)) return null;
  const colour = relationColour(edge.relation);
  const turn = Math.atan2(b.y - mid.y, b.x - mid.x);
  const wing = (by) => `${(b.x - 9 * Math.cos(turn + by)).toFixed(1)},${(b.y - 9 * Math.sin(turn + by)).toFixed(1)}`;
  const bend = { x: 2 * mid.x - (a.x + b.x) / 2, y: 2 * mid.y - (a.y + b.y) / 2 };
  return s("g", {},
    s("path", { d: `M${a.x.toFixed(1)},${a.y.toFixed(1)} Q${bend.x.toFixed(1)},${bend.y.toFixed(1)} ${b.x.toFixed(1)},${b.y.toFixed(1)}`, fill: "none", stroke: colour, "stroke-width": 2, "stroke-dasharray": DASH[LINES[edge.status]] }),
    edge.symmetric ? null : s("polygon", { points: `${b.x.toFixed(1)},${b.y.toFixed(1)} ${wing(0.42)} ${wing(-0.42)}`, fill: colour }),
    label(mid.x, mid.y, relationName(edge.relation), 9));
}

function symbol(cy, node) {
  const one = cy.getElementById(node.id);
  if (one.isParent()) return null;
  const { x, y } = one.position();
  const [name, attributes] = outline(typeShape(node.type), one.width());
  return s("g", {}, s("g", { transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})` }, s(name, { ...attributes, fill: typeColour(node.type) })), label(x, y + one.height() / 2 + 13, node.name, 11));
}

function key(nodes, edges, width, top) {
  const across = Math.floor(width / 150);
  const types = [...new Set(nodes.map((node) => node.type))].sort().map((type) => [(x, y) => {
    const [name, attributes] = outline(typeShape(type), 14);
    return s("g", { transform: `translate(${x + 8} ${y})` }, s(name, { ...attributes, fill: typeColour(type) }));
  }, typeName(type)]);
  const stroke = (colour, dash) => (x, y) => s("line", { x1: x, y1: y, x2: x + 18, y2: y, stroke: colour, "stroke-width": 3, "stroke-dasharray": dash });
  const relations = [...new Set(edges.map((edge) => edge.relation))].sort().map((name) => [stroke(relationColour(name)), relationName(name)]);
  const statuses = ["actual", "ongoing", "target"].map((status) => [stroke("#333333", DASH[LINES[status]]), statusName(status)]);
  return s("g", { class: "legend" }, [...types, ...relations, ...statuses].map(([mark, text], i) => {
    const [x, y] = [20 + (i % across) * 150, top + Math.floor(i / across) * 22];
    return s("g", {}, mark(x, y), s("text", { x: x + 24, y: y + 4, "font-size": 12, fill: "#222222" }, text));
  }));
}

export const saveSvg = (name, text) => save(`${name}.svg`, text, "image/svg+xml");

export async function savePng(name, text) {
  const image = new Image();
  const address = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  try {
    image.src = address;
    await image.decode();
    const most = 8000;
    const scale = Math.min(2, most / Math.max(image.naturalWidth, image.naturalHeight));
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width: Math.round(image.naturalWidth * scale), height: Math.round(image.naturalHeight * scale) });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    save(`${name}.png`, await new Promise((done) => canvas.toBlob(done, "image/png")), "image/png");
  } finally {
    URL.revokeObjectURL(address);
  }
}
