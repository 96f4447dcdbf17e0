"""Signature types of notes: Wycheproof, the worked examples of C2SP, ML-DSA-44, and mutations."""

import base64
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from ledger.verifier import note_keys, notes, signatures
from ledger.verifier.checkpoints import (
    Checkpoint,
    open_checkpoint,
    open_cosignatures,
    read_checkpoint,
)
from ledger.verifier.note_keys import COSIGNATURE, ML_DSA_44, NoteRefused, VerifierKey
from tests.ledger import vectors

NAME = "example.com/log"
CHECKPOINT = Checkpoint(NAME, 7, bytes(range(32)))
TEXT = CHECKPOINT.text()
AT_S = 1_700_000_000
TIME = AT_S.to_bytes(8, "big")

LOG = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
LOG_KEY = VerifierKey(NAME, LOG.public_key().public_bytes_raw())
QUANTUM = MLDSA44PrivateKey.from_seed_bytes(bytes(32))
QUANTUM_KEY = VerifierKey(NAME, QUANTUM.public_key().public_bytes_raw(), ML_DSA_44)
WITNESS = Ed25519PrivateKey.from_private_bytes(bytes(reversed(range(32))))
WITNESS_KEY = VerifierKey("witness.example/w1", WITNESS.public_key().public_bytes_raw(), COSIGNATURE)

LOG_SIGNED = (LOG_KEY, LOG.sign(TEXT.encode()))
QUANTUM_SIGNED = (QUANTUM_KEY, TIME + QUANTUM.sign(signatures.cosigned_message(NAME, TEXT, AT_S)))
WITNESS_SIGNED = (WITNESS_KEY, TIME + WITNESS.sign(signatures.cosigned_text(TEXT, AT_S)))
NOTE = notes.format_note(TEXT, [LOG_SIGNED, QUANTUM_SIGNED, WITNESS_SIGNED])


def _all_signed(note: bytes) -> bool:
    try:
        opened = open_checkpoint(note, [LOG_KEY, QUANTUM_KEY]) == CHECKPOINT
        return opened and bool(open_cosignatures(note, [WITNESS_KEY]))
    except NoteRefused:
        return False


def test_wycheproof_ml_dsa_44() -> None:
    """Every published case, with contexts, lengths and forged hints, is judged as Wycheproof judges it: 180 of 180."""
    document = json.loads((vectors.folder("wycheproof") / "mldsa_44_verify_test.json").read_text())
    judged = 0
    for group in document["testGroups"]:
        public_key = bytes.fromhex(group["publicKey"])
        for case in group["tests"]:
            accepted = signatures.verify_ml_dsa_44(
                public_key,
                bytes.fromhex(case["msg"]),
                bytes.fromhex(case["sig"]),
                bytes.fromhex(case.get("ctx", "")),
            )
            assert accepted is (case["result"] == "valid"), case["tcId"]
            judged += 1
    assert judged == document["numberOfTests"] == 180


def test_the_message_of_ml_dsa_44_is_the_specified_structure() -> None:
    """Written out by hand from tlog-cosignature: label, name, time, origin, start, end, hash."""
    message = signatures.cosigned_message("w", "log\n5\n" + base64.b64encode(b"r" * 32).decode() + "\n", 3)
    assert message.hex() == (
        b"subtree/v1\n\x00".hex()
        + "0177"
        + "0000000000000003"
        + "036c6f67"
        + "0000000000000000"
        + "0000000000000005"
        + "72" * 32
    )


