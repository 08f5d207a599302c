"""Who the slots of a frame stand for: subjects carried on from earlier clauses, 前者 and 两院, alliances that have no name of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc

from kg.extract import extensions
from kg.extract.frames import Match, compile_pattern, members
from kg.extract.masks import Masked, expand_kinds, letter_of
from kg.extract.places import places
from kg.extract.rules import load_rules
from kg.extract.specialties import start_of
from kg.model.mention import Deixis, Mention
from kg.model.text import Sentence

Party = Mention | Deixis
_COUNT = re.compile(r"^(?:首批|首个|该|各)?(?:[一二两三四五六七八九十\d]+(?:个|大|家|所))?")
_VERBS = re.compile(r"^(?:共同|联合|分别|牵头|发起|组建|成立|建立|构建|建成|打造|领衔|加入)+")
_BARE = re.compile(r"(?:该|本|其|此)?(?:联盟|集团|医联体|医共体|协作网|医疗集团|联合体|共同体)")
_PLURAL = re.compile(r"(?:[二两三四五六七八九十]|\d+)(?:个|大|家)|分别|各(?:自|建|组|起|成|牵)")
_HOUSES = frozenset({"hospital", "primary_care", "public_health", "academic", "association", "enterprise"})


@dataclass(frozen=True, slots=True)
class Scene:
    """One report while its relations are found: which alliances stand before a position, and what is founded on the way."""

    doc: Doc

    def alliances(self, position: int, start: int = 0) -> list[Mention]:
        """The alliances named or described before `position`, in text order; those that only point are left out."""
        known = extensions.mentions(self.doc, "Alliance", start=start, end=position)
        return [a for a in known if not (isinstance(a.owner, Mention) and a.owner.type == "Alliance")]

    def latest(self, position: int) -> Mention | None:
        """The alliance that a bare 联盟 before `position` means: the only one of the sentence, the last few, or the report so far."""
        sentence = extensions.sentence_at(self.doc, position)
        if sentence is None:
            return None
        low = extensions.sentences(self.doc)[max(0, sentence.index - 3)].start
        nearby = self.alliances(position, low)
        windows = ([a for a in nearby if a.start >= sentence.start], nearby, self.alliances(position))
        for window in windows:
            if window:
                return window[-1] if len({_identity(a) for a in window}) == 1 else None
        return None

    def led_by(self, body: Mention, position: int) -> Mention | None:
        """The alliance that a body, or whom it points to, leads according to what stands before `position`."""
        name = antecedent(body).name
        led = [
            a
            for a in self.alliances(position)
            if isinstance(a.owner, Mention) and same_body(antecedent(a.owner).name, name)
        ]
        return led[-1] if led else None


def same_body(one: str, two: str) -> bool:
    """Whether two names mean one body: 县人民医院 and 忠县人民医院 in one report."""
    short, long = sorted((one, two), key=len)
    return one == two or (short[:1] in "省市县区旗州" and long.endswith(short))


def _identity(alliance: Mention) -> tuple[str, str]:
    return (alliance.owner.name if isinstance(alliance.owner, Mention) else "", alliance.name)


def antecedent(body: Mention) -> Mention:
    """The body that 该院, 前者, 该联盟 … point to; the body itself where it points to none."""
    while isinstance(body.owner, Mention) and body.owner.type == body.type:
        if body.type == "Institution" and body.text[0] not in "该两前后其此":
            break
        body = body.owner
    return body


def issuer_is_house(doc: Doc) -> bool:
    """Whether the report's issuer is a hospital or the like, that acts for itself, rather than an authority."""
    return extensions.report_meta(doc).issuer_type in _HOUSES


@cache
def _topics() -> tuple[re.Pattern[str], ...]:
    rules = load_rules("alliance_relations")
    return tuple(compile_pattern(p, rules["macros"]) for p in rules["topic"]["patterns"])


@dataclass(frozen=True, slots=True)
class Topic:
    """Whom earlier clauses speak of, and the masked text from there on up to the clause that asks."""

    parties: tuple[Mention, ...]
    text: str


def topic(masked: Masked, position: int) -> Topic | None:
    """The bodies that a clause without a subject at masked `position` speaks of.

    They open the nearest clause before it between semicolons; else the unit before the last semicolon, else the whole sentence.
    """
    units = [0, *(m.end() for m in re.finditer("；", masked.text[:position]))]
    starts = list(reversed(_clauses(masked.text, units[-1], position)))
    for unit in dict.fromkeys([*units[-2:-1], *units[:1]]):
        starts += _clauses(masked.text, unit, min((u for u in units if u > unit), default=position))
    for start in starts:
        found = _opening(masked, start, position)
        if found:
            return Topic(found, masked.text[start:position])
    return None


