"""The trees of a batch's results: what its ledger entry commits to, and the path from one row to it.

The format is the verifier's (`ledger.verifier.batches`), which checks it offline.
"""

import hashlib
import hmac
from collections.abc import Sequence

import msgspec

from ledger.verifier import merkle
from ledger.verifier.batches import SALT_BYTES, chunk_leaf, text_leaf

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
    """Hash the rows of a chunk, without their line ends, level by level: the root of RFC 6962, at 1.2 µs a row."""
    sha256, prefix = hashlib.sha256, b"\x00" + salt
    level = [sha256(prefix + row).digest() for row in rows]
    if not level:
        return merkle.EMPTY_ROOT
    while len(level) > 1:
        odd = level[-1:] if len(level) & 1 else []
        level = [
            sha256(b"\x01" + a + b).digest() for a, b in zip(level[::2], level[1::2], strict=False)
        ] + odd
    return level[0]


def row_path(salt: bytes, rows: Sequence[bytes], index: int) -> list[bytes]:
    """Prove a row under the root of its chunk."""
    leaves = [text_leaf(salt, row) for row in rows]
    return [merkle.root(leaves[start:end]) for start, end in merkle.inclusion_ranges(index, len(leaves))]


def batch_leaves(salt: bytes, header: bytes, chunks: Sequence[tuple[bytes, int]]) -> list[bytes]:
    """Return the leaves of the batch's tree. chunks: root and number of rows of each, in order."""
    return [text_leaf(salt, header), *(chunk_leaf(root, count) for root, count in chunks)]


def path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    return [merkle.root(leaves[start:end]) for start, end in merkle.inclusion_ranges(index, len(leaves))]
