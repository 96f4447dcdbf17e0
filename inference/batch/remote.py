"""A batch's chunks, worked off by processes on other machines: what they are told, and what they say.

They see the object store. Where rows need what is stored of customers they read the database too, with the keys of that one
environment; other batches give them neither.
"""

import asyncio
import dataclasses
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import msgspec

from core.clock import SystemClock
from core.database import Database, DatabaseSettings
from core.objects import FolderObjects
from inference.batch.chunks import Chunk, data_of
from inference.batch.entities import BatchRefused
from inference.batch.files import BatchFiles
from inference.batch.plan import Plan
from inference.batch.stored import NothingStored, Stored, StoredFacts
from inference.batch.work import Written
from inference.batch.working import worked_off
from tenants.kms import HandedKeys
from tenants.vaults import Vaults

_CONNECTIONS_MAX = 2


@dataclasses.dataclass(frozen=True, kw_only=True)
class RemoteAccess:
    """To what is stored. database: its address as the application's role. keys: of the environment, for `HandedKeys`."""

    database: str = dataclasses.field(repr=False)
    keys: list[tuple[bytes, bytes]] = dataclasses.field(repr=False)


@dataclasses.dataclass(frozen=True, kw_only=True)
class RemoteJob:
    """objects: the folder of the object store, which every machine sees. key: of the batch's files. size: of its input.

    address: of the cluster; empty starts one on this machine. workers: processes that work at a time.
    access: to what is stored; None where no row needs it.
    """

    plan: Plan
    objects: str
    environment_id: UUID
    batch_id: UUID
    key: bytes
    size: int
    chunks: list[Chunk]
    address: str
    workers: int
    access: RemoteAccess | None


class RemoteAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one chunk. refused: why the whole batch cannot be scored."""

    number: int
    written: Written | None = None
    refused: str = ""


class RemoteWorker:
    """Made once in each process, called for each chunk."""

    def __init__(self, job: bytes) -> None:
        told = msgspec.msgpack.decode(job, type=RemoteJob)
        self._question = told.plan.question
        self._loop = asyncio.Runner()
        self._thread = ThreadPoolExecutor(1)
        self._stored = self._loop.run(_opened(told))
        self._work = told.plan.work(self._loop.run(self._stored.vault()))
        files = BatchFiles(FolderObjects(Path(told.objects)), told.environment_id, told.batch_id, told.key)
        self._source = files.reader(told.size)

    def __call__(self, row: dict[str, bytes]) -> dict[str, bytes]:
        chunk = msgspec.msgpack.decode(row["chunk"], type=Chunk)
        try:
            answer = RemoteAnswer(number=chunk.number, written=self._loop.run(self._written(chunk)))
        except BatchRefused as error:
            answer = RemoteAnswer(number=chunk.number, refused=error.message)
        return {"answer": msgspec.msgpack.encode(answer)}

    async def _written(self, chunk: Chunk) -> Written:
        data = await data_of(self._source, chunk)
        return await worked_off(self._work, self._stored, self._question, chunk, data, self._thread)


async def _opened(job: RemoteJob) -> Stored:
    if job.access is None:
        return NothingStored()
    settings = DatabaseSettings(url=job.access.database, pool_size_max=_CONNECTIONS_MAX)
    database = await Database.open(settings)
    vaults = Vaults(database, HandedKeys(job.access.keys), SystemClock())
    return StoredFacts(database, vaults, job.environment_id)
