"""From the words around a value to the indicator's name: what is stripped, what is added, what is shared in lists."""

from __future__ import annotations

import re
from functools import cache

from kg.extract import indicator_patterns as shapes
from kg.extract.rules import load_rules, words

_NUMBERED = re.compile(
    r"^(?:[(（]?[一二三四五六七八九十\d]{1,3}(?:[)）、]|[.．](?!\d))(?![一二三四五ⅠⅡⅢⅣ\d]+[级类项])\s?|[①-⑳■●◆★·—\-*#|\s]+|[，。；：、,;:)）”’]+)"
)
_EDGE = "，。；：、,;: \t\n（()）“”‘’|·"
_MIDDLE = re.compile(
    r"(?<=[\u4e00-\u9fff])(?:累计|共计|(?<![公医中国磁])共(?=[\u4e00-\u9fff]{3})(?!同|享|卫|建|性|和|场|济|体|青)|均已|已(?!婚)|分别|依次)(?=[\u4e00-\u9fff])"
)
_OWN_GROUP = r"(?:HIV|HPV|艾滋|结核|糖尿病|高血压|肿瘤|卒中|产前|产后|早孕|孕|婚前|婚检|围产|住院|门诊|药|出院|全人群|重点|在管|新生|出生|两癌|“两癌”)"
_EXAMPLES = re.compile(r"^.*、.*?等(?=[\u4e00-\u9fff]{4})")
_ADVERBS = re.compile(r"^(?:已经|已|均|都|全部|全面|正式|顺利|成功|分别|共|也|再|并|先后)+")
_IN_BATCHES = re.compile(r"(?:\d+|[一二两三四五六七八九十]+)批次?(?:共)?$")
_SET_BY = re.compile(
    r"^通过[^，。、]{0,16}(?:系统|平台|网络|渠道|方式|形式)(?=.{3})|"
    + r"以[^，。、]{1,6}为单位|《[^》]*》(?:中)?(?:提出|要求|明确|设定|规定|确定)的?"
)
_PEOPLE = re.compile(
    r"(?:老年人|老人|儿童|孕产妇|产妇|孕妇|妇女|新生儿|婴幼儿|居民|人群|学生|患者|病人|职工|对象)$"
)
_MEASURED = re.compile(
    r"(?P<thing>.{4,}?)(?<!内)(?<!外)(?<!中)(?:合格|使用|动态使用|建档|及时|准确|审核|完整|完成|知晓|检测|达标)率$"
)
_AMOUNT = re.compile(r"(?:支出|收入|资金|经费|预算|投资)$")
_DEED = re.compile(
    r"(?:累计|规范|健康|免费|共|已)*(?:管理|登记|随访|确诊|报告|新增|新发|发现|纳入|建档|在管|签约|体检|筛查)(?:的)?"
)
_PER_PERSON = re.compile(
    r"(?:提高|增加|提升|上调|调整|达|升)(?:到|至|为)?(?:每人每年|每人每月|每人每天|人均|每人)$|(?<=.{3})(?:每人每年|每人每月|每人每天|每人每次)$|(?:为|是|达|约)?每(?:十万|10万)(?:名)?(?:人口|人|名)?$"
)
_SPLIT = re.compile(r"、|以及|(?<!签)和(?!谐|睦|平|美|田)|(?<!普)及(?!时|以上|其|以下|格)|与(?!会)|暨")


@cache
def _lead() -> re.Pattern[str]:
    spans = r"近?[一二两三四五六七八九十]+(?:年|个多?月|个季度|周)(?:来|间|内|以来|中|里)?(?![以级度期生])|(?:运作|运行|开业|开诊|启用|投用|挂牌|成立)?(?:半年|一年|数月)(?:多)?(?:来|里|内)?(?!度)|"
    return re.compile(f"(?:{spans}" + "|".join(map(re.escape, words("indicators", "phrase", "lead"))) + ")")


@cache
def _keep() -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(map(re.escape, words("indicators", "phrase", "keep"))) + ")")


@cache
def _tail() -> re.Pattern[str]:
    told = "|".join(map(re.escape, words("indicators", "phrase", "tail")))
    moved = load_rules("indicators")["phrase"]["moved"]
    return re.compile(f"(?:{moved}|{told})$")