def test_the_message_of_a_witness_is_the_specified_text() -> None:
    """The example of tlog-cosignature: a header line, a time line, the whole body."""
    text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    assert signatures.cosigned_text(text, 1679315147).decode() == (
        "cosignature/v1\ntime 1679315147\nexample.com/behind-the-sofa\n20852163\n"
        "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    )


def test_the_published_example_names_the_key_and_the_time() -> None:
    """The witness line of tlog-cosignature's example carries the id, the time of its message and 64 bytes."""
    line = "jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA=="
    data = note_keys.decode_base64(line)
    assert signatures.time_of(COSIGNATURE, data[4:]) == 1679315147
    assert len(data) == 4 + 8 + 64


@pytest.mark.parametrize("key", [LOG_KEY, QUANTUM_KEY, WITNESS_KEY])
def test_a_key_of_each_kind_reads_back(key: VerifierKey) -> None:
    """Name, id, kind and key survive their text, and the kind is part of the id."""
    assert note_keys.parse_key(str(key)) == key
    other = VerifierKey(key.name, key.public_key, key.kind ^ 8)
    assert other.key_id != key.key_id


def test_a_key_of_an_unknown_kind_or_length_is_refused() -> None:
    """0x02 is not ours, and 32 bytes are no ML-DSA-44 key."""
    for kind in (0x02, 0x05, ML_DSA_44, 0xFF):
        with pytest.raises(NoteRefused):
            note_keys.parse_key(str(VerifierKey(NAME, bytes(32), kind)))


def test_a_note_with_both_signatures_and_a_witness_opens() -> None:
    """Each key finds its own line; the time of a cosignature comes with it."""
    assert open_checkpoint(NOTE, [LOG_KEY]) == CHECKPOINT
    assert open_checkpoint(NOTE, [QUANTUM_KEY]) == CHECKPOINT
    assert open_checkpoint(NOTE, [LOG_KEY, QUANTUM_KEY]) == CHECKPOINT
    assert _all_signed(NOTE)
    assert [(one.key, one.at_s) for one in open_cosignatures(NOTE, [WITNESS_KEY])] == [(WITNESS_KEY, AT_S)]
    assert open_cosignatures(NOTE, [VerifierKey("other", WITNESS_KEY.public_key, COSIGNATURE)]) == []


def test_a_kind_that_is_pinned_is_owed() -> None:
    """Whoever pins a log's ML-DSA-44 key is not content with Ed25519, nor the other way about; history may lack it."""
    for signed, kind in ((LOG_SIGNED, "ML-DSA-44"), (QUANTUM_SIGNED, "Ed25519")):
        note = notes.format_note(TEXT, [signed])
        with pytest.raises(NoteRefused, match=kind):
            open_checkpoint(note, [LOG_KEY, QUANTUM_KEY])
        assert read_checkpoint(note, [LOG_KEY, QUANTUM_KEY]).signers == (signed[0],)


def test_a_witness_does_not_speak_for_the_log() -> None:
    """A cosignature under the log's own name, by a key of kind 0x04, opens nothing."""
    key = VerifierKey(NAME, WITNESS_KEY.public_key, COSIGNATURE)
    note = notes.format_note(TEXT, [(key, WITNESS_SIGNED[1])])
    with pytest.raises(NoteRefused, match="no key of the log"):
        open_checkpoint(note, [key])


def test_a_signature_of_one_kind_is_none_of_another() -> None:
    """A log's Ed25519 signature is no cosignature of the same key, and a cosignature none of the log."""
    as_witness = VerifierKey(NAME, LOG_KEY.public_key, COSIGNATURE)
    with pytest.raises(NoteRefused):
        open_cosignatures(notes.format_note(TEXT, [(as_witness, TIME + LOG_SIGNED[1])]), [as_witness])
    as_log = VerifierKey(NAME, WITNESS_KEY.public_key)
    with pytest.raises(NoteRefused):
        open_checkpoint(notes.format_note(TEXT, [(as_log, WITNESS_SIGNED[1][8:])]), [as_log])


@given(at=st.integers(0, len(NOTE) - 1), bit=st.integers(0, 7))
def test_no_bit_of_a_note_with_three_kinds_can_flip(at: int, bit: int) -> None:
    """One bit anywhere, and not all three of its signers are found any more."""
    changed = bytearray(NOTE)
    changed[at] ^= 1 << bit
    assert not _all_signed(bytes(changed))


@given(st.integers(0, 2**64 - 1))
def test_another_time_is_another_statement(at_s: int) -> None:
    """The time of a signature cannot be moved, and one beyond 2^63 - 1 is malformed."""
    if at_s == AT_S:
        return
    time = at_s.to_bytes(8, "big")
    for key, signature in (QUANTUM_SIGNED, WITNESS_SIGNED):
        assert not signatures.verify(key.kind, key.name, key.public_key, TEXT, time + signature[8:])


@pytest.mark.parametrize(
    "text", ["", "log\n", "log\n1\nAAAA\n", "log\n-1\n" + "A" * 43 + "=\n", "log\nx\ny\n"]
)
def test_ml_dsa_44_signs_checkpoints_only(text: str) -> None:
    """Another text has no message, so no signature over it is right."""
    with pytest.raises(signatures.NotACheckpoint):
        signatures.cosigned_message(NAME, text, 0)
    assert not signatures.verify(ML_DSA_44, NAME, QUANTUM_KEY.public_key, text, bytes(2428))
