"""The explorer's server: routes only. What they answer is worked out by the other modules of `kg.web`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends, FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.staticfiles import StaticFiles

from kg import __version__
from kg.errors import KgError, QueryError
from kg.web import (
    compare,
    downloads,
    evidence,
    facts,
    guard,
    neighbours,
    overview,
    page,
    panorama,
    paths,
    questions,
    reader,
    search,
)
from kg.web.errors import ApiError
from kg.web.filters import Filters
from kg.web.holder import Holder
from kg.web.security import Guard
from kg.web.snapshot import Snapshot

STATIC = Path(__file__).parent / "static"
APIDOCS = Path(__file__).parent / "apidocs"
_TITLE = "health-policy-kg explorer"


def answer(body: Any, snapshot: Snapshot | None = None) -> Response:
    """JSON as it stands: what the modules give needs no further encoding."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"), default=str)
    headers = {"X-Graph": snapshot.digest} if snapshot else {}
    return Response(text.encode(), media_type="application/json", headers=headers)


def create_app(holder: Holder, hosts: tuple[str, ...] = (), token: str = "") -> FastAPI:
    """The application over the graphs that `holder` keeps open. `hosts` are the names by which it may be called (none: any)."""
    app = FastAPI(
        title=_TITLE, version=__version__, docs_url=None, redoc_url=None, openapi_url="/openapi.json"
    )
    app.state.holder = holder
    _errors(app)
    _routes(app)
    app.add_middleware(GZipMiddleware, minimum_size=1_000, compresslevel=5)
    app.add_middleware(Guard, hosts=hosts, token=token)
    return app


def _errors(app: FastAPI) -> None:
    """Every failure in the one shape that the page understands."""

    def shown(error: ApiError) -> JSONResponse:
        return JSONResponse(error.body(), error.status)

    @app.exception_handler(KgError)
    def _kg(_: Request, error: KgError) -> JSONResponse:
        if isinstance(error, ApiError):
            return shown(error)
        code = "bad_request" if isinstance(error, QueryError) else "unavailable"
        return shown(ApiError(code, str(error)))

    @app.exception_handler(RequestValidationError)
    def _invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"][1:]) or "request"
        return shown(ApiError("bad_request", f"{name}: {first['msg']}"))

    @app.exception_handler(HTTPException)
    def _http(_: Request, error: HTTPException) -> JSONResponse:
        code = "not_found" if error.status_code in (404, 405) else "bad_request"
        return shown(ApiError(code, f"there is nothing here ({error.detail})"))

    @app.exception_handler(Exception)
    def _other(_: Request, error: Exception) -> JSONResponse:
        return shown(ApiError("unavailable", f"the server failed ({type(error).__name__})"))


def snapshot(request: Request, graph: Annotated[str, Query(max_length=64)] = "") -> Iterator[Snapshot]:
    """The graph that a request reads: that of `?graph=`, else the newest."""
    with request.app.state.holder.use(graph) as held:
        yield held


Held = Annotated[Snapshot, Depends(snapshot)]
Key = Annotated[str, Query(min_length=1, max_length=200)]
Words = Annotated[list[str], Query(max_length=40)]


def filters(  # noqa: PLR0913, PLR0917 - each is a parameter of the address
    relation: Words = [],  # noqa: B006 - FastAPI copies it
    type: Words = [],  # noqa: B006
    status: Words = [],  # noqa: B006
    region: Annotated[str, Query(max_length=100)] = "",
    direction: Annotated[str, Query(pattern="^(out|in)?$")] = "",
    first: Annotated[int | None, Query(alias="from", ge=1900, le=2200)] = None,
    last: Annotated[int | None, Query(alias="to", ge=1900, le=2200)] = None,
    confidence: Annotated[float, Query(ge=0, le=1)] = 0.0,
) -> Filters:
    """What is wanted of the facts around a thing."""
    return Filters(
        frozenset(relation), frozenset(type), frozenset(status), region, direction, first, last, confidence
    )


Wanted = Annotated[Filters, Depends(filters)]


def _routes(app: FastAPI) -> None:
    _pages(app)
    _home(app)
    _things(app)
    _around(app)
    _views(app)
    _asked(app)


def _pages(app: FastAPI) -> None:
    app.mount("/docs", StaticFiles(directory=APIDOCS, html=True), name="docs")
    app.mount("/static", StaticFiles(directory=STATIC), name="static")

    @app.get("/", include_in_schema=False)
    def index() -> Response:
        return FileResponse(STATIC / "index.html", headers={"Cache-Control": "no-cache"})


def _home(app: FastAPI) -> None:
    @app.get("/api/schema", summary="Types, relations and qualifiers in Chinese and English")
    def schema() -> Response:
        return answer(overview.words())

    @app.get("/api/overview", summary="What is in the graph")
    def home(held: Held) -> Response:
        return answer(overview.overview(held, app.state.holder.newest), held)

    @app.get("/api/state", summary="Which graph is read, and whether there is a newer one")
    def state(held: Held) -> Response:
        newest = app.state.holder.newest
        newer = newest if newest != held.digest else ""
        return answer({"graph": held.digest, "newer": newer, "pinyin": held.has("sounding")}, held)

    @app.get("/api/search", summary="Things by name, alias, abbreviation, pinyin, or in spite of a typo")
    def find(
        held: Held,
        q: Annotated[str, Query(max_length=100)],
        type: Words = [],  # noqa: B006
        region: Annotated[str, Query(max_length=100)] = "",
        limit: Annotated[int, Query(ge=1, le=100)] = 10,
    ) -> Response:
        return answer(search.search(held, q, frozenset(type), region, limit), held)


