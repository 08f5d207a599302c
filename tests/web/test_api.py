"""Every endpoint over a real graph: what it tells is what the graph, the ledger and the files say."""

import csv
import io
from pathlib import Path
from typing import Any

import httpx
import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from kg.ledger import open_ledger
from kg.query.canned import find_question
from kg.query.run import ask_canned
from kg.store.graph_build import reading
from kg.web.snapshot import Snapshot

KAIPING, ZHONGLOU = "开平市", "钟楼区"


def get(client: httpx.Client, path: str, **parameters: Any) -> Any:
    answer = client.get(path, params=parameters)
    assert answer.status_code == 200, answer.text
    return answer.json()


def find(client: httpx.Client, name: str, kind: str) -> str:
    (found, *_) = get(client, "/api/search", q=name, type=kind)["items"]
    assert found["name"] == name
    return str(found["id"])


@pytest.fixture(scope="module")
def region(client: httpx.Client) -> str:
    return find(client, KAIPING, "Region")


def test_home_counts_what_the_command_line_counts(client: httpx.Client, graph: Path) -> None:
    home = get(client, "/api/overview")
    with reading(graph) as store:
        rows = ask_canned(store, question := find_question("overview"), question.bind({})).rows
    told = {(part, name): count for part, name, count in rows if part in ("entity", "relation")}
    shown = {("entity", row["type"]): row["count"] for row in home["entities"]}
    shown |= {("relation", row["relation"]): row["count"] for row in home["statements"]["relations"]}
    assert shown == told
    assert home["reports"]["total"] == 3 and home["newer"] == "" and home["text"] is True
    years = sum(row["count"] for row in home["statements"]["years"])
    assert years == sum(row["count"] for row in home["statements"]["relation_years"]) > 0


def test_every_statement_leads_to_its_exact_characters(client: httpx.Client, graph: Path) -> None:
    with open_ledger(graph) as ledger:
        texts = {record.stem: record.raw for record in ledger.reports()}
        statements = list(ledger.statements())
    for statement in statements[::7]:
        told = get(client, f"/api/statement/{statement.id}")
        assert told["fact"]["relation"] == statement.predicate
        assert (told["subject"]["name"], told["object"]["name"]) == (
            told["report"]["name"] if statement.predicate == "mentions" else statement.subject.name,
            statement.object.name,
        )
        assert told["fact"]["confidence"] == statement.confidence
        assert len(told["evidence"]) == len(
            {(e.start, e.end, e.rule, e.section, e.clean) for e in statement.evidence}
        )
        for piece in told["evidence"]:
            raw = piece["raw"]
            (a, b), *_ = raw["marks"]
            assert raw["text"][a:b] == piece["text"] == texts[statement.report][piece["start"] : piece["end"]]
            assert texts[statement.report][raw["start"] :].startswith(raw["text"])
        for mine, piece in zip(statement.evidence, told["evidence"], strict=False):
            if len(statement.evidence) == 1 and mine.clean and mine.clean in piece["clean"]["text"]:
                (a, b), *_ = piece["clean"]["marks"]
                assert piece["clean"]["text"][a:b] == mine.clean[mine.clean_start : mine.clean_end]


def test_garbled_script_stands_beside_its_clean_form(client: httpx.Client, graph: Path) -> None:
    with open_ledger(graph) as ledger:
        glossed = next(
            s for s in ledger.statements(report="000_9e389144fedd075f") if "(" in s.evidence[0].text and s.predicate != "mentions"
        )  # fmt: skip
    (piece, *_) = get(client, f"/api/statement/{glossed.id}")["evidence"]
    assert piece["raw"]["text"] != piece["clean"]["text"]
    assert "ī" not in piece["clean"]["text"] and "醫" not in piece["clean"]["text"]


def test_an_entity_has_the_facts_that_the_ledger_has(client: httpx.Client, graph: Path, region: str) -> None:
    told = get(client, f"/api/entity/{region}")
    with open_ledger(graph) as ledger:
        kept = {s.id for s in ledger.statements(about=region) if s.predicate != "mentions"}
    assert {f["id"] for group in told["groups"] for f in group["facts"]} == kept
    assert sum(row["count"] for row in told["counts"]) == len(kept)
    assert told["entity"]["attrs"] == {}  # what only the store needs is not shown
    assert told["entity"]["code"] == "440783" and told["entity"]["within"] == ["广东省", "江门市"]


