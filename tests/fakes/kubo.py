"""What Kubo answers to `dag/import`, as far as its reference and its source tell: no node, no network, and no proof that a real one agrees.

It reads a chunked multipart request, the CAR in it by code of its own, checks each block by its CID, and pins the root if all that it links
to is there, as Kubo does offline (core/commands/dag/import.go).
"""

import asyncio
import contextlib
import hashlib
import json
from collections.abc import AsyncIterator

import libipld

_RAW, _DAG_CBOR = 0x55, 0x71


class FakeKubo:
    """says: what to answer instead, as status and body; None to work. pinned: roots, in order. token: what it asks for."""

    def __init__(self) -> None:
        self.blocks: dict[str, bytes] = {}
        self.pinned: list[str] = []
        self.calls = 0
        self.says: list[tuple[int, bytes]] = []
        self.token = ""
        self.url = ""

    @contextlib.asynccontextmanager
    async def serving(self) -> AsyncIterator["FakeKubo"]:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        async with server:
            yield self

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        body = await _chunked(reader)
        status, answer = self._answer(head, body)
        length = f"Content-Length: {len(answer)}\r\n" if status != 200 else ""
        writer.write(f"HTTP/1.1 {status} Told\r\n{length}Connection: close\r\n\r\n".encode() + answer)
        await writer.drain()
        writer.close()

    def _answer(self, head: str, body: bytes) -> tuple[int, bytes]:
        self.calls += 1
        if self.says:
            return self.says.pop(0)
        if not head.startswith("POST /api/v0/dag/import?pin-roots=true"):
            return 405, b"405 - Method Not Allowed"
        if self.token and f"authorization: bearer {self.token}".lower() not in head.lower():
            return 403, b"403 - Forbidden"
        boundary = head.split("boundary=")[1].split("\r\n", maxsplit=1)[0].encode()
        car = body.split(b"\r\n\r\n", 1)[1].removesuffix(b"\r\n--" + boundary + b"--\r\n")
        root = self._import(car)
        missing = self._missing(root)
        message = f"block was not found locally (offline): ipld: could not find {missing}" if missing else ""
        if not missing:
            self.pinned.append(root)
        return 200, json.dumps({"Root": {"Cid": {"/": root}, "PinErrorMsg": message}}).encode() + b"\n"

    def _import(self, car: bytes) -> str:
        length, at = _varint(car, 0)
        header = libipld.decode_dag_cbor(car[at : at + length])
        assert isinstance(header, dict)
        at += length
        while at < len(car):
            length, at = _varint(car, at)
            section = car[at : at + length]
            at += length
            cid, data = section[:36], section[36:]
            assert cid[:1] == b"\x01"
            assert cid[1] in {_RAW, _DAG_CBOR}
            assert cid[2:] == b"\x12\x20" + hashlib.sha256(data).digest()
            assert len(data) <= 1 << 20
            self.blocks[libipld.encode_cid(cid)] = data
        return libipld.encode_cid(header["roots"][0])

    def _missing(self, root: str) -> str | None:
        """Walk all that the root links to. Returns: the first that is not there."""
        waiting = [root]
        while waiting:
            cid = waiting.pop()
            if cid not in self.blocks:
                return cid
            if libipld.decode_cid(cid)["codec"] == _DAG_CBOR:
                waiting += _links(libipld.decode_dag_cbor(self.blocks[cid]))
        return None


def _links(value: object) -> list[str]:
    """libipld gives links as bytes that begin as a CID of ours does; nothing else in a manifest is 36 bytes long."""
    if isinstance(value, bytes):
        return [libipld.encode_cid(value)] if len(value) == 36 and value[:1] == b"\x01" else []
    if isinstance(value, dict):
        return [link for each in value.values() for link in _links(each)]
    return [link for each in value for link in _links(each)] if isinstance(value, list) else []


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        value |= (data[at] & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if data[at - 1] < 0x80:
            return value, at


async def _chunked(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while length := int(await reader.readline(), 16):
        body += await reader.readexactly(length)
        await reader.readexactly(2)
    await reader.readexactly(2)
    return body
