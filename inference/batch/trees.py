"""The trees of a batch's results: what its ledger entry commits to, and the path from one row to it.

The format is the verifier's (`ledger.verifier.batches`), which checks it offline.
"""

import hashlib
import hmac
from collections.abc import Sequence

import msgspec

from ledger.verifier import merkle
from ledger.verifier.batches import GROUP_ROWS, SALT_BYTES, chunk_leaf, group_leaf, text_leaf

_SALT_LABEL = b"countermark/batch/salt/1"


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """What the columns of a row mean, and how many there are. batch: public id. input_sha256: in hexadecimal."""

    format: str = "countermark/batch/1"
    batch: str
    columns: tuple[str, ...]
    rows: int
    refused: int
    chunks: int
    input_sha256: str

    def text(self) -> bytes:
        return msgspec.json.encode(self)


def salt_of(key: bytes) -> bytes:
    """Return the salt of a batch, 16 bytes: gone when the batch's key is deleted."""
    return hmac.digest(key, _SALT_LABEL, "sha256")[:SALT_BYTES]


def rows_root(salt: bytes, rows: Sequence[bytes]) -> bytes:
    """Hash the rows of a chunk, without their line ends: half a microsecond a row."""
    return merkle.root(_groups(row_hashes(salt, rows)))


def row_hashes(salt: bytes, rows: Sequence[bytes]) -> list[bytes]:
    """`text_leaf` of each row."""
    sha256, prefix = hashlib.sha256, b"\x00" + salt
    return [sha256(prefix + row).digest() for row in rows]


def _groups(hashes: Sequence[bytes]) -> list[bytes]:
    return [group_leaf(b"".join(hashes[at : at + GROUP_ROWS])) for at in range(0, len(hashes), GROUP_ROWS)]


def row_path(salt: bytes, rows: Sequence[bytes], index: int) -> tuple[list[bytes], list[bytes]]:
    """Prove a row under the root of its chunk. Returns: the hashes of its group, and the path from there."""
    hashes = row_hashes(salt, rows)
    group = index // GROUP_ROWS
    return hashes[group * GROUP_ROWS : (group + 1) * GROUP_ROWS], path(_groups(hashes), group)


def batch_leaves(salt: bytes, header: bytes, chunks: Sequence[tuple[bytes, int]]) -> list[bytes]:
    """Return the leaves of the batch's tree. chunks: root and number of rows of each, in order."""
    return [text_leaf(salt, header), *(chunk_leaf(root, count) for root, count in chunks)]


def path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    return [merkle.root(leaves[start:end]) for start, end in merkle.inclusion_ranges(index, len(leaves))]
