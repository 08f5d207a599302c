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
from kg.model.text import Range

PLACED = ("Institution", "Region", "Unit")


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
    park = r"[^，。；、的和与“”《》\d]{2,10}(?:项目|工程)"
    patterns = {
        "owned": rf"(?:的)?(?P<work>{built}|{deed}|{work['stage']}(?:工程|项目))(?=(?P<next>.?))",
        "placed": rf"(?:的|委会|村委会)*(?P<work>{built}|{park})",
        "itself": f"(?P<work>){work['itself']}",
        "row": work["row"],
        "free": rf"(?:^|的|，)(?P<work>{built}|[^，。；、的和与“”《》\d]{{2,16}}?(?:迁建|改扩建|改造|扩建|建设)(?:工程|项目))",
    }
    return re.compile(patterns[name])


@cache
def verbs(name: str) -> re.Pattern[str]:
    """Compiled words of table `[verbs]`."""
    return re.compile(load_rules("projects")["verbs"][name])


@cache
def _platform() -> re.Pattern[str]:
    rule = load_rules("projects")["platform"]
    return re.compile(rf"(?:{rule['verbs']})(?:了|统一的|起|全[市县区]统一的)?(?P<work>(?:“[^”]{{2,16}}”|[^，。；、的和与“”《》]){{0,22}}{rule['heads']})")


def works(doc: Doc, start: int, end: int) -> Iterator[Work]:
    """The works in the clause `start:end`."""
    named = groups(doc, start, end, PLACED)
    for index, group in enumerate(named):
        stop = named[index + 1].start if index + 1 < len(named) else end
        yield from _of_group(doc, start, group, min(end, stop + 1), end)
    yield from _platforms(doc.text, start, end)
    yield from _row(doc, start, end)


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
        yield from _worked_on(doc.text, start, group)


def _after_member(doc: Doc, member: Mention, limit: int, end: int) -> Work | None:
    """The work that follows a named body: 市中心医院|张衬大楼, 沙溪村|的博爱家园项目, 临床中心|竣工."""
    text = doc.text
    kinds = ("owned", "itself") if member.type != "Region" else ("placed",)
    for kind in kinds:
        match = _pattern(kind).match(text, member.end, end)
        if match is None:
            continue
        if kind == "itself":
            return Work(member.start, member.end, "建设项目", member, True, kind)
        name = match["work"]
        if name in ("建设", "提升", "升级", "新区", "项目", "服务提升", "能力提升", "工程") and not name.endswith(("工程", "项目")) or len(name) < 2:
            continue
        return Work(member.start, match.end("work"), name.strip(), member, name.endswith(("工程", "项目")), kind)
    return None


def _worked_on(text: str, start: int, group: Group) -> Iterator[Work]:
    """对甲、乙、丙3家卫生院实施改扩建; 改扩建甲卫生院."""
    deeds = load_rules("projects")["work"]["deeds"]
    after = re.match(rf"(?:等?\d+[家所个][^，。；、]{{0,8}})?(?:实施|进行|开展)(?P<deed>{deeds})", text[group.end : group.end + 30])
    before = re.search(rf"(?P<deed>{deeds})(?:了)?$", text[start : group.start])
    match = after or before
    if match is None or match["deed"] in ("建设", "提升", "升级", "能力提升", "服务提升", "新建") and match is before:
        return
    for member in group.members:
        if member.type == "Institution":
            yield Work(member.start, member.end, f"{match['deed']}工程", member, True, "worked_on")


def _row(doc: Doc, start: int, end: int) -> Iterator[Work]:
    """推进甲、乙等一批重大项目建设: every member is a work."""
    match = _pattern("row").search(doc.text, start, end)
    if match is None:
        return
    lead = re.match(r".*?(?:加快推进|推进|推动|加快|建设|抓好|实施)(?=[^推])", doc.text[start : match.start()])
    begin = start + (lead.end() if lead is not None else 0)
    for a, b in split_list(doc.text, begin, match.start(), lambda _: True):
        body = next((m for m in extensions.mentions(doc, "Institution", start=a, end=b) if m.end == b), None)
        if body is not None and body.start - a <= 6:
            yield Work(body.start, body.end, "建设项目", body, True, "row")
        elif re.search(r"(?:中心|医院|楼|院区|基地|工程|项目)$", doc.text[a:b]):
            yield Work(a, b, doc.text[a:b] + "建设", None, True, "row")


def _platforms(text: str, start: int, end: int) -> Iterator[Work]:
    generic = load_rules("projects")["platform"]["generic"]
    for match in _platform().finditer(text, start, end):
        name = unquoted(match["work"])
        if not re.fullmatch(rf"{generic}(?:平台|系统|云|数据中心)?", name) and len(name) >= 5:
            yield Work(match.start("work"), match.end("work"), name, None, True, "platform")


def free_works(doc: Doc, start: int, end: int) -> Iterator[Work]:
    """Works that nobody is named beside, in a clause of an institution's own report: 门诊综合楼3月动工."""
    for match in _pattern("free").finditer(doc.text[start:end]):
        a, b = start + match.start("work"), start + match.end("work")
        if not extensions.mentions(doc, "Institution", start=a, end=b):
            yield Work(a, b, doc.text[a:b], None, False, "free")


def span_of(work: Work) -> Range:
    """The range of a work."""
    return work.start, work.end
