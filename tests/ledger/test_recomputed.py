"""A log recomputed in stretches: the same roots as by the definition, and every fault found wherever stretches meet."""

import hashlib
import random

import pytest

from ledger.verifier import merkle
from ledger.verifier.bundle import verify_bundle
from ledger.verifier.recomputed import RecomputedLog, SizeBeyond
from ledger.verifier.report import EXIT_INCOMPLETE, Step
from ledger.verifier.scan import full_root
from ledger.verifier.tiles import Tile, read_bundle, write_bundle
from tests.ledger.made_log import MadeLog, made_log

LEAVES = [hashlib.sha256(str(number).encode()).digest() for number in range(1_030)]
LONG = 16_700
"""Above 64 bundles, which make one stretch."""


def log_of(size: int, eids: list[bytes] | None = None) -> RecomputedLog:
    """A log of some leaves; without eids those are numbers."""
    data = b"".join(LEAVES[:size])
    full = [full_root(data[at : at + 8_192]) for at in range(0, len(data) - len(data) % 8_192, 8_192)]
    ids = eids if eids is not None else [number.to_bytes(16, "big") for number in range(size)]
    return RecomputedLog(bytearray(data), bytearray(b"".join(ids)), bytearray(b"".join(full)))


def test_roots_at_every_size_are_those_of_the_definition() -> None:
    """From 0 over four full tiles and beyond, asked together and out of order, and apart."""
    log = log_of(len(LEAVES))
    expected = {size: merkle.root(LEAVES[:size]) for size in range(0, len(LEAVES) + 1, 7)}
    assert log.roots_at(reversed(expected)) == expected
    for size in (0, 1, 255, 256, 257, 512, 1_024, 1_030):
        assert log.roots_at([size]) == {size: merkle.root(LEAVES[:size])}
    with pytest.raises(SizeBeyond):
        log.roots_at([3, len(LEAVES) + 1])


def test_a_repeated_id_is_found_and_half_a_one_is_not() -> None:
    """Only whole ids count: two whose second halves are equal are two."""
    draw = random.Random(3)
    eids = [draw.randbytes(16) for _ in range(600)]
    assert log_of(600, eids).find_repeated() is None
    eids[77] = draw.randbytes(8) + eids[500][8:]
    assert log_of(600, eids).find_repeated() is None
    eids[77] = eids[500]
    assert log_of(600, eids).find_repeated() == (77, 500)
    assert log_of(600, eids).index_of({eids[3], bytes(16)}) == {eids[3]: 3}


@pytest.fixture(scope="module")
def long() -> MadeLog:
    return made_log((0, 100, 9_000, 9_000, LONG))


def test_a_long_log_verifies_by_any_number_of_processes(long: MadeLog) -> None:
    """One stretch after the other, or each by another process: one report."""
    reports = [verify_bundle(long.audit(processes=count)) for count in (1, 2)]
    assert reports[0].exit_code == 0
    assert reports[0].results == reports[1].results


def changed(long: MadeLog, index: int, entry: bytes) -> MadeLog:
    made = long.copy()
    name = Tile(0, index // 256, entries=True).path()
    name = name if name in made.files else Tile(0, index // 256, LONG % 256, entries=True).path()
    entries = read_bundle(made.files[name])
    entries[index % 256] = entry
    made.files[name] = write_bundle(entries)
    made.relist()
    return made


def test_faults_beyond_the_first_stretch(long: MadeLog) -> None:
    """An id of the first stretch in the second, a time far behind it, a field too many, another byte: each is found."""
    first = read_bundle(long.files[Tile(0, 0, entries=True).path()])
    index = LONG - 5
    for entry, processes, said in (
        (first[9], 2, "older than those before it"),
        (first[9] + b"\0", 1, f"entry {index}: "),
        (b"", 1, f"entry {index}: "),
        (last_of(long), 1, f"entries {index} and {LONG - 1} have the same id"),
    ):
        report = verify_bundle(changed(long, index, entry).audit(processes=processes))
        assert report.exit_code == Step.ENTRIES
        assert report.first_failure is not None
        assert said in report.first_failure.detail


def last_of(long: MadeLog) -> bytes:
    return read_bundle(long.files[Tile(0, LONG // 256, LONG % 256, entries=True).path()])[-1]


def test_a_tile_missing_is_the_tree_s_fault(long: MadeLog) -> None:
    """Entries are whole, a tile of hashes is not there: TREE."""
    made = long.copy()
    del made.files[Tile(0, 65, LONG % 256).path()]
    made.relist()
    assert verify_bundle(made.audit()).exit_code == Step.TREE


def test_a_step_that_cannot_run_stops_no_other(long: MadeLog) -> None:
    """Without receipts the answer is open, and all else is still proven."""
    report = verify_bundle(long.audit(receipts=None))
    assert report.exit_code == EXIT_INCOMPLETE
    assert sum(result.state == "passed" for result in report.results) == len(report.results) - 1