def _things(app: FastAPI) -> None:
    @app.get("/api/entity/{key}", summary="One entity or report with its facts")
    def one(held: Held, key: str) -> Response:
        return answer(facts.entity(held, key), held)

    @app.get("/api/statement/{key}", summary="One statement with the sentences that say it")
    def said(held: Held, key: str) -> Response:
        return answer(evidence.statement(held, key), held)

    @app.get("/api/report/{stem}", summary="A whole report with its mentions and facts")
    def text(held: Held, stem: str) -> Response:
        return answer(reader.report(held, stem), held)


def _around(app: FastAPI) -> None:
    @app.get("/api/expand", summary="Facts around a thing")
    def expand(
        held: Held,
        wanted: Wanted,
        id: Key,
        limit: Annotated[int, Query(ge=1, le=neighbours.EXPAND)] = 25,
        offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    ) -> Response:
        return answer(neighbours.expand(held, id, wanted, limit, offset), held)

    @app.get("/api/neighbourhood", summary="What lies within one or two steps")
    def near(
        held: Held,
        wanted: Wanted,
        id: Key,
        depth: Annotated[int, Query(ge=1, le=2)] = 1,
        limit: Annotated[int, Query(ge=1, le=neighbours.NEIGHBOURHOOD)] = 150,
    ) -> Response:
        return answer(neighbours.neighbourhood(held, id, depth, limit, wanted), held)

    @app.get("/api/path", summary="The shortest chains between two things")
    def path(held: Held, wanted: Wanted, from_id: Key, to_id: Key) -> Response:
        return answer(paths.path(held, from_id, to_id, wanted), held)

    @app.get("/api/nodes", summary="Named things and the facts between them")
    def nodes(held: Held, id: Annotated[list[str], Query(max_length=neighbours.NODES)]) -> Response:
        return answer(neighbours.among(held, id), held)


def _views(app: FastAPI) -> None:
    @app.get("/api/panorama", summary="The alliance network as circles in circles")
    def circles(held: Held) -> Response:
        return Response(
            held.once("panorama", drawn), media_type="application/json", headers={"X-Graph": held.digest}
        )

    @app.get("/api/page/{key}.{suffix}", summary="The facts of one page as CSV, JSON-LD or Turtle")
    def download(held: Held, key: str, suffix: str) -> Response:
        data, kind, name = downloads.download(held, key, suffix)
        headers = {
            "X-Graph": held.digest,
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        }
        return Response(data, media_type=kind, headers=headers)

    @app.get("/api/page/{key}", summary="All that a page shows of one thing")
    def whole(held: Held, key: str, inside: bool = False) -> Response:
        return answer(page.page(held, key, inside), held)

    @app.get("/api/compare/indicators", summary="Indicators worth comparing")
    def comparable(
        held: Held,
        q: Annotated[str, Query(max_length=100)] = "",
        limit: Annotated[int, Query(ge=1, le=500)] = 50,
    ) -> Response:
        return answer(compare.indicators(held, q, limit), held)

    @app.get("/api/compare", summary="One indicator across regions and years")
    def side_by_side(  # noqa: PLR0913, PLR0917 - each is a parameter of the address
        held: Held,
        indicator: Key,
        region: Words = [],  # noqa: B006
        unit: Annotated[str, Query(max_length=40)] = "",
        measure: Annotated[str, Query(max_length=40)] = "",
        limit: Annotated[int, Query(ge=1, le=40)] = 12,
    ) -> Response:
        return answer(compare.compare(held, indicator, region, (unit, measure), limit), held)


class CypherQuestion(BaseModel):
    """A question in Cypher with its parameters."""

    text: str = Field(
        max_length=guard.CHARS, examples=["MATCH (a:Alliance) RETURN a.name AS name ORDER BY name"]
    )
    parameters: dict[str, str | int | float | bool | list[str] | None] = Field(
        default_factory=dict, max_length=50
    )


def _asked(app: FastAPI) -> None:
    holder: Holder = app.state.holder

    @app.get("/api/questions", summary="The canned questions as forms")
    def forms() -> Response:
        return answer(questions.listed())

    @app.get("/api/questions/{name}", summary="The answer to a canned question")
    def canned(held: Held, name: str, request: Request) -> Response:
        given = {key: value for key, value in request.query_params.items() if key != "graph"}
        return answer(questions.asked(holder.asker, held, name, given))

    @app.post("/api/cypher", summary="A question in Cypher that only reads")
    def free(question: CypherQuestion) -> Response:
        return answer(questions.cypher(holder.asker, question.text, question.parameters))


def drawn(snapshot: Snapshot) -> bytes:
    """The panorama, ready to be sent."""
    return json.dumps(panorama.panorama(snapshot), ensure_ascii=False, separators=(",", ":")).encode()


def prepare(snapshot: Snapshot) -> None:
    """What a state must have before visitors get it; the rest is worked out in the background."""
    snapshot.once("index", search.index)
    snapshot.warm(("overview", overview.contents), ("sounding", search.sounding), ("panorama", drawn))
