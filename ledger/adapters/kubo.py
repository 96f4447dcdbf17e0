"""Kubo's RPC: `POST /api/v0/dag/import` takes a CAR and pins its root.

It answers a JSON text a line: `{"Root": {"Cid": {"/": cid}, "PinErrorMsg": text}}` for each root. A status of 200 alone says nothing: an
error may come after it, as `PinErrorMsg`, as an error line, or as a body that ends without a root. Source: docs.ipfs.tech, reference of the Kubo RPC.
"""

import json
import secrets
from collections.abc import AsyncIterator
from typing import cast

import httpcore

from core.json_values import JsonValue
from ledger.pins import PinFailed

_PATH = "/api/v0/dag/import?pin-roots=true&stats=false&silent=false"
_ANSWER_BYTES_MAX = 65_536
_OK = 200
_TIMEOUTS_S = {"connect": 5.0, "write": 30.0, "read": 120.0, "pool": 5.0}
_ERRORS = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.UnsupportedProtocol,
)


class KuboNode:
    """url: of the RPC, such as http://127.0.0.1:5001. token: sent as a bearer token, unless it is empty."""

    def __init__(self, url: str, token: str) -> None:
        self._url = url.rstrip("/") + _PATH
        self._token = token
        self._pool = httpcore.AsyncConnectionPool(max_connections=1, keepalive_expiry=30.0)

    def __repr__(self) -> str:
        return f"KuboNode({self._url})"

    async def close(self) -> None:
        await self._pool.aclose()

    async def pin(self, root: str, car: AsyncIterator[bytes]) -> None:
        boundary = secrets.token_hex(16)
        headers = [
            ("Content-Type", f"multipart/form-data; boundary={boundary}"),
            ("Transfer-Encoding", "chunked"),
        ]
        if self._token:
            headers.append(("Authorization", f"Bearer {self._token}"))
        try:
            async with self._pool.stream(
                "POST",
                self._url,
                headers=headers,
                content=_multipart(car, boundary),
                extensions={"timeout": _TIMEOUTS_S},
            ) as answer:
                body = await _body(answer)
        except _ERRORS as error:
            raise PinFailed("The IPFS node cannot be reached.", internal=repr(error)) from error
        if answer.status != _OK:
            raise PinFailed("The IPFS node refused a bundle.", internal=f"{answer.status=} {body[:500]!r}")
        _check(body, root)


async def _multipart(car: AsyncIterator[bytes], boundary: str) -> AsyncIterator[bytes]:
    yield (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="bundle.car"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    ).encode()
    async for piece in car:
        yield piece
    yield f"\r\n--{boundary}--\r\n".encode()


async def _body(answer: httpcore.Response) -> bytes:
    body = b""
    async for piece in answer.aiter_stream():
        body += piece
        if len(body) > _ANSWER_BYTES_MAX:
            raise PinFailed("The IPFS node says too much.", internal=f"{len(body)=}")
    return body


def _check(body: bytes, root: str) -> None:
    """Raises: PinFailed unless the node said that it pinned this root, and nothing else went wrong."""
    kept = False
    for line in body.splitlines():
        said = _record(line)
        if "Stats" in said:
            continue
        told = said.get("Root")
        if said.get("Type") == "error" or not isinstance(told, dict):
            raise PinFailed("The IPFS node failed.", internal=repr(line[:500]))
        if told.get("PinErrorMsg") or told.get("Cid") != {"/": root}:
            raise PinFailed("The IPFS node did not pin a bundle.", internal=repr(line[:500]))
        kept = True
    if not kept:
        raise PinFailed("The IPFS node did not say that it pinned a bundle.", internal=f"{root=}")


def _record(line: bytes) -> dict[str, JsonValue]:
    try:
        said = cast(JsonValue, json.loads(line))
    except ValueError as error:
        raise PinFailed("The IPFS node does not speak JSON.", internal=repr(line[:500])) from error
    if not isinstance(said, dict):
        raise PinFailed("The IPFS node does not speak as Kubo does.", internal=repr(line[:500]))
    return said
