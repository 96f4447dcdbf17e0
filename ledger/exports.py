"""An export: the whole log as a tar that `countermark-verify bundle` recomputes from zero, streamed as it is read.

It is a static tlog-tiles log with keys, checkpoints and a manifest, and the super-log with the log's own slots;
`ledger.verifier.bundle` and docs/decisions/0051 define the form. Tiles come from where proofs come from, so what an auditor
checks is what is served.
"""

import hashlib
import json
from collections.abc import AsyncIterator
from uuid import UUID

import msgspec

from core import tars
from core.database import Database
from ledger import erasure_lists, store, tree
from ledger.anchoring.anchor_files import anchor_lines
from ledger.anchoring.root_files import Lines, root_lines
from ledger.errors import LedgerCorrupt
from ledger.store import CheckpointRow
from ledger.super_files import super_files
from ledger.super_log import SuperHead
from ledger.verifier import bundle
from ledger.verifier.epoch_files import ANCHORS
from ledger.verifier.erasures import LISTS
from ledger.verifier.signed_roots import ROOTS
from ledger.verifier.tiles import FULL_TILE_BYTES, HEIGHT, WIDTH, Tile, tiles_of, write_bundle
from ledger.verifier.trust import Trust

_TILES_AT_ONCE = 16

File = tuple[str, bytes]


class ExportSource(msgspec.Struct, frozen=True):
    """What is exported: one log up to one checkpoint, and the super-log up to one that is no newer; None before the first epoch."""

    database: Database
    environment_id: UUID
    checkpoint: CheckpointRow
    trust: Trust
    super_head: SuperHead | None


async def stream(source: ExportSource) -> AsyncIterator[bytes]:
    """Make the tar, piece by piece: a few megabytes in memory, however long the log. Raises: LedgerCorrupt."""
    async for piece in members(source, "", {}):
        yield piece
    yield tars.END


async def members(source: ExportSource, folder: str, written: dict[str, str]) -> AsyncIterator[bytes]:
    """Make the files of the export as a part of a tar. folder: before their names, with its slash. written: takes the SHA-256 of
    each by its name in the tar. Raises: LedgerCorrupt.
    """
    digests: dict[str, str] = {}
    async for name, data in _files(source):
        digests[name] = hashlib.sha256(data).hexdigest()
        yield tars.file(folder + name, data)
    for name, lines in await _files_beside(source):
        size = sum(
            [len(piece) async for piece in lines()]
        )  # a tar tells the size first: what is told is read twice
        digest = hashlib.sha256()
        yield tars.head(folder + name, size)
        async for piece in lines():
            digest.update(piece)
            yield piece
        yield tars.padding(size)
        digests[name] = digest.hexdigest()
    anchors = await anchor_lines(source.database, source.super_head.epoch) if source.super_head else b""
    if anchors:
        digests[ANCHORS] = hashlib.sha256(anchors).hexdigest()
        yield tars.file(folder + ANCHORS, anchors)
    lists = b"".join([line async for line in erasure_lists.lines(source.database, source.environment_id)])
    if lists:
        digests[LISTS] = hashlib.sha256(lists).hexdigest()
        yield tars.file(folder + LISTS, lists)
    manifest = {"v": bundle.MANIFEST_VERSION, "files": digests}
    listing = json.dumps(manifest, indent=1).encode()
    yield tars.file(folder + bundle.MANIFEST, listing)
    digests[bundle.MANIFEST] = hashlib.sha256(listing).hexdigest()
    written.update({folder + name: digest for name, digest in digests.items()})


async def _files_beside(source: ExportSource) -> list[tuple[str, Lines]]:
    """Name the files of the super-log that may be long, and how each is read."""
    files = super_files(source.database, source.environment_id, source.super_head)
    roots = await root_lines(source.database, source.super_head.epoch) if source.super_head else None
    return [*files, (ROOTS, roots)] if roots is not None else files


async def _files(source: ExportSource) -> AsyncIterator[File]:
    yield bundle.KEYS, source.trust.text().encode()
    yield bundle.CHECKPOINT, source.checkpoint.note.encode()
    async for file in _checkpoints(source):
        yield file
    wanted = sorted(tiles_of(source.checkpoint.size), key=lambda tile: (tile.entries, tile))
    for at in range(0, len(wanted), _TILES_AT_ONCE):
        for file in await read_tiles(
            source.database, source.environment_id, wanted[at : at + _TILES_AT_ONCE]
        ):
            yield file


async def _checkpoints(source: ExportSource) -> AsyncIterator[File]:
    after, number = 0, 0
    while True:
        async with source.database.transaction(source.environment_id) as tx:
            notes = await store.notes_after(
                tx, source.environment_id, after, source.checkpoint.size, bundle.CHECKPOINTS_IN_FILE
            )
        if not notes:
            return
        lines = [json.dumps(note, ensure_ascii=False) + "\n" for _, note in notes]
        yield bundle.checkpoints_name(number), "".join(lines).encode()
        after, number = notes[-1][0], number + 1


async def read_tiles(database: Database, log: UUID, wanted: list[Tile]) -> list[File]:
    """Read some tiles in one transaction; those of entries are neighbours, so one statement reads them.

    Returns: each as a file of the static log, those of hashes first. Raises: LedgerCorrupt.
    """
    files: list[File] = []
    async with database.transaction(log) as tx:
        hashes = [tile for tile in wanted if not tile.entries]
        full = await store.tiles(tx, log, [(tile.level, tile.index) for tile in hashes])
        for tile in hashes:
            data = full.get((tile.level, tile.index)) if tile.full else None
            if data is None or len(data) != FULL_TILE_BYTES:
                data = await tree.read_tile(tx, log, tile.level, tile.index, tile.width)
            files.append((tile.path(), data))
        bundles = [tile for tile in wanted if tile.entries]
        if bundles:
            count = sum(tile.width for tile in bundles)
            first = bundles[0].index << HEIGHT
            rows = await store.entries_from(tx, log, first, count)
            if len(rows) != count:
                raise LedgerCorrupt("The log has a hole.", internal=f"{log=} {first=}")
            for place, tile in enumerate(bundles):
                part = rows[place * WIDTH : place * WIDTH + tile.width]
                files.append((tile.path(), write_bundle([row.entry for row in part])))
    return files
