"""Names of programmes inside a stretch of text: known ones, quoted ones, and noun phrases with a telling head word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import daachorse

from kg.extract.noun_lists import split_list, trimmed
from kg.extract.rules import load_rules, words
from kg.model.text import Range

Name = tuple[int, int, str, str]  # start, end, name, kind: known, quoted or built

_TAIL = (
    r"(?:等)?(?:的)?(?:工作|任务|力度|进程|进度|步伐|成果|内涵|规范化|扩面|提质|质量|落地|落实|全覆盖|内涵建设|机制建设|常态化|制度化|工作机制)*"
    r"(?:(?:达|共|约|累计|至|仅)?\d.*|惠及.*|落地.*|向.*|取得.*|覆盖.*|并.*|提档.*|以.*|，.*)?$"
)
_CLOSING = re.compile(r"等(?:[一二三四五六七八九十\d]+[项个大种类])?(?P<head>[^、，“”]{0,14})$")
_SHARED = re.compile(
    r"(?:建设|创建|改革|服务|管理|制度|模式|项目|试点|行动|工程|监测|筛查|检查|培训|政策|政策措施|活动)$"
)
_HEALTHY = re.compile(
    r"(?<![是以])健康(?!中国|城市|村镇|社区|单位|家庭|细胞|县城|学校|机关|企业|步道|乡村|环境|促进|教育|素养|服务|管理|扶贫|档案|医院|产业|检查|科普|知识|影响|事业)[一-龥]{2,3}?(?:建设|战略)(?!工作要点)"
)
_BODY = re.compile(r"领导小组|办公室|委员会|专班|示范[市县区]|试点[县市省医]|整省")
_THINGS = re.compile(r"(?:系统|平台|关系|科室|专科|设备|机构|指标|人才|队伍|药品|病种)$")
_ONE_WORD = re.compile(r"^(?P<left>[一-龥]{2,8})(?:和|及|与)$")
_SLOGAN = re.compile(
    r"四个意识|四个自信|两个维护|两个确立|五位一体|四个全面|两个一百年|一个保障|五大任务|两条路径|为中心”|一老一小|两手抓|三个确保|放得下|一盘棋|四个自我|六个必须"
)


@cache
def _known() -> tuple[daachorse.CharwiseDoubleArrayAhoCorasick, tuple[str, ...]]:
    names = sorted({name for group in load_rules("programmes")["lexicon"].values() for name in group})
    return (
        daachorse.CharwiseDoubleArrayAhoCorasick(names, match_kind=daachorse.MATCH_KIND_LEFTMOST_LONGEST),
        tuple(names),
    )


def known_names(text: str, start: int, end: int) -> list[Range]:
    """Ranges of the programmes in the lexicon, leftmost and longest first."""
    automaton, _ = _known()
    found = [(start + a, start + b) for a, b, _ in automaton.find(text[start:end])]
    for match in _HEALTHY.finditer(text, start, end):
        if not any(match.start() < b and match.end() > a for a, b in found):
            found.append(match.span())
    return sorted(found)


def common(name: str) -> bool:
    """True for a known name that is an everyday service as well (预防接种): it needs a verb of its own and nothing behind it."""
    return name in load_rules("programmes")["common"]["names"]


@cache
def _head() -> re.Pattern[str]:
    return re.compile(f"^(?P<name>.+?(?:{'|'.join(words('programmes', 'grammar', 'heads'))})){_TAIL}")


@cache
def _quoted() -> re.Pattern[str]:
    heads = "|".join(words("programmes", "grammar", "quoted_heads"))
    return re.compile(
        rf"^(?P<name>(?![中有更])[^“”，。；的、]{{0,12}}“[^“”]{{2,24}}”(?:[^“”，。；、的]{{0,8}}?(?:{heads}))?){_TAIL}"
    )


def banned(name: str) -> bool:
    """True for a name of party or office work, which is no programme of health policy."""
    return any(word in name for word in load_rules("programmes")["grammar"]["banned"]) or bool(
        _SLOGAN.search(name)
    )


def _says_enough(name: str) -> bool:
    rest = name
    for word in words("programmes", "grammar", "generic"):
        rest = rest.replace(word, "")
    return len(rest) >= 2


def one_name(text: str, start: int, end: int) -> Name | None:
    """The programme that `text[start:end]` names as a whole, but for what may trail it (工作, 15场); None where it names none."""
    found = trimmed(text, start, end)
    if found is None:
        return None
    start, end = found
    phrase = text[start:end]
    built = _head().match(phrase)
    known = known_names(text, start, end)
    if known:
        return _around_known(text, start, phrase, built, known)
    quoted = _quoted().match(phrase)
    if quoted is not None and not banned(quoted["name"]):
        return start, start + quoted.end("name"), quoted["name"], "quoted"
    if built is not None and _well_built(built["name"]):
        return start, start + built.end("name"), built["name"], "built"
    return None


def _around_known(
    text: str, start: int, phrase: str, built: re.Match[str] | None, known: list[Range]
) -> Name | None:
    """The known name, with what belongs to it on both sides (基层医疗卫生机构1+X薪酬制度改革)."""
    first, last = known[0], known[-1]
    lead = phrase[: first[0] - start]
    if (
        len(lead) > 14
        or banned(phrase[: first[1] - start])
        or re.search(r"\d+[家个所名人项]", lead)
        or _BODY.match(phrase[last[1] - start :])
    ):
        return None
    if (
        built is not None
        and start + built.end("name") >= last[1]
        and len(built["name"]) <= 30
        and _clean(built["name"])
    ):
        return start, start + built.end("name"), built["name"], "known"
    if lead.endswith(("和", "及", "与", "、")):
        return first[0], first[1], text[first[0] : first[1]], "known"
    at_end = re.match(_TAIL, phrase[last[1] - start :]) is not None
    if at_end and len(known) == 1 and _clean(text[start : last[1]]):
        return start, last[1], text[start : last[1]], "known"
    name = text[first[0] : first[1]]
    alone = not common(name) or re.match(_TAIL, phrase[first[1] - start :]) is not None
    return (first[0], first[1], name, "known") if alone else None


def _clean(name: str) -> bool:
    return not re.search(r"[的，。；：]|\d{4}年|\d+[家个所名人]|^[了在为对以和及与]", name)


def _well_built(name: str) -> bool:
    return (
        4 <= len(name) <= 36
        and not re.search(
            r"[，。；：《》]|^[了在为对以向把将与从由按根和及有]|\d+[家个所名人次场期万]|^\d+项|^(?:一系列|系列|各|多[项种个次部])|[^目]的",
            name,
        )
        and not re.search(r"负责|开展|实行|取得|情况", name)
        and not banned(name)
        and _says_enough(name)
    )


def names_in(text: str, start: int, end: int) -> list[Name]:
    """The programmes in the list that fills `text[start:end]`, with a head restored that the members share."""
    closing = _CLOSING.search(text[start:end])
    shared = ""
    if closing is not None and ("、" in text[start : start + closing.start()] or closing["head"]):
        shared = _as_head(closing["head"])
        end = start + closing.start()
        tail = known_names(text, end + 1, end + 1 + len(closing["head"]) + 4) if not shared else []
        if tail and not common(text[tail[-1][0] : tail[-1][1]]):
            return [(*tail[-1], text[tail[-1][0] : tail[-1][1]], "known")]
    if _THINGS.search(text[start:end] if closing is None else closing["head"]):
        return []
    ranges = split_list(text, start, end, _complete)
    if not ranges:
        return []
    if not shared and len(ranges) > 1:
        ending = _SHARED.search(_without_tail(text[ranges[-1][0] : ranges[-1][1]]))
        shared = ending[0] if ending is not None else ""
        closing = None
    return list(_restored(text, ranges, shared, closing is not None))


def _restored(text: str, ranges: list[Range], shared: str, on_all: bool) -> Iterator[Name]:
    for index, (start, end) in enumerate(ranges):
        pair = _two_in_one(text, start, end)
        if pair:
            yield from pair
            continue
        name = one_name(text, start, end)
        last = index == len(ranges) - 1
        if on_all and shared and (name is None or name[3] == "built"):
            name = _with_head(text, start, end, shared) or name
        elif name is None and shared and not last:
            name = _with_head(text, start, end, shared)
        if name is not None:
            yield name


def _two_in_one(text: str, start: int, end: int) -> list[Name]:
    """甲和乙 that share the end of a known name: 全科医师和住院医师规范化培训."""
    known = known_names(text, start, end)
    if len(known) != 1:
        return []
    left = _ONE_WORD.match(text[start : known[0][0]])
    if left is None:
        return []
    right = text[known[0][0] : known[0][1]]
    for cut in range(1, len(right) - 1):
        name = left["left"] + right[cut:]
        if known_names(name, 0, len(name)) == [(0, len(name))]:
            return [(start, start + len(left["left"]), name, "known"), (*known[0], right, "known")]
    return []


def _with_head(text: str, start: int, end: int, head: str) -> Name | None:
    name = re.sub(r"工作$", "", text[start:end])
    complete = any(name.endswith(own) for own in words("programmes", "grammar", "heads"))
    name = name if name.endswith(head) or (complete and head.endswith(name[-2:])) else name + head
    if len(text[start:end]) > 3 and _well_built(name):
        return start, end, name, "built"
    return None


def _as_head(phrase: str) -> str:
    """The part of what follows 等 that each member may take as its head; empty for 工作."""
    bare = re.sub(r"^(?:的|重点|多项|各项)+", "", _without_tail(phrase))
    return bare if any(bare.endswith(head) for head in words("programmes", "grammar", "heads")) else ""


def _without_tail(phrase: str) -> str:
    return re.sub(r"(?:工作|任务|力度|进程|步伐)+$", "", phrase)


def _complete(phrase: str) -> bool:
    """True where a list member before 和 is a name in itself."""
    return (
        phrase.endswith(("”", "》"))
        or any(phrase.endswith(head) for head in words("programmes", "grammar", "heads"))
        or any(end == len(phrase) for _, end in known_names(phrase, 0, len(phrase)))
    )
