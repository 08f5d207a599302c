"""The explorer's server on a made graph of 2,000 alliances, 50,000 institutions and 1 M statements: search, expand, panorama, home.

    .venv/bin/python benchmarks/explorer.py [--scale 1.0] [--graph FOLDER]

The graph is made from the real divisions of the country and is the same each time; making it takes minutes, so `--graph` keeps it for the next run.
Requests go over HTTP to a server in a process of its own, one after the other. Peers, in the same run: for search the canned question `search` on the same store;
for expand, all facts of the thing read from the store and cut to the same number.
"""

from __future__ import annotations

import argparse
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import httpx

from kg.gazetteer.data import read_divisions
from kg.ledger import Counts, Ledger, ReportRecord
from kg.model.statement import Entity, Evidence, Statement
from kg.model.text import ReportMeta
from kg.query.canned import find_question
from kg.query.run import ask_canned
from kg.store import derived
from kg.store.bolt import connect
from kg.store.embedded import serve
from kg.store.graph_build import reading
from kg.store.property_graph import write_graph

INSTITUTIONS, ALLIANCES, STATEMENTS, REPORTS = 50_000, 2_000, 1_000_000, 5_000
INDICATORS, PROGRAMMES = 400, 200
SEED = 7
YEARS = range(2019, 2025)


