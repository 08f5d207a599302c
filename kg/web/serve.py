"""Runs the explorer's server until it is told to stop."""

from __future__ import annotations

import ipaddress
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn

from kg.errors import KgError
from kg.web.app import create_app, prepare
from kg.web.holder import Holder
from kg.web.sources import Source

PORT = 8420
"""The port where none is named; where it is taken, another is found."""

LOCAL = ("127.0.0.1", "localhost", "::1")


def is_local(host: str) -> bool:
    """Whether only this machine reaches a server there."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def bind(host: str, port: int | None) -> socket.socket:
    """A socket that listens there; without a port on PORT, or where that is taken on any free one. Raises KgError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    failure: OSError | None = None
    for candidate in (port,) if port is not None else (PORT, 0):
        listener = socket.socket(
            family, socket.SOCK_STREAM, socket.IPPROTO_TCP
        )  # asyncio sends at once on such
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((host, candidate))
            listener.listen(128)
            return listener
        except OSError as error:
            failure = error
            listener.close()
    where = host if port is None else f"{host}:{port}"
    raise KgError(
        f"{where}: the explorer cannot listen there ({failure.strerror if failure else 'no port'}): choose another --port or --host"
    )


def address(listener: socket.socket, host: str) -> str:
    """The address to open in a browser on this machine."""
    port = listener.getsockname()[1]
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{port}/"


def serve(
    source: Source,
    listener: socket.socket,
    host: str,
    token: str = "",
    ready: Callable[[], None] = lambda: None,
) -> None:
    """Serves a graph on a listening socket until Ctrl-C or SIGTERM; calls `ready` when it answers. Raises StoreError, LedgerError."""
    hosts = () if host in ("0.0.0.0", "::") else (*LOCAL, host.lower())
    with Holder(source, prepare) as holder:
        app = create_app(holder, hosts, token)
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, h11_max_incomplete_event_size=65_536,
            timeout_keep_alive=20, limit_concurrency=500, timeout_graceful_shutdown=5,
        )  # fmt: skip
        server = uvicorn.Server(config)
        threading.Thread(target=_announce, args=(server, ready), daemon=True).start()
        with _ends_by_signal():
            server.run(sockets=[listener])


@contextmanager
def _ends_by_signal() -> Iterator[None]:
    """Ctrl-C and SIGTERM end what is inside in order, so that copies of the graph are removed; neither is an error."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGTERM, before)


def _announce(server: uvicorn.Server, ready: Callable[[], None]) -> None:
    while not server.started and not server.should_exit:
        time.sleep(0.02)
    if server.started:
        ready()
