"""The files of one batch in the object store, every piece sealed under the batch's own key.

Deleting that key makes whatever is left of them unreadable. Pieces are of a few megabytes, so a file of any size passes
through the memory of one of them.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from os import urandom
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.errors import ErrorKind, PlatformError
from core.objects import Objects

PIECE_BYTES = 4_194_304
KEY_BYTES = 32
_NONCE_BYTES = 12


class BatchFileBroken(PlatformError):
    kind = ErrorKind.INTERNAL
    code = "batch_file_broken"


class Received(msgspec.Struct, frozen=True):
    """A file as it was kept."""

    size: int
    sha256: bytes


class BatchFiles:
    def __init__(self, objects: Objects, environment_id: UUID, batch_id: UUID, key: bytes) -> None:
        self.environment_id = environment_id
        self.batch_id = batch_id
        self._objects = objects
        self._folder = folder_of(environment_id, batch_id)
        self.key = key
        self._cipher = AESGCM(key)

    async def put(self, name: str, data: bytes | bytearray) -> None:
        """Keep a piece; one of this name that is there already stays."""
        sealed = await asyncio.to_thread(self._seal, name, data)
        await self._objects.put(f"{self._folder}/{name}", sealed)

    async def get(self, name: str) -> bytes:
        """Raises: ObjectNotFound, BatchFileBroken."""
        sealed = await self._objects.get(f"{self._folder}/{name}")
        try:
            return await asyncio.to_thread(self._open, name, sealed)
        except InvalidTag as error:
            raise BatchFileBroken(
                "A file of the batch is broken.", internal=f"{self._folder}/{name}"
            ) from error

    async def receive(self, stream: AsyncIterator[bytes], bytes_max: int) -> Received:
        """Keep a file of any size as pieces `input/0`, `input/1` and so on. Raises: TooManyBytes."""
        digest, size, number = hashlib.sha256(), 0, 0
        buffer = bytearray()
        async for part in stream:
            size += len(part)
            if size > bytes_max:
                raise TooManyBytes
            buffer += part
            while len(buffer) >= PIECE_BYTES:
                piece = bytes(buffer[:PIECE_BYTES])
                del buffer[:PIECE_BYTES]
                await self._keep(number, piece, digest)
                number += 1
        if buffer:
            await self._keep(number, bytes(buffer), digest)
        return Received(size, digest.digest())

    async def _keep(self, number: int, piece: bytes, digest: "hashlib._Hash") -> None:
        await asyncio.to_thread(digest.update, piece)
        await self.put(f"input/{number}", piece)

    def _seal(self, name: str, data: bytes | bytearray) -> bytes:
        nonce = urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, bytes(data), name.encode())

    def _open(self, name: str, sealed: bytes) -> bytes:
        return self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], name.encode())


class TooManyBytes(Exception):
    """The file is larger than files may be."""


class InputFile:
    """The file that a batch was made of, read at any place, piece by piece. The latest piece is kept."""

    def __init__(self, files: BatchFiles, size: int) -> None:
        self.size = size
        self._files = files
        self._number = -1
        self._piece = b""

    async def read(self, start: int, end: int) -> bytes:
        """Return the bytes from `start` to `end`, as far as there are."""
        parts = []
        end = min(end, self.size)
        while start < end:
            piece, offset = divmod(start, PIECE_BYTES)
            data = (await self._load(piece))[offset : offset + end - start]
            parts.append(data)
            start += len(data)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    async def read_piece(self, start: int) -> bytes:
        """Return what is left of the piece that `start` lies in; empty at the end."""
        return await self.read(start, (start // PIECE_BYTES + 1) * PIECE_BYTES)

    async def _load(self, number: int) -> bytes:
        if number != self._number:
            self._piece = await self._files.get(f"input/{number}")
            self._number = number
            if not self._piece:
                raise BatchFileBroken("A piece of the batch's file is empty.")
        return self._piece


def folder_of(environment_id: UUID, batch_id: UUID) -> str:
    return f"batches/{environment_id.hex}/{batch_id.hex}"
