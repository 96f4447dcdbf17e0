"""Files of any size in the object store, sealed piece by piece under a key of their own.

Deleting that key makes whatever is left of them unreadable. A body is hashed and sealed while it comes in, a few megabytes at
a time, so a file of any size passes through the memory of one piece; what is sent over a face arrives as `upload`.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from os import urandom

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.errors import ErrorKind, PlatformError
from core.objects import Objects

PIECE_BYTES = 4_194_304
KEY_BYTES = 32
_NONCE_BYTES = 12


class SealedFileBroken(PlatformError):
    kind = ErrorKind.INTERNAL
    code = "sealed_file_broken"


class TooManyBytes(Exception):
    """The file is larger than files may be."""


class Received(msgspec.Struct, frozen=True):
    """A file as it was kept: its size, and its SHA-256."""

    size: int
    sha256: bytes


class SealedFiles:
    """What lies in one folder of the object store under one key of 32 bytes."""

    def __init__(self, objects: Objects, folder: str, key: bytes) -> None:
        self.key = key
        self._objects = objects
        self._folder = folder
        self._cipher = AESGCM(key)

    async def put(self, name: str, data: bytes | bytearray) -> None:
        """Keep a piece; one of this name that is there already stays."""
        sealed = await asyncio.to_thread(self._seal, name, data)
        await self._objects.put(f"{self._folder}/{name}", sealed)

    async def get(self, name: str) -> bytes:
        """Raises: ObjectNotFound, SealedFileBroken."""
        sealed = await self._objects.get(f"{self._folder}/{name}")
        try:
            return await asyncio.to_thread(self._open, name, sealed)
        except InvalidTag as error:
            raise SealedFileBroken("A stored file is broken.", internal=f"{self._folder}/{name}") from error

    async def receive(self, stream: AsyncIterator[bytes], bytes_max: int, name: str = "input") -> Received:
        """Keep a file of any size as pieces `<name>/0`, `<name>/1` and so on; `delete` when it must not stay.

        Raises: TooManyBytes.
        """
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
                await self._keep(f"{name}/{number}", piece, digest)
                number += 1
        if buffer:
            await self._keep(f"{name}/{number}", bytes(buffer), digest)
        return Received(size, digest.digest())

    def reader(self, size: int, name: str = "input") -> "SealedReader":
        """Read what `receive` has kept under this name. size: of the whole file."""
        return SealedReader(self, size, name)

    async def delete(self) -> None:
        """Delete everything that lies there."""
        await self._objects.delete_folder(self._folder)

    async def _keep(self, name: str, piece: bytes, digest: "hashlib._Hash") -> None:
        await asyncio.to_thread(digest.update, piece)
        await self.put(name, piece)

    def _seal(self, name: str, data: bytes | bytearray) -> bytes:
        nonce = urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, bytes(data), name.encode())

    def _open(self, name: str, sealed: bytes) -> bytes:
        return self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], name.encode())


class SealedReader:
    """A received file, read at any place, piece by piece. The latest piece is kept."""

    def __init__(self, files: SealedFiles, size: int, name: str = "input") -> None:
        self.size = size
        self._files = files
        self._name = name
        self._number = -1
        self._piece = b""

    async def read(self, start: int, end: int) -> bytes:
        """Return the bytes from `start` to `end`, as far as there are. Raises: ObjectNotFound, SealedFileBroken."""
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

    async def pieces(self) -> AsyncIterator[bytes]:
        """Give the whole file, a few megabytes at a time."""
        start = 0
        while piece := await self.read_piece(start):
            start += len(piece)
            yield piece

    async def _load(self, number: int) -> bytes:
        if number != self._number:
            self._piece = await self._files.get(f"{self._name}/{number}")
            self._number = number
            if not self._piece:
                raise SealedFileBroken("A piece of a stored file is empty.")
        return self._piece
