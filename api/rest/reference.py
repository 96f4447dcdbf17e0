"""The document, the reference page made of it and the list of error codes: all offline, all from this process."""

import asyncio
import functools
import html
import importlib.resources
from collections.abc import Iterator

from api.rest.document import document_bytes
from api.rest.nouns import OPERATIONS
from api.rest.operations import Answer, Options, get
from api.rest.problems import status_of
from core.errors import PlatformError, fix_of

_STATIC = importlib.resources.files("api.rest") / "static"
_CACHED = "public, max-age=3600"
_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def _page(operation_id: str, summary: str) -> Options:
    return Options(
        operation_id=operation_id, summary=summary, tag="reference", public=True, root=True, documented=False
    )


@functools.cache
def _document() -> bytes:
    return document_bytes(OPERATIONS)


@functools.cache
def _static(name: str) -> bytes:
    return (_STATIC / name).read_bytes()


@get("/openapi.json", **_page("getOpenApi", "The document"))
async def get_open_api() -> Answer[bytes]:
    body = await asyncio.to_thread(_document)
    return Answer(body=body, headers={"content-type": "application/json", "cache-control": "no-cache"})


@get("/docs/api", **_page("getReference", "The reference"))
async def get_reference() -> Answer[bytes]:
    return Answer(body=await asyncio.to_thread(page), headers=html_headers())


def page(above: str = "") -> bytes:
    """Write the page of the reference. above: HTML that it begins with."""
    return _static("reference.html").replace(b"<body>", b"<body>" + above.encode())


@get("/docs/redoc.standalone.js", **_page("getRedoc", "The reference's script"))
async def get_redoc() -> Answer[bytes]:
    body = await asyncio.to_thread(_static, "redoc.standalone.js")
    return Answer(
        body=body, headers={"content-type": "text/javascript; charset=utf-8", "cache-control": _CACHED}
    )


@get("/docs/favicon.svg", **_page("getFavicon", "The icon"))
async def get_favicon() -> Answer[bytes]:
    return await _icon()


@get("/favicon.ico", **_page("getFaviconIco", "The icon, where browsers look for it"))
async def get_favicon_ico() -> Answer[bytes]:
    return await _icon()


async def _icon() -> Answer[bytes]:
    body = await asyncio.to_thread(_static, "favicon.svg")
    return Answer(body=body, headers={"content-type": "image/svg+xml", "cache-control": _CACHED})


def html_headers() -> dict[str, str]:
    return {"content-type": "text/html; charset=utf-8", "content-security-policy": _PAGE_POLICY}


def error_types(base: type[PlatformError] = PlatformError) -> Iterator[type[PlatformError]]:
    """Yield every error that this process knows."""
    for each in base.__subclasses__():
        yield each
        yield from error_types(each)


def errors_page() -> bytes:
    """Write the page that a problem's `type` points to, one section a code."""
    known = {each.code: each for each in error_types() if each.__module__.partition(".")[0] != "tests"}
    sections = "".join(_section(code, known[code]) for code in sorted(known))
    style = "body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}"
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Countermark error codes</title>'
        f'<link rel="icon" type="image/svg+xml" href="/docs/favicon.svg"><style>{style}</style></head><body>'
        "<h1>Error codes</h1><p>REST answers carry the code in a problem's <code>code</code>, gRPC in "
        "<code>google.rpc.ErrorInfo.reason</code>. Codes never change their meaning.</p>"
        f'{sections}<p><a href="/docs/api">API reference</a></p></body></html>\n'
    ).encode()


def _section(code: str, error: type[PlatformError]) -> str:
    fix = html.escape(fix_of(error))
    return f'<h2 id="{code}"><code>{code}</code></h2><p>{error.kind.value} · HTTP {status_of(error)}</p><p>{fix}</p>'


HANDLERS = [get_open_api, get_reference, get_redoc, get_favicon, get_favicon_ico]
