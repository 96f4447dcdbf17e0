"""The REST face. Conventions for whoever adds a noun:

1. One file a noun, `api/rest/<noun>.py`, that ends in `HANDLERS = [list_things, get_thing, ...]`; add it to
   `NOUNS` in `api/rest/nouns.py`, and its tag with a sentence to `TAGS` in `api/rest/document_parts.py`.
2. A handler is declared with `api.rest.operations`: `@get("/things/{thing_id:str}", operation_id="getThing",
   summary="Get a thing", tag="things")`. The path comes under /api/v1. Its docstring, if any, is the operation's
   description. One path a handler, operation ids in camelCase and unique, at most ten lines of body.
3. Parameters are injected by name, bound at start: `caller: Principal`, `deadline: float` (event loop time), any field
   of `api.services.Services` (`things: Things`), path parameters (`thing_id: str`), `data: CreateThing` (a frozen
   msgspec Struct with `forbid_unknown_fields=True`), and all others are query parameters (`status: Status | None = None`;
   an undeclared query parameter is refused). No Litestar markers are needed.
4. Every int and str of a body or query has a maximum in its type (`Annotated[int, Meta(ge=0, le=INT64_MAX)]`); write
   `Annotated[str, Meta(...)] | None`, never `Annotated[str | None, Meta(...)]`. The document is made by msgspec from the
   same types (`api/rest/schemas.py`): lines `field: what it is` of a Struct's docstring describe its fields.
5. A handler returns a Struct without defaults whose name is unique over all nouns (it becomes the component): the noun's
   own, or one from `api/views/<noun>.py`, where both faces find it; or
   `Answer[Thing](body=..., status=..., headers=...)`. POST that makes something says `status=201`; 204 returns None.
6. POST that makes decisions, credentials or anything that must not be doubled: `keyed=Keyed.REQUIRED`; other mutations:
   `Keyed.OPTIONAL`. The face answers 400, 409, 422 and replays; the use case needs nothing but `intake.append(tx, ...)`.
7. Lists take `page: Page`-style parameters: see `api/rest/paging.py`.
8. Raise PlatformError subclasses only. Their kind becomes the status (`api/rest/problems.py`), their code a section of
   /docs/errors. Another tenant's object is NOT_FOUND.
9. Give `example=` (request) and `answer_example=` as plain JSON values: a test decodes each by its Struct.
10. A parity scenario in tests/parity/ for every use case that gRPC has too.
"""

import pathlib
from collections.abc import Sequence

from litestar import Litestar, Request, Response
from litestar.datastructures import State
from litestar.handlers import HTTPRouteHandler
from litestar.plugins import PluginProtocol
from litestar.response import Stream

from api.rest import console, documentation, reference
from api.rest.call import Call
from api.rest.edge import Edge, Routes
from api.rest.nouns import OPERATIONS
from api.rest.operations import Operation
from api.rest.runner import Runner
from api.services import Services
from api.settings import FaceSettings


class Router(Litestar):
    """Litestar without its plugins: they know types that no handler of ours has, and bring all of pydantic where it is installed."""

    @staticmethod
    def _get_default_plugins(plugins: list[PluginProtocol]) -> list[PluginProtocol]:
        return plugins


def create_app(
    services: Services,
    settings: FaceSettings,
    nouns: Sequence[Operation] = OPERATIONS,
    site: pathlib.Path = documentation.SITE,
) -> Litestar:
    """Build the ASGI application of the REST face. site: the folder of the built documentation."""
    operations = [*nouns, *reference.HANDLERS, *documentation.pages(site), *console.HANDLERS]
    runners = [Runner(operation, services, settings) for operation in operations]
    app = Router(
        route_handlers=[handler_of(runner) for runner in runners],
        request_max_body_size=None,  # the runner counts the body itself
        openapi_config=None,
        logging_config=None,
    )
    lean = [runner for runner in runners if runner.operation.lean]
    app.asgi_handler = Edge(app.asgi_router, Routes(operations), lean, services, settings)
    return app


def handler_of(runner: Runner) -> HTTPRouteHandler:
    """Make the handler that Litestar routes to; the runner does everything but the routing."""
    operation = runner.operation

    async def endpoint(request: Request[None, None, State]) -> Response[bytes] | Stream:
        call: Call = request.scope["state"]["call"]
        await runner.admit(call)
        await runner.read(call, request.receive, request.scope)
        answer, body = await runner.run(call)
        if answer.stream is not None:
            return Stream(answer.stream, headers=dict(answer.headers))
        return Response(body, status_code=answer.status or operation.status, headers=dict(answer.headers))

    handler = HTTPRouteHandler(
        operation.full_path,
        http_method=operation.method,  # type: ignore[arg-type]  # a str of five, not Litestar's Literal
        status_code=200,  # the Response carries its own; Litestar would refuse a 204 that may have a body
        media_type=operation.media_type,
        name=operation.operation_id,
    )
    return handler(endpoint)