def _clauses(text: str, start: int, end: int) -> list[int]:
    return [start, *(start + m.end() for m in re.finditer("[，：]", text[start:end]))]


def _opening(masked: Masked, start: int, position: int) -> tuple[Mention, ...]:
    """The bodies that the clause at `start` opens with, if they stand before `position`."""
    stop = re.search("[，；：。]", masked.text[start:])
    clause = masked.text[start : start + stop.start() if stop else len(masked.text)]
    for pattern in _topics():
        match = pattern.match(clause)
        if match and start + match.start("t") < position:
            return tuple(masked.mentions[c] for c in members(match["t"]) if c in masked.mentions)
    return ()


def alone_here(scene: Scene, sentence: Sentence) -> bool:
    """Whether a sentence that names no doer can mean the issuer: no hospital is the topic of the sentence before."""
    if issuer_is_house(scene.doc) or sentence.index == 0:
        return True
    before = extensions.sentences(scene.doc)[sentence.index - 1]
    if before.section != sentence.section:
        return True
    bodies = extensions.mentions(scene.doc, "Institution", start=before.start, end=before.end)
    return not any(b.subtype in _HOUSES and b.start < before.start + 8 for b in bodies)


def topic_before(scene: Scene, sentence: Sentence) -> list[Party]:
    """The one hospital that opens the sentence before; empty where a list opens it."""
    before = extensions.sentences(scene.doc)[sentence.index - 1]
    found = extensions.outermost(
        extensions.mentions(scene.doc, "Institution", start=before.start, end=before.end)
    )
    first = [b for b in found if b.subtype in _HOUSES and b.start < before.start + 8][:1]
    text = extensions.text_of(scene.doc)
    return [antecedent(b) for b in first if text[b.end : b.end + 1] not in tuple("、和与及同")]


def here(scene: Scene, masked: Masked, span: tuple[int, int]) -> Mention | None:
    """院 in 来院, 安 in 来安: a mention that points to the issuer or to the report's region."""
    start, end = masked.clean_range(*span)
    char = extensions.text_of(scene.doc)[start:end]
    if char in "院馆" and (issuer_is_house(scene.doc) or extensions.state_of(scene.doc).report is None):
        return Mention(start, end, char, "Institution", deixis=Deixis.ISSUER)
    meta = extensions.report_meta(scene.doc)
    if meta.region and char in (meta.region + "".join(meta.within[-1:])):
        return Mention(start, end, char, "Region", deixis=Deixis.REGION)
    return None


def alliances_of(
    scene: Scene, masked: Masked, match: Match, leads: list[Mention], first: list[Mention]
) -> list[Mention]:
    """The alliances that slot `a` stands for: named, of one of the `leads`, founded here (by the `first` member), or just spoken of."""
    text = match.slots["a"]
    bodies = [masked.mentions[c] for c in members(text) if c in masked.mentions]
    alliances = [antecedent(b) for b in bodies if b.type == "Alliance"]
    owners = [antecedent(b) for b in bodies if b.type == "Institution"] or leads
    if not owners and match.frame.options.get("founds"):
        owners = first[:1]
    if len(owners) > 1 and not _PLURAL.search(match.text):
        owners = owners[:1]
    if not alliances:
        end = masked.clean_range(*match.spans["a"])[1]
        return _of_kind(scene, owners, _kind(text), end - len(_kind(text)), end)
    found: list[Mention] = []
    for alliance in alliances:
        if alliance.owner is not None or not generic(alliance):
            found += siblings(scene.doc, alliance)
            continue
        if owners:
            extensions.remove_mentions(scene.doc, [alliance])
        found += _of_kind(scene, owners, _COUNT.sub("", alliance.name), alliance.start, alliance.end)
    return found


def _of_kind(scene: Scene, owners: list[Mention], kind: str, start: int, end: int) -> list[Mention]:
    """Alliances given by their kind: of their owners, or, for a bare 联盟, the one just spoken of."""
    if owners:
        return [founded(scene, owner, kind, start, end) for owner in owners]
    latest = scene.latest(start) if _BARE.fullmatch(kind) else None
    return [latest] if latest is not None else []


def one_of_several(scene: Scene, masked: Masked, match: Match, leads: list[Mention]) -> list[Mention]:
    """两个医疗集团：一个由县医院牵头，另一个…: one more of the kind that the sentence has named, of its own lead."""
    position = masked.clean_range(match.start, match.end)[0]
    sentence = extensions.sentence_at(scene.doc, position)
    before = scene.alliances(position, sentence.start) if sentence is not None else []
    if not before or len(leads) != 1:
        return []
    last = before[-1]
    kind = _COUNT.sub("", last.name)
    return [founded(scene, leads[0], kind, last.start, last.end)]