def test_a_report_has_all_its_facts_and_mentions_in_place(client: httpx.Client, graph: Path) -> None:
    stem = "001_370c1193e269d6f6"
    told = get(client, f"/api/report/{stem}")
    with open_ledger(graph) as ledger:
        statements = list(ledger.statements(report=stem))
        (record,) = ledger.reports(stem)
    assert told["text"] == record.raw and told["length"] == len(record.raw)
    assert {f["id"] for f in told["facts"]} == {s.id for s in statements if s.predicate != "mentions"}
    marks = {
        (e.start, e.end, s.object.type, s.object.id)
        for s in statements
        if s.predicate == "mentions"
        for e in s.evidence
    }
    assert {tuple(mark) for mark in told["mentions"]} == marks
    assert all(told["entities"][key]["type"] == kind for _, _, kind, key in told["mentions"])
    starts = [f["evidence"][0][0] for f in told["facts"]]
    assert starts == sorted(starts)
    assert any(section["role"] == "results" for section in told["sections"])


def test_expand_by_relation_and_count(client: httpx.Client, region: str) -> None:
    everything = get(client, "/api/expand", id=region, limit=500)
    counts = {(c["relation"], c["direction"]): c["count"] for c in everything["counts"]}
    assert everything["total"] == sum(counts.values()) and everything["left_out"] == 0
    some = get(client, "/api/expand", id=region, relation="achieved", limit=3)
    assert (len(some["edges"]), some["total"], some["left_out"]) == (
        3,
        counts["achieved", "out"],
        counts["achieved", "out"] - 3,
    )
    assert some["nodes"][0]["data"]["id"] == region
    rest = get(client, "/api/expand", id=region, relation="achieved", limit=500, offset=3)
    ids = [e["data"]["id"] for e in some["edges"] + rest["edges"]]
    assert len(ids) == len(set(ids)) == counts["achieved", "out"]
    named = {n["data"]["id"] for n in everything["nodes"]}
    assert all(e["data"]["source"] in named and e["data"]["target"] in named for e in everything["edges"])


def test_expand_keeps_to_every_filter(client: httpx.Client, region: str) -> None:
    everything = [e["data"] for e in get(client, "/api/expand", id=region, limit=500)["edges"]]

    def kept(**filters: Any) -> set[str]:
        return {e["data"]["id"] for e in get(client, "/api/expand", id=region, limit=500, **filters)["edges"]}

    assert kept(status="target") == {e["id"] for e in everything if e["status"] == "target"} != set()
    assert kept(status=["target", "ongoing"]) == {e["id"] for e in everything if e["status"] != "actual"}
    assert kept(confidence=0.95) == {e["id"] for e in everything if e["confidence"] >= 0.95}
    assert kept(direction="in") == {e["id"] for e in everything if e["target"] == region}
    later = kept(**{"from": 2020})
    assert (
        later
        == {e["id"] for e in everything if not e["end"] or e["end"] >= "2020"}
        < {e["id"] for e in everything}
    )
    institutions = get(client, "/api/expand", id=region, limit=500, type="Institution")
    assert {n["data"]["type"] for n in institutions["nodes"][1:]} == {"Institution"}


def test_neighbourhood_says_what_it_left_out(client: httpx.Client, region: str) -> None:
    one = get(client, "/api/neighbourhood", id=region, depth=1, limit=600)
    assert one["left_out"] == 0
    two = get(client, "/api/neighbourhood", id=region, depth=2, limit=20)
    assert len(two["nodes"]) == 20 and two["left_out"] > 0 and two["total"] == 20 + two["left_out"]
    assert two["left_out_by"] and all(row["count"] > 0 for row in two["left_out_by"])
    assert get(client, "/api/neighbourhood", id=region, depth=2, limit=20) == two


def test_the_shortest_path_is_that_of_the_command_line(
    client: httpx.Client, graph: Path, snapshot: Snapshot
) -> None:
    pair = ("南华大学附属南华医院", "衡南县")
    ids = [find(client, pair[0], "Institution"), find(client, pair[1], "Region")]
    told = get(client, "/api/path", from_id=ids[0], to_id=ids[1])
    with reading(graph) as store:
        question = find_question("path")
        rows = ask_canned(store, question, question.bind({"from": pair[0], "to": pair[1]})).rows
    assert told["steps"] == rows[0][0]
    names = [snapshot.catalogue.get(key).name for key in told["paths"][0]]
    assert names in [row[1] for row in rows]
    assert get(client, "/api/path", from_id=ids[0], to_id=ids[0])["steps"] == 0
    apart = get(
        client, "/api/path", from_id=ids[0], to_id=find(client, ZHONGLOU, "Region"), relation="memberOf"
    )
    assert (apart["found"], apart["nodes"]) == (False, [])


