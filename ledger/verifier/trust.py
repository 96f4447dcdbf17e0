"""What an auditor trusts, pinned in a file of their own, one fact a line.

`log <key>`, `receipts <key>`, `super <key>`, `witness <key>`, `quorum <k>` (how many of the witnesses must have cosigned),
`chain <chain id> <0x contract>` and `block <chain id> <0x block hash>`. What is pinned decides which steps are owed.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ledger.verifier.note_keys import NoteRefused, VerifierKey, parse_key

USES = ("log", "receipts", "super", "witness")
ADDRESS_BYTES = 20
BLOCK_HASH_BYTES = 32
_NUMBER = re.compile(r"[1-9][0-9]{0,18}")
_BLANK = " \t\r"
_OTHERS = ("quorum", "chain", "block")


class TrustRefused(Exception):
    """Not a file of pins, or not the pins that are needed."""


@dataclass(frozen=True)
class Pin:
    """value: the address of a contract (20 bytes) or the hash of a block (32 bytes) on the chain of this id."""

    chain_id: int
    value: bytes

    def __str__(self) -> str:
        return f"{self.chain_id} 0x{self.value.hex()}"


@dataclass(frozen=True)
class Trust:
    """quorum: how many witnesses must have cosigned, 0 when none is pinned. chains: contracts. blocks: hashes of blocks."""

    log_keys: tuple[VerifierKey, ...]
    receipt_keys: tuple[VerifierKey, ...]
    super_keys: tuple[VerifierKey, ...] = ()
    witness_keys: tuple[VerifierKey, ...] = ()
    quorum: int = 0
    chains: tuple[Pin, ...] = ()
    blocks: tuple[Pin, ...] = ()

    def text(self) -> str:
        keys = (self.log_keys, self.receipt_keys, self.super_keys, self.witness_keys)
        lines = [f"{use} {key}\n" for use, listed in zip(USES, keys, strict=True) for key in listed]
        lines += [f"quorum {self.quorum}\n"] if self.quorum else []
        lines += [f"chain {pin}\n" for pin in self.chains] + [f"block {pin}\n" for pin in self.blocks]
        return "".join(lines)

    def covers(self, other: "Trust") -> bool:
        """Say whether every key that `other` names for logs and receipts is pinned here, for the same use.

        A super-log's key counts only where one is pinned: without a pin nothing rests on it. Of several kinds one is enough:
        what is pinned decides which signatures are owed.
        """
        return (
            set(other.log_keys) <= set(self.log_keys)
            and set(other.receipt_keys) <= set(self.receipt_keys)
            and (
                not self.super_keys
                or not other.super_keys
                or bool(set(self.super_keys) & set(other.super_keys))
            )
        )


def parse_trust(text: str) -> Trust:
    """Empty lines and lines that begin with # are skipped. Raises: TrustRefused."""
    pinned: dict[str, list[str]] = {use: [] for use in (*USES, *_OTHERS)}
    keys: dict[str, list[VerifierKey]] = {use: [] for use in USES}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip(_BLANK) or line.startswith("#"):
            continue
        use, _, rest = line.strip(_BLANK).partition(" ")
        if use not in pinned:
            raise TrustRefused(f"line {number} does not begin with {', '.join(USES)}, {' or '.join(_OTHERS)}")
        try:
            if use in keys:
                keys[use].append(parse_key(rest))
            else:
                pinned[use].append(rest)
        except NoteRefused as error:
            raise TrustRefused(f"line {number}: {error}") from error
    return _trust(keys, pinned)


def _trust(keys: Mapping[str, Sequence[VerifierKey]], pinned: Mapping[str, Sequence[str]]) -> Trust:
    trust = Trust(
        tuple(keys["log"]),
        tuple(keys["receipts"]),
        tuple(keys["super"]),
        tuple(keys["witness"]),
        _quorum(pinned["quorum"], keys["witness"]),
        tuple(_pin(value, ADDRESS_BYTES) for value in pinned["chain"]),
        tuple(_pin(value, BLOCK_HASH_BYTES) for value in pinned["block"]),
    )
    known = {pin.chain_id for pin in trust.chains}
    if any(pin.chain_id not in known for pin in trust.blocks):
        raise TrustRefused("a block is pinned of a chain on which no contract is")
    return trust


def _quorum(values: Sequence[str], witnesses: Sequence[VerifierKey]) -> int:
    """A witness counts once, however many names its key is pinned under."""
    if not values and not witnesses:
        return 0
    count = len({key.public_key for key in witnesses})
    if len(values) != 1 or not _NUMBER.fullmatch(values[0]) or int(values[0]) > count:
        raise TrustRefused(f"{count} witnesses need one line with a quorum from 1 to {count}")
    return int(values[0])


def _pin(value: str, length: int) -> Pin:
    chain, _, encoded = value.partition(" ")
    match = re.fullmatch(r"0x([0-9a-fA-F]*)", encoded)
    if not _NUMBER.fullmatch(chain) or match is None or len(match[1]) != 2 * length:
        raise TrustRefused(f"{value!r} is not a chain id and 0x with {length} bytes in hex")
    return Pin(int(chain), bytes.fromhex(match[1]))
