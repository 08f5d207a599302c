// The network on screen: Cytoscape with the fcose layout, seeded so that the same graph is laid out the same.

import { cytoscape, seeded } from "./libraries.js";
import { LINES, relationColour, typeColour, typeShape } from "./looks.js";
import { relationName } from "./words.js";

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const short = (name, n = 14) => (Array.from(name).length > n ? `${Array.from(name).slice(0, n - 1).join("")}…` : name);

function style() {
  const [text, page, accent] = [css("--text"), css("--bg"), css("--accent")];
  return [
    { selector: "node", style: { "background-color": "data(colour)", shape: "data(shape)", width: 26, height: 26, label: "data(short)", color: text, "font-size": 11, "text-valign": "bottom", "text-margin-y": 3, "text-outline-color": page, "text-outline-width": 2, "min-zoomed-font-size": 6, "border-width": 1, "border-color": page } },
    { selector: "node[kind = 'lead']", style: { "border-width": 4, "border-color": typeColour("Alliance"), width: 32, height: 32 } },
    { selector: ":parent", style: { shape: "round-rectangle", "background-opacity": 0.12, "border-width": 2, "border-color": "data(colour)", "text-valign": "top", "text-margin-y": -3, "font-weight": 600, padding: 14 } },
    { selector: "edge", style: { "line-color": "data(colour)", width: 2, "curve-style": "bezier", "control-point-step-size": 26, "line-style": "data(line)", "target-arrow-color": "data(colour)", "target-arrow-shape": "data(arrow)", "arrow-scale": 0.9, label: "data(label)", "font-size": 9, color: text, "text-rotation": "autorotate", "text-outline-color": page, "text-outline-width": 2, "min-zoomed-font-size": 8 } },
    { selector: "edge[inner = 'yes']", style: { display: "none" } }, // the box says it,
    { selector: ".pinned", style: { "border-color": text, "border-width": 3, "border-style": "double" } },
    { selector: "node:selected", style: { "border-color": accent, "border-width": 5, "background-blacken": -0.1 } },
    { selector: "edge:selected", style: { width: 5, "z-index": 9 } },
    { selector: ".out", style: { display: "none" } },
    { selector: ".faint", style: { opacity: 0.3 } },
  ];
}

/** The alliance that each node lies in: by membership on screen, the first by id where there are several. */
export function boxes(edges) {
  const found = new Map();
  for (const edge of edges) {
    if (edge.relation !== "memberOf" && edge.relation !== "leads") continue;
    const had = found.get(edge.source);
    if (edge.source !== edge.target && (!had || edge.target < had)) found.set(edge.source, edge.target);
  }
  for (const alliance of new Set(found.values())) found.delete(alliance); // a box in no other box
  return found;
}

function elements(nodes, edges, withBoxes) {
  const parents = withBoxes ? boxes(edges) : new Map();
  const leads = new Set(edges.filter((edge) => edge.relation === "leads").map((edge) => edge.source));
  const known = new Set(nodes.map((node) => node.id));
  const sorted = [...nodes].sort((a, b) => (a.id < b.id ? -1 : 1));
  return [
    ...sorted.map((node) => ({ group: "nodes", data: { id: node.id, short: short(node.name || node.id), colour: typeColour(node.type), shape: typeShape(node.type), kind: leads.has(node.id) ? "lead" : "", ...(known.has(parents.get(node.id)) ? { parent: parents.get(node.id) } : {}) } })),
    ...[...edges].sort((a, b) => (a.id < b.id ? -1 : 1)).map((edge) => ({ group: "edges", data: { id: `e-${edge.id}`, source: edge.source, target: edge.target, colour: relationColour(edge.relation), line: LINES[edge.status] || "solid", arrow: edge.symmetric ? "none" : "triangle", label: edge.label || relationName(edge.relation), inner: parents.get(edge.source) === edge.target ? "yes" : "no" } })),
  ];
}

export async function graph(container) {
  const library = await cytoscape();
  const cy = library({ container, style: style(), minZoom: 0.05, maxZoom: 4, boxSelectionEnabled: true, selectionType: "single" });

  return {
    cy,
    /** Puts nodes and edges on screen at the places given, and gives the others a place beside what they hang on. */
    put(nodes, edges, places, withBoxes) {
      cy.batch(() => {
        cy.elements().remove();
        cy.add(elements(nodes, edges, withBoxes));
        for (const [id, { x, y }] of places) if (x !== undefined) cy.getElementById(id).position({ x, y });
      });
      seat(cy, places);
    },
    /** Lays out all but what is pinned; with `only` all but those that have a place. */
    layout(places, only = false) {
      const held = [...places].filter(([id, one]) => one.x !== undefined && (only || one.pin) && cy.getElementById(id).isChildless());
      const fixed = held.map(([id, { x, y }]) => ({ nodeId: id, position: { x, y } }));
      const laid = cy.elements().not(".out");
      if (laid.nodes().length < 2) return cy.fit(undefined, 60);
      seeded(() => laid.layout({ name: "fcose", quality: laid.length > 900 ? "draft" : "default", randomize: !fixed.length, animate: false, fit: false, packComponents: false, nodeDimensionsIncludeLabels: laid.length < 400, nodeSeparation: 90, idealEdgeLength: 95, nodeRepulsion: 6500, numIter: laid.length > 600 ? 900 : 2000, fixedNodeConstraint: fixed.length ? fixed : undefined }).run());
    },
    fit: () => cy.fit(cy.elements().not(".out"), 40),
    places: () => new Map(cy.nodes().map((node) => [node.id(), node.position()])),
    destroy: () => cy.destroy(),
  };
}

/** New nodes begin in a ring around a neighbour that has a place. */
function seat(cy, places) {
  const turns = new Map();
  for (const node of cy.nodes().toArray()) {
    if (places.get(node.id())?.x !== undefined || node.isParent()) continue;
    const near = node.neighborhood("node").toArray().find((one) => places.get(one.id())?.x !== undefined);
    if (!near) continue;
    const k = (turns.get(near.id()) || 0) + 1;
    turns.set(near.id(), k);
    const { x, y } = near.position();
    const reach = 90 + 6 * k;
    node.position({ x: x + reach * Math.cos(k * 2.39996), y: y + reach * Math.sin(k * 2.39996) });
  }
}
