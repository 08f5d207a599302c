"""`kg show`: one entity with all that is said of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.common import graph_option, note, shows_errors
from kg.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model.statement import Entity
    from kg.query.show import Card

_CANDIDATES = 20
_FACTS = 10


@click.command()
@click.argument("name")
@graph_option
@click.option(
    "--type", "type_", metavar="TYPE", help="Only entities of this type, such as Region. 只找该类型的实体。"
)
@click.option("--all", "all_", is_flag=True, help=f"All facts, not {_FACTS} a relation. 显示全部事实。")
@click.option("--json", "json_", is_flag=True, help="As JSON, with all facts. 以 JSON 输出。")
@shows_errors
def show(name: str, graph: Path, type_: str | None, all_: bool, json_: bool) -> None:
    """Show one entity: its facts by relation, each with its qualifiers, its confidence and the words of its source.

    显示一个实体:按关系列出事实,附限定、置信度和原文。

    NAME is a name, an alias, part of a name that fits one entity only, an id, or the stem of a report. The numbers in brackets behind a report count
    the characters of the source file; what carries the fact stands in 【】.

    \b
    kg show 开平市
    kg show 南华医院 --all
    kg show 000_9e389144fedd075f        # all that one report says 一份报告的全部事实
    """
    from kg.ledger import open_ledger
    from kg.query import show as showing

    with open_ledger(graph) as ledger:
        found = [e for e in showing.candidates(ledger, name) if type_ in (None, e.type)]
        entity = _only(name, found)
        card = showing.card(ledger, entity)
    click.echo(_as_json(card) if json_ else "\n".join(showing.lines(card, 0 if all_ else _FACTS)))


def _only(name: str, found: Sequence[Entity]) -> Entity:
    """The one entity meant. Raises QueryError where there is none or several."""
    from kg.query.show import heading

    if not found:
        raise QueryError(
            f"nothing in the graph is called {name!r}: try a part of the name, or `kg query search name=…`"
        )
    if len(found) > 1:
        for entity in found[:_CANDIDATES]:
            note(f"  {entity.id}  {heading(entity)}")
        if len(found) > _CANDIDATES:
            note(f"  … {len(found) - _CANDIDATES} more")
        raise QueryError(
            f"{name!r} may mean {len(found)} entities: give a full name, --type, or one of the ids above"
        )
    return found[0]


def _as_json(card: Card) -> str:
    from kg.store.statements import as_object

    entity = card.entity
    shown = {
        "id": entity.id,
        "name": entity.name,
        "type": entity.type,
        "subtype": entity.subtype,
        "code": entity.code,
        "within": list(entity.within),
        "aliases": list(entity.aliases),
        "attrs": dict(entity.attrs),
        "mentions": card.mentions,
        "facts": [as_object(s) for statements in card.facts.values() for s in statements],
    }
    return json.dumps(shown, ensure_ascii=False, indent=2)