class Made(Ledger):
    """A ledger that is made up while it is read, the same each time. `scale` 1.0 is the full size."""

    def __init__(self, scale: float) -> None:
        self.scale = scale
        self._regions()
        self._bodies()
        self._things()

    def _regions(self) -> None:
        known: dict[str, Entity] = {}
        self.towns: list[tuple[str, Entity]] = []
        counties = []
        for d in (d for d in read_divisions() if d.until is None):
            above = known.get(d.parent or "")
            if d.level == "township":
                if above is not None:
                    self.towns.append((d.short, above))
                continue
            within = (*above.within, above.name) if above else ()
            known[d.code] = Entity("Region", d.name, scope=d.code, code=d.code, within=within)
            if d.level == "county":
                counties.append(known[d.code])
        self.regions = list({region.id: region for region in known.values()}.values())
        self.counties = counties[: max(int(len(counties) * self.scale), 3)]

    def _body(self, name: str, county: Entity, subtype: str) -> Entity:
        aliases = (name.replace("人民医院", "医院"),) if subtype == "hospital" else ()
        return Entity(
            "Institution", name, subtype, county.code, county.code, (*county.within, county.name), aliases
        )

    def _bodies(self) -> None:
        kept = {county.id for county in self.counties}
        self.inside: dict[str, list[Entity]] = {}
        for county in self.counties:
            self.inside[county.id] = [
                self._body(county.name + kind, county, "hospital")
                for kind in ("人民医院", "中医院", "妇幼保健院")
            ]
        left = int(INSTITUTIONS * self.scale) - 3 * len(self.counties)
        seen: set[str] = set()
        for name, county in self.towns:
            body = self._body(f"{county.name}{name}卫生院", county, "primary_care")
            if left and county.id in kept and body.id not in seen:
                seen.add(body.id)
                self.inside[county.id].append(body)
                left -= 1
        self.institutions = [body for bodies in self.inside.values() for body in bodies]

    def _things(self) -> None:
        scale = self.scale
        self.alliances = [
            (Entity("Alliance", f"{c.name}紧密型县域医共体", "county_community", c.code, c.code, (*c.within, c.name)), self.inside[c.id][:10])
            for c in self.counties[: int(ALLIANCES * scale)]
        ]  # fmt: skip
        self.indicators = [Entity("Indicator", f"第{n}类人群健康服务覆盖率") for n in range(INDICATORS)]
        self.programmes = [Entity("Programme", f"第{n}号健康行动") for n in range(PROGRAMMES)]
        self.stems = [f"{n:05d}" for n in range(int(REPORTS * scale))]

    def known(self) -> dict[str, tuple[str, str]]:
        return {stem: (stem, "made") for stem in self.stems}

    def counts(self) -> Counts:
        return Counts(len(self.stems), 0, int(STATEMENTS * self.scale), 0)

    def reports(self, stem: str | None = None) -> Iterator[ReportRecord]:
        for n, key in enumerate(self.stems):
            county = self.counties[n % len(self.counties)]
            year = YEARS[n // len(self.counties) % len(YEARS)]
            meta = ReportMeta(
                f"{county.name}{year}年卫生健康工作总结", county.name + "卫生健康局", "", county.name, county.code, county.within, str(year), "summary"
            )  # fmt: skip
            yield ReportRecord(key, key, "made", f"{key}.txt", "utf-8", meta, "", "")

    def entities(self) -> Iterator[Entity]:
        yield from self.regions
        yield from self.institutions
        yield from (alliance for alliance, _ in self.alliances)
        yield from self.indicators
        yield from self.programmes

    def statements(
        self, *, flagged: bool = False, report: str | None = None, about: str | None = None
    ) -> Iterator[Statement]:
        seen: set[str] = set()
        for made in self._facts():
            if len(seen) == int(STATEMENTS * self.scale):
                return
            if made.id not in seen:
                seen.add(made.id)
                yield made

    def _facts(self) -> Iterator[Statement]:
        draw = random.Random(SEED)
        first = self.stems[0]
        for county in self.counties:
            bodies = self.inside[county.id]
            for body in bodies:
                yield self._said(first, body, "locatedIn", county)
        for alliance, bodies in self.alliances:
            yield self._said(first, bodies[0], "leads", alliance, status="actual", period="2023")
            for body in bodies[1:]:
                yield self._said(first, body, "memberOf", alliance, status="actual", period="2023")
        for body in self.institutions[::5]:
            other = draw.choice(self.institutions)
            if other.id != body.id:
                yield self._said(
                    first,
                    other,
                    "supports",
                    body,
                    status="actual",
                    period=str(draw.choice(YEARS)),
                    mode="派驻专家",
                )
        while True:
            for n, stem in enumerate(self.stems):
                county = self.counties[n % len(self.counties)]
                yield from self._of_report(stem, county, draw)

    def _of_report(self, stem: str, county: Entity, draw: random.Random) -> Iterator[Statement]:
        """Forty facts of one report; indicators are told the more often the lower their number."""
        for _ in range(34):
            indicator = self.indicators[int(INDICATORS * draw.random() ** 2)]
            who = county if draw.random() < 0.7 else draw.choice(self.inside[county.id])
            told = {
                "unit": "%",
                "cmp": "eq",
                "measure": "level",
                "period": str(draw.choice(YEARS)),
                "status": "actual",
            }
            yield self._said(stem, who, "achieved", indicator, value=f"{draw.random() * 100:.4f}", **told)
        for _ in range(6):
            yield self._said(
                stem,
                county,
                "implements",
                draw.choice(self.programmes),
                status="ongoing",
                period=str(draw.choice(YEARS)),
            )

    def _said(self, stem: str, subject: Entity, predicate: str, object_: Entity, **told: str) -> Statement:
        sentence = f"{subject.name}与{object_.name}的工作取得明显成效。"
        piece = Evidence(
            0, len(sentence), sentence, "一、主要工作", f"made.{predicate}", sentence, 0, len(sentence)
        )
        return Statement(stem, subject, predicate, object_, told, (piece,), 0.9)


def make(folder: Path, scale: float) -> None:
    """The property graph of a made ledger, named as a build would."""
    begun = time.monotonic()
    with derived.building(folder):
        made = derived.workplace(folder)
        with serve(made, role="writer") as address, connect(address) as driver:
            written = write_graph(driver, Made(scale), address.database, empty=True)
        derived.publish(folder, made, f"{int(scale * 1000):016x}")
    print(f"made in {time.monotonic() - begun:.0f} s: {written.nodes:,} nodes, {written.edges:,} edges")


def quantiles(times: Sequence[float]) -> tuple[float, float]:
    """Median and 95th percentile in milliseconds."""
    return statistics.median(times) * 1000, statistics.quantiles(times, n=20)[-1] * 1000


def timed(calls: Sequence[Callable[[], object]]) -> list[float]:
    times = []
    for call in calls:
        begun = time.perf_counter()
        call()
        times.append(time.perf_counter() - begun)
    return times


def row(name: str, times: Sequence[float], limit: str, peer: Sequence[float] | None = None) -> None:
    p50, p95 = quantiles(times)
    beside = ""
    if peer is not None:
        other50, other95 = quantiles(peer)
        beside = f" | peer {other50:8.1f} {other95:8.1f} | ratio of medians {other50 / p50:6.1f}"
    print(f"{name:34s} p50 {p50:8.1f} ms  p95 {p95:8.1f} ms  (aim {limit}){beside}")


def queries(made: Made, draw: random.Random) -> list[str]:
    """What people type: beginnings, parts, abbreviations, pinyin initials, typos, of names drawn by chance."""
    from kg.web.pinyin import syllables

    found = []
    for body in draw.sample(made.institutions, 60):
        name = body.name
        initials = "".join(s[0] for s in syllables(name))
        wrong = name[:-2] + "衣" + name[-1]
        found += [
            name[:3],
            name[:5],
            name,
            name[0] + name[-3] + name[-1],
            initials[:4],
            initials,
            "".join(syllables(name)[:3]),
            wrong,
        ]
    return found


def measure(folder: Path, made: Made) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "kg", "explore", "--graph", str(folder), "--no-browser", "--port", "0"], stderr=subprocess.PIPE, text=True
    ) as process:  # fmt: skip
        begun = time.monotonic()
        assert process.stderr is not None
        url = next(line.split()[-1] for line in process.stderr if line.startswith("explorer at"))
        print(f"server ready after {time.monotonic() - begun:.1f} s")
        with httpx.Client(base_url=url, timeout=600) as client:
            while not client.get("/api/state").json()["pinyin"]:
                time.sleep(0.5)
            print(f"pinyin known after {time.monotonic() - begun:.1f} s")
            panorama = client.get("/api/panorama").json()
            print(
                f"panorama ready after {time.monotonic() - begun:.1f} s: {len(panorama['nodes']['x']):,} circles"
            )
            requests(client, folder, made)
        process.terminate()
        process.wait()


