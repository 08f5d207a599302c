// Hues that colour-blind readers tell apart (after Okabe and Ito, with 4.5:1 against the page for text), and a shape beside each.

export const TYPES = {
  Region: ["#0072b2", "round-hexagon"],
  Institution: ["#00875f", "ellipse"],
  Alliance: ["#a05a00", "round-rectangle"],
  Unit: ["#3f8fbf", "round-triangle"],
  Indicator: ["#a8437f", "diamond"],
  PolicyDocument: ["#6b5b95", "tag"],
  Programme: ["#b5482a", "pentagon"],
  Project: ["#7a6a00", "rectangle"],
  Designation: ["#946200", "star"],
  Person: ["#757575", "vee"],
  Disease: ["#b0451a", "octagon"],
  Population: ["#2f6f6f", "heptagon"],
  Report: ["#555555", "cut-rectangle"],
};
const RELATIONS = {
  partnersWith: "#0072b2", supports: "#c24e00", memberOf: "#00875f", leads: "#a05a00", hasUnit: "#3f8fbf", designatedAs: "#946200", issued: "#6b5b95",
  implements: "#b5482a", achieved: "#a8437f", targets: "#7b2d8b", builds: "#7a6a00", locatedIn: "#6e6e6e", partOf: "#86689a", administers: "#2f6f6f",
};
export const typeColour = (type) => (TYPES[type] || TYPES.Report)[0];
export const typeShape = (type) => (TYPES[type] || TYPES.Report)[1];
export const relationColour = (relation) => RELATIONS[relation] || "#555555";
export const LINES = { actual: "solid", ongoing: "dashed", target: "dotted" };
export const SERIES = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#a07d00", "#56b4e9", "#5e3c99", "#666666", "#8c2d04", "#1b7837", "#2166ac", "#762a83"];

const POINTS = {
  "round-hexagon": [6, 0], pentagon: [5, -90], octagon: [8, 22.5], heptagon: [7, -90], diamond: [4, -90], "round-triangle": [3, -90], vee: [3, 90],
};
/** The outline of a shape around 0, 0 for SVG: an element's name and its attributes. */
export function outline(shape, size) {
  const r = size / 2;
  if (shape === "ellipse") return ["circle", { r }];
  if (shape === "rectangle" || shape === "cut-rectangle") return ["rect", { x: -r, y: -r * 0.8, width: size, height: size * 0.8 }];
  if (shape === "round-rectangle") return ["rect", { x: -r, y: -r * 0.8, width: size, height: size * 0.8, rx: size / 5 }];
  if (shape === "tag") return ["polygon", { points: `${-r},${-r * 0.8} ${r * 0.4},${-r * 0.8} ${r},0 ${r * 0.4},${r * 0.8} ${-r},${r * 0.8}` }];
  if (shape === "star") {
    const points = Array.from({ length: 10 }, (_, i) => polar(i % 2 ? r * 0.45 : r, -90 + i * 36));
    return ["polygon", { points: points.join(" ") }];
  }
  const [count, turn] = POINTS[shape] || [4, 45];
  return ["polygon", { points: Array.from({ length: count }, (_, i) => polar(r, turn + (i * 360) / count)).join(" ") }];
}
const polar = (r, degrees) => `${(r * Math.cos((degrees * Math.PI) / 180)).toFixed(2)},${(r * Math.sin((degrees * Math.PI) / 180)).toFixed(2)}`;
