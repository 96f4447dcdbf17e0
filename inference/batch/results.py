"""The results of a batch as they lie in the object store: a piece for each chunk, and what makes one file of all."""

import asyncio
from collections.abc import AsyncIterator, Sequence

import msgspec

from core.ids import public
from core.objects import Objects
from inference.batch import parquet, trees
from inference.batch.entities import BatchNotReady, BatchRowNotFound
from inference.batch.files import BatchFiles
from inference.batch.store import ChunkRow, StoredBatch
from tenants.vaults import Vaults

KEY_LABEL = "batch.sealed_key"
PARQUET_END = "results/parquet-end"
DUPLICATES = "duplicates"
REFUSED_HEADER = b"line,column,reason\n"


class ResultPiece(msgspec.Struct, frozen=True):
    """What came of one chunk. csv: rows without a header. pages: of Parquet. refusals: rows of the refused file."""

    csv: bytes
    pages: bytes
    refusals: bytes


class RowProof(msgspec.Struct, frozen=True, kw_only=True):
    """That one row is under the root that the ledger entry commits to; `countermark-verify batch-row` checks it offline.

    row: the line of the CSV, as it stands there. header: what the columns mean, and how many rows there are.
    Paths are hashes from the leaf upwards. group: hashes of the up to 64 rows around it, its own among them; `row_path` leads
    from them to the root of the row's chunk, `chunk_path` from there on.
    """

    batch_id: str
    entry_id: str
    salt: bytes
    header: str
    header_path: list[bytes]
    row: str
    row_index: int
    row_count: int
    group: list[bytes]
    row_path: list[bytes]
    chunk_index: int
    chunk_count: int
    chunk_path: list[bytes]


async def open_files(objects: Objects, vaults: Vaults, stored: StoredBatch) -> BatchFiles:
    """Open the batch's own key. Raises: BatchNotReady when its files are gone."""
    if stored.sealed_key is None:
        raise BatchNotReady("The files of this batch were deleted.", fix="Send the file again.")
    vault = await vaults.of(stored.environment_id)
    key = vault.open_tenant(KEY_LABEL, stored.batch.id, stored.sealed_key)
    return BatchFiles(objects, stored.environment_id, stored.batch.id, key)


async def csv_file(files: BatchFiles, header: str, rows: Sequence[ChunkRow]) -> AsyncIterator[bytes]:
    columns = msgspec.json.decode(header, type=trees.Header).columns
    yield (",".join(columns) + "\n").encode()
    for row in rows:
        yield (await _piece(files, row)).csv


async def parquet_file(files: BatchFiles, rows: Sequence[ChunkRow]) -> AsyncIterator[bytes]:
    yield parquet.MAGIC
    for row in rows:
        yield (await _piece(files, row)).pages
    yield await files.get(PARQUET_END)


async def refused_file(files: BatchFiles, rows: Sequence[ChunkRow]) -> AsyncIterator[bytes]:
    """The refused rows as CSV, in the order of the file."""
    yield REFUSED_HEADER
    for row in rows:
        if row.refused:
            yield (await _piece(files, row)).refusals


async def row_proof(
    files: BatchFiles, stored: StoredBatch, rows: Sequence[ChunkRow], chunk: ChunkRow, line: int
) -> RowProof:
    """Raises: BatchRowNotFound."""
    texts = (await _piece(files, chunk)).csv.split(b"\n")[:-1]
    wanted = str(line).encode()
    index = next((at for at, text in enumerate(texts) if text.partition(b",")[0] == wanted), None)
    if index is None or stored.header is None or stored.batch.entry_id is None:
        raise BatchRowNotFound("This line has no result.")
    salt = trees.salt_of(files.key)
    group, path = await asyncio.to_thread(trees.row_path, salt, texts, index)
    leaves = trees.batch_leaves(salt, stored.header.encode(), [(row.root, row.rows) for row in rows])
    return RowProof(
        batch_id=public("bat", stored.batch.id),
        entry_id=public("ent", stored.batch.entry_id),
        salt=salt,
        header=stored.header,
        header_path=trees.path(leaves, 0),
        row=texts[index].decode(),
        row_index=index,
        row_count=len(texts),
        group=group,
        row_path=path,
        chunk_index=chunk.number,
        chunk_count=len(rows),
        chunk_path=trees.path(leaves, chunk.number + 1),
    )


async def _piece(files: BatchFiles, row: ChunkRow) -> ResultPiece:
    return msgspec.msgpack.decode(await files.get(row.file), type=ResultPiece)
