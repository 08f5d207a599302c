"""Links the mentions of one report to entities under their canonical names."""

from __future__ import annotations

from collections.abc import Iterator

from kg.gazetteer import Division, load_gazetteer
from kg.model.mention import Deixis, Extraction, Mention
from kg.model.statement import Entity
from kg.model.text import Document
from kg.resolve.names import Namer

Structure = tuple[Entity, str, Entity, int, int]
_LOCAL = ("Unit", "Project", "Person")
"""Types whose names are only unique together with their owner or region."""
_DIRECTIONS = ("东部", "西部", "南部", "北部", "中部", "城东", "城西", "城南", "城北", "城区", "第", "总")


def resolve(document: Document, extraction: Extraction) -> Resolution:
    """The entities of a report's mentions."""
    return Resolution(document, extraction)


class Resolution:
    """Which entity each mention of one report stands for."""

    def __init__(self, document: Document, extraction: Extraction) -> None:
        self._document = document
        self._mentions = extraction.mentions
        self._gazetteer = load_gazetteer()
        self._namer = Namer(document.meta)
        self._regions = [m for m in extraction.mentions if m.type == "Region" and m.attrs.get("code")]
        own = self._namer.region
        self._named_regions = {m.attrs["code"] for m in self._regions} | ({own.code} if own else set())
        self._cache: dict[Mention, Entity | None] = {}
        self._surfaces: dict[str, set[str]] = {}
        self._learn()
        self._collect()

    def _learn(self) -> None:
        spelt = [m for m in self._mentions if m.type == "Institution" and "第" in m.name]
        full = [self._namer.institution(m.name, self._nearby(m)) for m in spelt]
        self._namer.learn(sorted({name for name in full if name}))

    def _collect(self) -> None:
        """Resolves all mentions once, so that every entity knows all surface forms of the report."""
        for mention in self._mentions:
            entity = self.entity(mention)
            if entity is not None and mention.deixis is None:
                forms = {mention.text, *mention.attrs.get("alias", "").split("|")} - {""}
                self._surfaces.setdefault(entity.id, set()).update(forms)

    def entity(self, ref: Mention | Deixis | None) -> Entity | None:
        """The entity that a mention or a pointing word stands for; None where it cannot be told."""
        if ref is None:
            return None
        if isinstance(ref, Deixis):
            return self.region() if ref is Deixis.REGION else self.issuer()
        if ref not in self._cache:
            self._cache[ref] = None  # an owner that leads back to itself stays unresolved
            self._cache[ref] = self._link(ref)
        return self._cache[ref]

    def region(self) -> Entity | None:
        """The report's own region."""
        meta = self._document.meta
        if not meta.region:
            return None
        return Entity(
            "Region", meta.region, scope=meta.region_code, code=meta.region_code, within=meta.within
        )

    def issuer(self) -> Entity | None:
        """Who published the report."""
        meta = self._document.meta
        if not meta.issuer:
            return None
        name = self._namer.institution(meta.issuer) or meta.issuer
        return self._institution_entity(name, meta.issuer_type)

    def body_name(self, text: str) -> str:
        """The full name of a granting body given as text."""
        return self._namer.institution(text) or text

    def mentioned(self) -> Iterator[tuple[Entity, Mention]]:
        """Every linked mention with its entity."""
        for mention in self._mentions:
            entity = self.entity(mention)
            if entity is not None:
                yield entity, mention

    def described(self, entity: Entity) -> Entity:
        """The entity with all surface forms that the report uses for it."""
        forms = sorted(self._surfaces.get(entity.id, set()) - {entity.name})
        return Entity(
            entity.type,
            entity.name,
            entity.subtype,
            entity.scope,
            entity.code,
            entity.within,
            tuple(forms),
            entity.attrs,
        )

    def structure(self) -> Iterator[Structure]:
        """locatedIn, partOf and administers as (subject, predicate, object, start, end), each once."""
        seen: set[tuple[str, str, str]] = set()
        for mention in self._mentions:
            entity = self.entity(mention)
            if entity is None:
                continue
            for predicate, target in self._structural(entity):
                key = (entity.id, predicate, target.id)
                if key not in seen:
                    seen.add(key)
                    yield entity, predicate, target, mention.start, mention.end

    def _structural(self, entity: Entity) -> Iterator[tuple[str, Entity]]:
        if entity.type == "Region" and not entity.code:
            around = self._gazetteer.by_code(entity.scope)
            if around is not None:
                yield "partOf", self._region_entity(around)
        place = self._gazetteer.by_code(entity.code) if entity.code else None
        if place is None:
            return
        if entity.type == "Region":
            above = [d for d in self._gazetteer.chain(place)[:-1] if d.code in self._named_regions]
            if above:
                yield "partOf", self._region_entity(above[-1])
            return
        region = self._region_entity(place)
        yield "locatedIn", region
        if entity.subtype == "health_authority" and entity.name.startswith(place.name):
            yield "administers", region

    def _link(self, mention: Mention) -> Entity | None:
        if mention.deixis is not None:
            return self.entity(mention.deixis)
        if mention.type == "Region":
            return self._region(mention)
        if mention.type == "Institution":
            return self._institution(mention)
        if mention.type == "Alliance":
            return self._alliance(mention)
        if mention.type in _LOCAL:
            return self._owned(mention)
        return Entity(mention.type, mention.name, mention.subtype, attrs=dict(mention.attrs))

    def _region(self, mention: Mention) -> Entity | None:
        code = mention.attrs.get("code", "")
        division = self._gazetteer.by_code(code) if code else None
        if division is not None:
            return self._region_entity(division)
        around = self._gazetteer.by_code(mention.attrs.get("within", "")) or self._namer.region
        if around is None:
            return Entity("Region", mention.name)
        return Entity("Region", mention.name, scope=around.code, within=self._chain_names(around))

    def _chain_names(self, division: Division) -> tuple[str, ...]:
        return tuple(d.name for d in self._gazetteer.chain(division))

    def _region_entity(self, division: Division) -> Entity:
        chain = self._chain_names(division)[:-1]
        return Entity("Region", division.name, scope=division.code, code=division.code, within=chain)

    def _institution(self, mention: Mention) -> Entity | None:
        if isinstance(mention.owner, Mention) and mention.text[0] in "该两前后":
            return self.entity(mention.owner)
        name = self._namer.institution(mention.name, self._nearby(mention))
        if name is None:
            return None
        if mention.owner is not None:
            owner = self.entity(mention.owner)
            name = name if owner is None or name.startswith(owner.name) else owner.name + mention.name
        return self._institution_entity(name, mention.subtype)

    def _institution_entity(self, name: str, subtype: str) -> Entity:
        division = self._namer.place(name.removeprefix("中共"))
        if division is None and subtype == "primary_care":
            division = self._namer.region
        return self._placed("Institution", name, subtype, division)

    def _placed(self, kind: str, name: str, subtype: str, division: Division | None) -> Entity:
        if division is None:
            return Entity(kind, name, subtype)
        return Entity(kind, name, subtype, division.code, division.code, self._chain_names(division))

    def _alliance(self, mention: Mention) -> Entity | None:
        own = self._namer.region
        if mention.owner is not None:
            owner = self.entity(mention.owner)
            if owner is None or owner.type == "Alliance":  # 该联盟, 总医院: the alliance named before
                return owner
            name = mention.name if mention.name.startswith(owner.name) else owner.name + mention.name
            return Entity("Alliance", name, mention.subtype, owner.scope, owner.code, owner.within)
        name = self._namer.institution(mention.name, self._nearby(mention)) or mention.name
        if own is not None and name.startswith(_DIRECTIONS) and mention.subtype != "specialty_alliance":
            name = own.name + name
        return self._placed("Alliance", name, mention.subtype, self._namer.place(name) or own)

    def _owned(self, mention: Mention) -> Entity | None:
        owner = self.entity(mention.owner) if mention.owner is not None else None
        if owner is None:
            region = self.region()
            scope = region.scope if region is not None else ""
            return Entity(mention.type, mention.name, mention.subtype, scope, attrs=dict(mention.attrs))
        if mention.type == "Person" or mention.name.startswith(owner.name):
            name = mention.name
        else:
            name = owner.name + mention.name
        return Entity(
            mention.type,
            name,
            mention.subtype,
            owner.scope,
            owner.code,
            owner.within,
            attrs=dict(mention.attrs),
        )

    def _nearby(self, mention: Mention) -> Division | None:
        """The last region named before a mention in its sentence."""
        sentence = self._document.sentence_at(mention.start)
        if sentence is None:
            return None
        before = [r for r in self._regions if sentence.start <= r.start and r.end <= mention.start]
        return self._gazetteer.by_code(before[-1].attrs["code"]) if before else None