@cache
def _keep_tail() -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(map(re.escape, words("indicators", "phrase", "keep_tail"))) + ")$")


@cache
def verb_at_end(full: bool = False) -> re.Pattern[str]:
    """A counting verb that ends a phrase; only those that are kept in names where `full`."""
    found = words("indicators", "verbs", "full")
    if not full:
        found = tuple(sorted({*found, *words("indicators", "verbs", "light")}, key=lambda w: (-len(w), w)))
    return re.compile("(?:" + "|".join(map(re.escape, found)) + ")了?$")


@cache
def verb_at_start(kind: str) -> re.Pattern[str]:
    """A `light` or `full` counting verb that begins a phrase, with the adverbs that may stand before it."""
    before = "|".join(map(re.escape, words("indicators", "counting", "before")))
    return re.compile(
        f"(?:{before})*(?P<verb>" + "|".join(map(re.escape, words("indicators", "verbs", kind))) + ")了?"
    )


@cache
def any_verb() -> re.Pattern[str]:
    """Any counting verb of two characters or more."""
    found = {*words("indicators", "verbs", "full"), *words("indicators", "verbs", "light")}
    return re.compile(
        "|".join(map(re.escape, sorted((w for w in found if len(w) > 1), key=lambda w: (-len(w), w))))
    )


def strip_lead(phrase: str) -> str:
    """Drops marks, adverbs and pointing words from the start of a phrase."""
    while phrase:
        shorter = strip_one(phrase)
        if shorter == phrase:
            break
        phrase = shorter
    return phrase


def strip_one(phrase: str) -> str:
    """Drops one mark, adverb or pointing word from the start of a phrase."""
    shorter = _NUMBERED.sub("", phrase)
    if shorter != phrase or _keep().match(phrase):
        return shorter
    match = _lead().match(phrase)
    return phrase[match.end() :] if match else phrase


def strip_tail(phrase: str) -> str:
    """Drops copulas and adverbs from the end of a phrase."""
    phrase = _right_trimmed(_PER_PERSON.sub("", phrase))
    while phrase and not _keep_tail().search(phrase):
        match = _tail().search(phrase)
        shorter = _right_trimmed(phrase[: match.start()]) if match else phrase
        if shorter == phrase:
            break
        phrase = shorter
    return phrase


def _right_trimmed(phrase: str) -> str:
    """Without marks at the end, save a bracket that closes one of the name's own: 社区卫生服务中心(站)."""
    shorter = phrase.rstrip(_EDGE)
    closing = phrase[len(shorter) :][:1]
    return shorter + closing if closing == ")" and shorter.count("(") > shorter.count(")") else shorter


def tidy(phrase: str) -> str:
    """A phrase without what never belongs to a name: inner adverbs, unpaired quotes and brackets."""
    phrase = _MIDDLE.sub(
        "", phrase.strip(_EDGE if phrase.count("(") == phrase.count(")") == 0 else " ，、；：|")
    )
    phrase = _IN_BATCHES.sub("", _SET_BY.sub("", phrase))
    for left, right in ("“”", "()", "（）", "《》"):
        if phrase.count(left) != phrase.count(right):
            phrase = phrase.replace(left, "").replace(right, "")
    return phrase.replace(" ", "")


def drop_light_verb(phrase: str) -> str:
    """`建成家庭医生工作室` → `家庭医生工作室`; a phrase that is only the verb stays."""
    match = verb_at_start("light").match(phrase)
    if (
        match
        and match.end() < len(phrase)
        and len(phrase) - match.end() >= 2
        and phrase[match.end()] not in "率数的性成"
        and not phrase.startswith(
            (
                "新开展",
                "新增开展",
                "首次开展",
                "设备",
                "设施",
                "设计能力",
                "有创",
                "有效",
                "有害",
                "有毒",
                "有机",
                "有偿",
                "有证",
                "组织机构",
                "组织工程",
                "组织供应",
                "成立时间",
                "完成时",
            )
        )
        and not phrase.startswith(("投资", "任务"), match.end())
    ):
        return strip_lead(phrase[match.end() :])
    return phrase


