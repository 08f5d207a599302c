"""A real Neo4j Community server for the tests: its jars come from Maven Central once, each test session starts its own on a free port.

    with running(tmp_path / "home") as server:      # a new home, or one that a killed server left
        with connect(server.address) as driver: ...
        server.kill(); server.start()               # as after a power cut of the process; the data are in the home

The jars (123 MB) lie in a folder of the user's cache, or in KG_TEST_NEO4J_JARS. Needs `java` (17 or later) and, the first time, `mvn`.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from platformdirs import user_cache_path

from kg.store.bolt import Address, connect
from kg.store.locks import lock

POM = Path(__file__).parent / "neo4j" / "pom.xml"
VERSION = "5.26.30"
"""As in the POM."""

PATIENCE = 120.0
"""Seconds for a start on a busy machine; an idle one takes 4."""

_HANDSHAKE = bytes.fromhex("6060B017 00080805 00020404 00000000 00000000")

_JVM = (
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "-Xms128m",
    "-Xmx512m",
    "-XX:+UseSerialGC",  # with the next, halves the time to start where both cores are busy
    "-XX:TieredStopAtLevel=1",
)

_SETTINGS = {
    "server.http.enabled": "false",
    "server.memory.pagecache.size": "64m",
    "db.tx_log.preallocate": "false",  # else each home takes 517 MB
    "dbms.usage_report.enabled": "false",
    "internal.server.bolt.thread_pool_shutdown_wait_time": "0s",  # with the next, stops in 1 s instead of 10
    "internal.server.bolt.connection_shutdown_wait_time": "0s",
}


class MissingError(Exception):
    """There is no server here; the message says what to install."""


def jars() -> Path:
    """The folder with the server's jars, fetched where they are not there yet. Raises MissingError where they cannot be had."""
    if shutil.which("java") is None:
        raise MissingError(
            "the tests on Neo4j need `java` 17 or later (Debian: apt-get install default-jdk-headless)"
        )
    given = os.environ.get("KG_TEST_NEO4J_JARS")
    key = hashlib.sha256(POM.read_bytes()).hexdigest()[
        :8
    ]  # another POM is another folder: the old may be in use
    folder = Path(given) if given else user_cache_path("health-policy-kg") / f"neo4j-{VERSION}-{key}"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with lock(folder.with_name(f"{folder.name}.lock"), wait=600):  # one of several test workers fetches
        if not (folder / f"cypher-shell-{VERSION}.jar").is_file():
            _fetch(folder)
    return folder


def _fetch(folder: Path) -> None:
    if shutil.which("mvn") is None:
        raise MissingError(
            "the tests on Neo4j need `mvn` to fetch the server once (Debian: apt-get install maven)"
        )
    draft = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(draft, ignore_errors=True)
    words = ["mvn", "-q", "-B", "-f", str(POM), f"-Djars={draft}", "dependency:copy-dependencies"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise MissingError(f"{' '.join(words)} failed: {(done.stdout + done.stderr)[-1000:]}")
    shutil.rmtree(folder, ignore_errors=True)
    draft.rename(folder)


class Server:
    """One server on its own home. Not started by being made."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.jars = jars()
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._password_file = home / "password"
        if self._password_file.exists():
            self.password = self._password_file.read_text(encoding="ascii")
        else:
            self.password = secrets.token_hex(12)
            (home / "conf").mkdir(parents=True, exist_ok=True)
            self._password_file.write_text(self.password, encoding="ascii")
            self.admin("dbms", "set-initial-password", self.password)  # only before the first start

    @property
    def address(self) -> Address:
        return Address(f"bolt://127.0.0.1:{self.port}", "neo4j", self.password)

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def admin(self, *words: str) -> subprocess.CompletedProcess[str]:
        """What `neo4j-admin WORDS` does; the server must not run. Raises CalledProcessError."""
        command = [*self.admin_command, *words]
        done = subprocess.run(
            command, env=self.admin_environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise subprocess.CalledProcessError(
                done.returncode, command, done.stdout, done.stdout + done.stderr
            )
        return done

    @property
    def shell_command(self) -> Sequence[str]:
        """What `cypher-shell` stands for; user and password come from NEO4J_USERNAME and NEO4J_PASSWORD."""
        return ("java", *_JVM, "-cp", f"{self.jars}/*", "org.neo4j.shell.Main")

    @property
    def admin_command(self) -> Sequence[str]:
        return ("java", *_JVM, "-cp", f"{self.jars}/*", "org.neo4j.cli.AdminTool")

    @property
    def admin_environment(self) -> dict[str, str]:
        return {**os.environ, "NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self.home / "conf")}

    def start(self) -> None:
        """Starts, and waits until Bolt answers. After `kill` or `stop` it goes on with what is in the home, on the same port."""
        for _ in range(5):
            self._launch()
            if self._wait():
                return
            self.port = free_port()  # another program was faster
        raise MissingError(f"Neo4j does not start:\n{self.log()[-2000:]}")

    def _launch(self) -> None:
        settings = {"server.bolt.listen_address": f"127.0.0.1:{self.port}", **_SETTINGS}
        conf = "".join(f"{key}={value}\n" for key, value in settings.items())
        (self.home / "conf" / "neo4j.conf").write_text(conf, encoding="ascii")
        place = [f"--home-dir={self.home}", f"--config-dir={self.home / 'conf'}"]
        words = ["java", *_JVM, "-cp", f"{self.jars}/*", "org.neo4j.server.CommunityEntryPoint", *place]
        with (self.home / "out.log").open("ab") as out:
            self._process = subprocess.Popen(
                words, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
            )

    def _wait(self) -> bool:
        """Whether Bolt answers before the process ends."""
        assert self._process is not None
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if self._process.poll() is not None:
                return False
            if _speaks_bolt(self.port):
                return True
            time.sleep(0.1)
        self.kill()
        return False

    def log(self) -> str:
        """What the server wrote."""
        found = [self.home / "out.log", self.home / "logs" / "neo4j.log"]
        return "".join(path.read_text(encoding="utf-8", errors="replace") for path in found if path.exists())

    def stop(self) -> None:
        """Ends it in order; nothing happens where it does not run."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """Ends it at once (kill -9); what was committed is in the home."""
        self._end(signal.SIGTERM if os.name == "nt" else signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(ProcessLookupError):
            process.send_signal(how)
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def running(home: Path) -> Iterator[Server]:
    """A started server on `home`; stopped at the end."""
    server = Server(home)
    try:
        server.start()
        yield server
    finally:
        server.stop()


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keeps other test processes of this session from a server that all know, for as long as this one works."""
    with lock(folder / "neo4j.lock", wait=3600) as held:
        assert held, "another test process has kept the server for an hour"
        yield


def count(address: Address) -> int:
    """How many nodes there are."""
    with connect(address) as driver:
        return int(driver.execute_query("MATCH (n) RETURN count(n) AS n").records[0]["n"])


def clear(address: Address) -> None:
    """Removes all nodes, constraints and indexes."""
    with connect(address) as driver, driver.session() as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS").consume()
        for row in session.run("SHOW CONSTRAINTS YIELD name").data():
            session.run(f"DROP CONSTRAINT `{row['name']}`").consume()
        for row in session.run("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP'").data():
            session.run(f"DROP INDEX `{row['name']}`").consume()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _speaks_bolt(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as wire:
            wire.settimeout(5)
            wire.sendall(_HANDSHAKE)
            return any(wire.recv(4))
    except OSError:
        return False
