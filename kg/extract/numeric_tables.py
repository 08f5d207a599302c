"""Tables in running text: rows with pipes, and cells that a web page left one on a line.

A table tells either values of indicators over time (rows are indicators, columns are years) or of several things at once (rows are regions,
institutions or diseases, columns are indicators).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from spacy.tokens import Doc

from kg.extract import extensions, numbers
from kg.extract import indicator_bodies as bodies
from kg.extract import indicator_names as names
from kg.extract.indicator_anchor import anchor
from kg.extract.indicator_concepts import concept_of
from kg.extract.quantities import unit_names
from kg.extract.readings import Reading
from kg.model.mention import Deixis, Mention, Quantity
from kg.model.text import Range

_YEAR = re.compile(r"(?P<year>(?:19|20)\d\d)年?")
_GOAL = re.compile(r"目标|规划|计划|预期值")
_STAGE = re.compile(
    r"目标值?$|规划值?$|计划数?$|实际|完成值|完成数|完成情况|现状|基期|本年|本期|上年|同期|现值"
)
_CHANGE_COLUMN = re.compile(r"增减|增幅|增长|升降|变化|变动|同比|较上年|比上年|±")
_NAME_COLUMN = re.compile(r"指标|项目|名称|内容|类目")
_UNIT_COLUMN = re.compile(r"^(?:计量)?单位$")
_BRACKETS = re.compile(r"[(（]\s*(?P<unit>[^()（）]{1,8}?)\s*[)）]\s*$")
_NUMBER = re.compile(
    r"^\s*(?P<cmp>≥|≤|<|>|＜|＞|不低于|不少于|不超过|不高于|约|超过|达到)?\s*(?P<value>-?\d+(?:,\d{3})*(?:\.\d+)?)\s*(?P<unit>%|‰|/10万|(?!以上|以下|以内|左右)[万亿]?[\u4e00-\u9fff]{1,3}?)?(?P<after>以上|以下|以内|左右)?\s*$"
)
_CMP = {
    "≥": "ge",
    "不低于": "ge",
    "不少于": "ge",
    "以上": "ge",
    "≤": "le",
    "不超过": "le",
    "不高于": "le",
    "以下": "le",
    "以内": "le",
    "<": "lt",
    "＜": "lt",
    ">": "gt",
    "＞": "gt",
    "超过": "gt",
    "约": "approx",
    "左右": "approx",
}
_CHANGED = re.compile(r"^\s*(?P<value>[-+]?\d+(?:\.\d+)?)\s*(?P<unit>%|个?百分点)\s*$")
_EMPTY = {"-", "—", "--", "——", "/", "无", ""}
_MAX_CELL = 24


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell with its range in the clean text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Told:
    """What head and label tell of a cell besides the indicator, and where its name stands."""

    named_in: Range
    subject: Mention | Deixis | None = None
    period: str = ""
    status: str = ""


Row = list[Cell]


def table_readings(doc: Doc, text: str) -> tuple[list[Reading], list[Range]]:
    """The readings of all tables, and the ranges that the tables cover."""
    found: list[Reading] = []
    covered: list[Range] = []
    for rows in [*_piped(text), *_pairs(text), *_spaced(text), *_flattened(text)]:
        made = list(_read(doc, rows))
        whole = (rows[0][0].start, rows[-1][-1].end)
        if made and not any(start < whole[1] and end > whole[0] for start, end in covered):
            found.extend(made)
            covered.append(whole)
    return found, covered


# ---- where tables are


def _lines(text: str) -> list[Cell]:
    return [Cell(m.start(), m.end(), m[0]) for m in re.finditer(r"[^\n]+", text)]


def _piped(text: str) -> list[list[Row]]:
    """Blocks of lines with at least two pipes or tabs."""
    tables: list[list[Row]] = []
    block: list[Row] = []
    for line in _lines(text):
        if len(re.findall(r"[|\t]", line.text)) >= 2:
            row = _cells(line)
            if not all(re.fullmatch(r"[-:\s]*", cell.text) for cell in row):
                block.append(row)
        elif block:
            tables.append(block)
            block = []
    if block:
        tables.append(block)
    return [table for table in tables if len(table) >= 2]


def _spaced(text: str) -> list[list[Row]]:
    """Lines whose cells only runs of spaces part: a head without numbers, then two rows or more of a label and numbers."""
    tables: list[list[Row]] = []
    block: list[Row] = []
    for line in [*_lines(text), Cell(len(text), len(text), "")]:
        row = [
            Cell(line.start + m.start(), line.start + m.end(), m[0])
            for m in re.finditer(r"[^\s|](?:[^\s|]| (?! ))*", line.text)
        ]
        if block and len(row) == len(block[0]) and _is_row(row):
            block.append(row)
            continue
        if len(block) >= 3:
            tables.append(block)
        apart = (
            len(row) >= 3 and re.search(r"\S {2,}\S", line.text) and not re.search(r"[|，。；]", line.text)
        )
        block = [row] if apart and not any(_is_number(cell.text) for cell in row) else []
    return tables


def _pairs(text: str) -> list[list[Row]]:
    """Blocks of three lines or more with a label, a pipe and a value (住院分娩率|99.5%以上); they get a head of their own."""
    tables: list[list[Row]] = []
    block: list[Row] = []
    for line in [*_lines(text), Cell(len(text), len(text), "")]:
        row = [cell for cell in _cells(line) if cell.text] if re.search(r"[|\t]", line.text) else []
        if block and len(row) == 1 and not _is_number(row[0].text):
            continue  # a heading inside of the table
        if len(row) == 2 and not _is_number(row[0].text) and _is_number(row[1].text):
            block.append(row)
            continue
        if len(block) >= 3:
            at = block[0][0].start
            tables.append([[Cell(at, at, "指标"), Cell(at, at, "实际值")], *block])
        block = []
    return tables


def _cells(line: Cell) -> Row:
    row: Row = []
    for match in re.finditer(r"[^|\t]+", line.text):
        stripped = match[0].strip()
        start = line.start + match.start() + len(match[0]) - len(match[0].lstrip())
        if stripped or 0 < match.start() < len(line.text) - 1:
            row.append(Cell(start, start + len(stripped), stripped))
    return row


def _flattened(text: str) -> list[list[Row]]:
    """Runs of short lines, one cell a line: k heads, then rows of a label and k-1 numbers."""
    tables: list[list[Row]] = []
    run: Row = []
    for line in [*_lines(text), Cell(len(text), len(text), "。")]:
        stripped = line.text.strip()
        if len(stripped) <= _MAX_CELL and not re.search(r"[。，；：|\t]", stripped):
            run.append(
                Cell(
                    line.start + line.text.find(stripped),
                    line.start + line.text.find(stripped) + len(stripped),
                    stripped,
                )
            )
            continue
        table = _folded(run)
        if table:
            tables.append(table)
        run = []
    return tables


def _folded(run: Row) -> list[Row] | None:
    first = next((i for i, cell in enumerate(run) if _NUMBER.match(cell.text)), -1)
    for width in range(2, min(first, 9)):
        head = first - 1 - width
        if head < 0 or head > 2:
            continue
        rows = [run[head : head + width]]
        at = head + width
        while at + width <= len(run) and _is_row(run[at : at + width]):
            rows.append(run[at : at + width])
            at += width
        if len(rows) >= 3:
            return rows
    return None


def _is_row(cells: Row) -> bool:
    return (
        not _is_number(cells[0].text)
        and all(_is_number(cell.text) or cell.text in _EMPTY for cell in cells[1:])
        and any(_is_number(cell.text) for cell in cells[1:])
    )


def _is_number(cell: str) -> bool:
    return _NUMBER.match(cell) is not None


# ---- what they say


def _read(doc: Doc, rows: list[Row]) -> list[Reading]:
    head, body = rows[0], rows[1:]
    if any(_is_number(cell.text) and not _YEAR.match(cell.text) for cell in head):
        return []
    years = {i for i, cell in enumerate(head) if _is_time(cell.text)}
    found: list[Reading] = []
    for row in body:
        if len(row) != len(head):
            continue
        found.extend(_over_time(doc, head, row, years) if years else _across(doc, head, row))
    return found


def _is_time(head: str) -> bool:
    """True for a column that holds values of one time or of one stage (2020年, 年度目标值, 实际完成值)."""
    return bool(_YEAR.search(head) or _STAGE.search(head)) and not _NAME_COLUMN.match(head)


def _over_time(doc: Doc, head: Row, row: Row, years: set[int]) -> list[Reading]:
    """Rows are indicators, some columns years."""
    label = next((i for i, cell in enumerate(head) if _NAME_COLUMN.search(cell.text)), min(years) - 1)
    unit_at = next((i for i, cell in enumerate(head) if _UNIT_COLUMN.match(cell.text)), -1)
    if label < 0 or _is_number(row[label].text):
        return []
    name, unit = _split_unit(row[label].text)
    unit = unit or (row[unit_at].text if unit_at >= 0 else "")
    found = []
    for i in sorted(years):
        match = _YEAR.search(head[i].text)
        year = match["year"] if match else ""
        status = "target" if _GOAL.search(head[i].text) or _is_ahead(doc, year) else "actual"
        if head[i].start == head[i].end:
            status = ""  # a head that the table lacks tells nothing: the chapter does
        found += _cell_readings(
            doc, row[i], name, unit, _Told((row[label].start, row[label].end), None, year, status)
        )
    return found + _changes(doc, head, row, years, label)


def _changes(doc: Doc, head: Row, row: Row, years: set[int], label: int) -> list[Reading]:
    """The column that tells how much a value rose or fell since the year before (增减, 同比)."""
    name, _ = _split_unit(row[label].text)
    year = max((m["year"] for i in years if (m := _YEAR.search(head[i].text))), default="")
    told = _Told((row[label].start, row[label].end), None, year, "actual")
    found = []
    for i, cell in enumerate(row):
        match = _CHANGED.match(cell.text)
        if i in years or not match or not _CHANGE_COLUMN.search(head[i].text):
            continue
        points = match["unit"] != "%"
        value = Quantity(
            cell.start,
            cell.end,
            cell.text,
            numbers.plain(Decimal(match["value"].replace("+", ""))),
            "百分点" if points else "%",
            "eq",
            "change_points" if points else "change_relative",
        )
        found.append(_reading(extensions.text_of(doc), value, name, told))
    return found


def _is_ahead(doc: Doc, year: str) -> bool:
    meta = extensions.report_meta(doc)
    written = meta.date[:4] or meta.period[:4]
    return bool(written) and year > written


def _across(doc: Doc, head: Row, row: Row) -> list[Reading]:
    """Rows are bodies or diseases, columns indicators."""
    label = next(
        (i for i, cell in enumerate(row) if not _is_number(cell.text) and cell.text not in _EMPTY), -1
    )
    if label < 0 or re.search(r"合计|总计|小计|平均", row[label].text):
        return []
    found_bodies = bodies.leading(
        bodies.bodies_in(doc, row[label].start, row[label].end),
        extensions.text_of(doc),
        row[label].start,
        row[label].end,
    )
    subject = bodies.as_subject(found_bodies[0]) if len(found_bodies) == 1 else None
    found: list[Reading] = []
    for i, cell in enumerate(row):
        if i <= label or not _is_number(cell.text) or re.search(r"序号|编号|排名|位次|备注", head[i].text):
            continue
        name, unit = _split_unit(head[i].text)
        name = names.drop_light_verb(name)
        named = head[i] if subject is not None else row[label]
        told = _Told((named.start, named.end), subject)
        found += _cell_readings(
            doc, cell, name if subject is not None else row[label].text + name, unit, told
        )
    return found


def _split_unit(label: str) -> tuple[str, str]:
    match = _BRACKETS.search(label)
    if match and match["unit"] in {"万", "亿"}:
        return label[: match.start()].strip(), match["unit"]
    if match and (match["unit"] in unit_names() or match["unit"][1:] in unit_names()):
        return label[: match.start()].strip(), match["unit"]
    if label.rstrip().endswith(("%", "‰")):
        return label.rstrip()[:-1].strip(), label.rstrip()[-1]
    return label.strip(), ""


def _cell_readings(doc: Doc, cell: Cell, name: str, unit: str, told: _Told) -> list[Reading]:
    match = _NUMBER.match(cell.text)
    if match is None:
        return _worded(doc, cell, name, told)
    scaled, unit = _scaled(match["value"], match["unit"] or unit)
    if scaled is None or len(name) < 2:
        return []
    unit = unit or _unit_of(name)
    cmp = _CMP.get(match["cmp"] or match["after"] or "", "eq")
    value = Quantity(cell.start, cell.end, cell.text, numbers.plain(scaled), unit, cmp)
    name = name if names.is_complete(name) else names.with_suffix(name, unit)
    return [_reading(extensions.text_of(doc), value, name, told)]


def _unit_of(name: str) -> str:
    """The unit that a name tells where neither cell nor head does."""
    if re.search(r"(?:率|比例|占比|比重)$", name):
        return "%"
    return "人次" if name.endswith("人次") else "人" if name.endswith("人数") else ""


def _worded(doc: Doc, cell: Cell, name: str, told: _Told) -> list[Reading]:
    """A cell with words around its value (较2020年下降10%)."""
    found = extensions.quantities(doc, cell.start, cell.end)
    if len(found) != 1 or not found[0].unit:
        return []
    return [_reading(extensions.text_of(doc), found[0], name, told)]


def _reading(text: str, value: Quantity, name: str, told: _Told) -> Reading:
    concept = concept_of(name)
    start, end = anchor(text, name, told.named_in, (value.start, value.end))
    mention = Mention(
        start,
        end,
        text[start:end],
        "Indicator",
        name,
        attrs={"concept": concept} if concept else {},
        rule="indicator.table",
    )
    return Reading(
        mention,
        value.start,
        value.end,
        value.value,
        value.unit,
        value.cmp,
        value.measure,
        told.subject,
        told.period,
        told.status,
        "table",
    )


def _scaled(value: str, unit: str) -> tuple[Decimal | None, str]:
    scale = unit[0] if unit[:1] in {"万", "亿"} and unit != "万元" else ""
    try:
        amount = numbers.arabic(value.replace("-", ""), "万" if unit == "万元" else scale)
    except InvalidOperation:
        return None, unit
    return (-amount if value.startswith("-") else amount), unit_names().get(
        unit[len(scale) :], unit[len(scale) :]
    )
