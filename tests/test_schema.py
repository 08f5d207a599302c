"""The reader of the ontology: what it gives, how fast, and what it says of mistakes in data and in the files."""

import re
import shutil
import time
from pathlib import Path

import pytest

from kg.errors import ResourceError, SchemaError
from kg.resources import ontology_dir
from kg.schema import load_indicator_groups, load_indicators, load_schema
from kg.schema.indicators import read_indicators
from kg.schema.ontology import read_schema

SCHEMA = load_schema()


def test_it_is_read_once() -> None:
    assert load_schema() is load_schema()
    assert load_indicators() is load_indicators()
    assert load_indicator_groups() is load_indicator_groups()


def test_it_is_read_fast() -> None:
    started = time.process_time()
    read_schema(ontology_dir() / "health-policy.ttl")
    read_indicators(ontology_dir() / "indicators.ttl")
    assert time.process_time() - started < 0.3


def test_the_schema_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        SCHEMA.entity_types["Building"] = SCHEMA.entity_types["Region"]  # type: ignore[index]


# --- entities -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "subtype"),
    [
        ("Institution", "hospital"),
        ("Institution", ""),
        ("Alliance", "alliance"),
        ("Region", ""),
        ("Person", ""),
    ],
)
def test_good_entities_pass(kind: str, subtype: str) -> None:
    assert SCHEMA.check_entity(kind, subtype).name == kind


@pytest.mark.parametrize(
    ("kind", "subtype", "message"),
    [
        ("Institutoin", "", "unknown entity type 'Institutoin'; did you mean Institution?"),
        ("institution", "", "did you mean Institution?"),
        ("机构", "", "did you mean Institution?"),
        ("Policy document", "", "did you mean PolicyDocument?"),
        ("Statement", "", "unknown entity type 'Statement'"),
        ("Xyz", "", "known are Region, Institution, Alliance, Unit"),
        ("Institution", "hosptal", "unknown subtype of Institution 'hosptal'; did you mean hospital?"),
        ("Institution", "PrimaryCare", "did you mean primary_care?"),
        ("Institution", "county_community", "unknown subtype of Institution"),
        ("Region", "hospital", "Region has no subtypes"),
    ],
)
def test_bad_entities_are_refused(kind: str, subtype: str, message: str) -> None:
    with pytest.raises(SchemaError) as caught:
        SCHEMA.check_entity(kind, subtype)
    assert message in str(caught.value)


def test_a_subtype_is_found_by_its_code() -> None:
    subtype = SCHEMA.entity_type("Institution").subtype("health_authority")
    assert (subtype.class_name, subtype.label_en) == ("HealthAuthority", "Health authority")


# --- relations ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("predicate", "subject", "target"),
    [
        ("partnersWith", "Region", "Institution"),
        ("partnersWith", "Institution", "Region"),  # symmetric: the same fact from its other end
        ("supports", "Region", "Region"),
        ("memberOf", "Institution", "Alliance"),
        ("achieved", "Unit", "Indicator"),
        ("implements", "Alliance", "PolicyDocument"),
        ("partOf", "Region", "Region"),
        ("partOf", "Institution", "Institution"),
        ("administers", "Institution", "Region"),
        ("mentions", "Report", "Disease"),
        ("supportedBy", "Statement", "Evidence"),
        ("fromReport", "Evidence", "Report"),
    ],
)
def test_good_relations_pass(predicate: str, subject: str, target: str) -> None:
    assert SCHEMA.check_relation(predicate, subject, target).name == predicate


@pytest.mark.parametrize(
    ("predicate", "subject", "target", "message"),
    [
        (
            "partnerWith",
            "Institution",
            "Institution",
            "unknown relation 'partnerWith'; did you mean partnersWith?",
        ),
        ("MEMBEROF", "Institution", "Alliance", "did you mean memberOf?"),
        ("合作", "Institution", "Institution", "did you mean partnersWith?"),
        ("qqq", "Institution", "Institution", "known are partnersWith, supports"),
        ("partnersWith", "Region", "Region", "cannot lead from Region to Region"),
        ("partOf", "Region", "Institution", "Institution to Institution or Region to Region"),
        ("memberOf", "Alliance", "Institution", "it leads from Institution to Alliance"),
        ("achieved", "Person", "Indicator", "Alliance, Institution, Region, Unit to Indicator"),
        ("leads", "Hospital", "Alliance", "unknown entity type 'Hospital'"),
        ("mentions", "Region", "Disease", "it leads from Report to"),
    ],
)
def test_bad_relations_are_refused(predicate: str, subject: str, target: str, message: str) -> None:
    with pytest.raises(SchemaError) as caught:
        SCHEMA.check_relation(predicate, subject, target)
    assert message in str(caught.value)


def test_only_a_health_authority_administers() -> None:
    SCHEMA.check_relation("administers", "Institution", "Region", "health_authority")
    with pytest.raises(SchemaError, match="must be health_authority, not hospital"):
        SCHEMA.check_relation("administers", "Institution", "Region", "hospital")


