"""A small ledger whose every fact is known to the tests."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from kg.assemble import report_entity
from kg.ledger import open_ledger
from kg.model.statement import Entity, Evidence, Statement
from kg.model.text import Document, OffsetMap, RawReport, ReportMeta

TEXT = "县医院与乙大学附属医院签约，高血压患者规范管理率达72.3%，总投资1.2亿元。"

COUNTY = Entity("Region", "甲县", scope="990001", code="990001", within=("某省", "某市"))
HOSPITAL = Entity(
    "Institution", "甲县人民医院", "hospital", "990001", "990001", ("某省", "某市", "甲县"), ("县医院",)
)
PARTNER = Entity("Institution", "乙大学附属医院", "hospital")
RATE = Entity("Indicator", "高血压患者规范管理率")
WORK = Entity("Project", "甲县人民医院迁建工程", scope="990001")
PAPER = Entity(
    "PolicyDocument", "甲县“健康”规划", attrs={"number": "甲卫〔2022〕1号", "name": "not the name"}
)


def document(stem: str) -> Document:
    raw = RawReport(stem, f"{stem}.txt", TEXT, "utf-8", hashlib.sha256(stem.encode()).hexdigest())
    meta = ReportMeta(
        title=f"甲县{stem}年工作总结", issuer="甲县卫生健康局", region="甲县", within=("某省", "某市"),
        period="2022", kind="summary", date="2023-01-10",
    )  # fmt: skip
    return Document(raw, TEXT, OffsetMap.identity(len(TEXT)), meta, (), ())


def piece(quote: str) -> Evidence:
    at = TEXT.index(quote)
    return Evidence(at, at + len(quote), quote, "一、成绩", "test.rule", TEXT, at, at + len(quote))


def statements(stem: str) -> Iterator[Statement]:
    report = report_entity(document(stem))
    yield Statement(
        stem, HOSPITAL, "partnersWith", PARTNER, {"period": "2022", "status": "actual", "mode": "签约"},
        (piece("县医院与乙大学附属医院"), piece("签约")), 0.9,
    )  # fmt: skip
    yield Statement(
        stem, COUNTY, "achieved", RATE,
        {"value": "72.3", "unit": "%", "cmp": "eq", "measure": "level", "period": "2022-H1", "status": "actual"},
        (piece("72.3%"),), 0.95,
    )  # fmt: skip
    yield Statement(
        stem, COUNTY, "builds", WORK, {"amount": "120000000", "status": "ongoing"}, (piece("1.2亿元"),), 0.8
    )
    yield Statement(stem, COUNTY, "issued", PAPER, {"status": "target"}, (piece("总投资"),), 0.6)
    yield Statement(stem, HOSPITAL, "locatedIn", COUNTY, {}, (piece("县医院"),), 0.9)
    yield Statement(stem, report, "mentions", HOSPITAL, {}, (piece("县医院"), piece("院")), 0.9)
    yield Statement(stem, HOSPITAL, "supports", PARTNER, {}, (piece("签约"),), 0.3, flag="two candidates")


def fill(graph: Path, *stems: str) -> Path:
    """A ledger in `graph` with these reports; reports that are there stay. Returns `graph`."""
    with open_ledger(graph, write=True) as ledger:
        for stem in stems:
            ledger.replace(document(stem), "f", statements(stem))
    return graph
