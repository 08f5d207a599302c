"""Reads one sentence from left to right: which words around a value name its indicator.

The frames: name before value (药占比33.62%), value before name (新增3个省级临床重点专科), lists with 分别, shares (占90.2%), changes
(同比增长21.4%), from-to (由X提高到Y). What an earlier clause named is remembered for values that have no name of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc

from kg.extract import extensions
from kg.extract import indicator_names as names
from kg.extract.readings import Reading
from kg.model.mention import Deixis, Mention, Quantity
from kg.model.text import Sentence

_STOP = re.compile(r"[，,；;。：:！？\n|]")
_NOUN_STOP = re.compile(r"[，,；;。：:！？\n|、（()）]")
_RUN_GAP = re.compile(r"\s*(?:、|和|及|与|以及|，(?:和|及))\s*")
_NO_NOUN = re.compile(
    r"(?:以上|以下|以内|左右|用于|用来|用以|和|及|与|以及|并|且|均|已|都|全部|分别|后|前|时|内|中|以|等|下|上|起|止|投入|左|多|余|人均|其|的[，。；]|为|达|由|从|较|比|同比|增|提|[\d])"
)
_PREDICATE = re.compile(
    r"(?:已|均|都|全部|全面|通过|达到|达|开展|实施|实行|获得|获批|获评|获|被|入选|参加|进入|设置|设立|完成|提供|纳入|开通|加入|投入|用于|支援|驰援|赴|到(?!岗|位|院)|来(?!源)|前往|投身|接受|享受|成为|列入|建立|"
    r"建成|挂牌|实现|保持|为(?!民|主)|对(?!口|象)|在(?!岗|编|册|校|职|管|建)|并|进行|分别|从事|参与|得到|签订|奔赴|下沉|驻点|进驻|随|予以|正在|顺利|成功|接种|免费|平均|统一|组成|具备|覆盖|结对|打造|申报|做了|按)"
)
_FROM = re.compile(r"(?P<name>.*?)(?:分别|依次)?(?:由|从)(?P<when>[^由从]{0,14}?)的?$")
_TO = re.compile(
    r"\s*(?:的|分别|依次|大幅|稳步|逐步|显著|进一步|明显|、|，)*(?:提高|提升|提|增加|增长|上升|扩大|扩充|下降|降低|减少|缩短|压缩|延长|发展|回落|降|增|升|减|扩|变|调整|上调|下调)(?:到|至|为)(?:了)?(?:20\d\d年|目前|现在)?的?\s*"
)
_COMPARED = re.compile(
    r"(?:[，,]?(?:按(?:当年|可比)价格)?(?:计算)?(?:，)?(?:同比|环比|按年|(?:比|较|与)(?:去年|上年|前年|年初|上一年|往年|同期|20\d\d|(?:改革|改造|实施|创建|签约|建设)前|[^，。；]{0,12}?(?:年|期|月|前|初|末|平均|目标)|20).{0,12}?|年均|平均每年).*)$"
)
_CHANGE_WORDS = re.compile(
    r"(?:分别|依次)?(?:增长|增加|提高|提升|上升|上涨|增多|递增|增幅|升幅|涨幅|净增|上调|回升|增速|攀升|下降|降低|减少|缩短|回落|减轻|下滑|降幅|跌幅|下调|压降|压减|微跌|缩小|锐减|多出|高出|多|少|高|低|涨|跌|升|降|增|减)(?:幅度|幅|率)?(?:了|为|达到?|近)?$"
)
_SHARE = re.compile(
    r"(?P<part>.*?)(?:所占|约占|占到|共占|占)(?P<whole>[^占]*?)的?(?:比重|比例|比率)?(?:为|达到?|约|近|超过)?$"
)
_FULFILLED = re.compile(
    r"(?P<what>.*?)(?:完成|占)(?P<task>(?:了)?(?:全年|年度|年初|既定|总|目标|省|市|县|上级|下达|考核|计划|任务|责任|工作|的|指标|数)*(?:任务|计划|目标|指标|工作量|目标任务|总量|投资|工程量)数?)的?$"
)
_AMONG = re.compile(r"^[\s，]*(?:其中|含|包括|当中|另有|其余)")
_FORMER = re.compile(r"^[\s，]*(?P<which>前者|后者)的?")
_SAME_FOR_ALL = re.compile(r"(?:均|都)(?:为|达到?|在|超过|不低于|控制在|保持在|稳定在)?$")
_REGION_WORDS = re.compile(r"(?:全市|全县|全区|全州|全省|全旗|我市|我县|我区|我州|我省|全镇|辖区)")
_MODIFIERS = re.compile(
    r"^(?:公立|民营|公办|民办|社会办|三级|二级|一级|三甲|男性?|女性?|国家级|省级|市级|县级|区级|乡级|村级|省市级|其他|城区|农村|城市|城镇|编制内|编制外|新增|固定|临时|门诊|住院|境外|本土|院内|院外)$"
)
_AUTHORITIES = {"health_authority", "government"}


@dataclass
class Memory:
    """What the sentence has told so far."""

    subject: Mention | Deixis | None = None
    topic: str = ""
    parent: str = ""
    verb: str = ""
    population: str = ""
    run: list[str] = field(default_factory=list)
    since_change: list[str] = field(default_factory=list)
    value_first: bool = False


class SentenceReader:
    """Reads the values of one sentence; see the module's docstring for the frames."""

    def __init__(self, doc: Doc, sentence: Sentence, values: list[Quantity]) -> None:
        self.doc = doc
        self.text: str = doc.text
        self.sentence = sentence
        self.values = values
        self.memory = Memory()
        self.seen_clause = sentence.start

    def read(self) -> Iterator[Reading]:
        """The readings in text order."""
        index = 0
        previous_end = self.sentence.start
        while index < len(self.values):
            slots, following = self._run(index)
            yield from self._read_run(slots, previous_end, following)
            index = following
            previous_end = slots[-1][-1].end

    def _run(self, index: int) -> tuple[list[list[Quantity]], int]:
        """The values from `index` on that stand in one list; a range is one slot of two."""
        slots: list[list[Quantity]] = []
        while index < len(self.values):
            slot = [self.values[index]]
            if slot[0].kind == "range_low" and index + 1 < len(self.values):
                slot.append(self.values[index + 1])
            slots.append(slot)
            index += len(slot)
            if index >= len(self.values) or not _RUN_GAP.fullmatch(
                self.text, slot[-1].end, self.values[index].start
            ):
                break
            if self._noun_after(self.values[index]) and not self._listed(slots[0][0]):
                break
        return slots, index

    def _listed(self, value: Quantity) -> bool:
        return bool(re.search(r"(?:分别|依次)[^，。；]{0,12}$", self.text[self.sentence.start : value.start]))

    # ---- the words around a value

    def _left(self, value: Quantity, previous_end: int) -> int:
        """Where the phrase before a value begins: after the value before it or the last stop."""
        at = previous_end
        for match in _STOP.finditer(self.text, previous_end, value.start):
            if not self._inside_brackets(previous_end, match.start()):
                at = match.end()
        return at

    def _inside_brackets(self, start: int, at: int) -> bool:
        piece = self.text[start:at]
        return piece.count("(") > piece.count(")") and ")" in self.text[at : at + 30]

    def _noun_after(self, value: Quantity) -> str:
        """The phrase after a value up to the next stop or value, or nothing where no noun begins there."""
        stop = next((q.start for q in self.values if q.start >= value.end), self.sentence.end)
        match = _NOUN_STOP.search(self.text, value.end, stop)
        if match and match[0] in "（(":
            closing = self.text.find(")", match.start(), match.start() + 16)
            if closing > 0:
                match = _NOUN_STOP.search(self.text, closing + 1, stop)
        phrase = self.text[value.end : match.start() if match else stop].strip()
        phrase = phrase[1:] if phrase.startswith("的") and len(phrase) > 2 else phrase
        if len(phrase) < 2 or _NO_NOUN.match(phrase) or not re.match(r"[\u4e00-\u9fffA-Za-z“《]", phrase):
            return ""
        return phrase

    def _phrase(self, start: int, end: int) -> str:
        """The text `start:end` without leading adverbs, periods and subject; remembers the subject."""
        at = start
        while at < end:
            raw = self.text[at:end]
            if _REGION_WORDS.match(names.strip_lead(raw)) or _REGION_WORDS.search(
                raw[: len(raw) - len(names.strip_lead(raw))]
            ):
                self.memory.subject = Deixis.REGION
            moved = end - len(names.strip_lead(raw))
            moved = self._after_period(moved, end)
            moved = self._after_subject(moved, end)
            if moved == at:
                break
            at = moved
        return self._without_periods(at, end)

    def _after_period(self, at: int, end: int) -> int:
        for period in extensions.periods(self.doc, at, end):
            if period.start == at:
                return period.end
        return at

    def _after_subject(self, at: int, end: int) -> int:
        """The position after a body that stands at `at` as the subject."""
        for mention in extensions.mentions(
            self.doc, "Institution", "Alliance", "Unit", "Region", start=at, end=end
        ):
            if mention.start != at:
                break
            if mention.end < end and self.text[mention.end] in "、和与及等":
                break
            if mention.type == "Unit" and mention.owner is None:
                break
            authority = mention.type == "Institution" and mention.subtype in _AUTHORITIES
            self.memory.subject = Deixis.REGION if authority else (mention.deixis or mention)
            return mention.end
        return at

    def _without_periods(self, start: int, end: int) -> str:
        piece, at = "", start
        for period in extensions.periods(self.doc, start, end):
            if period.start >= at:
                piece += self.text[at : period.start]
                at = period.end
        return piece + self.text[at:end]

    def _pass_clauses(self, upto: int) -> None:
        """Lets clauses without values tell the subject."""
        for start, end in self.sentence.clauses:
            if self.seen_clause <= start and end <= upto:
                self._phrase(start, end)
        self.seen_clause = upto

    # ---- frames

    def _read_run(self, slots: list[list[Quantity]], previous_end: int, following: int) -> Iterator[Reading]:
        first = slots[0][0]
        left = self._left(first, previous_end)
        self._pass_clauses(left)
        raw = self.text[left : first.start]
        if _AMONG.match(raw):
            self.memory.parent = self.memory.topic
        if first.measure != "level":
            named, rule = self._change_names(left, first, len(slots)), "change"
        elif self._old_value(raw, slots, following):
            named, rule = self._list_names(self._from_phrase(left, first), len(slots)), "from"
        else:
            named, rule = self._level_names(left, slots, previous_end)
        if named is None or len(named) != len(slots):
            self._forget_list()
            return
        yield from self._readings(slots, named, rule, left)
        self._remember(named, slots, rule)

    def _readings(
        self, slots: list[list[Quantity]], named: list[str], rule: str, left: int
    ) -> Iterator[Reading]:
        for slot, name in zip(slots, named, strict=True):
            if not 2 <= len(name) <= 45 or not re.search(r"[\u4e00-\u9fffA-Z]", name):
                continue
            for value in slot:
                mention = Mention(
                    value.start,
                    value.end,
                    self.text[value.start : value.end],
                    "Indicator",
                    name,
                    rule=f"indicator.{rule}",
                )
                yield Reading(
                    mention,
                    value.start,
                    value.end,
                    value.value,
                    _unit(value, name),
                    value.cmp,
                    value.measure,
                    self.memory.subject,
                    self._own_period(rule, left, slots),
                    "actual" if rule == "from" else "",
                    rule,
                )

    def _own_period(self, rule: str, left: int, slots: list[list[Quantity]]) -> str:
        """The period of an old value: what its own words tell, else the year before."""
        if rule != "from":
            return ""
        inside = extensions.periods(self.doc, left, slots[0][0].start)
        if inside:
            return inside[-1].value
        year = extensions.report_meta(self.doc).year
        raw = self.text[left : slots[0][0].start]
        if year is None:
            return ""
        return f"asof:{year}-01" if "年初" in raw else str(year - 1)

    def _remember(self, named: list[str], slots: list[list[Quantity]], rule: str) -> None:
        memory = self.memory
        memory.run = named
        if rule == "change":
            memory.since_change = []
        elif rule != "from":
            memory.since_change += named
        memory.topic = named[-1]
        group = names.population_of(named[0])
        if group:
            memory.population = group

    def _forget_list(self) -> None:
        self.memory.run = []

    def _old_value(self, raw: str, slots: list[list[Quantity]], following: int) -> bool:
        """True where the run is the first half of 由X提高到Y."""
        if following >= len(self.values) or not _FROM.match(raw):
            return False
        return _TO.fullmatch(self.text, slots[-1][-1].end, self.values[following].start) is not None

    def _from_phrase(self, left: int, first: Quantity) -> str:
        raw = self._phrase(left, first.start)
        match = _FROM.match(self.text[left : first.start])
        name = match["name"] if match else raw
        return self._clean(self._phrase(left, left + len(name))) or self.memory.topic

    def _clean(self, phrase: str) -> str:
        return names.tidy(names.strip_tail(names.strip_lead(phrase)))

    def _list_names(self, phrase: str, count: int, unit: str = "%") -> list[str] | None:
        parts = names.split_names(phrase, count)
        return (
            None if parts is None else [self._completed(names.drop_light_verb(part), unit) for part in parts]
        )

    def _completed(self, name: str, unit: str) -> str:
        name = names.with_suffix(names.tidy(name), unit)
        if names.is_generic(name):
            return names.under_topic(name, self.memory.topic) if self.memory.topic else name
        return names.with_population(name, self.memory.population)

    # changes

    def _change_names(self, left: int, first: Quantity, count: int) -> list[str] | None:
        memory = self.memory
        which = _FORMER.match(self.text[left : first.start])
        if which and len(memory.run) == 2:
            return [memory.run[0 if which["which"] == "前者" else 1]]
        phrase = self._phrase(left, first.start)
        phrase = _COMPARED.sub("", phrase)
        phrase = self._clean(_CHANGE_WORDS.sub("", phrase))
        if len(phrase) < 2 or re.fullmatch(
            r"(?:增幅|降幅|升幅|跌幅|平均|年均|因.*|按.*价格.*|五年.*|.年间.*)", phrase
        ):
            return self._pending(count)
        parts = names.split_names(phrase, count)
        return None if parts is None else [self._change_name(part, first.unit) for part in parts]

    def _pending(self, count: int) -> list[str] | None:
        """The names that a change without a name belongs to."""
        memory = self.memory
        if count == 1:
            return [memory.topic] if memory.topic else None
        if len(memory.run) == count:
            return list(memory.run)
        return list(memory.since_change[-count:]) if len(memory.since_change) == count else None

    def _change_name(self, part: str, unit: str) -> str:
        known = next((n for n in self.memory.since_change if n == part or names.stem(n) == part), "")
        if known:
            return known
        part = names.drop_light_verb(part)
        if unit in {"%", "‰", "百分点", "倍", "/10万"}:
            return self._completed(part, "百分点")
        return self._completed(part, unit)

    # levels

    def _level_names(
        self, left: int, slots: list[list[Quantity]], previous_end: int
    ) -> tuple[list[str] | None, str]:
        first = slots[0][0]
        raw = self.text[left : first.start]
        if (
            left == previous_end
            and raw.strip() in {"", "(", "（"}
            and self.memory.topic
            and previous_end > self.sentence.start
        ):
            return self._beside(first), "beside"
        which = _FORMER.match(raw)
        if which and len(self.memory.run) == 2:
            return [self._former(which, raw, first.unit)], "former"
        phrase = self._phrase(left, first.start)
        if self.memory.value_first and left == previous_end:
            phrase = self._after_noun(phrase)
        cleaned = self._clean(phrase)
        continued = left == previous_end and bool(re.match(r"\s*(?:、|和|及|与|以及)", raw))
        self.memory.value_first = False
        special = self._special(phrase, cleaned, first, len(slots))
        if special is not None:
            return special
        noun = self._noun_after(slots[-1][-1])
        if (
            noun
            and len(slots) == 1
            and (
                not cleaned or names.verb_at_end().search(cleaned) or re.search(r"[等为对向给与把]$", phrase)
            )
        ):
            return self._value_first(cleaned, noun, first, continued), "value_first"
        if not cleaned:
            return self._unnamed(raw, first, len(slots)), "topic"
        return self._name_first(cleaned, raw, first, len(slots), continued), "name_first"

    def _former(self, which: re.Match[str], raw: str, unit: str) -> str:
        base = self.memory.run[0 if which["which"] == "前者" else 1]
        own = self._clean(raw[which.end() :])
        if not own:
            return base
        return names.with_suffix(names.population_of(base) + own, unit)

    def _beside(self, value: Quantity) -> list[str] | None:
        """The second value of a pair that shares a name (专家队13支136人)."""
        base = names.stem(self.memory.topic)
        if value.unit in {"%", "‰"}:
            return [names.with_suffix(re.sub(r"占比$", "", base), value.unit)]
        return [names.with_suffix(re.sub(r"(?:占比|率)$", "", base), value.unit)]

    def _after_noun(self, phrase: str) -> str:
        """What follows the noun of a value-first item in the same clause (31家医院设置重症床位2075张)."""
        match = _PREDICATE.search(phrase)
        return phrase[match.start() :] if match else phrase

    def _special(
        self, phrase: str, cleaned: str, first: Quantity, count: int
    ) -> tuple[list[str], str] | None:
        if count != 1 or first.unit not in {"%", "‰"}:
            return None
        done = _FULFILLED.match(phrase)
        if done:
            what = self._clean(done["what"]) or names.stem(self.memory.topic)
            return [
                self._clean(re.sub(r"^了|的", "", what + re.sub(r"^了", "", done["task"]))) + "完成率"
            ], "fulfilled"
        share = _SHARE.match(phrase)
        if share and "占比" not in cleaned and "占" in phrase:
            return [self._share_name(self._clean(share["part"]), self._clean(share["whole"]))], "share"
        return None

    def _share_name(self, part: str, whole: str) -> str:
        part = part or names.stem(self.memory.topic)
        if _MODIFIERS.match(part) and self.memory.parent:
            part += names.stem(self.memory.parent)
        return f"{part}占{whole}比重" if whole else f"{part}占比"

    def _value_first(self, cleaned: str, noun: str, value: Quantity, continued: bool) -> list[str] | None:
        self.memory.value_first = True
        predicate = _PREDICATE.search(noun, 1)
        thing = noun[: predicate.start()] if predicate else noun
        tail = self._clean(noun[predicate.start() :]) if predicate else ""
        thing = names.tidy(re.sub(r"^的", "", thing).strip())
        verb_match = names.verb_at_end(full=True).search(cleaned)
        verb = verb_match[0] if verb_match else ""
        if continued and not cleaned:
            verb = self.memory.verb
        elif cleaned:
            self.memory.verb = verb
        if value.unit == "%":
            return [self._share_of(thing, tail)]
        light = names.verb_at_end().search(cleaned) is not None
        if not verb and not light and tail and len(tail) <= 14 and not continued:
            thing = tail + thing
        if not names.is_complete(thing) or value.unit not in {"元"}:
            thing = names.with_suffix(verb + thing, value.unit)
        return [thing]

    def _share_of(self, thing: str, tail: str) -> str:
        """`70%的疾控中心达到二级标准` → 疾控中心达到二级标准比例."""
        if not thing and tail:
            return names.stem(self.memory.topic) + tail + "率"
        return thing + tail + "比例"

    def _unnamed(self, raw: str, value: Quantity, count: int) -> list[str] | None:
        memory = self.memory
        if count > 1:
            return list(memory.run) if len(memory.run) == count else None
        if not memory.topic or not raw.strip("，、 "):
            return None
        if names.is_complete(memory.topic) and re.search(r"达|为|至|到|累计|共", raw):
            return [memory.topic]
        return None

    def _name_first(
        self, cleaned: str, raw: str, first: Quantity, count: int, continued: bool
    ) -> list[str] | None:
        memory = self.memory
        if count > 1 or (_SAME_FOR_ALL.search(raw.rstrip()) and re.search(r"[、和及与]", cleaned)):
            return self._distributed(cleaned, raw, first, count)
        full = names.verb_at_start("full").match(cleaned)
        name = names.drop_light_verb(cleaned)
        if continued and memory.verb and not full:
            name = memory.verb + name
        elif not continued:
            memory.verb = full["verb"] if full and full.end() < len(cleaned) else ""
        if _MODIFIERS.match(name) and (memory.parent or memory.topic):
            name += _head(memory.parent or memory.topic)
        return [self._completed(_shortened(name), first.unit)]

    def _distributed(self, cleaned: str, raw: str, first: Quantity, count: int) -> list[str] | None:
        if count == 1:
            parts = names.split_names(cleaned, len(re.findall(r"[、和及与]", cleaned)) + 1)
            del parts
            return [self._completed(names.drop_light_verb(cleaned), first.unit)]
        return self._list_names(cleaned, count, first.unit)


def _head(topic: str) -> str:
    return names.drop_light_verb(names.stem(topic))


def _shortened(name: str) -> str:
    """A long phrase from its last 的-free verb on."""
    if len(name) <= 26:
        return name
    match = None
    for match in re.finditer(
        r"(?:完成|建成|设立|开展|举办|组织|培训|发放|引进|投入|实施|累计|接种|筛查|签约|建立|提供|成立)",
        name[:-3],
    ):
        pass
    return names.drop_light_verb(name[match.start() :]) if match else name


def _unit(value: Quantity, name: str) -> str:
    """The unit of a number without one, from the name (总诊疗人次1386.42万 → 人次)."""
    if value.unit:
        return value.unit
    for ending, unit in (("人次", "人次"), ("人数", "人"), ("率", "%")):
        if name.endswith(ending):
            return unit
    return ""
