"""A small pkuseg model, trained in a second or two on sentences made from templates."""

from itertools import product
from pathlib import Path

import spacy_pkuseg

# words apart by blanks; {…} are slots
PLACES = ("开平市", "乾县", "新津区", "台山市", "柳街镇")
KINDS = ("人民 医院", "中医院", "妇幼 保健院", "疾控 中心", "中心 卫生院")
DEPARTMENTS = ("儿科", "胸痛", "心血管 内科", "康复 医学科")
TEMPLATES = (
    "{place} {kind} 与 广东省 {kind} 签订 合作 协议 。",
    "{place} {kind} 牵头 成立 {department} 专科 联盟 ，",
    "全市 共有 {kind} 三百 家 ， 其中 {place} 二十 家 。",
    "{place} 在 中心 城区 新建 {kind} ， 增设 {department} 。",
)


def sentences() -> list[str]:
    """Every filling of every template, in a fixed order."""
    slots = product(TEMPLATES, PLACES, KINDS, DEPARTMENTS)
    return [text.format(place=place, kind=kind, department=ward) for text, place, kind, ward in slots]


def train_tiny(folder: Path) -> Path:
    """Train a model below `folder` and return its own folder."""
    corpus = folder / "corpus.txt"
    corpus.write_text("\n".join(sentences()) + "\n", encoding="utf-8")
    spacy_pkuseg.train(str(corpus), str(corpus), str(folder / "model"), train_iter=4)
    return folder / "model"
