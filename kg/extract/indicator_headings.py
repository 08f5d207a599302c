"""Words before a colon that name what the values behind it are about (`艾滋病：报告36例，死亡11人` → 艾滋病报告例数)."""

from __future__ import annotations

import re

from spacy.tokens import Doc

from kg.extract import extensions
from kg.extract import indicator_names as names
from kg.model.text import Sentence

_COLON = re.compile(r"[:：](?!\d)")
_PIECE = re.compile(r"[^，。；;\n:：]*$")
_AILMENT = re.compile(
    r"(?:传染病|病|炎|症|癌|瘤|热|疫|痢疾|咳|伤寒|中毒|腮|痘|疹|感冒|淋病|梅毒|结核|感染|出血热|疟疾|破伤风|高血压)$"
)
_CLASS_OF_DISEASES = re.compile(
    r"(?:^|[，；。：\n]|(?<=其中))(?:其中)?(?P<topic>[甲乙丙]+类(?:法定)?传染病)(?=中|无|除)"
)
_SERVICE = re.compile(
    r"(?:患者|病人|老年人|儿童|孕产妇|产妇|妇女|人群|职工|居民|学生|管理|服务|治疗|筛查|检查|接种|体检|培训|处置|签约|检测|监测|救治|献血|义诊|随访|急救|讲座|诊疗|会诊|转诊|手术|救助|补助|扶助|建档|保健|防治)(?:工作|项目)?$"
)
_SOMETHING_ELSE = re.compile(
    r"如下|情况|方面|其中|主要|包括|分别|依次|以上|以下|目标|任务|要求|时间|地点|单位|附件|来源|、|[\d(（《“]"
)
_OF_AN_AILMENT = re.compile(
    r"(?:报告|发病|死亡|新发|新增|确诊|现症|检出|治愈|病例|疫情|病死|累计|新|共|疑似|住院|重症)*(?:例数|人数|病例数?|起数|发病率|死亡率|病死率|发病数|死亡数|报告数|患病率|治愈率|疫情数)"
)
_OF_A_SERVICE = re.compile(
    r"(?:累计|新增|新|共|免费|已|应|实际|完成|开展|举办|组织|规范|健康|系统|集中|人均|财政)*"
    r"(?:建档|体检|签约|筛查|管理|随访|举办|开展|培训|受益|服务|救助|发放|检测|治疗|救治|接种|惠及|覆盖|登记|在管|在册|监测|检查|补助|补偿|完成|参加|受检|确诊|处置|资助|兑现|接诊|会诊|转诊|上转|下转)+"
    r"(?:人数|人次|例数|数|次数|期数|场次|户数|份数|金额|率|例次)"
)


def heading_of(doc: Doc, sentence: Sentence, at: int) -> str:
    """The disease or service before the last colon between the start of the sentence and `at`, else the disease that is the chapter's heading."""
    text = extensions.text_of(doc)
    colons = list(_COLON.finditer(text, sentence.start, at))
    if colons:
        piece = _PIECE.search(text, sentence.start, colons[-1].start())
        return _topic(piece[0] if piece else "")
    classes = list(_CLASS_OF_DISEASES.finditer(text, sentence.start, at))
    if classes and "；" not in text[classes[-1].end() : at]:
        return classes[-1]["topic"]
    section = extensions.section_at(doc, sentence.start)
    topic = _topic(section.heading) if section is not None else ""
    return topic if _AILMENT.search(topic) else ""


def _topic(words: str) -> str:
    words = names.strip_lead(words.strip())
    if not 2 <= len(words) <= 16 or _SOMETHING_ELSE.search(words):
        return ""
    return words if _AILMENT.search(words) or _SERVICE.search(words) else ""


def under_heading(name: str, heading: str) -> str:
    """`报告例数` under 艾滋病 → 艾滋病报告例数; `建档人数` under 高血压患者管理 → 高血压患者建档人数; any other name as it is."""
    if not heading or heading in name:
        return name
    if _AILMENT.search(heading):
        return heading + name if _OF_AN_AILMENT.fullmatch(name) else name
    if not (_OF_A_SERVICE.fullmatch(name) or names.is_generic(name)):
        return name
    base = re.sub(r"(?:工作|项目)$", "", heading)
    shared = next((w for w in re.findall(r"..", name) if base.endswith(w)), "")
    care = re.search(r"(?:规范|健康|系统)*(?:管理|服务|防治|保健)$", base)
    if shared or care:
        base = base[: care.start() if care else len(base) - len(shared)]
    if len(base) < 2:
        return name
    return names.under_topic(re.sub(r"^(?:举办|开展|组织)(?=[期场次])", "", name), base)
