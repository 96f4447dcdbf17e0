"""Batches: a file goes in, results come out."""

from __future__ import annotations

import contextlib
import json
import os
import time
import uuid
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from pathlib import Path
from typing import BinaryIO

from countermark_client import retries
from countermark_client._async import waiting
from countermark_client._async.resource import AsyncResource, told
from countermark_client._core.api.batches import (
    cancel_batch,
    create_batch,
    get_batch,
    get_batch_refused,
    get_batch_results,
    get_batch_row_proof,
    list_batches,
)
from countermark_client._core.client import Call
from countermark_client._core.models.batch_page import BatchPage
from countermark_client._core.models.batch_view import BatchView
from countermark_client._core.models.create_batch_engine import CreateBatchEngine
from countermark_client._core.models.create_batch_format import CreateBatchFormat
from countermark_client._core.models.create_batch_separator import CreateBatchSeparator
from countermark_client._core.models.create_batch_work import CreateBatchWork
from countermark_client._core.models.get_batch_results_format import GetBatchResultsFormat
from countermark_client._core.models.row_proof import RowProof
from countermark_client.batch_events import BatchEvent, batch_event
from countermark_client.errors import ConnectionFailed, CountermarkError, TimedOut
from countermark_client.events import EventReader
from countermark_client.paging import AsyncPages
from countermark_client.uploads import Progress, Source, Upload

_LOOKS_EVERY_S = (0.2, 5.0)
_LAST_LOOK_S = 1.0
_ENDED = frozenset({"completed", "failed", "cancelled"})


