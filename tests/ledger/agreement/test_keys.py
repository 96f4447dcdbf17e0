"""Logs that appoint keys, in every order and with every mistake: both verifiers follow them to one answer."""

import base64
import functools
import hashlib
import itertools

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.verifier import merkle
from ledger.verifier.note_keys import VerifierKey
from ledger.verifier.notes import format_note
from tests.ledger.agreement import world
from tests.ledger.agreement.agreement import assert_agreed
from tests.ledger.agreement.corpus import Corpus
from tests.ledger.agreement.test_forged import entry_bytes
from tests.ledger.agreement.world import ORIGIN, Forge

pytestmark = pytest.mark.verifiers

PRIVATE = [Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32) for number in (1, 2, 3)]
KEYS = [VerifierKey(ORIGIN, private.public_key().public_bytes_raw()) for private in PRIVATE]
HANDED_OVER = ((0,), (0, 1), (1,))
"""Who signs the checkpoints of 2, 4 and 6 entries, when entry 2 appoints the second key."""


def digest(key: VerifierKey) -> bytes:
    return b"\x58\x20" + hashlib.sha256(str(key).encode()).digest()


def appointing(new: VerifierKey, old: VerifierKey | None, number: int, out: bytes = b"\x67ed25519") -> bytes:
    replaced = digest(old) if old else None
    return entry_bytes(
        {
            b"\x63typ": b"\x6dledger.key.v1",
            b"\x63out": out,
            b"\x65rules": digest(new),
            b"\x65model": replaced,
        },
        number=number,
    )


def signed(entries: list[bytes], size: int, signers: tuple[int, ...]) -> bytes:
    root = merkle.root([merkle.leaf_hash(entry) for entry in entries[:size]])
    text = f"{ORIGIN}\n{size}\n{base64.b64encode(root).decode()}\n"
    return format_note(text, [(KEYS[number], PRIVATE[number].sign(text.encode())) for number in signers])


def add(
    corpus: Corpus, kind: str, entries: list[bytes], signers: tuple[tuple[int, ...], ...], named: tuple[int, ...], pinned: tuple[int, ...]
) -> None:  # fmt: skip
    receipts = f"receipts {Forge().receipts_key}\n"
    notes = [signed(entries, 2 * (at + 1), each) for at, each in enumerate(signers)]
    keys = "".join(f"log {KEYS[number]}\n" for number in named) + receipts
    trust = "".join(f"log {KEYS[number]}\n" for number in pinned) + receipts
    place = Forge().write(corpus.place(), entries, functools.partial(world.replace_signed, keys, notes))
    corpus.add(kind, "bundle", place, "--trust", corpus.write(trust.encode()))


async def test_appointed_keys(corpus: Corpus) -> None:
    """Every choice of signers, of keys that are named and of those that are pinned, in a log that appoints one key."""
    plain = [entry_bytes({}, number=number) for number in range(6)]
    entries = [*plain[:2], appointing(KEYS[1], KEYS[0], 2), *plain[3:]]
    subsets = [some for count in (1, 2, 3) for some in itertools.combinations(range(3), count)]
    for named in subsets:
        for pinned in subsets:
            add(corpus, "named", entries, HANDED_OVER, named, pinned)
    for first, second, third in itertools.product(((0,), (1,), (0, 1)), ((0,), (1,), (0, 1)), ((0,), (1,), (0, 1), (1, 2))):  # fmt: skip
        for pinned in ((0,), (1,), (0, 1)):
            add(corpus, "signers", entries, (first, second, third), (0, 1), pinned)
    assert_agreed(corpus, exit_codes={3, 11, 12, 15})


async def test_odd_appointments(corpus: Corpus) -> None:
    """Entries that appoint nobody, replace another, come twice, or are of another kind."""
    plain = [entry_bytes({}, number=number) for number in range(6)]
    first, second, third = KEYS
    odd = [
        appointing(second, None, 2), appointing(second, third, 2), appointing(second, second, 2), appointing(first, first, 2), appointing(third, first, 2),
        appointing(second, first, 2, b"\x69ml_dsa_44"), appointing(second, first, 2, b"\x65other"), appointing(second, first, 2, b"\x67Ed25519"),
        entry_bytes({b"\x63typ": b"\x6dledger.key.v1"}, number=2), entry_bytes({b"\x63typ": b"\x6dledger.key.v1", b"\x63out": b"\x67ed25519"}, number=2),
    ]  # fmt: skip
    for entry in odd:
        for named in ((0,), (0, 1), (0, 1, 2), (1,)):
            add(corpus, "odd", [*plain[:2], entry, *plain[3:]], HANDED_OVER, named, (0,))
    for at in range(6):
        entries = [*plain[:at], appointing(second, first, at), *plain[at + 1 :]]
        add(corpus, "place", entries, HANDED_OVER, (0, 1), (0,))
        add(corpus, "place", entries, ((1,), (1,), (1,)), (0, 1), (0,))
    for later in (appointing(third, second, 4), appointing(third, first, 4), appointing(second, first, 4), appointing(first, second, 4)):  # fmt: skip
        entries = [*plain[:2], appointing(second, first, 2), plain[3], later, plain[5]]
        for signers in (
            ((0,), (0, 1), (1, 2)),
            ((0,), (0, 1), (1,)),
            ((0,), (0, 1), (2,)),
            ((0,), (0, 1), (0, 1)),
        ):
            for pinned in ((0,), (1,), (2,)):
                add(corpus, "chain", entries, signers, (0, 1, 2), pinned)
                add(corpus, "chain", entries, signers, (0, 1), pinned)
    assert_agreed(corpus, exit_codes={3, 12, 15})
