"""The title of a report: the first lines that look like one, or what the page around it says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.model.text import Range
from kg.normalise.furniture import outside

_WORDS = (
    "总结|计划|要点|报告|方案|公报|规划|通知|通报|意见|办法|汇报|概况|进展|情况|打算|安排|思路|纪实|见闻|侧记|回眸|召开|简介|"
    "综述|清单|措施|决定|批复|函|讲话|述职|公示|公告|说明|解读|白皮书|纲要"
)
_TITLE_END = re.compile(rf"(?:{_WORDS})(?:\([^)]{{1,12}}\)|（[^）]{{1,12}}）)?$")
_RUN_IN = re.compile(rf"\S[^\s，。；：]{{3,60}}(?:{_WORDS})(?:\([^)]{{1,12}}\))?(?= )")
_LETTERHEAD = re.compile(
    r".{4,40}文件$|[^\s，。]{0,12}(?:\[|〔|【|\()?(?:19|20)\d\d(?:\]|〕|】|\)).{0,6}号$|第?\s*\d+\s*期.*"
)
_MASTHEAD = re.compile(r".{2,20}(?:简报|快报|专报|动态|信息|通讯)$")
_ISSUE = re.compile(r"\(?第?\s*\d+\s*期.*")
_BODY_START = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十]\)|第[一二三四五六七八九十][章部]|\d{1,2}[.、]"
)
_ORGANISATION = re.compile(
    r".{2,28}(?:局|委|委员会|医院|卫生院|保健院|中心|政府|办公室|办公厅|厅|站|所|集团)(?:\s+(?:19|20)\d\d年.{1,9})?$"
)
_CONTINUES = re.compile(r"关于|\d{4}年|二[〇○零]|上半年|下半年|前三季度|年度")
_ADDRESSEE = re.compile(r".*[：:]$")
_LOOK_AT = 8  # lines


@dataclass(frozen=True, slots=True)
class Title:
    """A title and the clean position behind it; `text` is empty and `end` 0 where there is none."""

    text: str = ""
    end: int = 0


def find_title(text: str, furniture: Sequence[Range]) -> Title:
    """The title at the head of a clean text."""
    lines = _head_lines(text, furniture)
    for n, (start, end) in enumerate(lines):
        line = text[start:end]
        following = text[slice(*lines[n + 1])] if n + 1 < len(lines) else ""
        if _is_letterhead(line, following):
            continue
        run_in = _RUN_IN.match(line)
        if run_in and len(line) > 60:
            return Title(run_in[0], start + run_in.end())
        if _ORGANISATION.fullmatch(line) and not _TITLE_END.search(line):
            if line[-1] not in "年月日" and _CONTINUES.match(following) and _TITLE_END.search(following):
                return Title(line + following, lines[n + 1][1])
            continue
        if not _looks_like_title(line, following):
            return Title()
        return _with_subtitle(text, lines, n)
    return Title()


def _with_subtitle(text: str, lines: Sequence[Range], n: int) -> Title:
    """The title in line `n`, with a subtitle behind a dash and without its own repetition."""
    start, end = lines[n]
    title = text[start:end]
    for left, right in lines[n + 1 : n + 3]:
        line = text[left:right]
        if re.match(r"[—－-]{1,2}", line):
            title += re.sub(r"^[—－-]+", "——", line)
            end = right
        elif line == title:
            end = right
        else:
            break
    return Title(title, end)


def _head_lines(text: str, furniture: Sequence[Range]) -> list[Range]:
    """The first lines with text outside the furniture, trimmed."""
    lines: list[Range] = []
    for left, right in outside(furniture, 0, min(len(text), 6000)):
        for m in re.finditer(r"[^\n]+", text[left:right]):
            stripped = m[0].strip(" *#")
            if stripped:
                start = left + m.start() + m[0].index(stripped[0])
                lines.append((start, start + len(stripped)))
        if len(lines) >= _LOOK_AT:
            break
    return lines[:_LOOK_AT]


def _is_letterhead(line: str, following: str) -> bool:
    if _LETTERHEAD.fullmatch(line) or _ISSUE.fullmatch(line):
        return True
    return bool(_MASTHEAD.fullmatch(line) and _ISSUE.fullmatch(following))


def _looks_like_title(line: str, following: str) -> bool:
    if len(line) > 70 or _BODY_START.match(line) or _ADDRESSEE.fullmatch(line) or re.search("[。；]", line):
        return False
    if _TITLE_END.search(line):
        return True
    return line.count("，") <= 1 and len(line) <= 45 and (len(following) > 45 or following.startswith("—"))
