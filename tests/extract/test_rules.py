"""Every example and counter-example beside a rule, run by the adapter of its rule file."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from kg.extract.rules import FOLDER, load_rules
from tests.extract import adapters


def _adapters() -> dict[str, ModuleType]:
    found = {}
    for module in pkgutil.iter_modules(adapters.__path__):
        adapter = importlib.import_module(f"{adapters.__name__}.{module.name}")
        if hasattr(adapter, "RULE_FILE"):
            found[adapter.RULE_FILE] = adapter
    return found


ADAPTERS = _adapters()


def _tables(node: dict[str, Any], name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every table of a rule file that has examples or counter-examples, by its dotted name."""
    if "examples" in node or "counter" in node:
        yield name, node
    for key, child in node.items():
        for index, table in enumerate(child if isinstance(child, list) else [child]):
            if isinstance(table, dict) and key != "examples":
                yield from _tables(
                    table, f"{name}.{key}" if not isinstance(child, list) else f"{name}.{key}[{index}]"
                )


def _rules() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path in sorted(FOLDER.glob("*.toml")):
        for name, rule in _tables(load_rules(path.stem), path.stem):
            yield path.stem, name, rule


EXAMPLES = [
    pytest.param(file, rule, example, id=f"{name}-{i}")
    for file, name, rule in _rules()
    for i, example in enumerate(rule.get("examples", []))
]
COUNTERS = [
    pytest.param(file, rule, text, id=f"{name}-{i}")
    for file, name, rule in _rules()
    for i, text in enumerate(rule.get("counter", []))
]


def test_every_rule_file_with_examples_has_an_adapter() -> None:
    assert {file for file, _, _ in _rules()} <= ADAPTERS.keys()


def test_examples_say_what_they_give() -> None:
    assert all(example["gives"] for _, _, rule in _rules() for example in rule.get("examples", []))


@pytest.mark.parametrize(("file", "rule", "example"), EXAMPLES)
def test_a_rule_gives_what_its_example_says(file: str, rule: dict[str, Any], example: dict[str, Any]) -> None:
    told = ADAPTERS[file].run(rule, example["text"])
    assert set(example["gives"]) <= set(told), told


@pytest.mark.parametrize(("file", "rule", "text"), COUNTERS)
def test_a_rule_leaves_its_counter_examples_alone(file: str, rule: dict[str, Any], text: str) -> None:
    assert ADAPTERS[file].run(rule, text) == []
