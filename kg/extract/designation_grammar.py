"""Frames that award, tell or seek a designation, and the names in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.extract.noun_lists import depth_free, split_list, unquoted
from kg.extract.rules import load_rules
from kg.model.text import Range

_RANK = re.compile(r"社区医院|国家|全国|省|自治区|市级|州级|试点|卫生|健康|文明|[一二三]级|消除|五星|四星")
_LEAD = re.compile(
    r"^(?:了|过|上|(?:全[国省市县区]|我[省市县区]|国内|省内|市内)?(?:首[家个批]|第[一二三四五]家|唯一(?:一家)?)的?|全部|\d+[项个家名]|一批|等次为|为|由)*"
)
_COUNT = re.compile(r"(?:等)?(?:[\d.]+(?:多|余)?[万]?[个家项名所人间篇]|各\d+项).*$")
_SHORT = ("国卫", "省卫", "三甲", "三乙", "二甲", "二乙")
_EXAMINED = re.compile(r"通过(?:了)?(?P<exam>复审|复评|复核|再认证|评审|评估验收|验收)(?=$|[，。；])")
_TITLE = re.compile(
    r"(?P<name>(?:国家|全国|省级?|自治区级?|市级|[一二三]级|[一二三][甲乙])[^，。；、“”]{1,24}?)(?:顺利|成功|圆满|再次|高分|一次性|已|的)*$"
)
_LABS = re.compile(r"CNAS|ISO|JCI|CAP|HIMSS")
_GRADE = r"(?:国家)?[一二三四五六七八\d]级(?:甲等|乙等)?"
# what a grade is a grade of: 电子病历系统应用水平|通过五级评价
_RECORD = re.compile(
    r"(?P<record>(?:电子病历|互联互通|智慧服务|智慧管理|智慧医院)[^，。；]{0,14}?)(?:顺利|成功|再次|已|高分)*$"
)
_NOT = re.compile(r"未能|未通过|尚未|没有|未获|不再|撤销|取消|如未|若|洽谈|对照")


@dataclass(frozen=True, slots=True)
class Frame:
    """Names of designations that one cue governs; `kind` is awarded, state or sought.

    `by` is the range of who grants them, `held` that of who holds them where it is not what stands before the cue.
    """

    kind: str
    cue: Range
    subject_end: int
    names: tuple[tuple[int, int, str], ...]
    by: Range | None
    rule: str
    held: Range | None = None
    must_hold: bool = False


@cache
def _cue(table: str, key: str) -> re.Pattern[str]:
    return re.compile(load_rules("designations")[table][key])


@cache
def _ends_well() -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(load_rules('designations')['head']['heads'])})[”’]?$")


def frames(text: str, start: int, end: int) -> Iterator[Frame]:
    """The frames in the clause `start:end`, the most telling first; names of two frames may overlap."""
    if _NOT.search(text, start, end):
        return
    yield from _moved(text, start, end)
    yield from _won(text, start, end)
    yield from _cleared(text, start, end)
    yield from _cued(text, start, end, "passive")
    yield from _reached(text, start, end)
    yield from _passed(text, start, end)
    yield from _sought(text, start, end)
    yield from _cued(text, start, end, "active")
    yield from _wanted(text, start, end)
    yield from _cued(text, start, end, "state")


def _cued(text: str, start: int, end: int, key: str) -> Iterator[Frame]:
    """Designations after a cue of table `[awarded]`."""
    kind = "state" if key == "state" else "awarded"
    found = list(_cue("awarded", key).finditer(text, start, end))
    free = set(depth_free(text, start, end)) if found else set()
    for match in found:
        if match.start() not in free:
            continue
        names = tuple(_names(text, match.end(), end))
        if names:
            by = match.span("by") if "by" in match.re.groupindex and match["by"] else None
            if match[0].startswith("建成"):  # a department is built, a title is of some rank
                names = tuple(n for n in names if _RANK.search(n[2]))
            held = (end + 1, end + 13) if match[0] == "作为" and match.start() == start else None
            if names:
                yield Frame(kind, match.span(), match.start(), names, by, f"designations.{key}", held)


def _moved(text: str, start: int, end: int) -> Iterator[Frame]:
    """省卫健委将县医院列为…; 授予县医院“…”称号: whoever grants stands before the verb, who holds it after."""
    for key in ("moved", "granted"):
        for match in _cue("awarded", key).finditer(text, start, end):
            names = tuple(_names(text, match.end(), end))
            if names:
                by = (start, match.start()) if match.start() > start else None
                yield Frame(
                    "awarded",
                    match.span(),
                    match.start(),
                    names,
                    by,
                    "designations.passive",
                    match.span("held"),
                    must_hold=True,
                )


def _cleared(text: str, start: int, end: int) -> Iterator[Frame]:
    """国家卫生城市复审顺利过关; 慢病示范区通过复审: the title or the department comes first."""
    told = _cue("awarded", "cleared").search(text, start, end) or _EXAMINED.search(text, start, end)
    if told is None:
        return
    name = _TITLE.search(text, start, told.start())
    if name is not None and _ends_well().search(name["name"]):
        first = name.start("name")
        names = ((first, told.start(), clean_name(name["name"])),)
        if names[0][2]:
            yield Frame("awarded", told.span(), first, names, None, "designations.passed")
    elif text[start : told.start()].endswith(("中心", "科")):
        names = ((told.start(), told.end(), f"|{told['exam']}"),)
        yield Frame("awarded", told.span(), told.start(), names, None, "designations.passed")


def _won(text: str, start: int, end: int) -> Iterator[Frame]:
    """国家卫生城市、文明城市两块牌子收入囊中; 文明单位称号花落县医院: the names come first."""
    match = _cue("sought", "won").search(text, start, end)
    if match is None:
        return
    for stop in range(match.start(), start + 2, -1):
        rest = _cue("sought", "won_between").fullmatch(text, stop, match.start())
        if rest is None or not _ends_well().search(text[start:stop]):
            continue
        names = tuple(_names(text, start, stop))
        if names and names[-1][1] == stop:
            after = match[0][0] in "花落"
            if after and rest["mid"]:
                continue
            held = (match.end(), min(end, match.end() + 30)) if after else rest.span("mid")
            yield Frame("awarded", match.span(), start, names, None, "designations.won", held)
            return


def _wanted(text: str, start: int, end: int) -> Iterator[Frame]:
    """国家卫生县城的牌子仍在冲刺; “示范区”复审材料已报送."""
    for match in _cue("sought", "want").finditer(text, start, end):
        head = re.match(
            r"(?:其中|同时|目前|[一二三四五]是|力争|全市|全县|我[市县区])*", text[start : match.start()]
        )
        first = start + (head.end() if head is not None else 0)
        name = clean_name(text[first : match.start()])
        if name and re.search(r"国家|省|市|级|全国|示范|卫生|[一二三][甲乙]", name):
            names = ((first, match.start(), name),)
            yield Frame("sought", match.span(), first, names, None, "designations.deed")
            return


def _names(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """The designations in the list after a cue."""
    lead = _LEAD.match(text[start:end])
    start += lead.end() if lead is not None else 0
    counted = lead is not None and any(char.isdigit() for char in lead[0])
    for a, b in split_list(text, start, min(end, start + 100), lambda part: bool(_ends_well().search(part))):
        lead = _LEAD.match(text[a:b])
        counted = counted or (lead is not None and any(char.isdigit() for char in lead[0]))
        first = a + (lead.end() if lead is not None else 0)
        name = clean_name(text[first:b])
        if name and not (counted and "奖" not in name):
            yield first, b, name


def clean_name(phrase: str) -> str:
    """The designation that a phrase names, without quotation marks, counts and tails (复审, 称号); empty where it names none."""
    phrase = (
        re.sub(r"等(?:荣誉|奖项|荣誉称号|称号|多项[^，。；]*)?$", "", phrase)
        if not phrase.endswith(("一等", "二等", "三等", "甲等", "乙等"))
        else phrase
    )
    bare = phrase if re.search(r"等奖", phrase) is None else re.sub(r"(?<=等奖)\d+项.*$", "", phrase)
    if bare == phrase:
        bare = _COUNT.sub("", phrase) if not re.search(r"^\d{4}|\d级$", phrase) else phrase
        if bare != phrase:
            return ""
    bare = re.sub("^(?:19|20)\\d\\d年?度?(?=“)", "", bare.strip())  # 2017年度“母婴友好医院”
    whole = unquoted(bare)
    cut = unquoted(_cue("head", "tails").sub("", whole)) if not _ends_in_standard(whole) else whole
    for name in (cut, whole):
        if _is_name(name):
            return name
    return ""


def _ends_in_standard(name: str) -> bool:
    return name.endswith(("推荐标准", "基本标准"))


def _is_name(name: str) -> bool:
    rules = load_rules("designations")["head"]
    return (
        (3 <= len(name) <= 44 or name in _SHORT)
        and _ends_well().search(name) is not None
        and not re.fullmatch(
            r"(?:国家|省|市)?(?:示范|称号|等次|试点|案例|品牌|样板|认证|奖励|卫生单位)", name
        )
        and (_LABS.match(name) or not any(word in name for word in rules["banned"]))
        and not re.search(r"[，。；：]|^[的和与]", name)
    )


def _passed(text: str, start: int, end: int) -> Iterator[Frame]:
    """通过三级医院评审; 胸痛中心通过国家级验收 is told with the level alone."""
    for match in _cue("awarded", "passed").finditer(text, start, end):
        phrase = text[match.end() : end]
        exam = re.match(
            r"(?P<what>[^，。；]{0,40}?)(?P<exam>复审|复评|复核|评审验收|评估验收|现场评审|等级评审|现场核查|现场验收|现场评估|达标验收|终期评估|中期评估|评审|验收|核查|再认证|认证|认定|测评|终审评估|技术评估|评估|评价|暗访|考核|考评|评定|检查验收)",
            phrase,
        )
        names = tuple(_names(text, match.end(), end)) if exam is None else _examined(match.end(), exam)
        record = _RECORD.search(text[start : match.start()])
        if exam is not None and record is not None and re.fullmatch(_GRADE, exam["what"]):
            name = record["record"] + exam["what"]
            names = ((match.end(), match.end() + exam.end("what"), name),)
            yield Frame("awarded", match.span(), start + record.start(), names, None, "designations.level")
        elif names:
            yield Frame("awarded", match.span(), match.start(), names, None, "designations.passed")


def _examined(at: int, exam: re.Match[str]) -> tuple[tuple[int, int, str], ...]:
    what = unquoted(exam["what"])
    whole = unquoted(exam[0])
    pair = re.fullmatch(
        r"(?P<a>[一二三]级[甲乙丙]等)[、和与](?P<b>[一二三]级[甲乙丙]等)(?P<head>[^，。；、和与]{2,8})", what
    )
    if pair is not None:  # 三级甲等和二级甲等|医院
        return (
            (at, at + pair.end("a"), pair["a"] + pair["head"]),
            (at + pair.start("b"), at + pair.end("b"), pair["b"] + pair["head"]),
        )
    levels = re.split(r"[、和]", what)
    if not what or (
        re.search(r"(?:委|局|厅|会|总部|联盟|中心|部)(?:专家组?)?(?:的)?$", what) and not clean_name(what)
    ):
        return ((at, at + exam.end(), f"|{exam['exam']}"),)
    if all(re.fullmatch(load_rules("designations")["head"]["levels"], level) for level in levels):
        first = at + exam.end() - len(levels) + 1
        return tuple(
            (first - (i == 0) * (first - at), first + i, f"{level}|{exam['exam']}")
            for i, level in enumerate(levels)
        )
    name = clean_name(what) or clean_name(whole)
    if (
        not name
        and re.search(r"消除|卫生|示范|健康|标准化|医院|中心|工作室|门诊|科室|基地|实验室", what)
        and len(what) <= 30
    ):
        name = (
            f"{what.removesuffix('的')}{exam['exam']}"
            if what.endswith(("的", "会")) or "消除" in what
            else what
        )
    return ((at, at + exam.end(), name),) if name and "技术审" not in name else ()


def _reached(text: str, start: int, end: int) -> Iterator[Frame]:
    for match in _cue("awarded", "reached").finditer(text, start, end):
        phrase = re.match(
            rf"(?P<what>[^，。；、]{{0,40}}?(?:推荐标准|基本标准)|{load_rules('designations')['head']['levels']}标准|[^，。；、\d]{{2,20}}(?:医院|中心)标准|[一二三四五六七八\d]级(?=水平|$|[，。；]))",
            text[match.end() : end],
        )
        if phrase is None:
            continue
        name = unquoted(phrase["what"])
        if re.fullmatch(r"[一二三四五六七八\d]级", name):
            record = re.search(r"电子病历[^，。；]{0,12}", text[start : match.start()])
            if record is None:
                continue
            name = (
                re.sub(r"(?:评级|评价|分级)?(?:水平)?$", lambda m: m[0], record[0]).replace("仅", "") + name
            )
            yield Frame(
                "awarded",
                match.span(),
                start + record.start(),
                ((match.end(), match.end() + phrase.end(), name),),
                None,
                "designations.level",
            )
            continue
        if re.fullmatch(load_rules("designations")["head"]["levels"], name.removesuffix("标准")):
            name = f"{name.removesuffix('标准')}|标准"
        elif not _ends_in_standard(name):
            name = name.removesuffix("标准")
        yield Frame(
            "awarded",
            match.span(),
            match.start(),
            ((match.end(), match.end() + phrase.end(), name),),
            None,
            "designations.reached",
        )


def _sought(text: str, start: int, end: int) -> Iterator[Frame]:
    """争创X; 做好X复审工作; 启动X创建."""
    done = list(_cue("sought", "after").finditer(text, start, end))
    bare = list(_cue("sought", "bare").finditer(text, start, end))
    free = set(depth_free(text, start, end)) if done or bare else set()
    for match in done:
        if match.start() not in free:
            continue
        before = None
        for before in _cue("sought", "before").finditer(text, start, match.start()):
            phrase = text[before.end() : match.start()]
            name = clean_name(phrase)
            if name:
                kind = "held" if match["deed"].startswith("试点") or name.endswith("试点") else "sought"
                yield Frame(
                    kind,
                    before.span(),
                    before.start(),
                    ((before.end(), match.end(), name),),
                    None,
                    "designations.deed",
                )
                break
        else:
            if before is None and match["deed"].startswith("创建"):
                name = clean_name(text[start : match.start()])
                if name:
                    yield Frame(
                        "sought",
                        (match.start(), match.end()),
                        start,
                        ((start, match.end(), name),),
                        None,
                        "designations.deed",
                    )
    for match in bare:
        if match.start() not in free or text.startswith(("为", "成"), match.end()):
            continue
        cut = re.search(
            r"(?:工作)?(?:为(?:契机|抓手|目标|载体|主线|重点|统领)|已|均|稳步|有序|并|通过)|活动|工作",
            text[match.end() : end],
        )
        if cut is not None and cut[0] == "活动":
            continue
        names = tuple(_names(text, match.end(), match.end() + cut.start() if cut is not None else end))
        if names:
            yield Frame("sought", match.span(), match.start(), names, None, "designations.sought")


def continued(text: str, start: int, end: int) -> Iterator[Frame]:
    """A clause that goes on with a list of prizes after one that tells of an award: …三等奖，乒乓球团体一等奖."""
    names = tuple(_names(text, start, end))
    if (
        names
        and all(name.endswith("等奖") for _, _, name in names)
        and names[-1][1] == end
        and names[0][0] == start
    ):
        yield Frame("awarded", (start, start + 1), start, names, None, "designations.continued")
