"""How fast the explorer's page draws, in the Chromium of the system: `python benchmarks/explorer_page.py [GRAPH]`.

Three figures, each beside a peer measured in the same run:
- home: from the request to the first drawing, and to the panorama, beside the server's own interface page;
- 20,000 circles of a made panorama: from the data to the drawing, beside the same circles as SVG elements;
- 1,500 elements (600 nodes, 900 edges): the working view's layout, beside Cytoscape's built-in `cose`.
"""

from __future__ import annotations

import json
import math
import shutil
import sys
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, Route, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from kg.web.app import prepare
from kg.web.holder import Holder
from kg.web.sources import EmbeddedSource
from tests.web.conftest import Served

RUNS = 5
FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PEER_LAYOUT = """
async () => {
  const { graph } = await import('/static/app/graph.js');
  const box = document.createElement('div');
  box.className = 'network';
  box.style.width = '900px'; box.style.height = '600px';
  document.body.append(box);
  const random = (() => { let s = 7; return () => (s = (s * 16807) % 2147483647) / 2147483647; })();
  const nodes = Array.from({ length: 600 }, (_, i) => ({ id: 'n' + i, name: '平湖县第' + i + '医院', type: i % 20 ? 'Institution' : 'Alliance' }));
  const edges = Array.from({ length: 900 }, (_, i) => i < 570 ? { id: 'e' + i, source: 'n' + (i + Math.floor(i / 19) + 1), target: 'n' + 20 * Math.floor(i / 19), relation: 'partnersWith' }
    : { id: 'e' + i, source: 'n' + Math.floor(600 * random()), target: 'n' + Math.floor(600 * random()), relation: 'supports' });
  const made = await graph(box);
  made.put(nodes, edges, new Map(), true);
  let start = performance.now();
  made.layout(new Map());
  const ours = performance.now() - start;
  start = performance.now();
  made.cy.layout({ name: 'cose', animate: false, randomize: true }).run();
  const peer = performance.now() - start;
  made.destroy();
  box.remove();
  return [ours, peer];
}
"""
PANORAMA = """
async (data) => {
  const { panorama } = await import('/static/app/panorama.js');
  const made = panorama(() => {});
  document.querySelector('main').replaceChildren(made.root);
  const start = performance.now();
  await made.ready();
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const ours = performance.now() - start;
  made.dispose();
  const NS = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(NS, 'svg');
  svg.setAttribute('viewBox', '-100 -100 200 200');
  const from = performance.now();
  for (let i = 0; i < data.nodes.x.length; i += 1) {
    const one = document.createElementNS(NS, 'circle');
    for (const [name, value] of [['cx', data.nodes.x[i]], ['cy', data.nodes.y[i]], ['r', data.nodes.r[i]]]) one.setAttribute(name, value);
    svg.append(one);
  }
  document.querySelector('main').replaceChildren(svg);
  svg.getBoundingClientRect();
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  return [ours, performance.now() - from];
}
"""


def made_panorama(total: int = 20_000) -> dict[str, object]:
    """Circles on a spiral: 40 regions, 800 alliances, the rest members."""
    nodes: dict[str, list[object]] = {
        key: [] for key in ("x", "y", "r", "rank", "parent", "kind", "name", "id", "sub")
    }
    for i in range(total):
        kind = 0 if i < 40 else 1 if i < 840 else 2 + (i % 2)
        reach, turn = 95 * math.sqrt(i / total), i * 2.399963
        row = {
            "x": round(reach * math.cos(turn), 2),
            "y": round(reach * math.sin(turn), 2),
            "r": (8, 2, 0.5, 0.5)[kind],
            "rank": kind,
            "parent": -1,
            "kind": kind,
        }
        for key, value in {**row, "name": f"平湖县第{i}人民医院", "id": f"{i:016x}", "sub": ""}.items():
            nodes[key].append(value)
    return {
        "radius": 100,
        "levels": 3,
        "nodes": nodes,
        "ties": [],
        "relations": [],
        "left_out": {"members": 0, "ties": 0},
    }


def home(page: Page, address: str) -> tuple[float, float, float]:
    """Milliseconds to the first drawing, to the panorama, and to the first drawing of the interface page."""
    paint = "() => performance.getEntriesByName('first-contentful-paint')[0].startTime"
    page.goto("about:blank")
    page.goto(f"{address}/")
    page.wait_for_selector("canvas[data-drawn]")
    whole = page.evaluate("performance.now()")
    page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint').length")
    first = page.evaluate(paint)
    page.goto(f"{address}/docs/")
    page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint').length")
    return first, whole, page.evaluate(paint)


def told(what: str, limit: float, ours: list[float], peer: list[float], name: str) -> None:
    mine, other = median(ours), median(peer)
    print(
        f"{what}: {mine:.0f} ms (limit {limit:.0f}, worst {max(ours):.0f}) | {name}: {other:.0f} ms | ratio {mine / other:.2f}"
    )


def main() -> None:
    graph = Path(sys.argv[1] if len(sys.argv) > 1 else "graph")
    data = made_panorama()
    with (
        Holder(EmbeddedSource(graph), prepare) as held,
        Served(held) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_context(viewport={"width": 1280, "height": 720}, locale="zh-CN").new_page()
        page.goto(f"{address}/")
        page.wait_for_selector("canvas[data-drawn]")
        homes = [home(page, address) for _ in range(RUNS)]
        told(
            "home, first drawing",
            1500,
            [one[0] for one in homes],
            [one[2] for one in homes],
            "interface page",
        )
        told(
            "home, panorama drawn",
            1500,
            [one[1] for one in homes],
            [one[2] for one in homes],
            "interface page",
        )
        body = json.dumps(data)

        def made(route: Route) -> None:
            route.fulfill(body=body, content_type="application/json")

        page.route("**/api/panorama*", made)
        circles = []
        for _ in range(RUNS):
            page.goto(f"{address}/#/about")
            circles.append(page.evaluate(PANORAMA, data))
        told(
            "20,000 circles after data",
            1000,
            [one[0] for one in circles],
            [one[1] for one in circles],
            "as SVG elements",
        )
        layouts = [page.evaluate(PEER_LAYOUT) for _ in range(3)]
        told(
            "1,500 elements laid out",
            4000,
            [one[0] for one in layouts],
            [one[1] for one in layouts],
            "Cytoscape's cose",
        )
        browser.close()


if __name__ == "__main__":
    main()
