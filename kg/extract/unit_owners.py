"""Whose a unit is: the name right before it, the place it is opened in, the host it goes to, or the subject of the sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Doc

from kg.extract.extensions import mentions, outermost, report_meta, sentence_at, text_of
from kg.extract.name_grammar import at_boundary
from kg.extract.unit_cues import RECEIVING, SHARED_OUT, cues, is_opened, is_told
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
    "入",
    "联合",
    "携手",
    "牵手",
    "联手",
    "拉上",
    "结对",
    "对接",
    "会同",
    "跟",
    "委托",
    "来自",
    "通过",
    "到",
    "赴",
    "实现",
    "覆盖",
    "惠及",
    "包括",
    "涵盖",
)
_BACKED = re.compile("的?(?:大力)?(?:支持|指导|帮助|牵头|带领|协助)下")
_LEVELS = tuple("省市县区州旗")
_OPEN_QUOTE = "“"
_AUTHORITIES = ("health_authority", "government", "media", "")
_JOINED = re.compile(r"、|和|及|以及")
_EACH = re.compile(
    r"(?:等)?(?:[两二三四五六七八九十\d]+(?:家|个|所|院)[^，。；、]{0,6})?(?:各|均|都|分别|双双|先后|相继|陆续|同时|同步|也|全部|已|依次)"
)
# a health authority or a government runs no departments
_OFFICE = re.compile(r"(?:局|委|委员会|政府|办|厅|署|部|学会|协会|总部|基金会)$")
# a body that only tells where somebody works, or who takes part
_PART = re.compile(
    r"[^，。；、]{0,8}(?:主任(?!委)|院长|书记|教授|护士长)[一-龥]{2,3}|(?:各)?成员单位|成员|内各|专家组?"
)
_CLASS = re.compile(r"医院|卫生院|机构|单位|医共体|各|普遍|乡镇|家")
_TOGETHER = re.compile(r"合作|共建|联合|携手|共同|合办|联建|共设|签")
_BETWEEN_UNITS = re.compile(r"[、和及与“”]{1,3}|以及")
_SHARE = re.compile(r"[前后]([一二两三四五六\d])(?:个|家|者)[^，。；、]{0,3}(?:设在|设于|落户|依托|归|在|由)")
_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, **{str(n): n for n in range(1, 10)}}
_REGIONAL = ("区域", "县域", "托育", "质量控制", "质控", "公共卫生")


@dataclass(frozen=True, slots=True)
class Owned:
    """A unit with its owners, and the name of the way by which they were found."""

    unit: Unit
    owners: tuple[Owner, ...]
    rule: str


class Owners:
    """Finds owners in one sentence; remembers the subject for the sentences after it."""

    def __init__(self, doc: Doc) -> None:
        self._doc, self._text = doc, text_of(doc)
        meta = report_meta(doc)
        self._own = Deixis.ISSUER if meta.issuer_type not in _AUTHORITIES else None
        self._subject: Owner | None = None
        self._paragraph, self._told_until = -1, -1

    def of_sentence(self, sentence: Sentence, units: Sequence[Unit]) -> list[Owned]:
        """The units of the sentence that somebody owns."""
        named = mentions(self._doc, "Institution", "Alliance", start=sentence.start, end=sentence.end)
        bodies = [b for b in outermost(named) if not _OFFICE.search(b.text)]
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
                if last is not None and self._in_order(sentence, group):
                    if 1 < len(last.owners) != len(group):
                        return []
                    last = last if len(last.owners) > 1 else Owned(unit, last.owners * len(group), last.rule)
                    pairs = zip(group, last.owners, strict=True)
                    return [Owned(unit, (owner,), last.rule) for unit, owner in pairs]
            if last is not None and not cues().gone.match(self._text, group[-1].end):
                found.append(Owned(unit, last.owners, last.rule))
        return found

    def _in_order(self, sentence: Sentence, group: list[Unit]) -> bool:
        """甲、乙分别设立丙、丁: each has its own."""
        clause = _clause(sentence, group[0].start)
        return len(group) > 1 and SHARED_OUT.search(self._text, clause[0], group[0].start) is not None

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
        if cues().title.search(self._text, max(low, at - 16), at):  # 争创河南省区域中医专科诊疗中心
            return ()
        region = next((m for m in mentions(self._doc, "Region", start=low, end=at) if m.end == at), None)
        if region is not None:
            return (region.deixis or region,)
        by_level = self._text.endswith(_LEVELS, low, at) and at_boundary(self._text, at - 1)
        return (Deixis.REGION,) if by_level else ()

    def _host(self, unit: Unit, bodies: list[Mention]) -> Owner | None:
        """西京医院消化内科专家工作站9月落户|市中医医院; 在|我院|揭牌; 依托|市医院|组建."""
        for body in bodies:
            if unit.end <= body.start <= unit.end + 18:
                between = self._text[unit.end : body.start]
                if cues().host.fullmatch(between):
                    return _meant(body)
                if between.strip("”，").endswith(("在", "依托", "由")) and len(between) <= 8:
                    return _meant(body) if cues().begun.match(self._text, body.end) else None
                return None
        return None

    def _by_subject(self, sentence: Sentence, group: list[Unit], bodies: list[Mention]) -> Owned | None:
        unit, clause = group[0], _clause(sentence, group[0].start)
        low = clause[0]
        if self._text[unit.start - 1] == "：":  # 新添了两个科室：疼痛科和…
            low = _clause(sentence, unit.start - 1)[0]
        opened = is_opened(self._text, low, unit.start, group[-1].end)
        told = not opened and is_told(self._text, unit, group[-1].end, self._own is not None)
        if not (opened or told) or self._is_elsewhere(sentence, clause, group):
            return None
        segment = max(sentence.start, self._text.rfind("；", sentence.start, unit.start) + 1)
        owners = self._receiver(bodies, clause[0], unit.start) or self._receiver(bodies, segment, unit.start)
        if told and self._own is not None:  # 我院: earlier clauses speak of others
            own = [b for b in bodies if b.type == "Institution"]
            owners = owners or self._sentence_subject(own, clause[0], unit.start)
        else:
            owners = owners or self._sentence_subject(bodies, sentence.start, unit.start)
        if not owners and opened and "共建" in self._text[clause[0] : unit.start]:
            owners = self._agent(bodies, clause[0], unit.start)
        owners = owners or self._unnamed(sentence, unit, opened=opened)
        return Owned(unit, owners, "opened" if opened else "told") if owners else None

    def _is_elsewhere(self, sentence: Sentence, clause: tuple[int, int], group: list[Unit]) -> bool:
        """Whether the unit is told to go to somebody unnamed, to be wanting, to be a title, or to have come to nothing."""
        start, end = group[0].start, group[-1].end
        return bool(
            cues().hosted.match(self._text, end)
            or cues().title.search(self._text, clause[0], start)
            or cues().failed.search(self._text, group[0].end, sentence.end)
            or cues().unsettled.search(self._text, clause[0], start)
            or cues().denied.search(self._text, clause[0], start)
        )

    def _unnamed(self, sentence: Sentence, unit: Unit, *, opened: bool) -> tuple[Owner, ...]:
        """Whose it is where the sentence names nobody: the region's, the reporting institution's, or the last sentence's subject's."""
        quoted = opened and self._text[unit.start - 1 : unit.start] == _OPEN_QUOTE
        if unit.name.startswith(_REGIONAL[:2]):
            return (Deixis.REGION,)
        owner = self._own or self._announced(sentence, unit) or self._carried(sentence, near=opened)
        if (
            opened
            and self._own is None
            and _CLASS.search(self._text, _clause(sentence, unit.start)[0], unit.start)
        ):
            owner = None
        if owner is None and (quoted or unit.name.startswith(_REGIONAL)):
            owner = Deixis.REGION
        return (owner,) if owner is not None else ()

    def _agent(self, bodies: list[Mention], low: int, stop: int) -> tuple[Owner, ...]:
        """由该院与…共建的: the body that acts."""
        acting = (b for b in bodies if low <= b.start and b.end <= stop and self._text[b.start - 1] == "由")
        return tuple(_meant(b) for b in acting)[:1]

    def _receiver(self, bodies: list[Mention], low: int, stop: int) -> tuple[Owner, ...]:
        """The bodies where a unit is opened or that are helped to open it: 在县人民医院设立, 帮县妇幼保健院建起."""
        for body in reversed(bodies):
            if low < body.start and body.end <= stop and RECEIVING.search(self._text, low, body.start):
                return () if _BACKED.match(self._text, body.end) else self._listed(bodies, body, stop)
        return ()

    def _sentence_subject(self, bodies: list[Mention], low: int, stop: int) -> tuple[Owner, ...]:
        """The nearest clause's first body that is no partner of another (与…, 由…, 依托…), with those listed after it."""
        free = self._acting(bodies, low, stop)
        if not free:
            return ()
        sentence = sentence_at(self._doc, low)
        clauses = [c for c in (sentence.clauses if sentence is not None else ()) if c[0] <= stop]
        own = clauses[-1][0] if clauses else low
        inside = [b for b in free if b.start >= own]
        leading = [b for start, _ in clauses[::-1] for b in free if start <= b.start <= start + 2]
        return self._listed(bodies, (inside or leading or free)[0], stop)

    def _listed(self, bodies: list[Mention], first: Mention, stop: int) -> tuple[Owner, ...]:
        """A body and those that 、 and 和 join to it, where each is told to have one: 甲、乙均设立, 甲和乙各建一间."""
        members = [first]
        for body in bodies[bodies.index(first) + 1 :]:
            if body.end > stop or not _JOINED.fullmatch(self._text[members[-1].end : body.start]):
                break
            members.append(body)
        if len(members) == 1:
            return (_meant(first),)
        gaps = {self._text[a.end : b.start] for a, b in pairwise(members)}
        rest = self._text[members[-1].end : stop]
        each = _EACH.match(rest) is not None or gaps == {"、"}
        return tuple(map(_meant, members)) if each and not _TOGETHER.search(rest) else (_meant(first),)

    def _announced(self, sentence: Sentence, unit: Unit) -> Owner | None:
        """一边牵手省医院建会诊室，县医院…: who is named only by a later clause, after a partner."""
        before = mentions(self._doc, "Institution", start=sentence.start, end=unit.start)
        later = [c for c in sentence.clauses if c[0] > unit.end]
        if not before or "；" in self._text[unit.end : sentence.end]:
            return None
        heads = mentions(self._doc, "Institution", start=unit.end, end=sentence.end)
        return next((_meant(b) for start, _ in later for b in heads if b.start == start), None)

    def _acting(self, bodies: list[Mention], low: int, stop: int) -> list[Mention]:
        """Bodies that may be the subject: none after 与, 由 …, nor those that such a one is joined to (与A、B合作)."""
        free: list[Mention] = []
        barred: Mention | None = None
        for body in bodies:
            if body.end > stop:
                break
            joined = barred is not None and _JOINED.fullmatch(self._text[barred.end : body.start])
            if (
                joined
                or self._text.endswith(_NO_SUBJECT, low, body.start)
                or _PART.match(self._text, body.end)
            ):
                barred = body
            else:
                free.append(body)
        return free

    def _carried(self, sentence: Sentence, *, near: bool) -> Owner | None:
        """What the sentences before speak of; `near` asks for the sentence right before."""
        if self._paragraph != sentence.section or (near and sentence.start - self._told_until > 1):
            return None
        return self._subject

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
            self._subject, self._told_until = _meant(first), sentence.end
        self._paragraph = sentence.section


def _clause(sentence: Sentence, at: int) -> tuple[int, int]:
    return next((c for c in sentence.clauses if c[0] <= at < c[1]), (sentence.start, sentence.end))


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
