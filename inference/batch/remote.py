"""A batch's chunks, worked off by processes that have nothing but the object store: what they are told, and what they say."""

import asyncio
import dataclasses
from pathlib import Path
from uuid import UUID

import msgspec

from core.objects import FolderObjects
from inference.batch.chunks import Chunk, data_of
from inference.batch.entities import BatchRefused
from inference.batch.files import BatchFiles
from inference.batch.plan import Plan
from inference.batch.work import Written


@dataclasses.dataclass(frozen=True, kw_only=True)
class RemoteJob:
    """objects: the folder of the object store, which every machine sees. key: of the batch's files. size: of its input.

    address: of the cluster; empty starts one on this machine. workers: processes that work at a time.
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


class RemoteAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one chunk. refused: why the whole batch cannot be scored."""

    number: int
    written: Written | None = None
    refused: str = ""


class RemoteWorker:
    """Made once in each process, called for each chunk."""

    def __init__(self, job: bytes) -> None:
        told = msgspec.msgpack.decode(job, type=RemoteJob)
        self._work = told.plan.work()
        files = BatchFiles(FolderObjects(Path(told.objects)), told.environment_id, told.batch_id, told.key)
        self._source = files.reader(told.size)

    def __call__(self, row: dict[str, bytes]) -> dict[str, bytes]:
        chunk = msgspec.msgpack.decode(row["chunk"], type=Chunk)
        try:
            data = asyncio.run(data_of(self._source, chunk))
            answer = RemoteAnswer(number=chunk.number, written=self._work.write(chunk, data))
        except BatchRefused as error:
            answer = RemoteAnswer(number=chunk.number, refused=error.message)
        return {"answer": msgspec.msgpack.encode(answer)}
