"""How the names of Chinese divisions are made. Used by `build_gazetteer.py` only."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from gazetteer_sources import dictionary_words

PEOPLES = (  # noqa: SIM905 - a list of 57 quoted words is harder to read
    "蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 "
    "景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 "
    "保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺 各"
).split()
# 蒙古, 维吾尔, 哈萨克 … stand in names without 族 too: 巴音郭楞蒙古自治州
_BARE = "蒙古|维吾尔|哈萨克|柯尔克孜|塔吉克|锡伯|达斡尔"
_PEOPLE = re.compile(f"(?:(?:{'|'.join(sorted(PEOPLES, key=len, reverse=True))})族|{_BARE})$")
_KIND = {
    "p": re.compile(r"(?:特别行政区|自治区|省|市)$"),
    "c": re.compile(r"(?:自治州|行政区|地区|盟|市)$"),
    "x": re.compile(r"(?:自治县|自治旗|联合旗|特区|(?<=神农架)林区|(?<=峰峰)矿区|县|市|区|旗)$"),
    "t": re.compile(r"(?:民族苏木|民族乡|民族镇|苏木乡|苏木|街道|镇|乡|族乡|族镇)$"),
}
FORMAL_TOWNSHIP = re.compile(r"(?:镇|乡|街道|苏木)$")
ZONE = re.compile(
    r"(?:开发区|.新区|园区|产业园|工业园|示范区|管理区|试验区|实验区|度假区|合作区|投资区|保税区|聚集区|集聚区|工业区|经济区|片区"
    r"|.农场|.林场|.牧场|.渔场|新城)$"
)
WHOLE_TAILS = re.compile(
    r"(?:开发区|.新区|(?:工业|产业|科技|创意)园区|示范区|管理区|试验区|实验区|投资区|合作区|集聚区|聚集区)$"
)


def cut(name: str, level: str) -> int:
    """How many characters at the end of an official name its short form leaves out; 0: it has none."""
    if level != "p" and WHOLE_TAILS.search(name):
        return 0
    hit = _KIND[level].search(name)
    if hit is None:
        return 0
    stem = name[: hit.start()]
    if "族" in name or "自治" in name or (level == "t" and stem.endswith("民")):
        stem = _without_peoples(stem, hit.group().startswith("族"))
    return len(name) - len(stem) if len(stem) >= 2 else 0


def _without_peoples(stem: str, half: bool) -> str:
    """文山壮族苗族 → 文山; `half`: the last 族 belongs to the kind (胡家湾苗族土家|族乡)."""
    rest = stem + "族" if half else stem
    while (hit := _PEOPLE.search(rest)) and hit.start() >= 2:
        rest = rest[: hit.start()]
    if not half and rest == stem and len(stem) > 2:
        return stem.removesuffix("族")  # 鄂温克族自治旗: the people is the name
    return stem if half and rest == stem + "族" else rest


@dataclass(frozen=True)
class Record:
    """One line of the gazetteer; `level` is p, c, x or t."""

    code: str
    name: str
    level: str
    parent: str
    since: int | None
    until: int | None
    successor: str = ""

    @property
    def cut(self) -> int:
        """How many characters the short name leaves out at the end."""
        return cut(self.name, self.level)


NAME_KINDS = ("ns", "nr", "nt", "nz")
PAIR_FREQUENCY = 200  # 14,000 words; rarer ones are seldom whole words where a name could stand


def common_words(jieba: Path, records: Iterable[Record]) -> list[str]:
    """Short names of townships and former counties that are ordinary words too (团结, 跃进, 动力).

    The dictionary takes many cities for words (合肥, 大连), so names that a county, prefecture or province
    of today bears are left to the hand-made list in `region_traps.txt`.
    """
    named = list(records)
    shorts = {r.name[: len(r.name) - r.cut] for r in named if r.cut}
    shorts -= {r.name[: len(r.name) - r.cut] for r in named if r.level != "t" and not r.until}
    found = set()
    for word, count, kind in dictionary_words(jieba):
        place = kind.startswith(("ns", "nt"))
        rare = kind.startswith(("nr", "nz")) and count < 100  # 文明 and 爱国 are names of people there
        if word in shorts and not place and not rare:
            found.add(word)
    return sorted(found)


def frequent_pairs(jieba: Path) -> list[str]:
    """Ordinary words of two characters: a short name that lies across two of them is none (顺利通过)."""
    return sorted(
        word
        for word, count, kind in dictionary_words(jieba)
        if len(word) == 2 and count >= PAIR_FREQUENCY and not kind.startswith(NAME_KINDS)
    )
