"""Who was awarded, holds or seeks a designation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from spacy.tokens import Doc

from kg.extract import extensions
from kg.extract.actors import BODIES, Actor, actor_of, clause_before, doers, own_voice
from kg.extract.acts import Act, noted
from kg.extract.periods import period_of
from kg.extract.rules import load_rules
from kg.extract.status import status_of
from kg.model.mention import Deixis, Mention, RelationMention

HOLDERS = (*BODIES, "Unit")
_SUCCESS = re.compile(r"(?<!力争)(?<!确保)(?<!争取)(?<!拟)(?<!将)(?<!望)(?:成功|圆满|顺利)$")
_IN_ORDER = re.compile(r"分别|先后|依次")
_PLACE_HEAD = re.compile(r"(?:县|市|区|城|镇|乡|村|街道|社区|省份|城市|县城)(?:\([^()]*\))?(?:试点|建设)?$")
_BEARING = re.compile(
    r"^(?:以|正在|正|仍在|全市|全县|全区|我市|我县|我区|我旗|本市|本县|创建|启动|(?:相关|有关|这一|该|上述|其)?(?:做法|经验|案例|模式|成果|成效)|继|还在|仍在|又|首次|再度|力|全域|成功|随后|由此|因此|作为|[一二三四五六七八九十]是|\d+[.、])?(?:其中|今年|去年|全年|目前|年内|并|且|还|又|再次|多次|先后|成功|顺利|高分|共|已|将|拟|力争|争取|确保|积极|全力|大力|正式|连续[^，。；]{1,4}|首次|同时|启动|推进|支持|推动|做好|抓好|深入|持续|扎实|统筹|\d{1,2}月(?:底)?前?|20\d\d年|，)*$"
)


def awards(doc: Doc) -> Iterator[RelationMention]:
    """`designatedAs` for each designation found, by whoever stands before the cue."""
    for _, acts in groupby(noted(doc, "designatedAs"), key=lambda act: (act.cue, act.rule)):
        yield from _of_cue(doc, list(acts))


def _of_cue(doc: Doc, acts: Sequence[Act]) -> Iterator[RelationMention]:
    holders = _holders(doc, acts[0])
    if not holders:
        return
    start = clause_before(doc, acts[0].cue[0])[0]
    if len(holders) == len(acts) > 1 and _IN_ORDER.search(extensions.text_of(doc), start, acts[0].cue[1]):
        for act, holder in zip(acts, holders, strict=True):
            yield _relation(doc, _with_unit(act, holder), holder)
        return
    if len(holders) > 1 and _cut_list(doc, start, acts[0]):
        return
    for act in acts:
        for holder in holders:
            yield _relation(doc, _with_unit(act, holder), holder)


def _cut_list(doc: Doc, start: int, act: Act) -> bool:
    """甲、乙分别确定为危重孕产妇、危重新生儿救治中心: the list of titles is not read whole, nobody knows whose is whose."""
    text = extensions.text_of(doc)
    in_order = re.search(r"分别|依次", text[start : act.cue[1]]) is not None
    return in_order and "、" in text[act.cue[1] : act.object.start]


def _with_unit(act: Act, holder: Actor) -> Act:
    """国家级认证 of two centres is one designation a centre."""
    level = act.qualifiers.get("level", "")
    if (
        level
        and isinstance(holder, Mention)
        and holder.type == "Unit"
        and not act.object.name.endswith(holder.name)
    ):
        return replace(act, object=replace(act.object, name=level + holder.name))
    return act


def _holders(doc: Doc, act: Act) -> list[Actor]:
    """The named holders; without any, the issuer, or its region where the name is one of a place."""
    named = list(act.subjects) or doers(doc, act.subject_end, HOLDERS)
    if named:
        return [actor_of(m) for m in named]
    own, name = own_voice(doc), act.object.name
    rules = load_rules("designations")["own"]
    start = clause_before(doc, act.cue[0])[0]
    lead = extensions.text_of(doc)[start : act.subject_end]
    authority = extensions.report_meta(doc).issuer_type in ("health_authority", "government", "media", "")
    if not authority:
        lead = re.sub("医院|我院|本院|中心(?=$|[，今已])", "", lead)
    if not _BEARING.match(lead) or (authority and re.search(rules["hospital"], name)):
        return []
    if _PLACE_HEAD.search(name) or re.search(rules["region"], name):
        return [Deixis.REGION]
    return [own]


def _succeeded(doc: Doc, act: Act) -> bool:
    """成功创建国家卫生县城: what was sought is had."""
    start = clause_before(doc, act.cue[0])[0]
    return _SUCCESS.search(extensions.text_of(doc), start, act.cue[0]) is not None


def _relation(doc: Doc, act: Act, holder: Actor) -> RelationMention:
    start, end = min(act.cue[0], act.object.start), max(act.cue[1], act.object.end)
    if isinstance(holder, Mention) and 0 < start - holder.start < 60:
        start = holder.start
    kind = act.qualifiers.get("kind", "awarded")
    if kind == "sought" and _succeeded(doc, act):
        kind = "awarded"
    status = {"sought": "target", "held": "actual", "state": "actual"}.get(kind) or status_of(doc, start, end)
    qualifiers = {"status": status, "period": period_of(doc, start, end), "by": act.qualifiers.get("by", "")}
    return RelationMention(
        holder,
        "designatedAs",
        act.object,
        start,
        end,
        {key: value for key, value in qualifiers.items() if value},
        rule=act.rule,
    )
