"""Headers, hosts, token, sizes, paths: what is asked in a way that no page of ours asks is refused."""

import http.client
import re
import socket

import httpx
import pytest

from kg.web import security
from kg.web.holder import Holder
from kg.web.serve import is_local
from tests.web.conftest import Served


@pytest.mark.parametrize(
    "path", ["/", "/api/overview", "/api/nothing", "/static/index.html", "/docs/", "/openapi.json"]
)
def test_every_answer_is_sealed(client: httpx.Client, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy and "http:" not in policy and "*" not in policy
    assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "no-referrer"
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize("path", ["/", "/docs/"])
def test_pages_have_no_inline_script_and_no_foreign_address(client: httpx.Client, path: str) -> None:
    text = client.get(path).text
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))
    assert not re.findall(r"\son\w+\s*=|javascript:|<style|\sstyle\s*=", text)
    assert not re.findall(r"(?:src|href)\s*=\s*[\"']?(?:https?:)?//", text)


TRICKS = [
    "/static/../app.py",
    "/static/..%2fapp.py",
    "/static/%2e%2e/app.py",
    "/static/%2e%2e%2f%2e%2e%2fledger.py",
    "/static/....//app.py",
    "/static/..\\app.py",
    "/static/%5c..%5capp.py",
    "/static//etc/passwd",
    "/static/%00",
    "/static/index.html%00.js",
    "/docs/../app.py",
    "/docs/%2e%2e/%2e%2e/errors.py",
    "/../../etc/passwd",
    "//etc/passwd",
    "/api/report/..%2f..%2fetc%2fpasswd",
    "/api/report/%2e%2e",
    "/api/page/..%2f..%2fseeds.csv",
    "/api/questions/..%2f..%2fetc%2fpasswd",
    "/graph/ledger.sqlite",
    "/.git/config",
    "/static/",
]


def raw(address: str, path: str) -> tuple[int, str, bytes]:
    """Status, location and body of the answer to a path sent as it is: a client of good manners would tidy it first."""
    place = address.removeprefix("http://").rstrip("/")
    connection = http.client.HTTPConnection(place, timeout=20)
    connection.putrequest("GET", path, skip_host=True)
    connection.putheader("Host", place)
    connection.endheaders()
    answer = connection.getresponse()
    told = answer.status, answer.getheader("location") or "", answer.read()
    connection.close()
    return told


@pytest.mark.parametrize("path", TRICKS)
def test_tricks_with_paths_find_nothing(client: httpx.Client, path: str) -> None:
    status, _, body = raw(str(client.base_url), path)
    assert status in (400, 404), (status, body[:200])
    assert b"import" not in body and b"root:" not in body and b"SQLite" not in body


def test_another_name_for_this_machine_is_refused(client: httpx.Client) -> None:
    """A foreign site may point its own name at 127.0.0.1; its page must not read the graph through it."""
    assert client.get("/api/overview", headers={"Host": "evil.example"}).status_code == 403
    assert client.get("/api/overview", headers={"Host": "127.0.0.1.evil.example:80"}).status_code == 403


def test_another_sites_page_is_refused(client: httpx.Client) -> None:
    question = {"text": "RETURN 1 AS one"}
    answer = client.post("/api/cypher", json=question, headers={"Origin": "http://evil.example"})
    assert answer.status_code == 403
    own = {"Origin": str(client.base_url).rstrip("/")}
    assert client.post("/api/cypher", json=question, headers=own).status_code == 200
    plain = client.post(
        "/api/cypher", content='{"text": "RETURN 1 AS one"}', headers={"Content-Type": "text/plain"}
    )
    assert plain.status_code == 400


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "POST"])
def test_nothing_takes_what_would_write(client: httpx.Client, method: str) -> None:
    for path in ("/api/overview", "/api/entity/x", "/", "/static/index.html"):
        assert client.request(method, path).status_code in (404, 405)


def test_sizes_are_bounded(client: httpx.Client) -> None:
    assert client.post("/api/cypher", content=b"x" * 70_000).status_code == 413
    assert client.post("/api/cypher", content=iter([b"x" * 10])).status_code == 413  # does not say how much
    assert client.get("/api/search", params={"q": "医" * 101}).status_code == 400
    assert client.get("/api/nodes", params={"id": ["x"] * 601}).status_code == 400
    assert client.get("/api/overview?x=" + "y" * 40_000).status_code == 413


def test_a_body_that_does_not_come_is_not_waited_for(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(security, "SECONDS", 0.3)
    place = (client.base_url.host, client.base_url.port or 80)
    head = f"POST /api/cypher HTTP/1.1\r\nHost: {place[0]}:{place[1]}\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{{"
    with socket.create_connection(place, timeout=20) as slow:
        slow.sendall(head.encode())
        assert slow.recv(100).startswith(b"HTTP/1.1 400")


def test_where_others_may_look_a_token_is_asked_for(holder: Holder) -> None:
    with Served(holder, token="open-sesame-0123456789") as address, httpx.Client(base_url=address) as other:
        for path in (
            "/",
            "/api/overview",
            "/static/index.html",
            "/docs/",
            "/openapi.json",
            "/?token=wrong",
            "/?token=",
        ):
            answer = other.get(path)
            assert answer.status_code == 401 and answer.json()["error"]["code"] == "token"
        bearer = {"Authorization": "Bearer open-sesame-0123456789"}
        assert other.get("/api/state", headers={"Authorization": "Bearer x"}).status_code == 401
        assert other.get("/api/state", headers=bearer).status_code == 200
        first = other.get("/", params={"token": "open-sesame-0123456789", "a": "b"})
        assert first.status_code == 303 and first.headers["location"] == "/?a=b"
        away = raw(address, "//evil.example/?token=open-sesame-0123456789")
        assert away[:2] == (303, "/evil.example/")
        cookie = first.headers["set-cookie"].lower()
        assert "httponly" in cookie and "samesite=strict" in cookie
        assert other.get("/api/state").status_code == 200


@pytest.mark.parametrize(
    ("host", "local"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("127.8.9.1", True), ("0.0.0.0", False), ("192.168.1.2", False), ("::", False), ("box.lan", False)],
)  # fmt: skip
def test_what_is_this_machine_alone(host: str, local: bool) -> None:
    assert is_local(host) is local


def test_files_of_the_page_are_kept_and_answers_are_not(client: httpx.Client) -> None:
    file = client.get("/static/app/main.js")
    assert file.headers["cache-control"] == "no-cache" and file.headers["etag"]
    again = client.get("/static/app/main.js", headers={"If-None-Match": file.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/api/overview").headers["cache-control"] == "no-store"
