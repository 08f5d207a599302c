// Charts by ECharts, drawn as SVG. The page's policy forbids style attributes, so ECharts' go through the object model.

import { h } from "./dom.js";
import { echarts } from "./libraries.js";
import { SERIES } from "./looks.js";

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const SHAPES = ["circle", "rect", "triangle", "diamond", "roundRect", "pin", "arrow"];
const DASHES = ["solid", "dashed", "dotted"];
let permitted = false;

function permit() {
  if (permitted) return;
  permitted = true;
  const plain = Element.prototype.setAttribute;
  Element.prototype.setAttribute = function setAttribute(name, value) {
    if (name === "style" && this.style) this.style.cssText = value;
    else plain.call(this, name, value);
  };
}

const base = () => ({
  animation: false, aria: { enabled: true }, textStyle: { fontFamily: 'system-ui, "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif', color: css("--text") },
  grid: { left: 16, right: 24, top: 24, bottom: 60, containLabel: true }, tooltip: { trigger: "item", renderMode: "richText", confine: true },
  legend: { type: "scroll", bottom: 4, textStyle: { color: css("--text") }, pageTextStyle: { color: css("--text") } },
});
const axis = (more) => ({ axisLabel: { color: css("--text") }, axisLine: { lineStyle: { color: css("--line-strong") } }, splitLine: { lineStyle: { color: css("--line") } }, nameTextStyle: { color: css("--text") }, ...more });

/** Lines over categories: series [{name, points: [{x, y, hollow, id, text}]}]. `pick(id)` on a click at a point. */
export async function lines(series, { x, unit, label, pick }) {
  const single = x.length === 1;
  return draw(label, {
    ...base(), xAxis: axis({ type: "category", data: x }), yAxis: axis({ type: "value", name: unit, scale: !single }),
    series: series.map((one, i) => ({
      name: one.name, type: single ? "bar" : "line", barMaxWidth: 48, color: SERIES[i % SERIES.length], symbol: SHAPES[i % SHAPES.length], symbolSize: 10, lineStyle: { type: DASHES[Math.floor(i / SERIES.length + i / 4) % 3], width: 2 },
      label: { show: series.length * x.length <= 40, position: "top", color: css("--text"), formatter: (point) => point.data.text },
      data: one.points.map((point) => ({ value: [point.x, point.y], id: point.id, text: point.text, itemStyle: point.hollow ? { color: css("--bg"), borderColor: SERIES[i % SERIES.length], borderWidth: 2 } : undefined })),
    })),
  }, 360, pick);
}

/** Bars beside names: rows [{name, y}]. */
export const bars = (rows, { label, unit }) => draw(label, {
  ...base(), legend: undefined, yAxis: axis({ type: "category", data: rows.map((row) => row.name).reverse() }), xAxis: axis({ type: "value", name: unit }),
  series: [{ type: "bar", color: SERIES[0], barMaxWidth: 22, label: { show: true, position: "right", color: css("--text") }, data: rows.map((row) => row.y).reverse() }],
}, Math.max(160, 60 + rows.length * 26));

async function draw(label, option, height, pick) {
  permit();
  const library = await echarts();
  const root = h("div", { class: "chart", role: "img", "aria-label": label });
  root.style.height = `${height}px`;
  const made = { chart: null };
  const watcher = new ResizeObserver(() => {
    if (!root.isConnected || !root.clientWidth) return;
    if (made.chart) made.chart.resize();
    else {
      made.chart = library.init(root, null, { renderer: "svg" });
      made.chart.setOption(option);
      if (pick) made.chart.on("click", (event) => event.data?.id && pick(event.data.id));
      root.dataset.drawn = "yes";
    }
  });
  watcher.observe(root);
  return { root, svg: () => new XMLSerializer().serializeToString(root.querySelector("svg")), dispose: () => {
    watcher.disconnect();
    made.chart?.dispose();
  } };
}
