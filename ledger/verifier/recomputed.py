"""A log recomputed from its entries: their hashes, the hashes above, and the root that it had at any size."""

from array import array
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from ledger.verifier import merkle
from ledger.verifier.merkle import DIGEST_BYTES, CompactRange
from ledger.verifier.scan import Stretch
from ledger.verifier.tiles import WIDTH

EID_BYTES = 16
_EIDS_AT_ONCE = 250_000


class SizeBeyond(Exception):
    """The log has fewer entries."""


@dataclass
class RecomputedLog:
    """leaves, eids: of every entry, end to end. tile_roots: of every full tile of 256 leaves.
    times: of every entry, microseconds.

    artefacts, deciding, commitments, erased, erased_lists, notable: as in `scan.Stretch`, of the whole log.
    """

    leaves: bytearray = field(default_factory=bytearray)
    eids: bytearray = field(default_factory=bytearray)
    tile_roots: bytearray = field(default_factory=bytearray)
    times: "array[int]" = field(default_factory=lambda: array("Q"))
    tile_fault: str | None = None
    artefacts: dict[tuple[str, bytes], int] = field(default_factory=dict)
    deciding: dict[tuple[str, bytes], int] = field(default_factory=dict)
    commitments: dict[bytes, tuple[bytes, ...]] = field(default_factory=dict)
    erased: set[bytes] = field(default_factory=set)
    erased_lists: set[tuple[bytes, bytes]] = field(default_factory=set)
    notable: list[tuple[int, bytes]] = field(default_factory=list)

    @property
    def size(self) -> int:
        return len(self.leaves) // DIGEST_BYTES

    def extend(self, stretch: Stretch) -> None:
        """Add the next stretch of the log."""
        self.leaves += stretch.leaves
        self.eids += stretch.eids
        self.times.extend(stretch.times)
        self.tile_roots += stretch.roots
        self.tile_fault = self.tile_fault or stretch.tile_fault
        for named, index in stretch.artefacts.items():
            self.artefacts.setdefault(named, index)
        for named, index in stretch.deciding.items():
            self.deciding.setdefault(named, index)
        self.commitments.update(stretch.commitments)
        self.erased |= stretch.erased
        self.erased_lists |= stretch.erased_lists
        self.notable += stretch.notable

    def leaf(self, index: int) -> bytes:
        return bytes(self.leaves[index * DIGEST_BYTES : (index + 1) * DIGEST_BYTES])

    def roots_at(self, sizes: Iterable[int]) -> dict[int, bytes]:
        """Return the root at each size. Raises: SizeBeyond.

        Cost: a hash for each full tile of 256 before, and one for each further leaf up to the last size in a tile.
        """
        tiles, rest = CompactRange(), CompactRange()
        roots: dict[int, bytes] = {}
        for size in sorted(set(sizes)):
            if size > self.size:
                raise SizeBeyond(f"the log has {self.size} entries, not {size}")
            full = size // WIDTH
            if full > tiles.size:
                tiles.extend(_split(self.tile_roots, tiles.size, full))
                rest = CompactRange()
            rest.extend(_split(self.leaves, full * WIDTH + rest.size, size))
            roots[size] = merkle.fold([*tiles.hashes, *rest.hashes])
        return roots

    def index_of(self, eids: Collection[bytes]) -> dict[bytes, int]:
        """Say where entries are; those that are not in the log are left out."""
        sought = frozenset(eids)
        every = (bytes(self.eids[at : at + EID_BYTES]) for at in range(0, len(self.eids), EID_BYTES))
        return {eid: index for index, eid in enumerate(every) if eid in sought}

    def find_repeated(self) -> tuple[int, int] | None:
        """Find two entries with one id. Only a part of the ids is looked at at once, so that they take little memory."""
        shares = len(self.eids) // EID_BYTES // _EIDS_AT_ONCE + 1
        lows = memoryview(self.eids).cast("Q")[1::2]
        for share in range(shares):
            chosen = [low for low in lows if low % shares == share] if shares > 1 else lows.tolist()
            if len(set(chosen)) != len(chosen):  # perhaps only their second halves are equal
                found = self._find_repeated_exactly(lows, shares, share)
                if found is not None:
                    return found
        return None

    def _find_repeated_exactly(self, lows: Iterable[int], shares: int, share: int) -> tuple[int, int] | None:
        first: dict[bytes, int] = {}
        for index, low in enumerate(lows):
            if low % shares == share:
                eid = bytes(self.eids[index * EID_BYTES : (index + 1) * EID_BYTES])
                if first.setdefault(eid, index) != index:
                    return first[eid], index
        return None


def _split(hashes: bytearray, first: int, end: int) -> Iterator[bytes]:
    return (bytes(hashes[at * DIGEST_BYTES : (at + 1) * DIGEST_BYTES]) for at in range(first, end))
