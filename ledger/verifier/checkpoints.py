"""Checkpoints: what a log signs of itself: its origin, its size and its root.

Source: C2SP tlog-checkpoint. Extension lines are refused: nobody would audit them.
"""

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass

from ledger.verifier.merkle import DIGEST_BYTES, SIZE_MAX
from ledger.verifier.notes import NoteRefused, VerifierKey, decode_base64, open_note

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True)
class Checkpoint:
    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """Write the body that is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def parse_text(text: str) -> Checkpoint:
    """Raises: NoteRefused unless the text is exactly what `Checkpoint.text` writes."""
    lines = text.split("\n")
    if len(lines) != 4 or lines[3] or not lines[0] or not _SIZE.fullmatch(lines[1]):
        raise NoteRefused("this is not a checkpoint: origin, size, root")
    root = decode_base64(lines[2])
    if len(root) != DIGEST_BYTES or int(lines[1]) >= SIZE_MAX:
        raise NoteRefused("the checkpoint's size or root is out of range")
    return Checkpoint(lines[0], int(lines[1]), root)


def open_checkpoint(note: bytes, keys: Iterable[VerifierKey]) -> Checkpoint:
    """Read a signed checkpoint. A signature counts only under a key that bears the log's own name, its origin.

    Raises: NoteRefused.
    """
    text, signers = open_note(note, keys)
    checkpoint = parse_text(text)
    if all(key.name != checkpoint.origin for key in signers):
        raise NoteRefused(f"no key of the log {checkpoint.origin} signed its checkpoint")
    return checkpoint
