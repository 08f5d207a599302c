"""Finds the names of the ontology that Cypher, rule files and Python sources use, so that a test can look them up."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.schema import load_schema
from kg.store.graph_rows import FROM, SCHEMA


@dataclass(frozen=True)
class Use:
    """A name, what it is used as (label, edge, type, subtype, predicate, any) and where it stands."""

    name: str
    role: str
    where: str


def known(role: str) -> frozenset[str]:
    """The names that the ontology has for a role, and the two that the property graph adds."""
    schema = load_schema()
    subtypes = {s.code for t in schema.entity_types.values() for s in t.subtypes}
    values = {v for q in schema.qualifiers.values() for v in q.values}
    return {
        "label": schema.node_labels | {SCHEMA},
        "edge": schema.edge_types | {FROM},
        "predicate": schema.edge_types,
        "type": frozenset({*schema.entity_types, *schema.frame}),
        "subtype": frozenset(subtypes),
        "any": frozenset({*schema.node_labels, *schema.edge_types, *subtypes, *schema.qualifiers, *values}),
    }[role]


def unknown(uses: Iterator[Use]) -> list[str]:
    """One line for each use of a name that the ontology lacks."""
    return [f"{use.where}: {use.role} {use.name!r}" for use in uses if use.name not in known(use.role)]


# --- Cypher ---------------------------------------------------------------------------------------------------------

_STRING = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
_MAP = re.compile(r"\{\s*(?:\.|(?:`[^`]*`|\w+)\s*:)[^{}]*\}")
_NODE = re.compile(r"(?<![\w\]])\(\s*\w*\s*:\s*([^(){}\[\]]+?)\s*(?:WHERE\b[^(){}\[\]]*)?(?=[){])")
_EDGE = re.compile(r"\[\s*\w*\s*:\s*([^\[\]{}*]+?)\s*(?:\*[\d.]*)?\s*(?:WHERE\b[^\[\]]*)?(?=[\]{*])")
_HAS_LABEL = re.compile(r"(?<![\w:(\[{`|&!])[a-zA-Z_]\w*(?=\s*:)((?:\s*[:|&]\s*!?`?[A-Za-z_]\w*`?)+)")
_COMPARED = re.compile(
    r"(type\s*\(\s*\w+\s*\)|\w+\.(?:predicate|type|subtype))\s*(?:=|<>|IN)\s*(\[[^\]]*\]|'[^']*'|\"[^\"]*\")"
)
_WORD = re.compile(r"[A-Za-z_]\w*")


def in_cypher(text: str, where: str) -> Iterator[Use]:
    """Labels in node patterns and predicates, relation types in edge patterns, and names that types are compared with."""
    text = _COMMENT.sub(" ", text)
    for match in _COMPARED.finditer(text):
        role = "edge" if match[1].startswith("type") and "(" in match[1] else match[1].rpartition(".")[2]
        for literal in _STRING.findall(match[2]):
            yield Use(literal[1:-1], role, where)
    text = _STRING.sub("''", text)
    while _MAP.search(text):
        text = _MAP.sub(" ", text)
    for pattern, role in ((_EDGE, "edge"), (_NODE, "label")):
        for match in pattern.finditer(text):
            yield from (Use(name, role, where) for name in _WORD.findall(match[1]))
        text = pattern.sub(" ", text)
    for match in _HAS_LABEL.finditer(text):
        yield from (Use(name, "label", where) for name in _WORD.findall(match[1]))


# --- rule files -----------------------------------------------------------------------------------------------------

_ROLES = {
    "type": "type", "types": "type", "subtype": "subtype", "subtypes": "subtype", "prefix_subtypes": "subtype",
    "predicate": "predicate", "predicates": "predicate", "relation": "predicate", "relations": "predicate",
}  # fmt: skip
_GIVEN = re.compile(r"(?!asof:)([A-Za-z_]{2,})[:|]")  # asof:2024-06 is a period, not a name


def in_rules(text: str, where: str) -> Iterator[Use]:
    """Names under keys that hold them, in what examples give (`Type:name`, `relation|…`), and subtypes that sort heads."""
    data = tomllib.loads(text)
    yield from _in_table(data, "", where)
    yield from (Use(name, "subtype", where) for name in data.get("heads", {}))


def _in_table(node: Any, key: str, where: str) -> Iterator[Use]:
    if isinstance(node, dict):
        for below, value in node.items():
            yield from _in_table(value, below, where)
    elif isinstance(node, list):
        for value in node:
            yield from _in_table(value, key, where)
    elif isinstance(node, str) and key in _ROLES:
        yield Use(node, _ROLES[key], where)
    elif isinstance(node, str) and key == "gives" and (match := _GIVEN.match(node)):
        yield Use(match[1], "any", where)


# --- Python ---------------------------------------------------------------------------------------------------------

_POSITIONS = {
    "Mention": {3: "type"}, "Entity": {0: "type"}, "RelationMention": {1: "predicate"},
    "Node": {0: "label"}, "Edge": {0: "edge"},
}  # fmt: skip
_KEYWORDS = ("type", "subtype", "predicate")
_CYPHER = re.compile(r"\b(?:MATCH|MERGE|CREATE|FOREACH)\b.*[(\[]\w*:", re.DOTALL)


def in_python(source: str, where: str) -> Iterator[Use]:
    """Names given to mentions, entities, relations, nodes and edges, compared with their attributes, and Cypher inside strings (not docstrings)."""
    tree = ast.parse(source)
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        here = f"{where}:{getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.Call):
            yield from _in_call(node, here)
        elif (
            isinstance(node, ast.Compare)
            and isinstance(node.left, ast.Attribute)
            and node.left.attr in _KEYWORDS
        ):
            for other in node.comparators:
                yield from (Use(name, node.left.attr, here) for name in _strings(other) if name)
        elif isinstance(node, ast.Constant | ast.JoinedStr) and id(node) not in prose:
            yield from _in_string(_text(node), here)


def _strings(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.Tuple | ast.Set | ast.List):
        for element in node.elts:
            yield from _strings(element)
    elif isinstance(node, ast.IfExp):
        yield from _strings(node.body)
        yield from _strings(node.orelse)


def _in_call(node: ast.Call, here: str) -> Iterator[Use]:
    callee = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    for at, role in _POSITIONS.get(callee, {}).items():
        if len(node.args) > at:
            yield from (Use(name, role, here) for name in _strings(node.args[at]))
    if callee in _POSITIONS:
        for keyword in node.keywords:
            if keyword.arg in _KEYWORDS:
                yield from (Use(name, keyword.arg, here) for name in _strings(keyword.value) if name)
    if callee == "mentions":
        yield from (Use(name, "type", here) for argument in node.args[1:] for name in _strings(argument))


def _text(node: ast.Constant | ast.JoinedStr) -> str:
    """The text of a string; what an f-string fills in later reads as `{…}`, which no pattern takes for a name."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)


def _in_string(text: str, here: str) -> Iterator[Use]:
    if _CYPHER.search(text):
        yield from in_cypher(text, here)
    folded = text.replace("_", "").casefold()
    for name in load_schema().edge_types:
        if folded == name.casefold() and text != name and name != name.lower() and text.isidentifier():
            yield Use(text, "edge", here)


def read(path: Path) -> Iterator[Use]:
    """All uses in a file, by its suffix."""
    finders = {".cypher": in_cypher, ".toml": in_rules, ".py": in_python}
    yield from finders[path.suffix](path.read_text(encoding="utf-8"), str(path))
