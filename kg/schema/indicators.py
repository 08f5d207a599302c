"""`ontology/indicators.ttl` → health indicators and the groups that they are sorted under."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kg.resources import ontology_dir
from kg.schema.turtle import DCTERMS, HP, RDF, SKOS, TurtleFile

INDICATOR = "https://w3id.org/health-policy-kg/indicator/"


@dataclass(frozen=True, slots=True)
class Indicator:
    """A health indicator in use.

    `alt_zh` are other Chinese phrasings; no phrasing belongs to two indicators. `unit` is the unit in which the level is
    usually told (%, ‰, /10万, 人, 元 …), empty for a plain ratio. `broader` is the slug of the indicator or group that it is a kind of. `diseases` and
    `populations` are Chinese standard names; `sources` name the statistical schemes that define it.
    """

    iri: str
    slug: str
    label_zh: str
    label_en: str
    alt_zh: tuple[str, ...]
    unit: str
    broader: str
    diseases: tuple[str, ...]
    populations: tuple[str, ...]
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IndicatorGroup:
    """A heading under which indicators are sorted. `broader` is the slug of the group above, empty at the top."""

    iri: str
    slug: str
    label_zh: str
    label_en: str
    broader: str


@lru_cache(maxsize=1)
def load_indicators() -> tuple[Indicator, ...]:
    """All indicators, in file order, read once. Raises ResourceError (file and line) where the file is damaged."""
    return _load()[0]


@lru_cache(maxsize=1)
def load_indicator_groups() -> tuple[IndicatorGroup, ...]:
    """All groups, in file order, read once. Raises ResourceError (file and line) where the file is damaged."""
    return _load()[1]


@lru_cache(maxsize=1)
def _load() -> tuple[tuple[Indicator, ...], tuple[IndicatorGroup, ...]]:
    return read_indicators(ontology_dir() / "indicators.ttl")


def read_indicators(path: Path) -> tuple[tuple[Indicator, ...], tuple[IndicatorGroup, ...]]:
    """Indicators and groups of one file. Raises ResourceError where it is missing or damaged."""
    file = TurtleFile(path)
    concepts = list(file.subjects(RDF + "type", SKOS + "Concept"))
    measured = set(file.subjects(RDF + "type", HP + "Indicator"))
    indicators = tuple(_indicator(file, iri) for iri in concepts if iri in measured)
    groups = tuple(_group(file, iri) for iri in concepts if iri not in measured)
    _check_phrasings(file, indicators)
    _check_hierarchy(file, [*groups, *indicators])
    return indicators, groups


def _slug(iri: str) -> str:
    return iri.removeprefix(INDICATOR)


def _broader(file: TurtleFile, iri: str) -> str:
    above = file.values(iri, SKOS + "broader")
    if len(above) > 1:
        raise file.damage(iri, "has more than one skos:broader")
    return _slug(above[0]) if above else ""


def _indicator(file: TurtleFile, iri: str) -> Indicator:
    label_zh, label_en = file.both(iri, SKOS + "prefLabel")
    units = file.values(iri, HP + "unit")
    if len(units) != 1:
        raise file.damage(iri, f"needs one hp:unit, has {len(units)}")
    return Indicator(
        iri=iri,
        slug=_slug(iri),
        label_zh=label_zh,
        label_en=label_en,
        alt_zh=file.texts(iri, SKOS + "altLabel", "zh"),
        unit=units[0],
        broader=_broader(file, iri),
        diseases=file.texts(iri, HP + "concernsDisease", "zh"),
        populations=file.texts(iri, HP + "concernsPopulation", "zh"),
        sources=file.values(iri, DCTERMS + "source"),
    )


def _group(file: TurtleFile, iri: str) -> IndicatorGroup:
    return IndicatorGroup(iri, _slug(iri), *file.both(iri, SKOS + "prefLabel"), broader=_broader(file, iri))


def _check_phrasings(file: TurtleFile, indicators: Sequence[Indicator]) -> None:
    """Two indicators with one phrasing would make linking a guess."""
    owner: dict[str, str] = {}
    for indicator in indicators:
        for phrase in (indicator.label_zh, *indicator.alt_zh):
            other = owner.setdefault(phrase, indicator.slug)
            if other != indicator.slug:
                raise file.damage(indicator.iri, f"shares the phrasing {phrase} with {other}")


def _check_hierarchy(file: TurtleFile, concepts: Sequence[Indicator | IndicatorGroup]) -> None:
    above = {concept.slug: concept.broader for concept in concepts}
    for concept in concepts:
        chain = [concept.slug]
        while up := above.get(chain[-1], ""):
            if up not in above:
                raise file.damage(concept.iri, f"leads up to {up}, which is not declared")
            if up in chain:
                raise file.damage(concept.iri, f"leads up to itself by way of {up}")
            chain.append(up)
