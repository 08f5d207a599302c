"""What every answer and every request must keep to: headers, hosts, token, sizes."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterable
from http.cookies import SimpleCookie
from urllib.parse import parse_qs, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.web.errors import ApiError

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
"""No script, style or request but our own files'; nobody may put the page into a frame."""

BODY = 64_000
"""Bytes of the largest request body."""

ADDRESS = 32_000
"""Bytes of the longest query string: an address that names 600 things fits."""

SECONDS = 30.0
"""The longest wait for the next part of a request's body."""

COOKIE = "kg_token"


class Guard:
    """Refuses requests for other hosts (another site's page must not read the graph through a name that it points here), too large ones, and with
    `token` those that do not bring it; puts HEADERS on every answer.

    The token comes as `?token=` (then it is kept in a cookie and taken out of the address), as that cookie, or as `Authorization: Bearer`.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str], token: str = "") -> None:
        self._app = app
        self._hosts = frozenset(hosts)
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                out = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    out[name] = value
                if "cache-control" not in out:
                    own = scope["path"].startswith(
                        "/static/"
                    )  # files of ours: kept, but asked for again by their tag
                    out["Cache-Control"] = "no-cache" if own else "no-store"
            await send(message)

        try:
            self._check(scope, headers)
            if self._token and (answer := self._admit(scope, headers)) is not None:
                await answer(scope, receive, sealed)
                return
        except ApiError as error:
            await JSONResponse(error.body(), error.status)(scope, receive, sealed)
            return
        await self._app(scope, _patient(receive), sealed)

    def _check(self, scope: Scope, headers: Headers) -> None:
        host = headers.get("host", "")
        name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
        if self._hosts and name.strip("[]").lower() not in self._hosts:
            raise ApiError(
                "refused", f"{host[:80]!r} is no name of this server: open it by the address that it printed"
            )
        if len(scope.get("query_string", b"")) > ADDRESS:
            raise ApiError("too_large", f"the address is longer than {ADDRESS} characters")
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > BODY or "transfer-encoding" in headers:
            raise ApiError("too_large", f"a request may hold {BODY} bytes and must say how many it holds")
        origin = headers.get("origin")
        if origin is not None and origin.split("://", 1)[-1] != host:
            raise ApiError("refused", "the request comes from another site's page")

    def _admit(self, scope: Scope, headers: Headers) -> RedirectResponse | None:
        """None for a request that brings the token; for one that brings it in its address, a way to the same without it."""
        query = parse_qs(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
        given = query.pop("token", [""])[0]
        if given and self._fits(given):
            rest = urlencode(query, doseq=True)
            answer = RedirectResponse("/" + scope["path"].lstrip("/\\") + (f"?{rest}" if rest else ""), 303)
            answer.set_cookie(COOKIE, given, httponly=True, samesite="strict", path="/")
            return answer
        cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        bearer = headers.get("authorization", "").removeprefix("Bearer ")
        if not any(self._fits(value) for value in (cookie.value if cookie else "", bearer)):
            raise ApiError("token", "this explorer asks for its token")
        return None

    def _fits(self, given: str) -> bool:
        return secrets.compare_digest(given.encode(), self._token.encode())


def _patient(receive: Receive) -> Receive:
    """Waits for a request's body only so long; then it cannot be read, which is answered with 400. What comes after the body (that the client leaves) has all the time."""
    whole = False

    async def next_part() -> Message:
        nonlocal whole
        if whole:
            return await receive()
        message = await asyncio.wait_for(receive(), SECONDS)
        whole = not message.get("more_body", False)
        return message

    return next_part
