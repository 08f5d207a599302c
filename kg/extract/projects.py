"""Component `kg_projects`: what is built, moved, extended or bought, with its owner, its stage and its money."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract import extensions
from kg.extract.acts import Act, note
from kg.extract.noun_lists import bare_clauses
from kg.extract.project_grammar import Work, free_works, verbs, works
from kg.model.mention import Deixis, Mention
from kg.model.text import Range, Sentence

_OFFICES = ("局", "委", "委员会", "政府", "会")
_SURE = frozenset(("platform", "row", "worked_on", "itself", "bracketed", "named_work", "paid", "raised"))
_MONEY = re.compile(
    r"(?P<word>总投资(?:估算|概算)?|投资(?:估算|概算|总额|规模)|概算(?:总)?投资|估算投资|概算|造价|总额|预算|(?:中央|省级?|市级?)?(?:预算内)?投资|投入|资金|耗资|花费|花去|斥资|债券|到账|独资|补助|援助|\()[^\d，。；()]{0,8}?(?P<value>\d[\d., ]*)(?:余|多)?(?P<scale>亿|万)?元"
)


@Language.component("kg_projects")
def projects(doc: Doc) -> Doc:
    """Finds works that the sentences tell something of, and notes an act of building for each."""
    text = extensions.text_of(doc)
    own = extensions.report_meta(doc).issuer_type not in ("", "health_authority", "government", "media")
    for sentence in extensions.sentences(doc):
        found = sorted(_works(doc, sentence, own), key=lambda pair: (pair[0].start, -pair[0].end))
        taken: list[Range] = []
        for work, clause in found:
            if any(work.start < b and work.end > a for a, b in taken):
                continue
            later = [w.start for w, c in found if c[0] > clause[0]]
            window = (clause[0], min([*later, _stop(text, work.end, _end_of_told(doc, sentence, work))]))
            if _keep(doc, work, clause, window, own):
                taken.append((work.start, work.end))
    return doc


def _works(doc: Doc, sentence: Sentence, own: bool) -> Iterator[tuple[Work, Range]]:
    for start, end in bare_clauses(extensions.text_of(doc), sentence):
        for work in works(doc, start, end):
            yield work, (start, end)
        topic = None if own else _topic(doc, sentence, start)
        if own or topic is not None:
            for work in free_works(doc, start, end):
                if own or not work.name.endswith("院区"):
                    yield replace(work, owner=topic), (start, end)


def _topic(doc: Doc, sentence: Sentence, start: int) -> Mention | None:
    """The one institution that an earlier clause of the sentence opens with, where nobody else is named since."""
    text = extensions.text_of(doc)
    low = max(sentence.start, text.rfind("；", sentence.start, start) + 1)
    named = extensions.outermost(extensions.mentions(doc, "Institution", start=low, end=start))
    heads = [m for m in named if m.start - low <= 6 or text[m.start - 1] in "，、"]
    regions = [m for m in extensions.mentions(doc, "Region", start=low, end=start) if m.deixis is not None]
    if len(named) != 1 or not heads or regions or named[0].text.endswith(_OFFICES):
        return None
    return named[0] if named[0].deixis is None else None


def _end_of_told(doc: Doc, sentence: Sentence, work: Work) -> int:
    """The end of the sentence; of the next one where this is but a heading (1.县人民医院新院区一期。年度完成投资…)."""
    text = extensions.text_of(doc)
    if text[work.end : sentence.end].strip("。.：: ") or len(text[sentence.start : work.start]) > 5:
        return sentence.end
    following = extensions.sentence_at(doc, sentence.end) or extensions.sentence_at(doc, sentence.end + 1)
    return following.end if following is not None else sentence.end


def _stop(text: str, at: int, end: int) -> int:
    """Where what is told of a work ends at the latest."""
    match = re.compile(r"[；;。]").search(text, at + 1, end)
    return match.start() if match is not None else end


def _keep(doc: Doc, work: Work, clause: Range, window: Range, own: bool) -> bool:
    """Adds the work and its acts where the text tells something of it; False where it only names it."""
    text = extensions.text_of(doc)
    after = text[work.end : window[1]]
    if verbs("dropped").search(after):
        return False
    stages = _stages(text[work.start + len(text[work.start : work.end]) - _overlap(work) : window[1]])
    if not stages and work.rule not in _SURE and not verbs("before").search(text, clause[0], work.start):
        return False
    owner = work.owner or (Deixis.ISSUER if own else Deixis.REGION)
    mention = Mention(
        work.start,
        work.end,
        text[work.start : work.end],
        "Project",
        name=work.name,
        owner=owner,
        rule=f"projects.{work.rule}",
    )
    extensions.add_mention(doc, mention)
    amount = _amount(text[clause[0] : window[1]], work.start - clause[0])
    cue = (work.start, max(work.end, _told_end(text, work.end, window[1])))
    for stage in stages or [""]:
        note(
            doc,
            Act(
                "builds",
                mention,
                cue,
                work.start,
                f"builds.{work.rule}",
                qualifiers={"stage": stage, "amount": amount},
            ),
        )
    return True


def _overlap(work: Work) -> int:
    """How much of a work's own range tells its stage (竣工 in 临床中心竣工)."""
    return work.end - work.owner.end if work.rule == "itself" and work.owner is not None else 0


def _told_end(text: str, start: int, end: int) -> int:
    last = start
    for name in ("done", "going"):
        match = verbs(name).search(text, start, end)
        if match is not None:
            last = max(last, match.end())
    return last


def _stages(told: str) -> list[str]:
    """How far a work is, and besides what lies ahead of it (已完成桩基施工，计划2022年建成); empty where nothing tells."""
    seen: set[str] = set()
    for clause in re.split(r"[，、]", told):
        if verbs("ahead").search(clause):
            seen.add("target")
        elif verbs("done").search(clause) and not re.search(
            r"主体[^，]{0,8}完[工成]|完成[^，]{0,6}(?:主体|施工|投资|工程量)", clause
        ):
            seen.add("actual")
        elif verbs("going").search(clause):
            seen.add("ongoing")
    now = [stage for stage in sorted(seen) if stage != "target"][:1]
    if (
        now == ["ongoing"]
        and "target" in seen
        and re.search(r"(?:计划|预计|力争)[^，。；]{0,14}(?:建成|竣工|投入使用|投用|启用|完工|交付)", told)
    ):
        return ["ongoing", "target"]
    return now or (["target"] if "target" in seen else [])


def _amount(text: str, work: int) -> str:
    """The money put into a work, in yuan: a total before any other sum."""
    found = [
        (m["word"].startswith(("总投资", "概算", "估算", "投资估算", "投资概算")), -abs(m.start() - work), m)
        for m in _MONEY.finditer(text)
    ]
    if not found:
        return ""
    best = max(found, key=lambda item: item[:2])[2]
    factor = {"亿": 10**8, "万": 10**4}.get(best["scale"] or "", 1)
    return f"{round(float(best['value'].replace(',', '').replace(' ', '')) * factor)}"
