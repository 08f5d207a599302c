"""docker-compose.yml and the Dockerfile. No container engine runs here: the file is read, and its commands are run against a real server."""

import os
import re
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.cli import main
from kg.ledger import open_ledger
from kg.store.bolt import Address, connect
from kg.store.neo4j_load import load
from tests import neo4j_server
from tests.neo4j_server import free_port

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    assert set(found) == {"services", "volumes"}
    return dict(found["services"])


def test_neo4j_starts_by_itself_and_the_explorer_by_its_profile(services: dict[str, Any]) -> None:
    assert {name: service.get("profiles", []) for name, service in services.items()} == {
        "neo4j": [],
        "explorer": ["explorer"],
    }
    assert re.fullmatch(r"neo4j:5\.26(\.\d+)?-community", services["neo4j"]["image"])
    assert services["explorer"]["depends_on"] == {"neo4j": {"condition": "service_healthy"}}


def test_ports_are_open_to_this_machine_alone(services: dict[str, Any]) -> None:
    ports = [port for service in services.values() for port in service["ports"]]
    assert len(ports) == 3
    assert all(re.fullmatch(r"127\.0\.0\.1:\d+:\d+", port) for port in ports)


def test_no_password_is_in_the_file_and_none_is_defaulted(services: dict[str, Any]) -> None:
    told = [
        services["neo4j"]["environment"]["NEO4J_AUTH"],
        services["explorer"]["environment"]["NEO4J_PASSWORD"],
    ]
    assert all(re.fullmatch(r"(neo4j/)?\$\{NEO4J_PASSWORD:\?[^}]+\}", value) for value in told)


def test_data_and_memory_are_looked_after(services: dict[str, Any]) -> None:
    volumes = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["volumes"]
    assert services["neo4j"]["volumes"] == [f"{next(iter(volumes))}:/data"]
    settings = services["neo4j"]["environment"]
    assert {name for name in settings if "memory" in name} == {
        "NEO4J_server_memory_heap_initial__size",
        "NEO4J_server_memory_heap_max__size",
        "NEO4J_server_memory_pagecache_size",
    }


def test_the_health_check_holds_when_bolt_answers_and_only_then(
    services: dict[str, Any], neo4j: Address, neo4j_jars: Path, tmp_path: Path
) -> None:
    """The check's own command line, with `cypher-shell` as a script that starts the real one on the test server's port."""
    kind, command = services["neo4j"]["healthcheck"]["test"]
    assert kind == "CMD-SHELL"
    shell = tmp_path / "cypher-shell"

    def healthy(port: int, password: str) -> bool:
        start = f"exec java -cp '{neo4j_jars}/*' org.neo4j.shell.Main -a bolt://127.0.0.1:{port}"
        shell.write_text(f'#!/bin/sh\n{start} "$@"\n')
        shell.chmod(shell.stat().st_mode | stat.S_IXUSR)
        env = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "NEO4J_AUTH": f"neo4j/{password}"}
        done = subprocess.run(
            ["/bin/sh", "-c", command.replace("$$", "$")], env=env, capture_output=True, check=False
        )
        assert password not in command
        return done.returncode == 0

    port = int(neo4j.uri.rpartition(":")[2])
    assert healthy(port, neo4j.password)
    assert not healthy(port, "another password")
    assert not healthy(free_port(), neo4j.password)


def test_the_explorer_s_command_serves_the_graph_of_that_server(
    services: dict[str, Any], neo4j: Address, gold_graph: Path, tmp_path: Path
) -> None:
    """The command and the health check of the service, with this machine's addresses in place of the containers'."""
    neo4j_server.clear(neo4j)
    with connect(neo4j) as driver, open_ledger(gold_graph) as ledger:
        load(driver, ledger)
    port = str(free_port())
    here = {"bolt://neo4j:7687": neo4j.uri, "/graph": str(gold_graph), "8420": port}
    command = [here.get(word, word) for word in services["explorer"]["command"]]
    kind, python, flag, code = services["explorer"]["healthcheck"]["test"]
    assert (kind, python, flag) == ("CMD", "python", "-c")
    check = [sys.executable, "-c", code.replace("8420", port)]
    env = {**os.environ, "NEO4J_PASSWORD": neo4j.password, "NEO4J_USERNAME": neo4j.user}
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "kg", *command], cwd=ROOT, env=env, stdout=log, stderr=log
        )
    try:
        until = time.monotonic() + 60
        while subprocess.run(check, capture_output=True, check=False).returncode:
            assert process.poll() is None, (tmp_path / "log").read_text()
            assert time.monotonic() < until, (tmp_path / "log").read_text()
            time.sleep(0.5)
    finally:
        process.terminate()
        process.wait(30)
    assert "token=" in (tmp_path / "log").read_text()


def test_the_container_file_copies_what_there_is(services: dict[str, Any]) -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    sources = [word for line in lines if line.startswith("COPY ") for word in line.split()[1:-1]]
    kept = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert {"kg", "ontology", "queries", "pyproject.toml", "constraints.txt"} <= set(sources)
    for source in sources:
        assert (ROOT / source).exists(), source
        assert f"!{source}" in kept
    assert 'ENTRYPOINT ["kg"]' in lines
    assert services["explorer"]["command"][0] in main.list_commands(None)  # type: ignore[arg-type]
