"""The ledger as files for `neo4j-admin database import`, for graphs too large for transactions: the nodes and edges that loading over Bolt makes, with the digests by which a later load
writes only what changed.

    entities.csv reports.csv statements.csv evidence.csv schema.csv   nodes, with all labels in a column
    facts.csv mentions.csv supportedBy.csv …                  edges, named by what they join
    import.sh                                                 the exact command, to be run where the server's programs are
    schema.cypher                                             constraints, indexes and empty lists, to be run when the server is up

Texts are quoted, so that an empty text stays apart from none; lists are joined by U+001F, which no report holds.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import IO, TypeAlias

from kg.errors import StoreError
from kg.ledger import Ledger
from kg.store.files import written
from kg.store.graph_definitions import definitions
from kg.store.graph_rows import FROM, REPORT, Edge, Node, Value
from kg.store.neo4j_rows import report, things, told

SEPARATOR = "\x1f"
"""Between the parts of a list."""

_OPTIONS = ("--array-delimiter=U+001F", "--multiline-fields=true")

_EMPTY_LISTS = tuple(
    f"MATCH (n:{label}) WHERE n.{key} IS NULL CALL (n) {{ SET n.{key} = [] }} IN TRANSACTIONS OF 10000 ROWS"
    for label, key in (("Entity", "within"), ("Entity", "aliases"), ("Report", "within"))
)
"""The import tool takes an empty list for none."""

IMPORT, SCHEMA = "import.sh", "schema.cypher"

Columns: TypeAlias = dict[str, str]
"""Property → its type as the header says it; a property that is text has none."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: rows by file, and the command that imports them, to be run in the folder."""

    rows: Mapping[str, int]
    command: str


@dataclass(slots=True)
class _File:
    """One file: the id spaces at its ends (one for nodes, two for edges), its columns in the order met, and its rows."""

    spaces: tuple[str, ...]
    columns: Columns = field(default_factory=dict)
    rows: int = 0

    def header(self) -> list[str]:
        own = [f"{key}:{type_}" if type_ else key for key, type_ in sorted(self.columns.items())]
        if len(self.spaces) == 1:
            return [f"id:ID({self.spaces[0]})", ":LABEL", *own]
        return [f":START_ID({self.spaces[0]})", f":END_ID({self.spaces[1]})", ":TYPE", *own]


def write_neo4j_csv(ledger: Ledger, folder: Path, database: str = "neo4j") -> Exported:
    """Writes the files into `folder`, made where it is missing; memory does not grow with the ledger.

    Files of these names are replaced, others left alone. Raises StoreError where the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be made ({error.strerror}): choose another place") from error
    files = _measure(ledger)
    with ExitStack() as stack:
        open_files = {name: stack.enter_context(written(folder / f"{name}.csv")) for name in sorted(files)}
        for name, file in files.items():
            _line(open_files[name], [_text(part) for part in file.header()])
        for item in _items(ledger):
            name = _name(item)
            files[name].rows += 1
            _line(open_files[name], _cells(item, files[name].columns))
    command = _command(files, database)
    _write(folder / IMPORT, _script(command, database))
    (folder / IMPORT).chmod(0o755)
    statements = [*definitions(on_neo4j=True), *_EMPTY_LISTS]
    _write(folder / SCHEMA, "".join(f"{text};\n" for text in statements))
    return Exported({f"{name}.csv": files[name].rows for name in sorted(files)}, command)


def _items(ledger: Ledger) -> Iterator[Node | Edge]:
    """All nodes and edges as a load over Bolt writes them, report by report."""
    yield from things(ledger)
    said = groupby(
        ledger.statements(), key=lambda statement: statement.report
    )  # sorted by report, as reports are
    stem, group = next(said, ("", iter(())))
    for record in ledger.reports():
        statements = []
        if stem == record.stem:
            statements = [told(statement) for statement in group]
            stem, group = next(said, ("", iter(())))
        yield report(record, statements)
        for statement in statements:
            yield statement.node
            yield statement.edge
            for piece in statement.evidence:
                yield piece
                yield Edge("supportedBy", ("Statement", statement.node.id), ("Evidence", piece.id), {})
                yield Edge(FROM, ("Evidence", piece.id), (REPORT, record.stem), {})


_NODE_FILES = {
    "Entity": "entities",
    "Report": "reports",
    "Statement": "statements",
    "Evidence": "evidence",
    "Schema": "schema",
}


def _name(item: Node | Edge) -> str:
    """The file that a node or edge belongs to, without its suffix."""
    if isinstance(item, Node):
        return _NODE_FILES.get(item.labels[0], item.labels[0])
    return "facts" if item.start[0] == item.end[0] == "Entity" else item.type


def _measure(ledger: Ledger) -> dict[str, _File]:
    """The files that there will be, with their columns: known only when all was seen once."""
    files: dict[str, _File] = {}
    for item in _items(ledger):
        spaces = (item.labels[0],) if isinstance(item, Node) else (item.start[0], item.end[0])
        file = files.setdefault(_name(item), _File(spaces))
        for key, value in item.properties.items():
            if key == "id" and isinstance(item, Node):
                continue
            type_ = _type(value)
            if file.columns.setdefault(key, type_) != type_:
                raise StoreError(
                    f"{_name(item)}: {key} is {file.columns[key] or 'text'} here and {type_ or 'text'} there"
                )
    return files


def _type(value: Value) -> str:
    match value:
        case str():
            return ""
        case int():
            return "long"
        case float():
            return "double"
        case date():
            return "date"
        case _:
            return "string[]"


def _cells(item: Node | Edge, columns: Columns) -> Iterator[str]:
    if isinstance(item, Node):
        yield from (_text(item.id), _text(SEPARATOR.join(item.labels)))
    else:
        yield from (_text(item.start[1]), _text(item.end[1]), _text(item.type))
    for key in sorted(columns):
        yield _value(item.properties.get(key))


def _value(value: Value | None) -> str:
    match value:
        case None:
            return ""
        case str():
            return _text(value)
        case date():
            return value.isoformat()
        case int() | float():
            return repr(value)
        case _:
            return _text(SEPARATOR.join(value))


def _text(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _line(file: IO[bytes], cells: Iterable[str]) -> None:
    file.write((",".join(cells) + "\n").encode())


def _command(files: Mapping[str, _File], database: str) -> str:
    given = [
        f"--{'nodes' if len(file.spaces) == 1 else 'relationships'}={name}.csv"
        for name, file in sorted(files.items(), key=lambda item: (len(item[1].spaces), item[0]))
    ]
    return shlex.join(["neo4j-admin", "database", "import", "full", database, *_OPTIONS, *given])


def _script(command: str, database: str) -> str:
    return f"""#!/bin/sh
# Makes the database {database} from these files; the server must be stopped. To replace one that is there: ./{IMPORT} --overwrite-destination
# Then start the server and define constraints and indexes:  cypher-shell -d {database} -f {SCHEMA}
set -eu
cd "$(dirname "$0")"
exec {command} "$@"
"""


def _write(path: Path, text: str) -> None:
    with written(path) as file:
        file.write(text.encode())
