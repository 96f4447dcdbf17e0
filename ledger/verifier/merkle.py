"""RFC 6962 Merkle trees over SHA-256: roots, inclusion proofs and consistency proofs.

A proof is a list of subtree roots, each over a range of leaves. The ranges are worked out first, apart from where the
hashes are kept, so that a list in memory, tiles in a folder and rows in a database all prove by the same code.
Source: RFC 6962 section 2.1; verification as in RFC 9162 sections 2.1.3.2 and 2.1.4.2.
"""

import hashlib
import hmac
from collections.abc import Callable, Iterable, Sequence

DIGEST_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()
SIZE_MAX = 2**63

Node = tuple[int, int]
"""A perfect subtree: (level, index), over the leaves index << level up to (index + 1) << level."""

Range = tuple[int, int]
"""Leaves from the first, inclusive, to the second, exclusive."""


class ProofRefused(Exception):
    """A proof does not prove what it claims, or is not a proof at all."""


def leaf_hash(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def split(size: int) -> int:
    """Return the largest power of two below `size` (size >= 2): where RFC 6962 divides a tree."""
    return 1 << ((size - 1).bit_length() - 1)


def perfect_nodes(start: int, end: int) -> list[Node]:
    """Divide a range into perfect subtrees, left to right.

    start: 0, or a multiple of the smallest power of two that is at least end - start: any range of `inclusion_ranges`
    and `consistency_ranges` is one.
    """
    nodes: list[Node] = []
    while start < end:
        level = (end - start).bit_length() - 1
        nodes.append((level, start >> level))
        start += 1 << level
    return nodes


def fold(hashes: Sequence[bytes]) -> bytes:
    """Hash the roots of `perfect_nodes` into one, right to left. An empty list is the empty tree."""
    if not hashes:
        return EMPTY_ROOT
    digest = hashes[-1]
    for left in reversed(hashes[:-1]):
        digest = node_hash(left, digest)
    return digest


def perfect_root(hashes: Sequence[bytes]) -> bytes:
    """Hash a power of two of sibling subtrees into their common root."""
    row = list(hashes)
    while len(row) > 1:
        row = [node_hash(row[i], row[i + 1]) for i in range(0, len(row), 2)]
    return row[0]


class CompactRange:
    """The right edge of a growing tree: at most 64 hashes from which the root follows, and all that appending needs."""

    def __init__(self, size: int = 0, hashes: Sequence[bytes] = ()) -> None:
        if len(hashes) != size.bit_count() or any(len(digest) != DIGEST_BYTES for digest in hashes):
            raise ValueError(f"a tree of {size} leaves has {size.bit_count()} hashes of {DIGEST_BYTES} bytes")
        self.size = size
        self._hashes = list(hashes)

    @property
    def hashes(self) -> tuple[bytes, ...]:
        """The roots of the perfect subtrees, largest first."""
        return tuple(self._hashes)

    def append(self, leaf: bytes) -> None:
        """Add the hash of one leaf."""
        digest = leaf
        size = self.size
        while size & 1:
            digest = node_hash(self._hashes.pop(), digest)
            size >>= 1
        self._hashes.append(digest)
        self.size += 1

    def extend(self, leaves: Iterable[bytes]) -> None:
        for leaf in leaves:
            self.append(leaf)

    def root(self) -> bytes:
        return fold(self._hashes)


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the root over leaf hashes, oldest first."""
    tree = CompactRange()
    tree.extend(leaves)
    return tree.root()


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """Name the subtrees whose roots prove leaf `index` in a tree of `size`, leaf side first.

    Raises: ProofRefused when there is no such leaf.
    """
    if not 0 <= index < size:
        raise ProofRefused(f"a tree of {size} leaves has no leaf {index}")
    ranges: list[Range] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + split(end - start)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    ranges.reverse()
    return ranges


def consistency_ranges(old: int, new: int) -> list[Range]:
    """Name the subtrees whose roots prove that the tree of `new` leaves begins with the tree of `old`.

    Raises: ProofRefused when old is above new. Between a tree and itself, or the empty tree and any, the list is empty.
    """
    if not 0 <= old <= new:
        raise ProofRefused(f"a tree of {new} leaves cannot continue one of {old}")
    if old in {0, new}:
        return []
    ranges: list[Range] = []
    start, end = 0, new
    while end != old:
        middle = start + split(end - start)
        if old <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    if start > 0:  # a perfect left tree is the old root itself, which the verifier has
        ranges.append((start, end))
    ranges.reverse()
    return ranges


def gather(ranges: Sequence[Range], hash_of: Callable[[Node], bytes]) -> list[bytes]:
    """Turn ranges into a proof, given where perfect subtrees have their hashes."""
    return [fold([hash_of(node) for node in perfect_nodes(start, end)]) for start, end in ranges]


def nodes_of(ranges: Iterable[Range]) -> set[Node]:
    """Name every perfect subtree that a proof over these ranges is made of."""
    return {node for start, end in ranges for node in perfect_nodes(start, end)}


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Prove one leaf under the root of `leaves`, all in memory. Cost: O(n) hashes."""
    return [root(leaves[start:end]) for start, end in inclusion_ranges(index, len(leaves))]


def consistency_proof(leaves: Sequence[bytes], old: int) -> list[bytes]:
    """Prove that the tree of `leaves` begins with the tree of its first `old`. Cost: O(n) hashes."""
    return [root(leaves[start:end]) for start, end in consistency_ranges(old, len(leaves))]


def verify_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes], expected: bytes) -> None:
    """Accept only a proof that leads from the leaf at `index` to the root `expected` of a tree of `size`.

    Raises: ProofRefused.
    """
    if not 0 <= index < size < SIZE_MAX:
        raise ProofRefused(f"a tree of {size} leaves has no leaf {index}")
    _check_digests((leaf, expected, *proof))
    digest, position, last = leaf, index, size - 1
    for sibling in proof:
        if last == 0:
            raise ProofRefused("the proof is too long")
        if position & 1 or position == last:
            digest = node_hash(sibling, digest)
            while not position & 1 and position:
                position >>= 1
                last >>= 1
        else:
            digest = node_hash(digest, sibling)
        position >>= 1
        last >>= 1
    if last:
        raise ProofRefused("the proof is too short")
    if not hmac.compare_digest(digest, expected):
        raise ProofRefused("the proof leads to another root")


