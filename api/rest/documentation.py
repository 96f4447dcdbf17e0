"""The site of the documentation below /docs, as `make docs` has built it: files of a folder, read when they are asked for.

Nothing of it is held in memory. Where it was not built, /docs is the reference, and says how to build the rest.
"""

import asyncio
import functools
import mimetypes
import pathlib
from typing import Annotated

import msgspec

from api.rest import reference
from api.rest.operations import Answer, Operation, Options, get

SITE = pathlib.Path(__file__).parent / "static" / "site"
_NEVER_CHANGES = "public, max-age=31536000, immutable"
_MAY_CHANGE = "public, max-age=300"
_HASHED = "assets/"
_POLICY = (
    "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_TYPES = {".md": "text/markdown", ".js": "text/javascript", ".txt": "text/plain"}
_NOT_BUILT = (
    "<p>The guides are not built here: <code>make docs</code> builds them, and they are shown at this address from then on. "
    'Every error code: <a href="/docs/errors">/docs/errors</a>.</p>'
)

PagePath = Annotated[str, msgspec.Meta(max_length=300)]
Words = Annotated[str, msgspec.Meta(max_length=300)]


class File(msgspec.Struct, frozen=True):
    """A file of the site. cached: what Cache-Control says of it."""

    body: bytes
    media_type: str
    cached: str


def find(site: pathlib.Path, name: str) -> pathlib.Path | None:
    """Return the file of that name below `site`, or None: also for what would lead out of it, and for what is hidden."""
    parts = name.split("/")
    if any(not part or part.startswith(".") or "\\" in part for part in parts):
        return None
    wanted = site.joinpath(*parts)
    return wanted if wanted.is_file() and wanted.resolve().is_relative_to(site.resolve()) else None


def read(site: pathlib.Path, name: str) -> File | None:
    """Return a file with what its headers say, or None where there is none."""
    found = find(site, name)
    if found is None:
        return None
    kind = _TYPES.get(found.suffix) or mimetypes.guess_type(found.name)[0] or "application/octet-stream"
    text = kind.startswith("text/") or kind in {"application/json", "image/svg+xml"}
    cached = _NEVER_CHANGES if name.startswith(_HASHED) else _MAY_CHANGE
    return File(found.read_bytes(), f"{kind}; charset=utf-8" if text else kind, cached)


def pages(site: pathlib.Path) -> list[Operation]:
    """Declare what is shown below /docs of the site in this folder, which may not be there."""

    @get("/docs", **_page("getDocs", "The documentation"))
    async def get_docs() -> Answer[bytes]:
        if await asyncio.to_thread(find, site, "index.html") is not None:
            return _elsewhere("/docs/index.html")
        body = await asyncio.to_thread(reference.page, _NOT_BUILT)
        return Answer(body=body, headers=reference.html_headers())

    @get("/docs/errors", **_page("getErrors", "Every error code"))
    async def get_errors() -> Answer[bytes]:
        if await asyncio.to_thread(find, site, "errors.html") is not None:
            return _elsewhere("/docs/errors.html")
        return Answer(body=reference.errors_page(), headers=reference.html_headers())

    @get("/docs/{page_path:path}", **_page("getDocsFile", "A page or file of the documentation"))
    async def get_docs_file(page_path: PagePath, h: Words = "", q: Words = "") -> Answer[bytes]:
        """h and q: what was searched for, which the page reads itself."""
        name = page_path.strip("/")
        file = await asyncio.to_thread(read, site, name)
        if file is not None:
            return _shown(file, 200)
        for page in (f"{name}.html", f"{name}/index.html"):
            if await asyncio.to_thread(find, site, page) is not None:
                return _elsewhere(f"/docs/{page}")
        missing = await asyncio.to_thread(read, site, "404.html")
        return _shown(missing or File(_NOT_BUILT.encode(), "text/html; charset=utf-8", _MAY_CHANGE), 404)

    return [get_docs, get_errors, get_docs_file]


def _page(operation_id: str, summary: str) -> Options:
    return Options(
        operation_id=operation_id, summary=summary, tag="reference", public=True, root=True, documented=False
    )


def _shown(file: File, status: int) -> Answer[bytes]:
    headers = {
        "content-type": file.media_type,
        "cache-control": file.cached,
        "content-security-policy": _POLICY,
    }
    return Answer(body=file.body, status=status, headers=headers)


@functools.cache
def _elsewhere(address: str) -> Answer[bytes]:
    return Answer(status=307, headers={"location": address, "cache-control": "no-cache"})