def test_an_address_brings_things_back_with_the_facts_between_them(client: httpx.Client, region: str) -> None:
    seen = get(client, "/api/expand", id=region, limit=30)
    ids = [n["data"]["id"] for n in seen["nodes"]]
    back = get(client, "/api/nodes", id=[*ids, "ffffffffffffffff"])
    assert [n["data"]["id"] for n in back["nodes"]] == ids and back["missing"] == ["ffffffffffffffff"]
    assert {e["data"]["id"] for e in seen["edges"]} <= {e["data"]["id"] for e in back["edges"]}


def test_the_panorama_holds_every_alliance_with_its_members(client: httpx.Client, snapshot: Snapshot) -> None:
    told = get(client, "/api/panorama")
    nodes = told["nodes"]
    size = len(nodes["x"])
    assert all(len(column) == size for column in nodes.values())
    shown = {nodes["id"][n] for n in range(size) if nodes["kind"][n] == 1}
    assert shown == {t.id for t in snapshot.catalogue.things.values() if t.type == "Alliance"} != set()
    for n, parent in enumerate(nodes["parent"]):
        assert parent < n
        if parent >= 0:
            gap = (
                (nodes["x"][n] - nodes["x"][parent]) ** 2 + (nodes["y"][n] - nodes["y"][parent]) ** 2
            ) ** 0.5
            assert gap + nodes["r"][n] <= nodes["r"][parent] + 0.05
    edges = snapshot.ask(
        "MATCH (n:Entity)-[r:leads|memberOf]->(a:Alliance) RETURN DISTINCT n.id AS n, a.id AS a"
    )
    inside = {
        (nodes["id"][n], nodes["id"][nodes["parent"][n]]) for n in range(size) if nodes["kind"][n] in (2, 3)
    }
    assert inside == {(row["n"], row["a"]) for row in edges}
    assert all(0 <= end < size for tie in told["ties"] for end in tie[:2])


def test_a_region_page(client: httpx.Client, region: str, graph: Path) -> None:
    told = get(client, f"/api/page/{region}")
    assert told["kind"] == "region"
    with open_ledger(graph) as ledger:
        kept = {s.id for s in ledger.statements(about=region) if s.predicate != "mentions"}
    table = {
        c["statement"] for row in told["indicators"]["rows"] for cells in row["cells"].values() for c in cells
    }
    aims = {row["target"]["statement"] for row in told["indicators"]["rows"] if row["target"]}
    parts = {f["id"] for name in ("honours", "policies", "support", "projects") for f in told[name]}
    shown = {f["id"] for group in told["groups"] for f in group["facts"]}
    assert not shown & (table | parts)
    missing = kept - shown - table - aims - parts
    with open_ledger(graph) as ledger:
        assert {s.predicate for s in ledger.statements(about=region) if s.id in missing} <= {"targets"}
    assert all(
        row["verdict"] in (None, "met", "missed", "pending", "open") for row in told["indicators"]["rows"]
    )
    assert all(
        (row["verdict"] in ("met", "missed")) <= bool(row["target"] and row["result"])
        for row in told["indicators"]["rows"]
    )
    inside = get(client, f"/api/page/{region}", inside=1)
    assert len(inside["indicators"]["rows"]) >= len(told["indicators"]["rows"])


def test_every_kind_of_page(client: httpx.Client, snapshot: Snapshot) -> None:
    first = {}
    for thing in snapshot.catalogue:
        first.setdefault(thing.type, thing)
    kinds = {name: get(client, f"/api/page/{thing.id}")["kind"] for name, thing in first.items()}
    assert (
        kinds["Report"] == "report"
        and kinds["PolicyDocument"] == "policy"
        and kinds["Alliance"] == "alliance"
    )
    district = get(client, f"/api/page/{find(client, ZHONGLOU, 'Region')}")
    assert len(district["alliances"]) >= 3 and district["without"]["total"] == len(
        district["without"]["institutions"]
    )


def test_comparison(client: httpx.Client, graph: Path) -> None:
    (first, *_) = get(client, "/api/compare/indicators", limit=5)["items"]
    told = get(client, "/api/compare", indicator=first["id"])
    values = {p["statement"] for series in told["series"] for p in series["points"]}
    with open_ledger(graph) as ledger:
        kept = [
            s
            for s in ledger.statements(about=first["id"])
            if s.qualifiers.get("measure", "level") == told["measure"]
        ]
    assert values == {
        s.id
        for s in kept
        if s.predicate in ("achieved", "targets") and s.qualifiers.get("unit", "") == told["unit"]
    }
    one = told["series"][0]["who"]["id"]
    alone = get(client, "/api/compare", indicator=first["id"], region=one)
    assert [s["who"]["id"] for s in alone["series"]] == [one]
    assert get(client, "/api/compare/indicators", q="签约")["items"]


