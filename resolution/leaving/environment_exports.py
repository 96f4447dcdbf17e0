"""The export of an environment: all that a customer may take away, as one tar that is written while it is read.

What stands in it is what the API answers: each kind is told page by page by the service that owns it, so that nothing leaves
that its owner could not read, and no secret does. Form: docs/leaving.md.
"""

import hashlib
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import Protocol

import msgspec

from core import intake, tars
from core.clock import Clock, true_now
from core.database import Database
from core.ids import uuid7
from ledger.receipts import MERGE_DELAY_MAX, Receipt, ReceiptSigner, Statement
from tenants.closings import Closings, Environment
from tenants.permissions import TENANT_PERMISSIONS, Permission
from tenants.principals import Principal

FORM_VERSION = 1
LEDGER_FOLDER = "ledger/"
SUMS = "SHA256SUMS"
FINAL = "final.json"
LINES_MAX = 1_000
PART_BYTES_MAX = 4 << 20

Lines = Callable[[Principal], AsyncIterator[bytes]]
"""Tells every one of a kind, each as a line of JSON without its end."""
Files = Callable[[Principal], AsyncIterator[tuple[str, bytes]]]
"""Hands over files by their names in the tar, byte for byte as they are kept."""


class Log(Protocol):
    async def export_into(
        self, caller: Principal, folder: str, written: dict[str, str]
    ) -> AsyncIterator[bytes]: ...


class About(msgspec.Struct, frozen=True, kw_only=True):
    """v: of the form. environment: with its closing, if it was closed."""

    v: int
    environment: Environment


class Final(msgspec.Struct, frozen=True, kw_only=True):
    """What signs the export of a closed environment. entry: of its log, whose commitment is the SHA-256 of `SHA256SUMS`. receipt: of that
    entry, by the installation's receipt key; what it was issued for hashes to its leaf.
    """

    entry: bytes
    receipt: Receipt


class EnvironmentExports:
    """lines: kinds by the names of their folders. files: what is kept byte for byte."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        log: Log,
        closings: Closings,
        signer: ReceiptSigner,
        *,
        lines: Mapping[str, Lines],
        files: Sequence[Files],
    ) -> None:
        self._closings = closings
        self._signer = signer
        self._database = database
        self._clock = clock
        self._log = log
        self._lines = lines
        self._files = files

    async def export(self, caller: Principal) -> AsyncIterator[bytes]:
        """Start an export of the caller's environment, and enter it. Returns: the pieces of a tar, made as they are read.

        The entry is written before the first piece, so that nothing leaves without one, not even a part.
        Raises: PermissionDenied, CheckpointNotFound, before the first piece.
        """
        caller.require(Permission.ENVIRONMENTS_EXPORT)
        caller.require_whole_log()
        reader = msgspec.structs.replace(caller, permissions=TENANT_PERMISSIONS)
        await self._log.export_into(
            reader, LEDGER_FOLDER, {}
        )  # to be refused at once where there is no log yet
        async with self._database.transaction(caller.environment_id) as tx:
            entry = intake.Entry(
                typ="environment.export.v1", log=caller.environment_id, eid=uuid7(self._clock), at=self._clock.now(),
                act=caller.id,
            )  # fmt: skip
            await intake.append(tx, entry)
        return self._pieces(reader)

    async def _pieces(self, reader: Principal) -> AsyncIterator[bytes]:
        """The log comes last, with the checkpoint of then: it holds the entries of all that was told before."""
        written: dict[str, str] = {}
        about = About(v=FORM_VERSION, environment=await self._closings.get(reader))
        yield _file(written, "environment.json", msgspec.json.encode(about))
        for kind, lines in self._lines.items():
            async for name, data in _parts(kind, lines(reader)):
                yield _file(written, name, data)
        for files in self._files:
            async for name, data in files(reader):
                if name not in written:
                    yield _file(written, name, data)
        async for piece in await self._log.export_into(reader, LEDGER_FOLDER, written):
            yield piece
        sums = "".join([f"{digest}  {name}\n" for name, digest in written.items()]).encode()
        yield tars.file(SUMS, sums)
        if (await self._closings.get(reader)).standing != "open":
            yield tars.file(
                FINAL, msgspec.json.encode(await self._final(reader, hashlib.sha256(sums).digest()))
            )
        yield tars.END

    async def _final(self, reader: Principal, digest: bytes) -> Final:
        """Enter what was handed out last, and sign that it is: the keys of the environment may go now."""
        now = self._clock.now()
        entry = intake.Entry(
            typ="environment.final.v1", log=reader.environment_id, eid=uuid7(self._clock), at=now, act=reader.id,
            pc=(digest,),
        )  # fmt: skip
        async with self._database.transaction((reader.tenant_id, reader.environment_id)) as tx:
            await self._closings.exported(tx, reader)
            (leaf,) = await intake.append_many(tx, [entry])
        true = true_now(self._clock)
        stated = Statement(
            log=entry.log, leaf=leaf, eid=entry.eid, issued_at=true, due=true + MERGE_DELAY_MAX
        )
        return Final(entry=intake.encode(entry), receipt=self._signer.sign_batch([stated])[0])


async def _parts(kind: str, lines: AsyncIterator[bytes]) -> AsyncIterator[tuple[str, bytes]]:
    """Cut a kind into files of at most a thousand lines and, unless a single line is longer, four megabytes; none where there are none."""
    held: list[bytes] = []
    size, number = 0, 1
    async for line in lines:
        if held and (len(held) == LINES_MAX or size + len(line) >= PART_BYTES_MAX):
            yield f"{kind}/{number:06}.ndjson", b"".join(held)
            held, size, number = [], 0, number + 1
        held.append(line + b"\n")
        size += len(line) + 1
    if held:
        yield f"{kind}/{number:06}.ndjson", b"".join(held)


def _file(written: dict[str, str], name: str, data: bytes) -> bytes:
    written[name] = hashlib.sha256(data).hexdigest()
    return tars.file(name, data)
