"""The ontology files: complete, in two languages, in line with the standards they specialise, and one with the gold format."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Namespace, URIRef

from kg.resources import ontology_dir
from kg.schema import (
    EntityType,
    Indicator,
    Qualifier,
    RelationType,
    Subtype,
    load_indicator_groups,
    load_indicators,
    load_schema,
)

HP = Namespace("https://w3id.org/health-policy-kg/ontology#")
SCHEMA = load_schema()
INDICATORS = load_indicators()
GROUPS = load_indicator_groups()
GOLD = sorted((Path(__file__).parent / "gold").rglob("*.json"))

TYPES = [
    "Region", "Institution", "Alliance", "Unit", "Indicator", "PolicyDocument",
    "Programme", "Project", "Designation", "Person", "Disease", "Population",
]  # fmt: skip
SUBTYPES = {
    "Institution": {
        "health_authority": "HealthAuthority", "government": "Government", "hospital": "Hospital",
        "primary_care": "PrimaryCare", "public_health": "PublicHealth", "academic": "Academic",
        "association": "Association", "media": "Media", "enterprise": "Enterprise", "other": "OtherInstitution",
    },
    "Alliance": {
        "medical_group": "MedicalGroup", "county_community": "CountyCommunity",
        "specialty_alliance": "SpecialtyAlliance", "telemedicine_network": "TelemedicineNetwork",
        "alliance": "OtherAlliance",
    },
}  # fmt: skip
REG, INS, ALL, UNIT = "Region", "Institution", "Alliance", "Unit"
RELATIONS = {
    "partnersWith": ({INS, ALL, REG}, {INS, ALL}),
    "supports": ({INS, REG}, {INS, REG}),
    "memberOf": ({INS}, {ALL}),
    "leads": ({INS}, {ALL}),
    "hasUnit": ({INS, ALL, REG}, {UNIT}),
    "designatedAs": ({REG, INS, ALL, UNIT}, {"Designation"}),
    "issued": ({INS, REG}, {"PolicyDocument"}),
    "implements": ({INS, REG, ALL}, {"Programme", "PolicyDocument"}),
    "achieved": ({REG, INS, ALL, UNIT}, {"Indicator"}),
    "targets": ({REG, INS, ALL, UNIT}, {"Indicator"}),
    "builds": ({REG, INS, ALL}, {"Project"}),
    "locatedIn": ({INS, ALL, UNIT, "Project"}, {REG}),
    "partOf": ({REG, INS}, {REG, INS}),
    "administers": ({INS}, {REG}),
}
QUALIFIERS = ["status", "period", "mode", "specialty", "by", "amount", "value", "unit", "cmp", "measure"]
CONTROLLED = {
    "status": ("actual", "ongoing", "target"),
    "cmp": ("eq", "gt", "ge", "lt", "le", "approx"),
    "measure": ("level", "change_relative", "change_points", "change_absolute"),
}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
ENGLISH = re.compile(r"[A-Za-z]{2}")


@pytest.fixture(scope="module")
def graph() -> Graph:
    """The ontology as an independent Turtle parser reads it."""
    return Graph().parse(ontology_dir() / "health-policy.ttl")


# --- types, relations, qualifiers -----------------------------------------------------------------------------------


def test_all_entity_types_are_there() -> None:
    assert list(SCHEMA.entity_types) == TYPES
    assert {"Entity", "Report", "Statement", "Evidence"} <= set(SCHEMA.frame)


@pytest.mark.parametrize("name", TYPES)
def test_subtypes_resolve(name: str) -> None:
    found = {s.code: s.class_name for s in SCHEMA.entity_type(name).subtypes}
    assert found == SUBTYPES.get(name, {})


@pytest.mark.parametrize("name", TYPES)
def test_each_type_specialises_a_standard(name: str) -> None:
    parents = SCHEMA.entity_type(name).parents
    assert any(parent.startswith(("http://www.w3.org/", "https://schema.org/")) for parent in parents)


def test_the_relations_are_those_of_the_table() -> None:
    found = {name: (set(r.domain), set(r.range)) for name, r in SCHEMA.relations.items()}
    assert found == RELATIONS


def test_part_of_stays_within_a_kind() -> None:
    assert SCHEMA.relation("partOf").pairs == frozenset({(REG, REG), (INS, INS)})
    assert [name for name, r in SCHEMA.relations.items() if r.pairs is not None] == ["partOf"]


def test_only_health_authorities_administer() -> None:
    limited = {n: r.domain_subtypes for n, r in SCHEMA.relations.items() if r.domain_subtypes}
    assert limited == {"administers": {"health_authority"}}


def test_only_partnership_is_symmetric() -> None:
    assert [name for name, r in SCHEMA.relations.items() if r.symmetric] == ["partnersWith"]


def test_mentions_leads_from_a_report_to_anything() -> None:
    mentions = SCHEMA.relation("mentions")
    assert (mentions.domain, mentions.range) == (frozenset({"Report"}), frozenset(TYPES))


def test_the_qualifiers_and_their_values() -> None:
    assert list(SCHEMA.qualifiers) == QUALIFIERS
    assert {name: q.values for name, q in SCHEMA.qualifiers.items() if q.values} == CONTROLLED
    assert SCHEMA.report_kinds == ("summary", "plan", "summary+plan", "news", "bulletin")


def test_everything_is_named_and_defined_in_both_languages() -> None:
    defined: list[EntityType | Subtype | RelationType | Qualifier] = [
        *SCHEMA.entity_types.values(),
        *(s for t in SCHEMA.entity_types.values() for s in t.subtypes),
        *SCHEMA.relations.values(),
        *SCHEMA.links.values(),
        *SCHEMA.qualifiers.values(),
    ]
    for thing in defined:
        assert CHINESE.search(thing.label_zh) and ENGLISH.search(thing.label_en), thing.iri
        assert len(thing.definition_zh) >= 8 and CHINESE.search(thing.definition_zh), thing.iri
        assert len(thing.definition_en) >= 20 and not CHINESE.search(thing.label_en), thing.iri
    terms = [*SCHEMA.report_kind_terms, *(t for q in SCHEMA.qualifiers.values() for t in q.terms)]
    assert all(CHINESE.search(t.label_zh) and ENGLISH.search(t.label_en) for t in terms)
    assert len({t.definition_zh for t in defined}) == len({t.definition_en for t in defined}) == len(defined)


def test_another_parser_finds_labels_on_every_term(graph: Graph) -> None:
    for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty):
        for term in graph.subjects(RDF.type, kind):
            if isinstance(term, URIRef):
                for predicate in (RDFS.label, SKOS.definition):
                    languages = sorted(str(o.language) for o in graph.objects(term, predicate))  # type: ignore[attr-defined]
                    assert languages == ["en", "zh"], (term, predicate)


def test_every_own_name_that_is_used_is_declared(graph: Graph) -> None:
    used = {t for triple in graph for t in triple if isinstance(t, URIRef) and t.startswith(str(HP))}
    indicators = Graph().parse(ontology_dir() / "indicators.ttl")
    used |= {t for _, p, o in indicators for t in (p, o) if isinstance(t, URIRef) and t.startswith(str(HP))}
    assert used <= set(graph.subjects(RDF.type))


# --- the gold reports speak the same language ------------------------------------------------------------------------


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_the_gold_reports_fit_the_ontology(path: Path) -> None:
    data = json.loads(path.read_text(encoding="utf-8"))
    SCHEMA.check_report_kind(data["report"]["kind"])
    for entity in data["entities"]:
        SCHEMA.check_entity(entity["type"], entity.get("subtype", ""))
    for fact in data["facts"]:
        SCHEMA.relation(fact["p"])
        for name in SCHEMA.qualifiers:
            if fact.get(name):
                SCHEMA.check_qualifier(name, fact[name])


def test_there_are_gold_reports() -> None:
    assert GOLD


# --- indicators -----------------------------------------------------------------------------------------------------


def test_there_are_many_indicators() -> None:
    assert len(INDICATORS) >= 260
    assert len(GROUPS) >= 20


def _gaps(indicator: Indicator) -> list[str]:
    """What an indicator lacks."""
    alike = (indicator.label_zh, *indicator.alt_zh)
    wanted = {
        "slug": re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", indicator.slug),
        "iri": indicator.iri == f"https://w3id.org/health-policy-kg/indicator/{indicator.slug}",
        "Chinese label": CHINESE.search(indicator.label_zh) or indicator.label_zh.isupper(),
        "English label": ENGLISH.search(indicator.label_en) and not CHINESE.search(indicator.label_en),
        "two other phrasings": len(indicator.alt_zh) >= 2,
        "clean, distinct phrasings": len(set(alike)) == len(alike)
        and all(p and p == p.strip() for p in alike),
        "broader": indicator.broader,
        "source": indicator.sources,
    }
    return [f"{indicator.slug}: {what}" for what, found in wanted.items() if not found]


def test_each_indicator_is_complete() -> None:
    assert [gap for indicator in INDICATORS for gap in _gaps(indicator)] == []


def test_no_two_indicators_share_a_phrasing() -> None:
    phrases = Counter(phrase for i in INDICATORS for phrase in (i.label_zh, *i.alt_zh))
    assert [phrase for phrase, times in phrases.items() if times > 1] == []
    for labels in (
        [i.label_en for i in INDICATORS],
        [g.label_zh for g in GROUPS],
        [g.label_en for g in GROUPS],
    ):
        assert len(set(labels)) == len(labels)


def test_the_unit_fits_the_name() -> None:
    """A rate is told in %, ‰, /万 or /10万; a number of people is not."""
    for indicator in INDICATORS:
        if re.search(r"(?:率|占比|比例|比重)$", indicator.label_zh):
            assert indicator.unit in {"%", "‰", "/万", "/10万"}, indicator.slug
        if indicator.label_zh.endswith(("人次", "台次", "例数", "人数", "户次")):
            assert indicator.unit in {"人次", "台", "例", "人", "户次", "剂次"}, indicator.slug
        if re.search(r"(?:金额|资金|经费|费用|补助标准)$", indicator.label_zh):
            assert indicator.unit == "元", indicator.slug


def test_only_indices_and_ratios_have_no_unit() -> None:
    bare = {i.label_zh for i in INDICATORS if not i.unit}
    assert bare == {"布雷图指数", "病例组合指数", "出生人口性别比", "医护比", "床护比"}


def test_the_hierarchy_ends_in_a_few_tops_and_has_no_cycle() -> None:
    above = {g.slug: g.broader for g in GROUPS} | {i.slug: i.broader for i in INDICATORS}
    tops = {slug for slug, up in above.items() if not up}
    assert tops <= {g.slug for g in GROUPS}
    for slug in above:
        chain = [slug]
        while above[chain[-1]]:
            chain.append(above[chain[-1]])
            assert len(chain) <= 6, chain
        assert chain[-1] in tops
    assert all(any(up == g.slug for up in above.values()) for g in GROUPS)


def test_much_of_the_hierarchy_is_indicators_under_indicators() -> None:
    slugs = {i.slug for i in INDICATORS}
    assert sum(i.broader in slugs for i in INDICATORS) >= 100


def test_a_known_indicator() -> None:
    found = next(i for i in INDICATORS if i.label_zh == "高血压患者规范管理率")
    assert (found.unit, found.broader) == ("%", "chronic-std-mgmt")
    assert (found.diseases, found.populations) == (("高血压",), ("高血压患者",))
    assert "高血压规范管理率" in found.alt_zh