@cache
def _complete() -> re.Pattern[str]:
    return re.compile(load_rules("indicators")["suffix"]["complete"])


def is_complete(name: str) -> bool:
    """True for a name that says what is measured (…率, …数, …费用)."""
    return bool(_complete().search(name))


def with_suffix(phrase: str, unit: str) -> str:
    """The phrase with the word for what is counted, unless it has one: (取缔黑诊所, 间) → 取缔黑诊所数."""
    rules = load_rules("indicators")["suffix"]
    suffix: str = rules["by_unit"].get(unit, rules["other"])
    if not phrase or not suffix:
        return phrase
    if unit in {"%", "‰", "/10万"}:
        return phrase if is_complete(phrase) else phrase + suffix
    if unit == "例" and phrase.endswith("例"):
        return phrase + "数"
    if is_complete(phrase) and not _is_thing(phrase, unit):
        return phrase
    return phrase + suffix


def _is_thing(phrase: str, unit: str) -> bool:
    """True where the ending only looks like a measure (手术量表 …) because the unit counts things: 资金 beside 笔, 标准 beside 项."""
    return unit not in {"元", "天", "岁", "分", "分钟", "小时", "个月", "秒", "%"} and bool(
        re.search(
            r"(?:标准|价格|收入|支出|投资|投入|资金|经费|补助|日|款|度|覆盖|时间|制度|奖励|项目款)$", phrase
        )
    )


def stem(name: str) -> str:
    """The name without the word for what is counted, so that it can head another one."""
    return re.sub(
        r"(?:人次|人数|例数|场次|次数|篇数|期数|天数|金额|户数|户次|家次|例次|间次|台次|剂次|项次|件次|数|量)$",
        "",
        name,
    )


def split_names(phrase: str, count: int) -> list[str] | None:
    """The members of a list that has to have `count` of them, with shared heads restored; None where it has not."""
    if count == 1:
        return [phrase]
    parts = [part for part in _SPLIT.split(phrase) if part]
    return share_heads(parts) if len(parts) == count else None


def share_heads(parts: list[str]) -> list[str] | None:
    """Gives the last member's head to members without one, and the first member's population to those after it."""
    last = parts[-1]
    if not is_complete(parts[0]) and len(parts) > 2 and is_complete(parts[-2]):
        return None  # 甲、乙的X率和Y率: values of a cross product stand in no order that the text tells
    if is_complete(last) and not all(is_complete(part) for part in parts[:-1]):
        head = next(
            (h for h in words("indicators", "topics", "heads") if last.endswith(h) and len(last) > len(h)), ""
        )
        parts = [p if is_complete(p) or not head else _joined(p, head) for p in parts[:-1]] + [last]
    parts = _with_rate_of_last(parts)
    parts = [parts[0]] + [_like_first(part, parts[0]) for part in parts[1:]]
    first = population_of(parts[0])
    return [parts[0]] + [with_population(part, first) for part in parts[1:]]


def _with_rate_of_last(parts: list[str]) -> list[str]:
    """基本支出、项目支出执行率: amounts before a rate have that rate."""
    last = parts[-1]
    at = next((i for i in range(2, len(last)) if is_generic(last[i:])), 0) if last.endswith("率") else 0
    return [part + last[at:] if at and _AMOUNT.search(part) else part for part in parts[:-1]] + [last]


def _like_first(part: str, first: str) -> str:
    """传染病报告及时率、准确率: a generic rate gets what stands before the first one's generic rate."""
    if not is_generic(part):
        return part
    at = next((i for i in range(1, len(first)) if is_generic(first[i:])), 0)
    return first[:at] + part


def _joined(part: str, head: str) -> str:
    if _PEOPLE.search(part):
        head = re.sub(
            r"^(?:患者|病人)", "", head
        )  # 65岁以上老年人、高血压患者管理率: the old are no patients
    for size in range(min(len(part), len(head)), 0, -1):
        if part.endswith(head[:size]):
            return part + head[size:]
    return part + head


