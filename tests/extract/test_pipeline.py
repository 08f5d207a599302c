"""The pipeline as a user loads it: on a string, in displaCy, with either segmenter."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from spacy import displacy

from kg.build import understand
from kg.errors import ModelError
from kg.extract import COMPONENTS, load
from kg.extract.vocabulary import known_words
from kg.model.statement import Statement
from tests.tiny_pkuseg import train_tiny

TEXT = "浦城县医院与福建医科大学附属第一医院签订合作协议。全县高血压患者规范管理率达72.3%。"
REPORT = f"浦城县卫生健康局2022年工作总结\n{TEXT}\n浦城县卫生健康局\n2023年1月10日\n"


@pytest.fixture
def pkuseg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A tiny pkuseg model, trained here and put where an installed one would lie."""
    monkeypatch.setenv("KG_MODELS", str(tmp_path))
    train_tiny(tmp_path).rename(tmp_path / "pkuseg")
    load.cache_clear()
    yield
    load.cache_clear()


def test_every_component_is_a_registered_factory_in_its_order() -> None:
    assert load().pipe_names == list(COMPONENTS)


def test_a_string_gives_spans_and_relations() -> None:
    doc = load()(TEXT)
    assert [span.text for span in doc.spans["Institution"]] == ["浦城县医院", "福建医科大学附属第一医院"]
    assert next(iter(doc.spans["Region"])).text == "浦城县"
    assert {relation.predicate for relation in doc._.relations} >= {"partnersWith", "achieved"}
    assert [(q.value, q.unit) for q in doc._.quantities] == [("72.3", "%")]


def test_displacy_shows_the_spans() -> None:
    html = displacy.render(load()(TEXT), style="span", options={"spans_key": "Institution"}, jupyter=False)
    assert "福" in html
    assert "Institution" in html


def test_the_words_for_the_segmenter_are_names_of_the_field() -> None:
    words = known_words()
    assert {"长白朝鲜族自治县", "社区卫生服务中心", "高血压患者规范管理率"} <= set(words)
    assert "范县" not in words
    assert len(words) == len(set(words)) > 5000


def test_pkuseg_without_a_model_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_MODELS", str(tmp_path))
    load.cache_clear()
    with pytest.raises(ModelError, match="kg models install pkuseg"):
        load("pkuseg")


def facts(statements: tuple[Statement, ...]) -> set[tuple[str, str, str, str]]:
    return {(s.subject.name, s.predicate, s.object.name, s.qualifiers.get("value", "")) for s in statements}


@pytest.mark.usefixtures("pkuseg")
def test_both_segmenters_find_the_same_facts(tmp_path: Path) -> None:
    (tmp_path / "r.txt").write_text(REPORT, encoding="utf-8")
    _, by_characters = understand(tmp_path / "r.txt")
    _, by_words = understand(tmp_path / "r.txt", "pkuseg")
    assert facts(by_words) == facts(by_characters)
    assert ("浦城县", "achieved", "高血压患者规范管理率", "72.3") in facts(by_words)
    partners = {frozenset((s.subject.name, s.object.name)) for s in by_words if s.predicate == "partnersWith"}
    assert partners == {frozenset(("浦城县医院", "福建医科大学附属第一医院"))}


@pytest.mark.usefixtures("pkuseg")
def test_pkuseg_makes_words_and_keeps_names_whole() -> None:
    doc = load("pkuseg")("长白朝鲜族自治县卫生健康局印发通知。")
    assert doc[0].text == "长白朝鲜族自治县"
    assert len(doc) < len(doc.text)
    assert doc.text == "长白朝鲜族自治县卫生健康局印发通知。"
