"""Works on buildings and equipment beside the institution or region that they belong to, and IT platforms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc

from kg.extract import extensions
from kg.extract.actors import Group, groups
from kg.extract.noun_lists import split_list, unquoted
from kg.extract.rules import load_rules
from kg.model.mention import Mention

_BARE = frozenset(("大楼", "中心改造", "基础设施建设", "办公楼", "新院区的", "基地"))
_BEGUN = re.compile(r"(?:开工建设|动工建设|开工|动工|新建|改建|扩建|改扩建|改造|续建|规划建设|装修)了?$")
PLACED = ("Institution", "Region")
_VAGUE = frozenset(
    (
        "建设",
        "提升",
        "升级",
        "新区",
        "服务提升",
        "能力提升",
        "项目",
        "工程",
        "建设项目建设",
        "项目建设",
        "分院",
    )
)
_TOO_GENERAL = re.compile(
    r"重点|省级项目|国家项目|中央|公共卫生服务|监测|筛查|科研|培训|救助|实事|建成|新增|危害|申报|选址|坐落|招商|检查|签约|帮扶|协作|共建|合作|管理|进行|规模|惠民|民生|人才|试点|健康|补助|扶持"
)


@dataclass(frozen=True, slots=True)
class Work:
    """A work: its range, its name without its owner, its owner where one is named, and how sure it is to be a work at all.

    `settled` works need no further word that tells of building.
    """

    start: int
    end: int
    name: str
    owner: Mention | None
    settled: bool
    rule: str


@cache
def _pattern(name: str) -> re.Pattern[str]:
    work = load_rules("projects")["work"]
    built = rf"(?:{work['buildings']}{work['stage']}(?:{work['deeds']})?{work['suffix']})"
    deed = rf"(?:{work['deeds']}{work['stage']}(?:工程项目|工程|项目|建设项目|建设)?)"
    physical = r"(?:改扩建|扩建|改造|迁建|重建|加固|装修|修缮|翻建|翻新|维修|亮化)(?:工程|项目)?"
    part = rf"(?:{work['facilities']}(?:建设)?(?:改扩建|扩建|改造|迁建|重建|加固|装修|修缮|建设)?(?:工程|项目)|{work['facilities']}{physical}|[^，。；、的和与“”《》()\d]{{2,10}}?{physical})"
    site = rf"(?:{work['facilities']}(?=\([^()]*元\)|(?:正在)?(?:总投资|投资|概算|预算|造价|主体|封顶|竣工|开工|动工|破土|奠基|招标|装修|施工|完成(?:改造|装修|扩建|建设)|土建|设备安装)| ?\|))"
    park = r"[^，。；、的和与“”《》\d]{2,10}(?:项目|工程)"
    patterns = {
        "owned": rf"(?:\([^()]{{1,14}}\))?(?:(?:新建|改建|扩建|改扩建|在建|新改扩建)的|的)?(?P<work>{built}|{deed}(?!的)|(?:\(?[一二三]期\)?){deed}?(?:工程|项目)?(?:建设)?|{part}|{site}|(?:工程|项目))",
        "raised": rf"{work['raised']}(?P<work>{built})",
        "paid": rf"(?:投资|投入)[\d.,]+[万亿]?元(?P<deed>{deed})的(?P<work>[^，。；、的]{{2,14}}?(?:病区|楼|中心|门诊|实验室|用房|科))(?=(?:于?\d{1, 2}月(?:\d{1, 2}日|底|初)?)?(?:正式|已|全面)?(?:投用|启用|投入使用|建成|竣工|完工))",
        "part": rf"(?P<work>{work['facilities']}(?:建设)?(?:工程|项目)?)(?=[，。；、(]|$)",
        "placed": rf"(?:的|委会|村委会)*(?P<work>{built}|{park})",
        "itself": f"(?P<work>){work['itself']}",
        "row": work["row"],
        "free": rf"(?:^|的|，|、|和|及|动|成|施|建|[一二三四五]是)(?P<work>{built}(?=[\d，。；总投已主年预计正建竣封开完均全是于拟将力破奠获列通由面占设规动概估造底顺如也落交启进施(要还尚陆相先分均双]|$|[、和及](?=[^，。；]{2, 24}(?:竣工|封顶|投入使用|投用|启用|开工|动工|落成|完工|交付)))|(?:[一二三]期|(?:整体)?迁建|新院区?)(?:建设)?(?:工程|项目)(?:建设)?|(?<=[建造]的){work['facilities']}(?=\d|[正已于投启建竣完])|{part}|{site}|[^，。；、的和与“”《》\d]{{2,16}}?(?:迁建|改扩建|改造|扩建|建设)(?:工程|项目)?)",
        "named_work": r"(?:^|，|元的|[一二三四五]是)(?P<work>[^，。；、的和与“”《》\d]{2,16}?(?:迁建|改扩建|改造|扩建|新建|建设)(?:工程|项目)|(?<=元的)[^，。；、的和与“”《》\d]{3,16}?(?:中心|医院|大楼|综合楼|院区))(?=总投资|完成投资|竣工|封顶|主体|开工|动工|\d{1,2}月|建成|投入使用|投用|启用)",
        "upgraded": r"(?P<deed>升级|改造|改建|扩建|改扩建)(?P<work>[^，。；、的\d]{2,12}(?:中心|病房|门诊|实验室|楼|站|科|室))(?=[，。；、]|$)",
        "bracketed": r"(?:建设|打造|构建)(?P<whole>“[^“”]{2,12}”)\((?P<parts>[^()]{6,60})\)",
    }
    return re.compile(patterns[name])


@cache
def verbs(name: str) -> re.Pattern[str]:
    """Compiled words of table `[verbs]`."""
    return re.compile(load_rules("projects")["verbs"][name])


@cache
def _platform() -> re.Pattern[str]:
    rule = load_rules("projects")["platform"]
    return re.compile(
        rf"(?:{rule['verbs']})(?:了|统一的|起|全[市县区]统一的)?(?P<work>(?:“[^”]{{2,16}}”|[^，。；、的和与“”《》]){{0,22}}{rule['heads']})"
    )


def works(doc: Doc, start: int, end: int) -> Iterator[Work]:
    """The works in the clause `start:end`."""
    text = extensions.text_of(doc)
    named = groups(doc, start, end, PLACED)
    for index, group in enumerate(named):
        stop = named[index + 1].start if index + 1 < len(named) else end
        yield from _of_group(doc, start, group, min(end, stop + 1), end)
    yield from _platforms(text, start, end)
    yield from _row(doc, start, end)
    yield from _bracketed(text, start, end)
    for match in _pattern("named_work").finditer(text[start:end]):
        a, b = start + match.start("work"), start + match.end("work")
        if not extensions.mentions(doc, "Institution", start=a, end=b) and not _TOO_GENERAL.search(
            match["work"]
        ):
            yield Work(a, b, match["work"], None, True, "named_work")


def _of_group(doc: Doc, start: int, group: Group, stop: int, end: int) -> Iterator[Work]:
    """Each member may carry a work of its own; a work after the last one belongs to all that carry none."""
    bare: list[Mention] = []
    for index, member in enumerate(group.members):
        limit = group.members[index + 1].start if index + 1 < len(group.members) else stop
        work = _after_member(doc, member, limit, end)
        last = index == len(group.members) - 1
        if work is None:
            bare.append(member)
            continue
        yield work
        if last and work.rule in ("owned", "itself"):
            for other in bare:
                yield Work(other.start, other.end, work.name, other, work.settled, work.rule)
    if len(bare) == len(group.members):
        yield from _worked_on(extensions.text_of(doc), start, group)
        yield from _raised(extensions.text_of(doc), group, end)


def _after_member(doc: Doc, member: Mention, limit: int, end: int) -> Work | None:
    """The work that follows a named body: 市中心医院|张衬大楼, 沙溪村|的博爱家园项目, 临床中心|竣工."""
    text = extensions.text_of(doc)
    if text.endswith("健康", 0, member.start):  # 健康甲县建设工程 is a programme
        return None
    if member.type == "Institution" and _pattern("raised").match(text, member.end, end):
        return None
    for kind in ("placed",) if member.type == "Region" else ("owned", "itself", "paid", "placed"):
        match = _pattern(kind).match(text, member.end, end)
        if match is None:
            continue
        if kind == "itself":
            if text.endswith(("在", "于", "由", "从", "到", "为", "与", "和"), 0, member.start):
                continue
            moved = "搬" in match[0] or "迁" in match[0]
            return Work(member.start, match.end(), "搬迁项目" if moved else "建设项目", member, True, kind)
        name = match["work"].strip()
        if name in _VAGUE or len(name) < 2 or name[0] == "待" or _TOO_GENERAL.search(name):
            continue
        if kind == "paid":
            name += match["deed"]
        return Work(member.start, match.end("work"), name, member, name.endswith(("工程", "项目")), kind)
    return _part_built(text, member, end) or _campus(doc, member, end)


def _part_built(text: str, member: Mention, end: int) -> Work | None:
    """开工建设县医院|传染病区: a department after a verb that only builders use."""
    part = _pattern("part").match(text, member.end, end)
    if (
        part is None
        or member.type != "Institution"
        or not _BEGUN.search(text[max(0, member.start - 8) : member.start])
    ):
        return None
    return Work(member.start, part.end("work"), part["work"], member, True, "owned")


def _campus(doc: Doc, member: Mention, end: int) -> Work | None:
    """A campus that later clauses tell to be under construction: 江东院区设计床位800张，主体结构9月封顶."""
    text = extensions.text_of(doc)
    if member.type != "Institution" or not member.text.endswith(("院区", "分院", "新院")):
        return None
    sentence = extensions.sentence_at(doc, member.start)
    stop = sentence.end if sentence is not None else end
    told = re.match(r"[^；。]{0,60}?(?:封顶|竣工|开工|动工|总投资|破土|奠基)", text[member.end : stop])
    return Work(member.start, member.end, "建设", member, True, "itself") if told is not None else None


def _worked_on(text: str, start: int, group: Group) -> Iterator[Work]:
    """对甲、乙、丙3家卫生院实施改扩建; 改扩建甲卫生院."""
    deeds = load_rules("projects")["work"]["deeds"]
    after = re.match(
        rf"(?:等?\d+[家所个][^，。；、]{{0,8}})?(?:实施|进行|开展)(?P<deed>{deeds})",
        text[group.end : group.end + 30],
    )
    before = re.search(rf"(?P<deed>{deeds})(?:了)?$", text[start : group.start])
    match = after or before
    if match is None and len(group.members) == 1 and group.members[0].type == "Institution":
        whole = re.search(
            r"(?:开工建设|动工建设|规划建设|投资[\d.,]+[万亿]元(?:建设|新建)|(?<!改)(?:新建|建成)|筹建)(?:了)?$",
            text[start : group.start],
        )
        if whole is not None and re.match(r"[，。；(]|$|总投资|项目", text[group.end : group.end + 4]):
            yield Work(group.start, group.end, "建设项目", group.members[0], True, "itself")
        return
    if match is None or (match is before and match["deed"] in _VAGUE | {"新建"}):
        return
    for member in group.members:
        if member.type == "Institution":
            yield Work(member.start, member.end, f"{match['deed']}工程", member, True, "worked_on")


def _raised(text: str, group: Group, end: int) -> Iterator[Work]:
    """甲、乙两家卫生院各盖起一栋周转房; 为甲卫生院新建门诊楼: what its owners build."""
    match = _pattern("raised").match(text, group.end, end)
    if match is None or _TOO_GENERAL.search(match["work"]) or match["work"] in _VAGUE:
        return
    for member in group.members:
        if member.type == "Institution":
            yield Work(member.start, member.end, match["work"], member, True, "raised")


def _row(doc: Doc, start: int, end: int) -> Iterator[Work]:
    """推进甲、乙等一批重大项目建设: every member is a work."""
    match = _pattern("row").search(extensions.text_of(doc), start, end)
    if match is None:
        return
    lead = re.match(
        r".*?(?:加快推进|推进|推动|加快|建设|抓好|实施)(?=[^推])",
        extensions.text_of(doc)[start : match.start()],
    )
    begin = start + (lead.end() if lead is not None else 0)
    for a, b in split_list(extensions.text_of(doc), begin, match.start(), lambda _: True):
        body = next((m for m in extensions.mentions(doc, "Institution", start=a, end=b) if m.end == b), None)
        if body is not None and body.start - a <= 6:
            yield Work(body.start, body.end, "建设项目", body, True, "row")
        elif re.search(r"(?:中心|医院|楼|院区|基地|工程|项目)$", extensions.text_of(doc)[a:b]):
            yield Work(a, b, extensions.text_of(doc)[a:b] + "建设", None, True, "row")


def _platforms(text: str, start: int, end: int) -> Iterator[Work]:
    generic = load_rules("projects")["platform"]["generic"]
    for match in _platform().finditer(text, start, end):
        name = unquoted(match["work"])
        if (
            not re.fullmatch(rf"{generic}(?:平台|系统|云|数据中心)?", name)
            and len(name) >= 5
            and "等" not in name
        ):
            yield Work(match.start("work"), match.end("work"), name, None, True, "platform")


def _bracketed(text: str, start: int, end: int) -> Iterator[Work]:
    """建设“一库两中心”(生物信息库、基因检测中心): the whole and its parts."""
    for match in _pattern("bracketed").finditer(text, start, end):
        yield Work(
            match.start("whole"),
            match.end("whole"),
            unquoted(match["whole"]) + "建设",
            None,
            True,
            "bracketed",
        )
        for a, b in split_list(text, match.start("parts"), match.end("parts"), lambda _: True):
            yield Work(a, b, text[a:b] + "建设", None, True, "bracketed")


def free_works(doc: Doc, start: int, end: int) -> Iterator[Work]:
    """Works that nobody is named beside, in a clause of an institution's own report: 门诊综合楼3月动工."""
    text = extensions.text_of(doc)
    for match in _pattern("upgraded").finditer(text, start, end):
        yield Work(match.start(), match.end(), match["work"] + match["deed"], None, True, "free")
    for match in _pattern("free").finditer(text[start:end]):
        a, b = start + match.start("work"), start + match.end("work")
        if (
            not extensions.mentions(doc, "Institution", start=a, end=b)
            and len(match["work"]) >= (3 if match["work"].endswith(("楼", "机房", "院区")) else 4)
            and match["work"] not in _BARE
            and match["work"][0] != "待"
            and not text.endswith(("启用的", "投用的", "开诊的", "运行的"), 0, a)
            and not _TOO_GENERAL.search(match["work"])
        ):
            yield Work(a, b, text[a:b], None, False, "free")