def test_csv_of_a_page(client: httpx.Client, region: str, graph: Path) -> None:
    answer = client.get(f"/api/page/{region}.csv")
    assert answer.headers["content-disposition"].startswith("attachment")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    with open_ledger(graph) as ledger:
        kept = {s.id for s in ledger.statements(about=region) if s.predicate != "mentions"}
    assert {row["statement"] for row in rows} == kept
    assert all(row["sentence"] for row in rows)


@pytest.mark.parametrize(("suffix", "form"), [("ttl", RdfFormat.TURTLE), ("jsonld", RdfFormat.JSON_LD)])
def test_rdf_of_a_page_is_that_of_the_export(
    client: httpx.Client, region: str, graph: Path, suffix: str, form: RdfFormat
) -> None:
    answer = client.get(f"/api/page/{region}.{suffix}")
    assert answer.status_code == 200
    names = {
        quad.subject.value for quad in parse(answer.content, form) if isinstance(quad.subject, NamedNode)
    }
    with open_ledger(graph) as ledger:
        kept = {s.id for s in ledger.statements(about=region) if s.predicate != "mentions"}
        others = {s.id for s in ledger.statements()} - kept
    told = {name.rsplit("/", 1)[1].split("#")[0] for name in names if "/id/statement/" in name}
    assert told == kept and not told & others


def test_questions_are_forms_and_answer_as_the_command_line_does(client: httpx.Client, graph: Path) -> None:
    listed = {q["name"]: q for q in get(client, "/api/questions")["questions"]}
    assert listed["partners"]["parameters"][0]["suggest"] == {"search": ["Institution"]}
    assert {v["value"] for v in listed["neighbours"]["parameters"][1]["suggest"]["values"]} >= {
        "leads",
        "memberOf",
    }
    with reading(graph) as store:
        for name, given in (
            ("overview", {}),
            ("alliances", {"region": ZHONGLOU}),
            ("indicator", {"name": "签约率"}),
        ):
            question = find_question(name)
            told = get(client, f"/api/questions/{name}", **given)
            assert told["rows"] == [
                list(row) for row in ask_canned(store, question, question.bind(given)).rows
            ]
            assert [c["key"] for c in told["columns"]] == list(question.columns) and "MATCH" in told["cypher"]


def test_mistakes_are_told_in_words(client: httpx.Client) -> None:
    for path, status, words in (
        ("/api/entity/ffffffffffffffff", 404, "not in the graph"),
        ("/api/statement/ffffffffffffffff", 404, "not in the graph"),
        ("/api/report/999", 404, "not in the graph"),
        ("/api/questions/allianses", 400, "did you mean alliances"),
        ("/api/questions/partners", 400, "needs name="),
        ("/api/expand?id=x&relation=lead", 400, "did you mean leads"),
        ("/api/expand?id=x&status=done", 400, "unknown value of status"),
        ("/api/expand?limit=0&id=x", 400, "limit"),
        ("/api/overview?graph=0123456789abcdef", 410, "replaced"),
        ("/api/nothing", 404, "nothing here"),
    ):
        answer = client.get(path)
        error = answer.json()["error"]
        assert answer.status_code == status and words in error["message"], answer.text
        assert error["hint_zh"] and error["hint_en"]


def test_answers_are_the_same_each_time_and_name_their_graph(client: httpx.Client, region: str) -> None:
    for path in (
        f"/api/page/{region}",
        "/api/panorama",
        f"/api/expand?id={region}",
        f"/api/page/{region}.ttl",
    ):
        one, two = client.get(path), client.get(path)
        assert one.content == two.content and len(one.headers["x-graph"]) == 16


def test_the_interface_describes_itself(client: httpx.Client) -> None:
    described = get(client, "/openapi.json")
    page = client.get("/docs/")
    assert page.status_code == 200 and client.get("/docs/docs.js").status_code == 200
    written = (Path(__file__).resolve().parents[2] / "docs" / "explorer-api.md").read_text(encoding="utf-8")
    for path in described["paths"]:
        if path.startswith("/api/"):
            assert path.split("{")[0] in written, f"docs/explorer-api.md does not tell of {path}"
