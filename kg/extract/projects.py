"""Component `kg_projects`: what is built, moved, extended or bought, with its owner, its stage and its money."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract import extensions
from kg.extract.acts import Act, note
from kg.extract.project_grammar import Work, free_works, verbs, works
from kg.model.mention import Deixis, Mention
from kg.model.text import Range, Sentence

_MONEY = re.compile(
    r"(?P<word>总投资(?:估算)?|概算(?:总)?投资|估算投资|投资|投入|资金|花费)[^\d，。；]{0,8}?(?P<value>\d[\d.,]*)(?:余|多)?(?P<scale>亿|万)?元"
)


@Language.component("kg_projects")
def projects(doc: Doc) -> Doc:
    """Finds works that the sentences tell something of, and notes an act of building for each."""
    own = extensions.report_meta(doc).issuer_type not in ("", "health_authority", "government", "media")
    for sentence in extensions.sentences(doc):
        found = sorted(_works(doc, sentence, own), key=lambda pair: (pair[0].start, -pair[0].end))
        taken: list[Range] = []
        for index, (work, clause) in enumerate(found):
            if any(work.start < b and work.end > a for a, b in taken):
                continue
            later = [w.start for w, _ in found[index + 1 :] if w.start >= work.end]
            window = (clause[0], min([*later, _stop(doc.text, work.end, sentence.end)]))
            if _keep(doc, work, clause, window, own):
                taken.append((work.start, work.end))
    return doc


def _works(doc: Doc, sentence: Sentence, own: bool) -> Iterator[tuple[Work, Range]]:
    for start, end in sentence.clauses:
        for work in works(doc, start, end):
            yield work, (start, end)
        if own:
            for work in free_works(doc, start, end):
                yield work, (start, end)


def _stop(text: str, at: int, end: int) -> int:
    """Where what is told of a work ends at the latest."""
    match = re.compile(r"[；;。]").search(text, at, end)
    return match.start() if match is not None else end


def _keep(doc: Doc, work: Work, clause: Range, window: Range, own: bool) -> bool:
    text = doc.text
    after = text[work.end : window[1]]
    before = text[clause[0] : work.start]
    if verbs("dropped").search(after):
        return False
    told = re.split(r"[，、]", after)
    status = _status(told, before)
    if not status and not (work.settled and verbs("before").search(before)) and not verbs("before").search(before):
        return False
    owner = work.owner or (Deixis.ISSUER if own else Deixis.REGION)
    mention = Mention(
        work.start, work.end, text[work.start : work.end], "Project", name=work.name, owner=owner, rule=f"projects.{work.rule}"
    )
    extensions.add_mention(doc, mention)
    qualifiers = {"stage": status, "amount": _amount(text[clause[0] : window[1]], work.start - clause[0])}
    cue = (work.start, max(work.end, _told_end(text, work.end, window[1])))
    note(doc, Act("builds", mention, cue, work.start, f"builds.{work.rule}", qualifiers=qualifiers))
    return True


def _told_end(text: str, start: int, end: int) -> int:
    last = start
    for name in ("done", "going"):
        match = verbs(name).search(text, start, end)
        if match is not None:
            last = max(last, match.end())
    return last


def _status(told: list[str], before: str) -> str:
    """actual where the work is told to be done, ongoing where under way, target where it lies ahead; empty where nothing tells."""
    seen: set[str] = set()
    for clause in told:
        if verbs("ahead").search(clause):
            seen.add("target")
        elif verbs("done").search(clause) and not re.search(r"主体[^，]{0,8}完[工成]|完成[^，]{0,4}主体", clause):
            seen.add("actual")
        elif verbs("going").search(clause):
            seen.add("ongoing")
    for status in ("actual", "ongoing", "target"):
        if status in seen:
            return status
    return ""


def _amount(text: str, work: int) -> str:
    """The money put into a work, in yuan: a total before any other sum."""
    found = [(m["word"].startswith(("总投资", "概算", "估算")), -abs(m.start() - work), m) for m in _MONEY.finditer(text)]
    if not found:
        return ""
    best = max(found, key=lambda item: item[:2])[2]
    factor = {"亿": 10**8, "万": 10**4}.get(best["scale"] or "", 1)
    return f"{round(float(best['value'].replace(',', '')) * factor)}"
