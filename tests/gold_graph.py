"""A ledger made of the annotated reports in `tests/gold`: what the graph looks like when extraction makes no mistake."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.assemble import QUALIFIERS, merge, report_entity
from kg.ledger import open_ledger
from kg.model.statement import Entity, Evidence, Statement
from kg.model.text import Document, OffsetMap, RawReport, ReportMeta
from kg.schema import load_schema

HERE = Path(__file__).resolve().parent
SEEDS = HERE.parent / "seeds"


def gold_ledger(graph: Path, *, development: int = 0) -> Path:
    """Fills the ledger in `graph` from all annotated seeds, and from as many of the development reports; returns `graph`."""
    seeds, more = sorted((HERE / "gold").glob("*.json")), sorted((HERE / "gold" / "dev").glob("*.json"))
    with open_ledger(graph, write=True) as ledger:
        for path in (*seeds, *more[:development]):
            gold = json.loads(path.read_text(encoding="utf-8"))
            document = _document(gold, path.parent)
            ledger.replace(document, "gold", merge(_statements(gold, document)))
    return graph


def _document(gold: dict[str, Any], beside: Path) -> Document:
    (path,) = [*SEEDS.glob(f"{gold['doc']}*.txt"), *beside.glob(f"{gold['doc']}.txt")]
    data = path.read_bytes()
    text = data.decode("utf-8-sig", errors="replace")
    raw = RawReport(path.stem, str(path), text, "utf-8", hashlib.sha256(data).hexdigest())
    told = gold["report"]
    meta = ReportMeta(
        title=told["title"], issuer=told["issuer"], region=told["region"], within=tuple(told["within"]),
        period=told["period"], kind=told["kind"], date=told["date"],
    )  # fmt: skip
    return Document(raw, text, OffsetMap.identity(len(text)), meta, (), ())


def _statements(gold: dict[str, Any], document: Document) -> Iterator[Statement]:
    entities = {e["name"]: _entity(e) for e in gold["entities"]}
    schema, stem, text = load_schema(), document.raw.stem, document.raw.text
    for fact in gold["facts"]:
        subject, target = entities[fact["s"]], entities[fact["o"]]
        if not schema.relation(fact["p"]).allows(subject.type, target.type):
            continue
        qualifiers = {key: fact[key] for key in QUALIFIERS if fact.get(key)}
        quote = fact.get("quote", "")
        start = max(text.find(quote), 0)
        evidence = Evidence(start, start + len(quote), quote, "", "gold", quote, 0, len(quote))
        confidence = 0.55 if fact.get("optional") else 0.95
        yield Statement(stem, subject, fact["p"], target, qualifiers, (evidence,), confidence)
    report = report_entity(document)
    for entity in gold["entities"]:
        for form in entity.get("mentions", ()):
            at = text.find(form)
            if at >= 0:
                piece = Evidence(at, at + len(form), form, "", "gold", form, 0, len(form))
                yield Statement(stem, report, "mentions", entities[entity["name"]], {}, (piece,), 0.9)


def _entity(entity: dict[str, Any]) -> Entity:
    return Entity(
        entity["type"], entity["name"], entity.get("subtype", ""),
        within=tuple(entity.get("within", ())), aliases=tuple(dict.fromkeys(entity.get("alt", ()))),
        attrs={"number": entity["number"]} if entity.get("number") else {},
    )  # fmt: skip
