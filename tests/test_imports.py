"""Imports point one way: a stage knows what lies below it, never a later stage nor a sibling."""

import ast
from pathlib import Path

import pytest

KG = Path(__file__).resolve().parent.parent / "kg"

FOUNDATION = {
    "errors",
    "resources",
    "settings",
    "model",
    "sentences",
    "schema",
    "gazetteer",
    "wheels",
    "models",
}
"""What every stage may know."""

BELOW = {
    "errors": set(),
    "resources": {"errors"},
    "settings": {"errors"},
    "model": {"errors"},
    "sentences": {"model"},
    "schema": {"errors", "resources"},
    "gazetteer": {"errors", "resources", "model"},
    "wheels": {"errors", "settings"},
    "models": {"errors", "settings", "wheels"},
    "read": FOUNDATION,
    "normalise": FOUNDATION,
    "extract": FOUNDATION,
    "resolve": FOUNDATION,
    "confidence": {"errors", "resources"},
    "assemble": FOUNDATION | {"resolve", "confidence"},
    "ledger": FOUNDATION,
    "store": FOUNDATION | {"ledger"},
    "query": FOUNDATION | {"normalise", "ledger", "store"},
    "evaluate": FOUNDATION,
    "build": FOUNDATION | {"read", "normalise", "extract", "resolve", "assemble", "ledger", "store"},
    "web": FOUNDATION | {"normalise", "ledger", "store", "query", "evaluate"},
    "commands": None,
    "__main__": None,
    "cli": None,
}
"""Unit → units of `kg` that it may import; None for the commands, which may import anything and are imported by `cli` alone."""


def imports(path: Path) -> set[str]:
    """The units of `kg` that a file imports, wherever in the file."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            raise AssertionError(f"{path}: relative import: name the module in full")
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module] if node.module != "kg" else [f"kg.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        found |= {name.split(".")[1] for name in names if name.startswith("kg.")}
    return found


def unit_of(path: Path) -> str:
    return path.relative_to(KG).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", sorted(KG.rglob("*.py")), ids=lambda p: str(p.relative_to(KG)))
def test_a_file_imports_only_what_lies_below_it(path: Path) -> None:
    unit = unit_of(path)
    if unit == "__init__":
        assert not imports(path)
        return
    assert unit in BELOW, f"say in BELOW where {unit} stands"
    allowed = BELOW[unit]
    upward = set() if allowed is None else imports(path) - allowed - {unit, "__version__"}
    assert not upward, f"{path.relative_to(KG)} imports {sorted(upward)}, which {unit} must not know"


def test_no_unit_imports_the_commands() -> None:
    for path in KG.rglob("*.py"):
        if unit_of(path) not in {"commands", "cli", "__main__"}:
            assert not imports(path) & {"commands", "cli"}


def test_the_order_has_no_cycle() -> None:
    rank: dict[str, int] = {}

    def depth(unit: str, above: tuple[str, ...] = ()) -> int:
        assert unit not in above, f"cycle: {' → '.join((*above, unit))}"
        if unit not in rank:
            rank[unit] = 1 + max(
                (depth(u, (*above, unit)) for u in (BELOW[unit] or set()) - {unit}), default=0
            )
        return rank[unit]

    foundation_only = {unit: (below or set()) for unit, below in BELOW.items()}
    for unit in foundation_only:
        if unit not in FOUNDATION:
            depth(unit)