class AsyncBatches(AsyncResource):
    """Files that are scored row by row."""

    async def create(
        self,
        file: Source,
        *,
        use_case: str,
        on_progress: Progress | None = None,
        work: CreateBatchWork | None = None,
        format: CreateBatchFormat | None = None,
        separator: CreateBatchSeparator | None = None,
        columns: dict[str, str] | None = None,
        id_column: str | None = None,
        required: Sequence[str] | None = None,
        engine: CreateBatchEngine | None = None,
        idempotency_key: str | None = None,
        timeout_s: float | None = None,
    ) -> BatchView:
        """Send a file, read while it is sent. file: a path, bytes, or an open binary file. format: told by a path's end if not here.

        on_progress: called with the bytes sent and their total. columns: the version's columns under the names in the file.
        timeout_s: how long the file may stand still; it may take as long as it moves.
        """
        if format is None and isinstance(file, (str, os.PathLike)) and Path(file).suffix == ".parquet":
            format = "parquet"
        return await create_batch.asyncio(
            client=self._transport,
            body=Upload(file, on_progress),
            use_case=use_case,
            work=told(work),
            format_=told(format),
            separator=told(separator),
            columns=told(None if columns is None else json.dumps(columns)),
            id_column=told(id_column),
            required=told(None if required is None else [*required]),
            engine=told(engine),
            idempotency_key=told(idempotency_key),
            timeout_s=timeout_s,
        )

    async def get(self, batch_id: str, *, timeout_s: float | None = None) -> BatchView:
        """Get one."""
        return await get_batch.asyncio(batch_id, client=self._transport, timeout_s=timeout_s)

    async def cancel(
        self, batch_id: str, *, idempotency_key: str | None = None, timeout_s: float | None = None
    ) -> BatchView:
        """Stop it after the chunk in hand."""
        return await cancel_batch.asyncio(
            batch_id, client=self._transport, idempotency_key=told(idempotency_key), timeout_s=timeout_s
        )

    async def row_proof(self, batch_id: str, line: int, *, timeout_s: float | None = None) -> RowProof:
        """That a row is what the batch's entry committed to. line: of the file, the header being 1."""
        return await get_batch_row_proof.asyncio(batch_id, line, client=self._transport, timeout_s=timeout_s)

    async def wait(self, batch_id: str, *, timeout_s: float | None = None) -> BatchView:
        """Look until it has ended, whatever its end. Raises: TimedOut when that takes longer than `timeout_s` seconds."""
        ends = None if timeout_s is None else time.monotonic() + timeout_s
        pause, longest = _LOOKS_EVERY_S
        while True:
            limit_s = None if ends is None else max(_LAST_LOOK_S, ends - time.monotonic())
            batch = get_batch.parsed(
                await self._transport.send(get_batch.request(batch_id), deadline_s=limit_s)
            )
            if batch.ended_at is not None:
                return batch
            left = pause if ends is None else ends - time.monotonic()
            if left <= 0:
                raise TimedOut(f"batch {batch_id} is still {batch.state} after {timeout_s:g} s")
            await waiting.sleep(min(pause, left))
            pause = min(pause * 1.5, longest)

    async def events(self, batch_id: str) -> AsyncIterator[BatchEvent]:
        """Every change until the last. A stream that is cut is taken up again; what was told is not told twice.

        Raises: ConnectionFailed, TimedOut where that brings nothing new more often than a call is repeated.
        """
        request = get_batch.request(batch_id)
        last, newest, failed = "", -1, 0
        while True:
            headers = {"Accept": "text/event-stream"} | ({"Last-Event-ID": last} if last else {})
            call = Call(request.method, request.path + "/events", headers=headers)
            broken: CountermarkError = ConnectionFailed(
                f"the events of {batch_id} ended before the batch did"
            )
            try:
                async with contextlib.aclosing(self._watched(call)) as stream:
                    async for event in stream:
                        ended = event.batch.state in _ENDED
                        if event.batch.revision <= newest and not ended:
                            continue
                        last, newest, failed = event.id, event.batch.revision, 0
                        yield event
                        if ended:
                            return
            except (ConnectionFailed, TimedOut) as error:
                broken = error
            if failed >= max(self._transport.max_retries, 1):
                raise broken
            failed += 1
            await waiting.sleep(retries.back_off_s(failed))

    async def _watched(self, call: Call) -> AsyncGenerator[BatchEvent, None]:
        reader = EventReader()
        async with self._transport.stream(call) as response:
            async for chunk in response.aiter_bytes():
                for event in reader.feed(chunk):
                    yield batch_event(event)

    async def results(
        self,
        batch_id: str,
        to: str | os.PathLike[str] | BinaryIO,
        *,
        format: GetBatchResultsFormat | None = None,
        timeout_s: float | None = None,
    ) -> int:
        """Write the results into a file, and return their bytes. A path is written whole or not at all."""
        call = get_batch_results.request(batch_id, format_=told(format), timeout_s=timeout_s)
        return await self._download(call, to)

    async def refused(
        self, batch_id: str, to: str | os.PathLike[str] | BinaryIO, *, timeout_s: float | None = None
    ) -> int:
        """The same of the rows that were refused."""
        return await self._download(get_batch_refused.request(batch_id, timeout_s=timeout_s), to)

    async def _download(self, call: Call, to: str | os.PathLike[str] | BinaryIO) -> int:
        if not isinstance(to, (str, os.PathLike)):
            return await self._copy(call, to)
        target = Path(to)
        partial = target.with_name(f"{target.name}.{uuid.uuid4().hex}.part")
        failed = 0
        try:
            while True:
                try:
                    with partial.open("wb") as file:
                        size = await self._copy(call, file)
                    break
                except ConnectionFailed:
                    failed += 1
                    if failed > self._transport.max_retries:
                        raise
                    await waiting.sleep(retries.back_off_s(failed))
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
        return size

    async def _copy(self, call: Call, file: BinaryIO) -> int:
        size = 0
        async with self._transport.stream(call) as response:
            async for chunk in response.aiter_bytes():
                size += file.write(chunk)
        return size

    def list(self, *, limit: int | None = None, timeout_s: float | None = None) -> AsyncPages[BatchView]:
        """All of them, newest first."""

        async def fetch(after: str | None) -> BatchPage:
            return await list_batches.asyncio(
                client=self._transport, after=told(after), limit=told(limit), timeout_s=timeout_s
            )

        return AsyncPages(fetch)
