"""A ledger of any size for benchmarks: the same numbers, the same ledger, with the fan-out of real reports.

A report of a county says some 250 facts: what it achieved on indicators that all counties share, who works with whom among its 30 institutions and a
big hospital of the province, what was issued and built, and where it mentions what. Each fact has one to three pieces of evidence.

    .venv/bin/python benchmarks/made.py FOLDER 100000
"""

from __future__ import annotations

import hashlib
import random
import sys
from collections.abc import Iterator
from pathlib import Path

from kg.assemble import report_entity
from kg.ledger import open_ledger
from kg.model.statement import Entity, Evidence, Statement
from kg.model.text import Document, OffsetMap, RawReport, ReportMeta
from kg.schema import load_indicators

PER_REPORT = 250
INSTITUTIONS = 30
PROVINCES = 20
BIG_HOSPITALS = 200
SENTENCE = 80
"""Characters."""

_KINDS = {
    "achieved": 40, "targets": 10, "mentions": 18, "locatedIn": 8, "partnersWith": 7, "supports": 4, "memberOf": 5,
    "leads": 1, "issued": 3, "builds": 2, "implements": 2,
}  # fmt: skip
"""How many of a hundred statements are of each relation."""


def made_ledger(folder: Path, statements: int = 100_000) -> Path:
    """Fills the ledger in `folder`, which must be new, with exactly that many statements; returns `folder`."""
    with open_ledger(folder, write=True) as ledger:
        for number, start in enumerate(range(0, statements, PER_REPORT)):
            county = _County(number)
            wanted = min(PER_REPORT, statements - start)
            ledger.replace(county.document, "made", county.statements(wanted))
    return folder


class _County:
    """One report and what it says."""

    def __init__(self, number: int) -> None:
        self.chance = random.Random(number)
        province, name = f"第{number % PROVINCES}省", f"第{number}县"
        self.code = f"{100000 + number}"
        self.region = Entity("Region", name, scope=self.code, code=self.code, within=(province,))
        self.institutions = [
            Entity("Institution", f"{name}第{i}医院", "hospital" if i % 3 else "primary_care", self.code, self.code,
                   (province, name), (f"县{i}院",))
            for i in range(INSTITUTIONS)
        ]  # fmt: skip
        text = "".join(f"第{i}句:" + "全县医疗卫生服务能力持续提升" * 5 + "。\n" for i in range(PER_REPORT))
        self.year = 2015 + number % 10
        raw = RawReport(
            f"made{number:06d}",
            f"made{number:06d}.txt",
            text,
            "utf-8",
            hashlib.sha256(name.encode()).hexdigest(),
        )
        meta = ReportMeta(
            title=f"{name}卫生健康局{self.year}年工作总结", issuer=f"{name}卫生健康局", region=name, region_code=self.code,
            within=(province,), period=str(self.year), kind="summary", date=f"{self.year + 1}-01-15",
        )  # fmt: skip
        self.document = Document(raw, text, OffsetMap.identity(len(text)), meta, (), ())

    def statements(self, wanted: int) -> list[Statement]:
        """That many, no two of them alike."""
        found: dict[str, Statement] = {}
        kinds, weights = list(_KINDS), list(_KINDS.values())
        while len(found) < wanted:
            statement = self._statement(self.chance.choices(kinds, weights)[0])
            found.setdefault(statement.id, statement)
        return list(found.values())

    def _statement(self, kind: str) -> Statement:
        subject, target, qualifiers = self._said(kind)
        pieces = tuple(self._pieces(self.chance.choices((1, 2, 3), (75, 20, 5))[0]))
        confidence = self.chance.choice((0.7, 0.85, 0.93))
        return Statement(self.document.raw.stem, subject, kind, target, qualifiers, pieces, confidence)

    def _said(self, kind: str) -> tuple[Entity, Entity, dict[str, str]]:
        chance, one, other = self.chance, *self.chance.sample(self.institutions, 2)
        big = Entity("Institution", f"第{chance.randrange(BIG_HOSPITALS)}大学附属医院", "hospital")
        alliance = Entity(
            "Alliance", f"{self.region.name}第{chance.randrange(4)}医共体", "county_community", self.code
        )
        match kind:
            case "achieved" | "targets":
                return chance.choice((self.region, self.region, one)), self._indicator(), self._value(kind)
            case "mentions":
                return report_entity(self.document), one, {}
            case "locatedIn":
                return one, self.region, {"period": f"{self.year - chance.randrange(3)}"}
            case "partnersWith" | "supports":
                how = {"status": "actual", "mode": chance.choice(("签约", "托管", "对口支援", "远程会诊"))}
                return big if kind == "supports" else one, other, how
            case "memberOf" | "leads":
                return one, alliance, {"status": "actual", "period": str(self.year)}
        return self.region, *self._done(kind, one.name)

    def _done(self, kind: str, builder: str) -> tuple[Entity, dict[str, str]]:
        """A paper or a building."""
        chance = self.chance
        if kind == "builds":
            work = Entity("Project", f"{builder}{chance.choice('甲乙丙丁')}楼工程", scope=self.code)
            return work, {"amount": str(chance.randrange(10**6, 10**9)), "status": "ongoing"}
        paper = Entity("PolicyDocument", f"{self.region.name}方案{chance.randrange(60)}", scope=self.code)
        return paper, {"status": "actual"}

    def _indicator(self) -> Entity:
        known = self.chance.choice(load_indicators())
        return Entity("Indicator", known.label_zh, attrs={"concept": known.slug})

    def _value(self, kind: str) -> dict[str, str]:
        status = "actual" if kind == "achieved" else "target"
        period = f"{self.year}{self.chance.choice(('', '', '-H1', '-Q3'))}"
        value = f"{self.chance.uniform(0, 100):.2f}"
        return {
            "value": value,
            "unit": "%",
            "cmp": "eq",
            "measure": "level",
            "period": period,
            "status": status,
        }

    def _pieces(self, count: int) -> Iterator[Evidence]:
        text = self.document.text
        for at in sorted(self.chance.sample(range(0, len(text) - SENTENCE), count)):
            length = self.chance.randrange(4, 30)
            yield Evidence(
                at,
                at + length,
                text[at : at + length],
                "一、主要成绩",
                "made.rule",
                text[at : at + SENTENCE],
                0,
                length,
            )


if __name__ == "__main__":
    print(made_ledger(Path(sys.argv[1]), int(sys.argv[2])))