def verify_consistency(old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    """Accept only a proof that the tree of `new` leaves begins with the tree of `old`.

    Every tree begins with the empty one: such a "proof" says nothing of any root, and is refused.
    Raises: ProofRefused.
    """
    if not 1 <= old <= new < SIZE_MAX:
        raise ProofRefused(f"a tree of {new} leaves cannot be shown to continue one of {old}")
    if old == new:
        if proof or old_root != new_root:
            raise ProofRefused("one size has one root, and needs no proof")
        return
    _check_digests((old_root, new_root, *proof))
    first, second = _roots_led_to(old, new, proof, old_root)
    if not (hmac.compare_digest(first, old_root) and hmac.compare_digest(second, new_root)):
        raise ProofRefused("the proof leads to other roots")


def _roots_led_to(old: int, new: int, proof: Sequence[bytes], old_root: bytes) -> tuple[bytes, bytes]:
    """Follow a consistency proof to both roots (RFC 9162 section 2.1.4.2, 0 < old < new)."""
    hashes = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not hashes:
        raise ProofRefused("the proof is too short")
    position, last = old - 1, new - 1
    while position & 1:
        position >>= 1
        last >>= 1
    first = second = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            raise ProofRefused("the proof is too long")
        if position & 1 or position == last:
            first = node_hash(sibling, first)
            second = node_hash(sibling, second)
            while not position & 1 and position:
                position >>= 1
                last >>= 1
        else:
            second = node_hash(second, sibling)
        position >>= 1
        last >>= 1
    if last:
        raise ProofRefused("the proof is too short")
    return first, second


def _check_digests(digests: Iterable[bytes]) -> None:
    if any(len(digest) != DIGEST_BYTES for digest in digests):
        raise ProofRefused(f"a hash is not {DIGEST_BYTES} bytes long")
