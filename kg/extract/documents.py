"""Component `kg_documents`: laws, plans, notices and other papers, in 《》 or named after a verb of issuing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract import extensions
from kg.extract.rules import load_rules, words
from kg.model.mention import Mention

_NUMBER = re.compile(
    r"\s?(\((?:试行|暂行|修订|修订版|征求意见稿|讨论稿)\))?\s?(?:\(([^()]{1,16}?[〔\[【(]\d{4}[〕\]】)]第?\d+号)\))?"
)
_LOST_CLOSE = 60
_ISSUE = r"(?:印发|出台|制订|制定|修订完善|修订|制发|发布|下发|起草|编制|制修订)了?"
_ADJUSTED = re.compile(
    r"对(?P<name>[^，。；：、《》\n对]{5,26}(?:规划|方案|办法|目录|预案))进行(?:了)?(?:调整|修订|修编|修改)"
)
_NOTICE = re.compile(r"关于(?:印发|转发|下发)(?P<title>[^《》。，\n]{4,60}?)的通知")


@Language.component("kg_documents")
def documents(doc: Doc) -> Doc:
    """Finds the documents that the sentences name, with their number where it follows in brackets."""
    for sentence in extensions.sentences(doc):
        taken: list[tuple[int, int]] = []
        for mention in _all(extensions.text_of(doc), sentence.start, sentence.end):
            if not any(mention.start < end and mention.end > start for start, end in taken):
                taken.append((mention.start, mention.end))
                extensions.add_mention(doc, mention)
    return doc


def _all(text: str, start: int, end: int) -> Iterator[Mention]:
    yield from _marked(text, start, end)
    yield from _unopened(text, start, end)
    yield from _noticed(text, start, end)
    yield from _plain(text, start, end)
    yield from _adjusted(text, start, end)


def _marked(text: str, start: int, end: int) -> Iterator[Mention]:
    """Titles in 《》; an inner pair belongs to the outer title."""
    at = text.find("《", start, end)
    while at >= 0:
        close = _closing(text, at, end)
        if close < 0:
            at = text.find("《", at + 1, end)
            continue
        title = text[at + 1 : close]
        if is_policy(title):
            yield _mention(text, at, close + 1, title, "title")
        at = text.find("《", close, end)


def _closing(text: str, opening: int, end: int) -> int:
    """Where the title that opens at `opening` closes; -1 where it does not.

    One closing mark may stand for two (《…关于印发《…的通知》).
    """
    depth, last = 0, -1
    for i in range(opening, min(end, opening + 120)):
        if text[i] == "《":
            if depth and last >= 0:
                return last
            depth += 1
        elif text[i] == "》":
            depth -= 1
            last = i
            if depth == 0:
                return i
        elif text[i] in "。；\n" and depth:
            break
    return last


def _unopened(text: str, start: int, end: int) -> Iterator[Mention]:
    """Titles whose opening mark was lost or turned into another character: 印发丁涿鹿县…方案》."""
    at = text.find("》", start, end)
    while at >= 0:
        left = max(text.rfind("《", start, at), text.rfind("》", start, at), at - _LOST_CLOSE)
        if left < start or text[left] != "《":
            verbs = list(re.finditer(_ISSUE, text[max(start, left) : at]))
            if verbs:
                begin = max(start, left) + verbs[-1].end()
                if at - begin > 5 and is_policy(text[begin:at]):
                    yield _mention(text, begin, at, text[begin:at], "title")
        at = text.find("》", at + 1, end)


def _noticed(text: str, start: int, end: int) -> Iterator[Mention]:
    for match in _NOTICE.finditer(text, start, end):
        if is_policy(match["title"]):
            yield _mention(text, match.start("title"), match.end("title"), match["title"], "heading")


def _plain(text: str, start: int, end: int) -> Iterator[Mention]:
    """Unmarked titles right after a verb of issuing."""
    for match in _plain_pattern().finditer(text, start, end):
        name = match["name"]
        if re.search(r"\d+(?:项|条|个|份|部|件|篇|种)", name) or "《" in name or "》" in name:
            continue
        stem = name[: len(name) - len(match["head"])]
        rest = stem
        for word in words("documents", "plain", "generic"):
            rest = rest.replace(word, "")
        if (len(rest) >= 2 and len(stem) >= 4) or stem.startswith("“"):
            yield _mention(text, match.start("name"), match.end("name"), name, "plain")


def _adjusted(text: str, start: int, end: int) -> Iterator[Mention]:
    """对…规划进行调整: an unmarked title that is revised."""
    for match in _ADJUSTED.finditer(text, start, end):
        yield _mention(text, match.start("name"), match.end("name"), match["name"], "plain")


@cache
def _plain_pattern() -> re.Pattern[str]:
    heads = "|".join(words("documents", "plain", "heads"))
    plain = r"[^“”，。；：、《》\n的对并将和]"
    stem = rf"(?:“[^“”]{{1,20}}”{plain}{{0,12}}?|(?:“[^“”]{{1,20}}”|{plain}){{3,34}}?)"
    return re.compile(
        rf"{_ISSUE}(?:全市|全县|全区|全省|我市|我县|我区)?(?P<name>{stem}(?P<head>{heads})(?:\(试行\)|\(\d{{4}}[^()]{{1,12}}\))?)(?=[，。；、\n]|并|$)"
    )


def is_policy(title: str) -> bool:
    """True where a title is that of a policy document rather than of a newspaper, a book or a form."""
    bare = re.sub(r"\([^()]*\)$", "", title)
    if len(bare) < 2 or bare.endswith(words("documents", "title", "not_ending")):
        return False
    return any(head in bare for head in load_rules("documents")["title"]["heads"])


def _mention(text: str, start: int, end: int, title: str, rule: str) -> Mention:
    tail = _NUMBER.match(text, end)
    trial, number = (tail[1] or "", tail[2] or "") if tail is not None else ("", "")
    name = "".join(title.split()) + (trial if trial and not title.endswith(trial) else "")
    return Mention(
        start,
        end,
        text[start:end],
        "PolicyDocument",
        name=name,
        attrs={"number": number} if number else {},
        rule=f"documents.{rule}",
    )
