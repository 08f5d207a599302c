"""The title of a report: the first lines that look like one, or what the page around it says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from kg.model.text import Range
from kg.normalise.furniture import outside

_WORDS = (
    "总结|小结|计划|要点|报告|方案|公报|规划|通知|通报|意见|办法|汇报|概况|进展|情况|打算|安排|思路|纪实|见闻|侧记|回眸|回顾|召开|简介|"
    "综述|清单|措施|决定|批复|函|讲话|发言|述职|公示|公告|说明|解读|白皮书|蓝皮书|纲要|谋划|设想|细则|任务|重点|责任书|简报|年报|快报|"
    "盘点|成效|掠影|走笔|采访记|倡议书?|一封信|公开信|慰问信|感谢信|答复|建议"
)
_TITLE_END = re.compile(rf"(?:{_WORDS})[”》]?(?:\([^)]{{1,16}}\))?$")
_TITLE_AND_BODY = re.compile(
    rf"[^\s，。；]{{0,40}}(?:{_WORDS})\s*(?:[—－-]{{1,2}}|\()\s*[^\s—()，。；]{{4,30}}\)?$"
)
"""2023年工作总结——开平市中心医院: the body that a summary is of stands behind it."""
_PREFIX = re.compile(r"(?:信息)?(?:标 ?题|题 ?目|名 ?称|主 ?题)[：:]\s*")
_CRUMBS_BEFORE = re.compile(r".*[>›»→]\s*\S+\s+(?=\S{8})")
_SITE_BEFORE = re.compile(r"^[^|丨，。]{0,8}(?:报|网|台|发布|关注|视点|聚焦)\s*[|丨]\s*(?=\S{4})")
_SITE_BEHIND = re.compile(r"\s*[_|]\s*[^_|]{2,24}$|\s+-\s+[^-]{2,24}$")
_BROKEN_OFF = re.compile(r"(?:[年的和及暨与、“《]|以及|关于.*[^。])$")
_TAKES_UP = re.compile(r"(?:以及|及|暨|和|与|、|并).{2,}")
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
_ASIDE = re.compile(  # what stands between the lines of a head: a date, a speaker
    r"\(?(?:19|20)\d\d[-/.年]\d{1,2}(?:[-/.月](?:\d{1,2}日?)?)?\)?|.{2,30}(?:局长|主任|院长|书记|委员)\s+[一-鿿]{2,4}"
)
_ADDRESSEE = re.compile(r".*[：:]$")
_LOOK_AT = 8  # lines, or words of a line that holds a whole page


@dataclass(frozen=True, slots=True)
class Title:
    """A title and the clean position behind it; `text` is empty and `end` 0 where there is none."""

    text: str = ""
    end: int = 0


def find_title(text: str, furniture: Sequence[Range]) -> Title:
    """The title at the head of a clean text: the first line that ends like one, else the first that may be one.

    The search ends where the body begins.
    """
    lines = _head_lines(text, furniture)
    possible = Title()
    for n, (start, end) in enumerate(lines):
        line = text[start:end] if end - start > 90 else _bare(text[start:end])
        following = text[slice(*lines[n + 1])] if n + 1 < len(lines) else ""
        if _is_letterhead(line, following) or _ASIDE.fullmatch(line):
            continue
        if len(line) > 60 and (run_in := _run_in(line)):
            return possible if possible.text else Title(run_in[0], start + run_in.end())
        ends_like_one = _TITLE_END.search(line) or _TITLE_AND_BODY.match(line)
        if _ORGANISATION.fullmatch(line) and not ends_like_one:
            if line[-1] not in "年月日" and _CONTINUES.match(following) and _TITLE_END.search(following):
                return _with_subtitle(text, lines, n, 2)
            continue
        if _is_body(line):
            break
        if ends_like_one:
            return _with_subtitle(text, lines, n)
        if _BROKEN_OFF.search(line) and len(following) <= 40 and _TITLE_END.search(following):
            return _with_subtitle(text, lines, n, 2)
        if not possible.text and _may_be_title(line, following):
            possible = _with_subtitle(text, lines, n)
            if "——" in possible.text:
                return possible
    return possible


def _run_in(line: str) -> re.Match[str] | None:
    """The title in a line that holds the whole page, before its first sentence."""
    for piece in islice(re.finditer(r"\S+", line), _LOOK_AT):
        if (found := _RUN_IN.match(line, piece.start())) or re.search("[，。；]", piece[0]):
            return found
    return None


def _bare(line: str) -> str:
    """A line without the breadcrumb or label before a title and the name of the site behind it."""
    line = _CRUMBS_BEFORE.sub("", line, count=1)
    line = _SITE_BEFORE.sub("", line, count=1)
    line = _PREFIX.sub("", line, count=1) if _PREFIX.match(line) else line
    return _SITE_BEHIND.sub("", line)


def _with_subtitle(text: str, lines: Sequence[Range], n: int, count: int = 1) -> Title:
    """The title in the `count` lines from `n`, with what goes on behind it, without its own repetition."""
    title = _bare("".join(text[start:end] for start, end in lines[n : n + count]))
    end = lines[n + count - 1][1]
    for left, right in lines[n + count : n + count + 2]:
        line = text[left:right]
        if re.match(r"[—－-]{1,2}", line):
            title += re.sub(r"^[—－-]+", "——", line)
        elif _TAKES_UP.fullmatch(line) and _TITLE_END.search(line) and len(line) <= 40:
            title += line
        elif line != title:
            break
        end = right
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


def _is_body(line: str) -> bool:
    return len(line) > 70 or bool(
        _BODY_START.match(line) or _ADDRESSEE.fullmatch(line) or re.search("[。；]", line)
    )


def _may_be_title(line: str, following: str) -> bool:
    """Whether a short line without a title's last word stands before prose or a subtitle."""
    before_prose = len(following) > 45 or (len(following) > 20 and following.endswith(("。", "”", "：")))
    return line.count("，") <= 1 and len(line) <= 45 and (before_prose or following.startswith("—"))
