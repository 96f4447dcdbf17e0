"""`countermark doctor` on what the witnesses that the settings name have cosigned."""

from collections.abc import Sequence

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.doctor.loops import cosigned
from ledger.settings import WitnessAddress
from ledger.verifier import notes
from ledger.verifier.checkpoints import Checkpoint
from ledger.verifier.note_keys import COSIGNATURE, VerifierKey
from ledger.verifier.signatures import cosigned_text

TEXT = Checkpoint("bank.example/super", 7, bytes(range(32))).text()
URL = "https://witness.example"
LOG, WITNESS, OTHER = (Ed25519PrivateKey.generate() for _ in range(3))


def key(private: Ed25519PrivateKey, name: str = "witness.example/w1") -> VerifierKey:
    return VerifierKey(name, private.public_key().public_bytes_raw(), COSIGNATURE)


def line(private: Ed25519PrivateKey, under: VerifierKey) -> tuple[VerifierKey, bytes]:
    at_s = 1_700_000_000
    return under, at_s.to_bytes(8, "big") + private.sign(cosigned_text(TEXT, at_s))


def note(*cosignatures: tuple[VerifierKey, bytes]) -> str:
    log = VerifierKey("bank.example/super", LOG.public_key().public_bytes_raw())
    return notes.format_note(TEXT, [(log, LOG.sign(TEXT.encode())), *cosignatures]).decode()


@pytest.mark.parametrize(
    ("signed", "state", "said"),
    [
        ([line(WITNESS, key(WITNESS))], "ok", "witness.example/w1 cosigned epoch 7"),
        ([], "warning", "witness.example/w1 has not cosigned epoch 7"),
        ([line(OTHER, key(OTHER))], "warning", "witness.example/w1 has not cosigned epoch 7"),
        ([line(OTHER, key(WITNESS))], "failed", "witness.example/w1: "),
    ],
    ids=["by it", "by nobody", "by another of its name", "under its key, by another"],
)
def test_what_a_witness_has_cosigned(
    signed: Sequence[tuple[VerifierKey, bytes]], state: str, said: str
) -> None:
    """Its signature, none, another key's, and one that is false under its own key."""
    found = cosigned(WitnessAddress(URL, (key(WITNESS),)), note(*signed), 7)
    assert (found.check, found.state) == ("witnesses", state)
    assert found.said.startswith(said)
    assert state == "ok" or found.fix