@cache
def _population() -> tuple[re.Pattern[str], re.Pattern[str]]:
    rules = load_rules("indicators")["topics"]
    return re.compile(rf"^.{{0,14}}?{rules['population']}"), re.compile(rules["carried"])


def population_of(name: str) -> str:
    """The group of people that begins a name (80岁以上人群 of 80岁以上人群接种率), or nothing."""
    match = _population()[0].match(name)
    return match[0] if match and match.end() < len(name) else ""


def with_population(name: str, population: str) -> str:
    """The name with the group of people that the list began with, where the name is of a service and has no group of its own."""
    if not population or population_of(name) or not name.endswith("率") or re.match(_OWN_GROUP, name):
        return name
    return population + name if _population()[1].search(name) else name


@cache
def _generic() -> re.Pattern[str]:
    return re.compile(load_rules("indicators")["topics"]["generic"])


def is_generic(name: str) -> bool:
    """True for a rate that needs a topic (完成率, 覆盖率)."""
    return bool(_generic().match(name))


def done_to(people: str) -> str:
    """管理高血压患者 → 高血压患者: the people without what was done to them; any other phrase as it is."""
    match = _DEED.match(people)
    rest = people[match.end() :] if match else people
    return rest if len(rest) > 3 and _PEOPLE.search(rest) else people


def under_topic(name: str, topic: str) -> str:
    """A generic rate under what the sentence spoke of: (体检率, 65岁以上老年人健康体检人数) → 65岁以上老年人健康体检率."""
    base = re.sub(r"^报告(?=.{2})", "", done_to(stem(topic)))
    base = re.sub(r"(?<=[者人群童妇])(?:在册|在管|建档|登记|管理)$", "", base)
    if re.search(r"(?:死亡|发病|病死|患病)(?:率|人数|数)$", name):
        base = re.sub(r"(?:报告)?(?:发病|病例|患者|报告|例|死亡)+$", "", base)
    if not base or name in topic:
        return name
    if re.search(r"(?:率|比例|占比|比重)$", base):
        measured = _MEASURED.match(base) if is_generic(name) else None
        group = measured["thing"] if measured else population_of(base)
        return group + name if group else name
    for size in range(min(len(base), len(name)), 0, -1):
        if base.endswith(name[:size]):
            return base + name[size:]
    return re.sub(r"(?<=[者人群童妇])(?:健康|规范|系统|免费)+(?:管理|体检|检查)$", "", base) + name


def of_each(phrase: str, topic: str) -> str:
    """The name of one value of a list under its topic; 每千人口 stands before what is counted."""
    return phrase + topic if shapes.PER_HEAD.fullmatch(phrase) else under_topic(phrase, topic)


def head_of(topic: str) -> str:
    """The noun that a topic counts, without verbs and the modifiers that divide it."""
    head = drop_light_verb(stem(topic))
    for size in (5, 4, 3, 2):
        if len(head) > size and shapes.MODIFIERS.match(head[:size]):
            return head[size:]
    return "" if shapes.MODIFIERS.match(head) else head


def shared_head(phrase: str) -> str:
    """The noun at the end of a phrase that members of a list may share (86个临时接种点 → 接种点)."""
    match = re.search(
        r"(?:接种点|医疗卫生机构|医疗机构|医院|卫生院|卫生室|服务中心|中心|服务站|诊所|团队|实验室|病房|专科|工作室|人员|门诊|床位|点|站|室|所|村|镇)$",
        phrase,
    )
    return match[0] if match else ""


def shortened(name: str) -> str:
    """A long phrase without the list of examples, the clause or the attribute before what is counted."""
    if "等" in name and "、" in name:
        name = _EXAMPLES.sub("", name)
    if len(name) <= 20:
        return name
    attribute = re.match(r".*[与和在由将对为].*的(?=.{4,})", name)
    if attribute:
        return name[attribute.end() :]
    verbs = list(any_verb().finditer(name, 4, len(name) - 2))
    return drop_light_verb(name[verbs[-1].start() :]) if verbs and len(name) > 30 else name


def predicate(phrase: str) -> str:
    """What is told of counted things, without adverbs (均已达到基本标准 → 达到基本标准)."""
    return tidy(strip_tail(_ADVERBS.sub("", phrase)))
