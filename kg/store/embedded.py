"""The embedded engine: the one module that knows the `arcadedb` wheel. Everything else speaks Bolt to the address that it yields.

The engine is ArcadeDB compiled to native code; it runs inside this process and needs nothing installed beside Python. Its wheels
exist for Linux (glibc, x86-64 and arm64), macOS on Apple chips and 64-bit Windows; elsewhere a Neo4j by URL takes its place. Should
the wheel ever vanish, `arcadedb-embedded` (26.10.2.post1, the same engine on a Java virtual machine inside its wheel) opens the same folders
and takes the same calls under the same import name; it starts in 3–4 s instead of 0.3 s and hangs at exit unless `stop()` was called, which
`serve` sees to.

One process may open a folder, even to read: `kg.store.derived` gives each reader a copy of its own.
"""

from __future__ import annotations

import atexit
import json
import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Literal

from kg.errors import StoreError
from kg.store.bolt import Address
from kg.store.scratch import scratch_dir

Role = Literal["reader", "writer"]

DATABASE = "kg"

_ATTEMPTS = 5
"""How often a free port may turn out to be taken by another program before we give up."""

_READ_TIMEOUT_MS = 120_000
"""The longest that one question may run."""

_GROUPS = {
    "version": 2,
    "databases": {
        "*": {
            "groups": {
                "admin": {
                    "access": ["updateSecurity", "updateSchema", "updateDatabaseSettings"],
                    "types": {
                        "*": {"access": ["createRecord", "readRecord", "updateRecord", "deleteRecord"]}
                    },
                },
                "reader": {
                    "access": [],
                    "readTimeout": _READ_TIMEOUT_MS,
                    "types": {"*": {"access": ["readRecord"]}},
                },
            }
        }
    },
}
"""Rights by group. The engine ignores the driver's read mode, so only the user decides who may write."""


@contextmanager
def serve(folder: Path, *, role: Role) -> Iterator[Address]:
    """Opens the database in `folder` (made where there is none) and serves it on a loopback port while inside.

    The address is that of a user who may write (`writer`) or only read (`reader`). Users live in a home of their own with passwords made for this start, so nothing of
    them is left in the folder. Raises StoreError where this platform has no engine, the folder is damaged or in use, or no port is free.
    """
    engine = _engine()
    passwords: dict[Role, str] = {"writer": secrets.token_urlsafe(24), "reader": secrets.token_urlsafe(24)}
    with ExitStack() as stack:
        try:
            home = stack.enter_context(scratch_dir())
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"{folder}: cannot be used for the property graph ({error}): check permissions and space"
            ) from error
        port = stack.enter_context(_running(engine, folder, home, passwords))
        user = "root" if role == "writer" else "reader"
        yield Address(f"bolt://127.0.0.1:{port}", user, passwords[role], DATABASE)


@contextmanager
def _running(engine: Any, folder: Path, home: Path, passwords: dict[Role, str]) -> Iterator[int]:
    """The engine's server on a free port; yields the port."""
    _write_groups(home)
    failure: Exception | None = None
    for _ in range(_ATTEMPTS):
        port = _free_port()
        server = engine.create_server(
            str(home), passwords["writer"], _options(port, folder, passwords["reader"])
        )
        try:
            failure = _start(server, engine)
            if failure is None and _answers(port):
                yield port
                return
        finally:
            server.stop()
        if failure is not None and "port" not in str(failure).lower() and "bind" not in str(failure).lower():
            break
    raise StoreError(
        f"{folder}: the embedded property graph does not start ({_first_line(failure)}): "
        "remove the folder, it is rebuilt from the ledger by `kg build`"
    )


def _start(server: Any, engine: Any) -> Exception | None:
    """Starts the server and opens the database; returns what went wrong."""
    try:
        server.start()
        database = server.create_database(DATABASE)
        database.command(
            "sql", "ALTER DATABASE `arcadedb.txWalFlush` 1"
        )  # a commit is on disk when it returns
    except (engine.ArcadeDBError, OSError, RuntimeError) as error:
        return error
    return None


def _options(port: int, folder: Path, reader_password: str) -> dict[str, object]:
    return {
        "host": "127.0.0.1",
        "http_port": 0,
        "bolt_port": port,
        "server_plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
        "server_databaseDirectory": str(folder.resolve()),
        "server_defaultDatabases": f"{DATABASE}[reader:{reader_password}:reader]",
    }


def _write_groups(home: Path) -> None:
    config = home / "config"
    config.mkdir()
    (config / "server-groups.json").write_text(json.dumps(_GROUPS), encoding="utf-8")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _answers(port: int) -> bool:
    """Whether somebody listens on the port; that it is us, the first login with our password shows."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except OSError:
        return False
    return True


def _first_line(error: Exception | None) -> str:
    return (
        str(error).strip().splitlines()[0] if error is not None and str(error).strip() else "no reason given"
    )


@cache
def _engine() -> Any:
    """The wheel, imported once, told to keep quiet. Raises StoreError where this platform has none."""
    logs = ExitStack()
    atexit.register(logs.close)
    os.environ.setdefault("ARCADEDB_LOG_CONSOLE", "0")
    if "ARCADEDB_LOG_DIR" not in os.environ:
        os.environ["ARCADEDB_LOG_DIR"] = str(logs.enter_context(scratch_dir()))
    try:
        import arcadedb
    except (ImportError, OSError) as error:
        raise StoreError(
            f"the embedded property graph cannot be loaded here ({_first_line(error)}): its wheel exists for Linux with glibc, "
            "macOS on Apple chips and 64-bit Windows; elsewhere export the graph (`kg export`) or load it into a Neo4j"
        ) from error
    return arcadedb
