"""`kg explore` as a person runs it: its own process, ended by a signal."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest


@contextmanager
def explore(*words: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "explore", "--no-browser", *words],
        stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", env={**os.environ, "PYTHONUTF8": "1", **environment},
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def address(process: subprocess.Popen[str]) -> tuple[str, str]:
    """What it says up to its address, and that."""
    assert process.stderr is not None
    said = ""
    for line in process.stderr:
        said += line
        if found := re.search(r"explorer at (\S+)", line):
            return said, found[1]
    raise AssertionError(said)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_starts_answers_and_ends(graph: Path, how: signal.Signals) -> None:
    with explore("--graph", str(graph), "--port", "0") as process:
        said, url = address(process)
        assert url.startswith("http://127.0.0.1:") and "token" not in said
        assert httpx.get(url, timeout=20).status_code == 200
        assert httpx.get(url + "api/overview", timeout=20).json()["reports"]["total"] == 3
        assert httpx.post(url + "api/cypher", json={"text": "RETURN 1 AS one"}, timeout=60).json()[
            "rows"
        ] == [[1]]
        process.send_signal(how)
        begun = time.monotonic()
        _, rest = process.communicate(timeout=30)
        assert time.monotonic() - begun < 15
        assert rest.strip() in ("", "Ctrl-C ends it 按 Ctrl-C 结束") and process.returncode == 0


def test_another_host_warns_and_asks_for_a_token(graph: Path) -> None:
    with explore("--graph", str(graph), "--port", "0", "--host", "0.0.0.0") as process:
        said, url = address(process)
        assert "warning" in said and "?token=" in url
        plain, token = url.split("?token=")
        assert len(token) >= 32
        assert httpx.get(plain + "api/state", timeout=20).status_code == 401
        assert (
            httpx.get(
                plain + "api/state", headers={"Authorization": f"Bearer {token}"}, timeout=20
            ).status_code
            == 200
        )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--graph", "nowhere"], "nowhere: there is no graph here: run `kg build"),
        (["--host", "0.0.0.0", "--token", "short"], "--token: take at least 16"),
        (["--host", "203.0.113.7"], "cannot listen there"),
        (["--uri", "bolt://127.0.0.1:1"], "no Bolt server answers"),
    ],
)
def test_mistakes_are_one_line(tmp_path: Path, words: list[str], told: str) -> None:
    with explore(*words, NEO4J_PASSWORD="x") as process:
        _, said = process.communicate(timeout=60)
        (line,) = [line for line in said.splitlines() if line.startswith("error:")]
        assert told in line and process.returncode == 1


def test_a_port_that_is_taken(graph: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with explore("--graph", str(graph), "--port", str(port)) as process:
            _, said = process.communicate(timeout=60)
        assert f"127.0.0.1:{port}" in said and "choose another --port" in said and process.returncode == 1
