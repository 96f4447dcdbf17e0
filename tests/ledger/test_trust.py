"""The file of pins: what it holds is what is trusted, and nothing is guessed."""

import pytest

from ledger.verifier.note_keys import VerifierKey
from ledger.verifier.trust import Pin, Trust, TrustRefused, parse_trust

LOG, RECEIPTS, SUPER, FIRST, SECOND = (VerifierKey(f"key{n}", bytes([n]) * 32) for n in range(5))
CHAIN, BLOCK = Pin(11155111, bytes(range(20))), Pin(11155111, bytes(range(32)))
WHOLE = Trust((LOG,), (RECEIPTS,), (SUPER,), (FIRST, SECOND), 2, (CHAIN,), (BLOCK,))


def test_every_kind_of_pin_reads_as_it_is_written() -> None:
    """One line a pin, each with its own word."""
    assert parse_trust(WHOLE.text()) == WHOLE
    assert parse_trust("# nothing\n\n") == Trust((), ())
    assert [line.split()[0] for line in WHOLE.text().splitlines()] == [
        "log", "receipts", "super", "witness", "witness", "quorum", "chain", "block",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "logs x",
        f"witness {FIRST}",
        f"witness {FIRST}\nquorum 2",
        f"witness {FIRST}\nquorum 0",
        f"witness {FIRST}\nquorum 1\nquorum 1",
        f"witness {FIRST}\nwitness {VerifierKey('alias', FIRST.public_key)}\nquorum 2",
        "quorum 1",
        "quorum one",
        f"chain 01 0x{'11' * 20}",
        f"chain 1 0x{'11' * 19}",
        f"chain 1 {'11' * 20}",
        f"chain 0x{'11' * 20}",
        f"block 1 0x{'11' * 32}",
        f"chain 1 0x{'11' * 20}\nblock 5 0x{'11' * 32}",
        f"chain 1 0x{'11' * 20}\nblock 1 0x{'11' * 31}",
        f"chain 1 0x{'zz' * 20}",
    ],
)
def test_a_pin_that_is_not_clear_is_refused(text: str) -> None:
    """A quorum that cannot be reached or is not said, an address cut short, a block of no pinned chain: not guessed at."""
    with pytest.raises(TrustRefused):
        parse_trust(text)


def test_an_export_may_name_no_key_that_is_not_pinned() -> None:
    """A super-log's key counts from when one is pinned; those of logs and receipts always."""
    old = Trust((LOG,), (RECEIPTS,))
    assert WHOLE.covers(WHOLE)
    assert old.covers(WHOLE)
    assert not WHOLE.covers(Trust((LOG,), (RECEIPTS,), (FIRST,)))
    assert not old.covers(Trust((LOG, FIRST), (RECEIPTS,)))
    assert not old.covers(Trust((LOG,), (RECEIPTS, FIRST)))