def requests(client: httpx.Client, folder: Path, made: Made) -> None:
    draw = random.Random(SEED)
    typed = queries(made, draw)
    search = timed([lambda q=q: client.get("/api/search", params={"q": q}).raise_for_status() for q in typed])
    things = draw.sample([*made.institutions, *made.counties, *(a for a, _ in made.alliances)], 300)
    expand = timed(
        [
            lambda t=t: client.get("/api/expand", params={"id": t.id, "limit": 25}).raise_for_status()
            for t in things
        ]
    )
    hubs = [*made.indicators[:20], *made.programmes[:20]]
    wide = timed(
        [
            lambda t=t: client.get("/api/expand", params={"id": t.id, "limit": 25}).raise_for_status()
            for t in hubs
        ]
    )
    pages = timed([lambda t=t: client.get(f"/api/page/{t.id}").raise_for_status() for t in things[:60]])
    near = timed(
        [
            lambda t=t: client.get("/api/neighbourhood", params={"id": t.id, "depth": 2}).raise_for_status()
            for t in things[:60]
        ]
    )
    panorama = timed([lambda: client.get("/api/panorama").raise_for_status()] * 20)
    home = timed([lambda: client.get("/api/overview").raise_for_status()] * 20)
    with reading(folder) as store:
        question = find_question("search")
        plain = timed(
            [lambda q=q: ask_canned(store, question, question.bind({"name": q})) for q in typed[:80]]
        )
        text = "MATCH (a:Entity {id: $id})-[r]-(b:Entity) RETURN type(r) AS kind, properties(r) AS said, properties(b) AS b"

        def everything(key: str) -> object:
            with store.driver.session(database=store.database or None) as session:
                return session.run(text, id=key).data()[:25]

        whole = timed([lambda t=t: everything(t.id) for t in things])
        whole_hubs = timed([lambda t=t: everything(t.id) for t in hubs])
    row("search", search, "p95 < 50 ms", plain)
    row("expand", expand, "p95 < 150 ms", whole)
    row("expand, the 40 largest hubs", wide, "-", whole_hubs)
    row("page", pages, "-")
    row("neighbourhood, depth 2", near, "-")
    row("panorama", panorama, "-")
    row("home", home, "-")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--graph", type=Path)
    options = parser.parse_args()
    made = Made(options.scale)
    print(
        f"{len(made.institutions):,} institutions, {len(made.alliances):,} alliances, {int(STATEMENTS * options.scale):,} statements, {len(made.stems):,} reports"
    )
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.graph or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        if not derived.current(folder):
            make(folder, options.scale)
        measure(folder, made)


if __name__ == "__main__":
    main()
