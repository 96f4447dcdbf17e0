"""Steps ENTRIES, TREE, HISTORY and RECEIPTS: the log itself, recomputed from its entries."""

import contextlib
import multiprocessing
import os
from collections.abc import Generator, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from ledger.verifier import identifiers
from ledger.verifier.audit import Audit, BundleRefused, NotDue
from ledger.verifier.files import Files
from ledger.verifier.identifiers import IdRefused
from ledger.verifier.key_history import check_keys
from ledger.verifier.merkle import DIGEST_BYTES
from ledger.verifier.proofs import log_of
from ledger.verifier.receipts import Receipt, SignedBatches, parse_receipt
from ledger.verifier.recomputed import RecomputedLog, SizeBeyond
from ledger.verifier.scan import CLOCK_TOLERANCE_US, Stretch, Wanted, full_root, scan
from ledger.verifier.tiles import WIDTH, Tile, tiles_of

_BUNDLES_IN_STRETCH = 64
_ENTRIES_ALONE_MAX = 100_000
"""Below this many, further processes take longer to start than they save."""
_PROCESSES_MAX = 8


def check_entries(audit: Audit) -> str:
    """Every entry is well formed, of this log, in time and there once."""
    head = audit.checkpoint()
    wanted = Wanted(log_of(head.origin), frozenset(_eids(audit)))
    if head.size > WIDTH * sum(name.startswith("tile/entries/") for name in audit.files.names()):
        raise BundleRefused(f"the export does not hold the {head.size} entries of its checkpoint")
    bundles = [tile for tile in tiles_of(head.size) if tile.entries]
    log, latest_us = RecomputedLog(), 0
    with contextlib.closing(_stretches(audit, bundles, wanted)) as stretches:
        for stretch in stretches:
            if stretch.ts_least + CLOCK_TOLERANCE_US < latest_us:
                raise BundleRefused(
                    f"entry {stretch.least_index} is older than those before it, beyond what clocks explain"
                )
            if stretch.fault is not None:
                raise BundleRefused(stretch.fault)
            latest_us = max(latest_us, stretch.ts_most)
            log.extend(stretch)
    repeated = log.find_repeated()
    if repeated is not None:
        raise BundleRefused(f"entries {repeated[0]} and {repeated[1]} have the same id")
    audit.log = log
    return f"{log.size} entries are well formed, in this log, each once"


def check_tree(audit: Audit) -> str:
    """Every tile is what the entries lead to, and so is the root that was signed."""
    head, log = audit.checkpoint(), audit.log
    if log.tile_fault is not None:
        raise BundleRefused(log.tile_fault)
    expected = [tile for tile in tiles_of(head.size) if not tile.entries]
    row = bytes(log.tile_roots)
    for level in range(1, expected[-1].level + 1 if expected else 0):
        for tile in (tile for tile in expected if tile.level == level):
            _check_tile(audit.files, tile, row)
        row = _roots_of_full_tiles(row)
    known = {tile.path() for tile in tiles_of(head.size)}
    for name in sorted(audit.files.names()):
        if name.startswith("tile/") and name not in known:
            raise BundleRefused(f"{name} is not a tile of this tree")
    if log.roots_at([head.size])[head.size] != head.root:
        raise BundleRefused("the entries do not lead to the root that was signed")
    return f"{len(expected)} tiles and the root of {head.size} entries are as recomputed"


def check_history(audit: Audit) -> str:
    """Every checkpoint ever signed, and each that the auditor kept, is of this log, and was signed by the key of its time."""
    largest = max(checkpoint.size for checkpoint in audit.checkpoints)
    try:
        roots = audit.log.roots_at(checkpoint.size for checkpoint in audit.checkpoints)
    except SizeBeyond as error:
        raise BundleRefused(f"a checkpoint of {largest} entries was signed: the log was cut") from error
    for checkpoint in sorted(audit.checkpoints, key=lambda checkpoint: checkpoint.size):
        if roots[checkpoint.size] != checkpoint.root:
            raise BundleRefused(
                f"the log of {checkpoint.size} entries had another root: history was rewritten"
            )
    keys = check_keys(
        audit.pinned().log_keys, audit.log_keys, audit.log.notable, audit.published, audit.checkpoint().origin
    )
    return f"the log continues each of {len(audit.checkpoints)} checkpoints; {keys}"


def check_receipts(audit: Audit) -> str:
    """Every receipt is ours, and its promise was kept."""
    receipts = [parse_receipt(document) for document in audit.receipts or ()]
    if not receipts:
        raise BundleRefused("the file of receipts is empty")
    batches = SignedBatches(audit.pinned().receipt_keys)
    places = audit.log.index_of({receipt.eid for receipt in receipts})
    waiting = 0
    for receipt in receipts:
        batches.verify(receipt)
        waiting += not _is_kept(audit, receipt, places.get(receipt.eid))
    if waiting:
        raise NotDue(f"{waiting} receipts are not due yet and not in this export: take a newer one")
    return f"{len(receipts)} receipts were kept"


def _is_kept(audit: Audit, receipt: Receipt, index: int | None) -> bool:
    """Say whether the promise was kept; False while it need not be. Raises: BundleRefused when it was broken."""
    if receipt.log != log_of(audit.checkpoint().origin):
        raise BundleRefused(f"the receipt of {receipt.entry_id} is for another log")
    if index is None:
        if receipt.due_us < audit.now_us:
            raise BundleRefused(f"{receipt.entry_id} was promised and is not in the log: omitted")
        return False
    if audit.log.leaf(index) != receipt.leaf:
        raise BundleRefused(f"{receipt.entry_id} was promised with another content")
    return True


def _eids(audit: Audit) -> Iterator[bytes]:
    """Name the entries that openings are of, as far as they can be read: the step that owes them says what cannot."""
    for document in audit.openings or ():
        if isinstance(document, dict) and isinstance(named := document.get("entry_id"), str):
            with contextlib.suppress(IdRefused):
                yield identifiers.parse("ent", named)


def _stretches(audit: Audit, bundles: list[Tile], wanted: Wanted) -> Generator[Stretch]:
    """Scan bundles, stretch after stretch; a long log by one process for each core."""
    parts = [bundles[at : at + _BUNDLES_IN_STRETCH] for at in range(0, len(bundles), _BUNDLES_IN_STRETCH)]
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    processes = min(audit.processes or cores, _PROCESSES_MAX, len(parts))
    if processes < 2 or (not audit.processes and len(bundles) * WIDTH <= _ENTRIES_ALONE_MAX):
        yield from (scan(audit.files, part, wanted) for part in parts)
        return
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
        try:
            yield from pool.map(partial(_scan_part, audit.files, wanted), parts)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _scan_part(files: Files, wanted: Wanted, part: list[Tile]) -> Stretch:
    return scan(files, part, wanted)


def _check_tile(files: Files, tile: Tile, row: bytes) -> None:
    start = tile.index * WIDTH * DIGEST_BYTES
    if files.read(tile.path()) != row[start : start + tile.width * DIGEST_BYTES]:
        raise BundleRefused(f"{tile.path()} is not what the entries lead to")


def _roots_of_full_tiles(row: bytes) -> bytes:
    length = WIDTH * DIGEST_BYTES
    return b"".join(full_root(row[at : at + length]) for at in range(0, len(row) - len(row) % length, length))
