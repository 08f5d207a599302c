"""`kg query`, `kg cypher`, `kg show`, `kg flagged`, `kg completion`, as a user calls them."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import main
from tests.store import small

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from kg.store.graph_build import refresh

    folder = small.fill(tmp_path_factory.mktemp("graph"), "r1", "r2")
    refresh(folder)
    return folder


def kg(*words: str | Path, env: dict[str, str] | None = None, stdin: str | None = None) -> Result:
    return CliRunner().invoke(
        main, [str(word) for word in words], env={"KG_LANG": "zh", **(env or {})}, input=stdin
    )


def test_without_a_name_the_questions_are_listed_in_both_languages() -> None:
    out = kg("query")
    assert out.exit_code == 0
    assert "alliances [region=] [limit=100]" in out.stdout
    assert "医联体" in out.stdout
    assert "Alliances with their leads and members" in out.stdout


def test_an_answer_goes_to_stdout_and_notes_to_stderr(graph: Path) -> None:
    out = kg("query", "partners", "name=甲县人民医院", "--graph", graph, "--format", "json")
    assert out.exit_code == 0, out.stderr
    rows = json.loads(out.stdout)
    assert [row["other"] for row in rows] == ["乙大学附属医院"] * 2
    assert out.stderr == "2 rows\n"


def test_headings_follow_the_language(graph: Path) -> None:
    chinese = kg("query", "reports", "--graph", graph)
    english = kg("query", "reports", "--graph", graph, env={"KG_LANG": "en"})
    assert chinese.stdout.split()[0] == "报告编号"
    assert english.stdout.split()[0] == "report"


def test_no_rows_is_an_answer(graph: Path) -> None:
    out = kg("query", "search", "name=没有", "--graph", graph, "--format", "csv")
    first, why = out.stderr.splitlines()
    assert (out.exit_code, first) == (0, "no rows 没有结果")
    assert why.startswith("no entity is called 没有")
    assert out.stdout == "name,type,subtype,within,relations,reports\n"


def test_about_explains_and_shows_the_cypher() -> None:
    out = kg("query", "indicator", "--about")
    assert "name (string, required 必填)" in out.stdout
    assert "MATCH (a:Entity)-[r:achieved|targets]->(i)" in out.stdout
    assert "kg query indicator name=床位" in out.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("query", "aliances"), "did you mean alliances"),
        (("query", "partners"), "needs name="),
        (("query", "partners", "name"), "key=value"),
        (("query", "partners", "name=a", "name=b"), "given twice"),
        (("query", "alliances", "limit=many"), "type integer"),
        (("cypher", "MATCH (n:Entity) SET n.name = 'x'"), "only read"),
        (("cypher", "MATCH (n:Entity) DETACH DELETE n"), "only read"),
        (("cypher", "nonsense"), "cypher:"),
        (("cypher", "missing.cypher"), "missing.cypher"),
        (("cypher", "MATCH (n:Entity {name: $name}) RETURN n.name AS n"), "name"),
        (
            ("cypher", "MATCH (a)-[r]->(b) MATCH (s:Statement {id: r.id}) RETURN s.id AS id"),
            "WHERE x.id = r.id",
        ),
        (("show", "没有"), "没有"),
        (("show", "医院"), "3 entities"),
    ],
)
def test_a_mistake_is_one_line_and_exit_code_1(graph: Path, words: tuple[str, ...], said: str) -> None:
    out = kg(*words, "--graph", graph)
    assert out.exit_code == 1
    assert out.stdout == ""
    (line,) = [line for line in out.stderr.splitlines() if not line.startswith("  ")]
    assert line.startswith("error: ")
    assert said in line


@pytest.mark.parametrize(
    "words", [("query", "--nope"), ("query", "reports", "--format", "xml"), ("show",), ("cypher",)]
)
def test_wrong_usage_is_exit_code_2(words: tuple[str, ...]) -> None:
    assert kg(*words).exit_code == 2


def test_without_a_graph_the_user_learns_how_to_make_one(tmp_path: Path) -> None:
    for words in (("query", "overview"), ("cypher", "RETURN 1 AS one"), ("show", "x"), ("flagged",)):
        out = kg(*words, "--graph", tmp_path / "none")
        assert (out.exit_code, "kg build" in out.stderr) == (1, True)


def test_an_answer_from_before_a_build_that_was_cut_short_says_so(tmp_path: Path) -> None:
    from kg.store.graph_build import refresh

    refresh(small.fill(tmp_path, "r1"))
    small.fill(tmp_path, "r2")
    out = kg("query", "reports", "--graph", tmp_path)
    assert (out.exit_code, "r1" in out.stdout, "r2" in out.stdout) == (0, True, False)
    assert "kg build" in out.stderr
    (tmp_path / "ledger.sqlite").unlink()
    assert kg("query", "reports", "--graph", tmp_path).exit_code == 0, "the property graph alone can be asked"


def test_free_questions_take_parameters_of_all_kinds(graph: Path, tmp_path: Path) -> None:
    text = "MATCH (n:Entity) WHERE n.name IN $names OR n.name = $one RETURN n.name AS 名称 ORDER BY 名称 LIMIT $limit"
    wanted = [{"名称": "乙大学附属医院"}, {"名称": "甲县"}]
    parameters = ("-p", 'names=["甲县", "甲"]', "-p", "one=乙大学附属医院", "-p", "limit=5")
    file = tmp_path / "question.cypher"
    file.write_text(text, encoding="utf-8")
    for source, stdin in ((text, None), (file, None), ("-", text)):
        out = kg("cypher", source, *parameters, "--graph", graph, "--format", "json", stdin=stdin)
        assert out.exit_code == 0, out.stderr
        assert json.loads(out.stdout) == wanted


def test_nodes_edges_and_paths_are_told(graph: Path) -> None:
    text = "MATCH p = (a:Hospital)-[r:partnersWith {report: 'r1'}]->(b) RETURN a, r, p"
    (row,) = json.loads(kg("cypher", text, "--graph", graph, "--format", "json").stdout)
    assert row["a"]["labels"] == ["Entity", "Hospital", "Institution"]
    assert row["r"]["type"] == "partnersWith"
    assert [part.get("type") or part["properties"]["name"] for part in row["p"]] == [
        "甲县人民医院", "partnersWith", "乙大学附属医院",
    ]  # fmt: skip


def test_show_as_text_and_json(graph: Path) -> None:
    text = kg("show", "县医院", "--graph", graph)
    assert text.stdout.startswith("甲县人民医院")
    told = json.loads(kg("show", "县医院", "--graph", graph, "--json").stdout)
    assert told["name"] == "甲县人民医院"
    assert {fact["predicate"] for fact in told["facts"]} == {"partnersWith", "locatedIn"}
    assert kg("show", "医院", "--type", "Project", "--graph", graph).stdout.startswith("甲县人民医院迁建工程")


def test_flagged_statements_are_listed_with_reason_and_source(graph: Path) -> None:
    rows = json.loads(kg("flagged", "--graph", graph, "--format", "json").stdout)
    assert [(r["flag"], r["subject"], r["object"]) for r in rows] == [
        ("two candidates", "甲县人民医院", "乙大学附属医院")
    ] * 2
    assert "【签约】" in rows[0]["source"]
    assert len(json.loads(kg("flagged", "--graph", graph, "--report", "r1", "--format", "json").stdout)) == 1


@pytest.mark.parametrize(
    "command",
    ["query", "cypher", "show", "flagged", "completion", "export csv", "export graphml", "export rdf"],
)
def test_help_is_in_both_languages_with_examples(command: str) -> None:
    out = kg(*command.split(), "--help")
    assert out.exit_code == 0
    assert re.search("[\u4e00-\u9fff]", out.stdout)
    assert command == "export graphml" or re.search(rf"(?m)^\s+(bash: .*)?'?.*kg {command}", out.stdout)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_completion_script_for_each_shell(shell: str) -> None:
    assert "_KG_COMPLETE" in kg("completion", shell).stdout


@pytest.mark.parametrize(
    ("line", "offered"),
    [("kg query al", {"alliances"}), ("kg query indicator ", {"name=", "region=", "year=", "limit="}),
     ("kg query indicator name=x re", {"region="}), ("kg sh", {"show"}),
     ("kg query neighbours relation=par", {"relation=partnersWith", "relation=partOf"}),
     ("kg query institutions kind=hos", {"kind=hospital"})],
)  # fmt: skip
def test_tab_completes_questions_and_parameters(line: str, offered: set[str]) -> None:
    words = line.split(" ")
    env = {"COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1), "_KG_COMPLETE": "bash_complete"}
    out = CliRunner().invoke(main, [], env=env, prog_name="kg")
    assert {row.partition(",")[2] for row in out.stdout.splitlines()} == offered


def test_two_processes_ask_at_the_same_time_and_a_closed_pipe_is_no_error(graph: Path) -> None:
    words = [sys.executable, "-m", "kg", "query", "reports", "--graph", str(graph), "--format", "json"]
    env = {**os.environ, "PYTHONWARNINGS": "error::ResourceWarning"}
    asked = [
        subprocess.Popen(words, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for process in asked:
        out, err = process.communicate(timeout=120)
        assert (process.returncode, err) == (0, "2 rows\n")
        assert len(json.loads(out)) == 2
    shell = f"{sys.executable} -m kg cypher 'UNWIND range(1, 50000) AS x RETURN x' --graph {graph} | head -1"
    piped = subprocess.run(shell, shell=True, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "Traceback" not in piped.stderr
    assert "Exception" not in piped.stderr


@pytest.mark.parametrize("form", [("statements", "x.jsonl"), ("graphml", "x.graphml"), ("rdf", "x.nq")])
def test_an_export_into_a_folder_that_is_not_there_is_one_line(
    graph: Path, tmp_path: Path, form: tuple[str, str]
) -> None:
    out = kg("export", form[0], tmp_path / "nowhere" / form[1], "--graph", graph)
    assert out.exit_code == 1
    (line,) = out.stderr.splitlines()
    assert line.startswith(f"error: {tmp_path / 'nowhere' / form[1]}: cannot be written")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
@pytest.mark.parametrize("words", ["query reports", "export statements -", "show 甲县"])
def test_a_full_disk_under_the_answer_is_one_line(graph: Path, words: str) -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "kg", *words.split(), "--graph", str(graph)]
        done = subprocess.run(command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert "No space left" in done.stderr
    assert "Traceback" not in done.stderr