# --- qualifiers -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("status", "target"), ("cmp", "approx"), ("measure", "change_points"), ("mode", "技术协作"), ("unit", "/10万"),
        ("value", "33.62"), ("value", "-1.31"), ("amount", "49390000"),
        ("period", "2019"), ("period", "2024-H1"), ("period", "2024-Q3"), ("period", "2019-01/2019-08"),
        ("period", "2019-08-15"), ("period", "asof:2024-05"), ("period", "2017/2020"),
    ],
)  # fmt: skip
def test_good_qualifiers_pass(name: str, value: str) -> None:
    assert SCHEMA.check_qualifier(name, value).name == name


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("state", "actual", "unknown qualifier 'state'; did you mean status?"),
        ("status", "actuel", "unknown value of status 'actuel'; did you mean actual?"),
        ("status", "进行中", "did you mean ongoing?"),
        ("cmp", ">=", "known are eq, gt, ge, lt, le, approx"),
        ("measure", "change", "unknown value of measure"),
        ("value", "1,200", "it is written like 33.62"),
        ("value", "4939万", "it is written like"),
        ("period", "2019年", "it is written like 2019, 2024-H1"),
        ("period", "", "is no value of period"),
    ],
)
def test_bad_qualifiers_are_refused(name: str, value: str, message: str) -> None:
    with pytest.raises(SchemaError) as caught:
        SCHEMA.check_qualifier(name, value)
    assert message in str(caught.value)


def test_report_kinds() -> None:
    for kind in SCHEMA.report_kinds:
        SCHEMA.check_report_kind(kind)
    with pytest.raises(SchemaError, match="unknown report kind 'sumary'; did you mean summary"):
        SCHEMA.check_report_kind("sumary")


# --- damaged files --------------------------------------------------------------------------------------------------


def damaged(folder: Path, name: str, old: str, new: str) -> tuple[Path, int]:
    """A copy with the first `old` replaced, and the line where that stood."""
    path = folder / name
    shutil.copy(ontology_dir() / name, path)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path, text.count("\n", 0, text.index(old)) + 1


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match=r"health-policy\.ttl cannot be read"):
        read_schema(tmp_path / "health-policy.ttl")


def test_bytes_that_are_no_text_are_named(tmp_path: Path) -> None:
    path = tmp_path / "health-policy.ttl"
    path.write_bytes(b"# one\n# two \xff\n")
    with pytest.raises(ResourceError, match=r"health-policy\.ttl, line 2: not UTF-8"):
        read_schema(path)


@pytest.mark.parametrize(
    ("old", "new", "shift", "message"),
    [
        ("hp:Unit a owl:Class ;", "hp:Unit a owl:Class owl:Thing ;", 0, ""),
        ('    rdfs:label "科室与中心"@zh , "Unit"@en ;\n', '    rdfs:label "Unit"@en ;\n', -2, "Unit needs one label in language zh"),
        ('hp:code "hospital" ;', "", 0, "Hospital needs one hp:code"),
        ('hp:cmp-approx a skos:Concept ; skos:inScheme hp:ComparisonScheme ; skos:notation "approx"',
         'hp:cmp-approx a skos:Concept ; skos:inScheme hp:ComparisonScheme ; skos:notation "about"', None,
         "cmp allows the value 'approx', which no concept names"),
        ("    rdfs:domain hp:HealthAuthority ;\n", "    rdfs:domain hp:Authority ;\n", -3,
         "administers has the class Authority at one end"),
    ],
)  # fmt: skip
def test_damage_to_the_ontology_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, shift: int | None, message: str
) -> None:
    path, line = damaged(tmp_path, "health-policy.ttl", old, new)
    with pytest.raises(ResourceError) as caught:
        read_schema(path)
    told = str(caught.value)
    assert str(path) in told
    assert message in told
    if shift is not None:
        assert f"line {line + shift}:" in told


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('hp:unit "岁" ;\n', "", "life-expectancy needs one hp:unit"),
        ('"人均期望寿命"@zh', '"婴儿死亡率"@zh', "infant-mortality shares the phrasing 婴儿死亡率 with life-expectancy"),
        ("skos:broader ind:crude-death-rate", "skos:broader ind:nowhere", "leads up to nowhere"),
        ("skos:topConceptOf <https://w3id.org/health-policy-kg/indicator/>", "skos:broader ind:life-expectancy", "leads up to itself"),
        ('"Life expectancy at birth"@en', '"Life expectancy"@fr', "life-expectancy needs one prefLabel in language en"),
    ],
)  # fmt: skip
def test_damage_to_the_indicators_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    path, _ = damaged(tmp_path, "indicators.ttl", old, new)
    with pytest.raises(ResourceError) as caught:
        read_indicators(path)
    told = str(caught.value)
    assert message in told
    where = re.search(r"line (\d+): (\S+) ", told)
    assert where is not None
    block = path.read_text(encoding="utf-8").splitlines()[int(where[1]) - 1]
    assert block.startswith(f"ind:{where[2]} a ")