def says_several(text: str) -> bool:
    """Whether a text speaks of several alliances of one kind (两个医共体, 分别组建)."""
    return _PLURAL.search(text) is not None


def same_family(one: str, two: str) -> bool:
    """Whether two kinds may be the same alliance: 医共体 and 紧密型县域医共体, 集团 and 医疗集团."""
    return _family(one) == _family(two)


@cache
def future() -> re.Pattern[str]:
    """Words for what someone means to do."""
    return re.compile(expand_kinds(load_rules("alliance_relations")["future"]["cues"]))


def nameless(scene: Scene, kind: str, start: int, end: int) -> Mention:
    """A new mention of an alliance without a name of which no lead is told; it belongs to the report's region."""
    alliance = Mention(
        start, end, extensions.text_of(scene.doc)[start:end], "Alliance", name=kind, subtype=subtype_of(kind),
        rule="alliance_roles.nameless",
    )  # fmt: skip
    extensions.add_mention(scene.doc, alliance)
    return alliance


def siblings(doc: Doc, alliance: Mention) -> list[Mention]:
    """All alliances that share the stretch of an alliance: those of several leads (两个医共体)."""
    at = extensions.mentions(doc, "Alliance", start=alliance.start, end=alliance.end)
    return [a for a in at if (a.start, a.end) == (alliance.start, alliance.end)] or [alliance]


def founded(scene: Scene, owner: Mention, kind: str, start: int, end: int) -> Mention:
    """The alliance of an owner: the one known already where the kinds agree, else a new one."""
    known = scene.led_by(owner, start)
    if known is not None and _family(known.name) == _family(kind):
        return known
    alliance = Mention(
        start, end, extensions.text_of(scene.doc)[start:end], "Alliance", name=kind, subtype=subtype_of(kind), owner=owner,
        rule="relations_alliance.unnamed",
    )  # fmt: skip
    extensions.add_mention(scene.doc, alliance)
    return alliance


def houses_of(doc: Doc, bodies: list[Mention]) -> Iterator[Mention]:
    """Members of an alliance; a township among them means its health centre (壶镇、大洋归前者). Other regions are no members."""
    known = places(doc).by_start
    for body in bodies:
        place = known.get(body.start)
        if body.type != "Region":
            yield body
        elif place is not None and place.division is not None and place.division.level == "township":
            name = place.division.name
            yield Mention(
                body.start, body.end, body.text, "Institution",
                name=name + ("社区卫生服务中心" if name.endswith("街道") else "卫生院"), subtype="primary_care",
                rule="relations_alliance.town",
            )  # fmt: skip


def subtype_of(kind: str) -> str:
    """The ontology's subtype for a kind of alliance."""
    table: dict[str, list[str]] = load_rules("alliance_relations")["subtypes"]
    return next((name for name, words in table.items() if any(w in kind for w in words)), "alliance")


def _kind(text: str) -> str:
    bare = "".join(c for c in text if not letter_of(c)).lstrip("的")
    return _COUNT.sub("", _VERBS.sub("", bare))


def generic(alliance: Mention) -> bool:
    """Whether an alliance has a kind and no name: 紧密型医联体, 新生儿科专科联盟."""
    name = _COUNT.sub("", alliance.name)
    match = re.search(load_rules("alliance_relations")["topic"]["generic"], name)
    return match is not None and start_of(name, match.start(), 0) == 0


def _family(kind: str) -> str:
    """医共体 and 紧密型县域医共体 of one lead are the same; a 专科联盟 of another speciality is another."""
    if "盟" in kind:
        return re.sub(r"专科|联盟|医院", "", kind)
    return (
        "联合体"
        if re.search("医联体|联合体", kind)
        else "共同体"
        if re.search("医共体|共同体", kind)
        else "集团"
    )


def parent_of(body: Mention) -> Mention | None:
    """The hospital whose branch a name is (江苏省中医院洪泽分院 → 江苏省中医院); None where the name is no branch's."""
    match = re.match(
        r"(.{2,}?(?:医院|保健院|中心))[\u4e00-\u9fff]{1,8}?(?:分院|院区|医院|分中心)$", body.text
    )
    if match is None:
        return None
    return Mention(
        body.start, body.start + len(match[1]), match[1], "Institution", subtype=body.subtype, attrs=body.attrs,
        rule="relations_alliance.parent",
    )  # fmt: skip
