"""Whose a unit is: the name right before it, the place it is opened in, the host it goes to, or the subject of the sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Doc

from kg.extract.extensions import mentions, outermost, report_meta, sentence_at, text_of
from kg.extract.name_grammar import at_boundary
from kg.extract.rules import load_rules, words
from kg.extract.unit_grammar import Unit
from kg.model.mention import Deixis, Mention
from kg.model.text import Sentence

Owner = Mention | Deixis
_NO_SUBJECT = (
    "与",
    "同",
    "和",
    "被",
    "由",
    "向",
    "从",
    "依托",
    "引进",
    "邀请",
    "经",
    "按",
    "据",
    "获",
    "接受",
    "对接",
    "入",
    "联合",
    "通过",
    "到",
    "赴",
)
_RECEIVING = ("在", "驻", "支援", "帮扶", "协助", "帮助", "派驻到")
_BACKED = re.compile("的?(?:大力)?(?:支持|指导|帮助|牵头|带领|协助)下")
_LEVELS = tuple("省市县区州旗")
_OPEN_QUOTE = "“"
_AUTHORITIES = ("health_authority", "government", "media", "")
_JOINED = re.compile(r"、|和|及|以及")
_BETWEEN_UNITS = re.compile(r"[、和及与“”]{1,3}|以及")
_DATE = r"(?:(?:于)?(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日|底|初)?)?"
_SHARE = re.compile(r"[前后]([一二两三四五六\d])(?:个|家|者)[^，。；、]{0,3}(?:设在|设于|落户|依托|归|在|由)")
_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, **{str(n): n for n in range(1, 10)}}
_REGIONAL = ("区域", "县域", "托育", "质量控制", "质控", "公共卫生")


@dataclass(frozen=True, slots=True)
class Owned:
    """A unit with its owners, and the name of the way by which they were found."""

    unit: Unit
    owners: tuple[Owner, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class _Cues:
    """The patterns of `rules/units.toml`, by their names there."""

    opening: re.Pattern[str]
    telling: re.Pattern[str]
    host: re.Pattern[str]
    hosted: re.Pattern[str]
    title: re.Pattern[str]
    failed: re.Pattern[str]
    gone: re.Pattern[str]
    unsettled: re.Pattern[str]


@lru_cache(maxsize=1)
def _cues() -> _Cues:
    rules = load_rules("units")["opening"]
    opening = "|".join(words("units", "opening", "cues"))
    telling = "|".join(map(re.escape, words("units", "opening", "telling")))
    return _Cues(
        opening=re.compile(f"(?:{opening})(?:了|起|并启用|有|好)?[^，。；、]{{0,6}}[“]?$"),
        telling=re.compile(f"{_DATE}(?:{telling})"),
        host=re.compile(rules["host"]),
        hosted=re.compile(rules["hosted"]),
        title=re.compile(rules["title_before"]),
        failed=re.compile(rules["failed"]),
        gone=re.compile(rules["gone"]),
        unsettled=re.compile(rules["unsettled"]),
    )


class Owners:
    """Finds owners in one sentence; remembers the subject for the sentences after it."""

    def __init__(self, doc: Doc) -> None:
        self._doc, self._text = doc, text_of(doc)
        meta = report_meta(doc)
        self._own = Deixis.ISSUER if meta.issuer_type not in _AUTHORITIES else None
        self._subject: Owner | None = None
        self._paragraph = -1

    def of_sentence(self, sentence: Sentence, units: Sequence[Unit]) -> list[Owned]:
        """The units of the sentence that somebody owns."""
        bodies = outermost(
            mentions(self._doc, "Institution", "Alliance", start=sentence.start, end=sentence.end)
        )
        found: list[Owned] = []
        for group in _groups(self._text, units):
            shared = self._shared_out(sentence, group, bodies)
            found += shared or self._owned_group(sentence, group, bodies)
        self._remember(sentence, bodies)
        return found

    def _owned_group(self, sentence: Sentence, group: list[Unit], bodies: list[Mention]) -> list[Owned]:
        """The units of one enumeration: an owner before its first, or found for all, holds until the next is named."""
        found: list[Owned] = []
        last: Owned | None = None
        for number, unit in enumerate(group):
            host = self._host(group[-1], bodies) if number == 0 else None
            adjacent = () if host else self._adjacent(unit, bodies, sentence.start)
            if host:
                last = Owned(unit, (host,), "host")
            elif adjacent:
                last = Owned(unit, adjacent, "adjacent")
            elif number == 0:
                last = self._by_subject(sentence, group, bodies)
            if last is not None and not _cues().gone.match(self._text, group[-1].end):
                found.append(Owned(unit, last.owners, last.rule))
        return found

    def _shared_out(self, sentence: Sentence, group: list[Unit], bodies: list[Mention]) -> list[Owned]:
        """五个共享中心相继建成，前三个设在县人民医院，后两个由县中医医院承建: only where the numbers add up."""
        shares = list(_SHARE.finditer(self._text, group[-1].end, sentence.end))
        if len(shares) < 2:
            return []
        owners: list[Owner] = []
        for share in shares:
            body = next((b for b in bodies if 0 <= b.start - share.end() <= 1), None)
            if body is None:
                return []
            owners += [_meant(body)] * _DIGITS.get(share[1], 0)
        if len(owners) != len(group):
            return []
        return [Owned(unit, (owner,), "opened") for unit, owner in zip(group, owners, strict=True)]

    def _adjacent(self, unit: Unit, bodies: list[Mention], low: int) -> tuple[Owner, ...]:
        """县人民医院|卒中中心; 市人民医院、腾冲市人民医院的|胸痛中心; 区|托育综合服务中心."""
        at = unit.start
        while at > low and self._text[at - 1] in "的“":
            at -= 1
        last = next((i for i, body in enumerate(bodies) if body.end == at), None)
        if last is not None:
            first = last
            while first > 0 and _JOINED.fullmatch(self._text[bodies[first - 1].end : bodies[first].start]):
                first -= 1
            return tuple(_meant(body) for body in bodies[first : last + 1])
        if not unit.name.startswith(_REGIONAL) and not unit.name.endswith(
            ("咨询中心", "质量控制中心", "质控中心")
        ):
            return ()
        if _cues().title.search(self._text, max(low, at - 16), at):  # 争创河南省区域中医专科诊疗中心
            return ()
        region = next((m for m in mentions(self._doc, "Region", start=low, end=at) if m.end == at), None)
        if region is not None:
            return (region.deixis or region,)
        by_level = self._text.endswith(_LEVELS, low, at) and at_boundary(self._text, at - 1)
        return (Deixis.REGION,) if by_level else ()

    def _host(self, unit: Unit, bodies: list[Mention]) -> Owner | None:
        """西京医院消化内科专家工作站9月落户|市中医医院; 在|我院|揭牌."""
        host = _cues().host
        for body in bodies:
            if unit.end <= body.start <= unit.end + 16:
                between = self._text[unit.end : body.start]
                if host.fullmatch(between):
                    return _meant(body)
                if between == "在" and self._text.startswith(("揭牌", "挂牌", "落成", "成立"), body.end):
                    return _meant(body)
                return None
        return None

    def _by_subject(self, sentence: Sentence, group: list[Unit], bodies: list[Mention]) -> Owned | None:
        cues = _cues()
        unit = group[0]
        clause = next(
            (c for c in sentence.clauses if c[0] <= unit.start < c[1]), (sentence.start, sentence.end)
        )
        opened = cues.opening.search(self._text, clause[0], unit.start) is not None
        told = not opened and cues.telling.match(self._text, group[-1].end) is not None
        if not (opened or told) or cues.hosted.match(self._text, group[-1].end):
            return None
        if cues.title.search(self._text, clause[0], unit.start) or cues.failed.search(
            self._text, unit.end, sentence.end
        ):
            return None
        if cues.unsettled.search(self._text, clause[0], unit.start):
            return None
        segment = max(sentence.start, self._text.rfind("；", sentence.start, unit.start) + 1)
        owner = (
            self._receiver(bodies, clause[0], unit.start)
            or self._receiver(bodies, segment, unit.start)
            or self._sentence_subject(bodies, sentence.start, unit.start)
        )
        if owner is None and opened and "共建" in self._text[clause[0] : unit.start]:
            owner = self._agent(bodies, clause[0], unit.start)
        quoted = opened and self._text[unit.start - 1 : unit.start] == _OPEN_QUOTE
        if owner is None and unit.name.startswith(_REGIONAL[:2]):
            owner = Deixis.REGION
        owner = owner or self._own or (self._carried(sentence) if told else None)
        if owner is None and (quoted or unit.name.startswith(_REGIONAL)):
            owner = Deixis.REGION
        return Owned(unit, (owner,), "opened" if opened else "told") if owner is not None else None

    def _agent(self, bodies: list[Mention], low: int, stop: int) -> Owner | None:
        """由该院与…共建的: the body that acts."""
        acting = (b for b in bodies if low <= b.start and b.end <= stop and self._text[b.start - 1] == "由")
        return next((_meant(b) for b in acting), None)

    def _receiver(self, bodies: list[Mention], low: int, stop: int) -> Owner | None:
        """The body where a unit is opened or that is helped to open it: 在县人民医院设立, 驻县妇幼保健院帮扶."""
        for body in reversed(bodies):
            if low < body.start and body.end <= stop and self._text.endswith(_RECEIVING, low, body.start):
                return None if _BACKED.match(self._text, body.end) else _meant(body)
        return None

    def _sentence_subject(self, bodies: list[Mention], low: int, stop: int) -> Owner | None:
        """The nearest clause's first body that is no partner of another (与…, 由…, 依托…)."""
        free = self._acting(bodies, low, stop)
        if not free:
            return None
        sentence = sentence_at(self._doc, low)
        clauses = [c for c in (sentence.clauses if sentence is not None else ()) if c[0] <= stop]
        own = clauses[-1][0] if clauses else low
        inside = [b for b in free if b.start >= own]
        leading = [b for start, _ in clauses[::-1] for b in free if start <= b.start <= start + 2]
        return _meant((inside or leading or free)[0])

    def _acting(self, bodies: list[Mention], low: int, stop: int) -> list[Mention]:
        """Bodies that may be the subject: none after 与, 由 …, nor those that such a one is joined to (与A、B合作)."""
        free: list[Mention] = []
        barred: Mention | None = None
        for body in bodies:
            if body.end > stop:
                break
            joined = barred is not None and _JOINED.fullmatch(self._text[barred.end : body.start])
            if joined or self._text.endswith(_NO_SUBJECT, low, body.start):
                barred = body
            else:
                free.append(body)
        return free

    def _carried(self, sentence: Sentence) -> Owner | None:
        return self._subject if self._paragraph == sentence.section else None

    def _remember(self, sentence: Sentence, bodies: list[Mention]) -> None:
        """The first body of a sentence is what the next sentence speaks of when it names none."""
        before = sentence_at(self._doc, sentence.start - 1)
        if before is None or before.section != sentence.section:
            self._subject = None
        first = next(
            (
                b
                for b in bodies
                if b.start - sentence.start <= 8
                and not self._text.endswith(_NO_SUBJECT, sentence.start, b.start)
            ),
            None,
        )
        if first is not None:
            self._subject = _meant(first)
        self._paragraph = sentence.section


def _groups(text: str, units: Sequence[Unit]) -> list[list[Unit]]:
    """Units that 、, 和 or 及 join."""
    groups: list[list[Unit]] = []
    for unit in units:
        if groups and _BETWEEN_UNITS.fullmatch(text[groups[-1][-1].end : unit.start]):
            groups[-1].append(unit)
        else:
            groups.append([unit])
    return groups


def _meant(body: Mention) -> Owner:
    if body.deixis is not None:
        return body.deixis
    return body.owner if body.type == "Institution" and body.owner is not None else body
