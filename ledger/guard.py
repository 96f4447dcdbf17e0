"""The restore guard: a signer never signs two histories.

A database restored from a backup is a shorter log. Signing from it would fork what auditors hold, so the signer compares
with what it signed before: in the database, and in a folder outside it, which a restore does not touch.
"""

import os
import pathlib
from typing import Protocol
from uuid import UUID

import msgspec

from ledger.errors import ForkRefused
from ledger.verifier.merkle import CompactRange


class SignedHead(msgspec.Struct, frozen=True):
    """The newest tree that was signed."""

    size: int
    root: bytes


class HeadMemory:
    """Remembers the newest signed head of each log, in one small file each. folder: None remembers while it runs."""

    def __init__(self, folder: pathlib.Path | None) -> None:
        self._folder = folder
        self._heads: dict[UUID, SignedHead] = {}
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def find(self, environment_id: UUID) -> SignedHead | None:
        """Raises: ForkRefused when what was remembered cannot be read: without it, nothing may be signed."""
        head = self._heads.get(environment_id)
        if head is not None or self._folder is None:
            return head
        try:
            head = msgspec.json.decode(self._path(self._folder, environment_id).read_bytes(), type=SignedHead)
        except FileNotFoundError:
            return None
        except (OSError, msgspec.DecodeError) as error:
            raise ForkRefused(
                "What was signed last cannot be read.", internal=f"{environment_id=} {error!r}"
            ) from error
        self._heads[environment_id] = head
        return head

    def remember(self, environment_id: UUID, head: SignedHead) -> None:
        """Keep a head that is committed, before its checkpoint is published: a head that may still roll back must not be
        remembered, or the log could never be signed again.
        """
        if self._folder is not None:
            path = self._path(self._folder, environment_id)
            fresh = path.with_suffix(".new")
            with fresh.open("wb") as file:
                file.write(msgspec.json.encode(head))
                file.flush()
                os.fsync(
                    file.fileno()
                )  # else a power cut may leave an empty file, and nothing is ever signed again
            fresh.replace(path)
        self._heads[environment_id] = head

    @staticmethod
    def _path(folder: pathlib.Path, environment_id: UUID) -> pathlib.Path:
        return folder / f"{environment_id}.json"


class SigningPermit(Protocol):
    async def require(self) -> None:
        """Raises: ForkRefused while nothing may be signed."""
        ...


class NoGuard:
    """Where nobody else holds anything."""

    async def require(self) -> None:
        return


def check(environment_id: UUID, signed: SignedHead | None, head: CompactRange) -> None:
    """Refuse to sign what contradicts a head that was signed.

    Equal size must have an equal root; a smaller size is never signed again. That a larger tree continues the smaller one
    is how it is built: it grows from the stored edge, under the fence.
    Raises: ForkRefused.
    """
    if signed is None or signed.size < head.size:
        return
    if signed.size > head.size or signed.root != head.root():
        raise ForkRefused(
            "The log is behind what was signed.",
            internal=f"{environment_id=} signed={signed.size} head={head.size}",
        )
