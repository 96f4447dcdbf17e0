"""Signed notes and signatures: Wycheproof, the golden log, and mutations."""

import base64
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from ledger.verifier import note_keys, notes, signatures
from ledger.verifier.checkpoints import Checkpoint, open_checkpoint, parse_text
from ledger.verifier.commitments import hmac_sha256
from ledger.verifier.note_keys import NoteRefused, VerifierKey
from tests.ledger import vectors

PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY = VerifierKey("example.com/log", PRIVATE.public_key().public_bytes_raw())
CHECKPOINT = Checkpoint("example.com/log", 7, bytes(32))


def signed(text: str) -> bytes:
    return notes.format_note(text, [(KEY, PRIVATE.sign(text.encode()))])


NOTE = signed(CHECKPOINT.text())


def test_wycheproof_ed25519() -> None:
    """Every published Ed25519 case, valid and forged, is judged as Wycheproof judges it."""
    document = json.loads((vectors.folder("wycheproof") / "ed25519_test.json").read_text())
    judged = 0
    for group in document["testGroups"]:
        public_key = bytes.fromhex(group["publicKey"]["pk"])
        for case in group["tests"]:
            accepted = signatures.verify_ed25519(
                public_key, bytes.fromhex(case["msg"]), bytes.fromhex(case["sig"])
            )
            assert accepted is (case["result"] == "valid"), case
            judged += 1
    assert judged == document["numberOfTests"]


def test_wycheproof_hmac_sha256() -> None:
    """The MAC under commitments is HMAC-SHA256 as published, cases with whole tags."""
    document = json.loads((vectors.folder("wycheproof") / "hmac_sha256_test.json").read_text())
    for group in document["testGroups"]:
        for case in group["tests"]:
            tag = hmac_sha256(bytes.fromhex(case["key"]), bytes.fromhex(case["msg"]))
            matches = tag[: group["tagSize"] // 8].hex() == case["tag"]
            assert matches is (case["result"] == "valid"), case


def test_a_note_opens_to_what_was_signed() -> None:
    """A checkpoint that was signed reads back equal, and names its signer."""
    text, signers = notes.open_note(NOTE, [KEY])
    assert parse_text(text) == CHECKPOINT
    assert signers == [KEY]
    assert note_keys.parse_key(str(KEY)) == KEY


@given(at=st.integers(0, len(NOTE) - 1), bit=st.integers(0, 7))
def test_no_note_with_a_flipped_bit_opens(at: int, bit: int) -> None:
    """One bit anywhere, in text, name or signature, and the note is refused."""
    changed = bytearray(NOTE)
    changed[at] ^= 1 << bit
    with pytest.raises(NoteRefused):
        open_checkpoint(bytes(changed), [KEY])


@given(st.integers(0, len(NOTE) - 1))
def test_no_cut_note_opens(length: int) -> None:
    """A note is whole or refused."""
    with pytest.raises(NoteRefused):
        open_checkpoint(NOTE[:length], [KEY])


@pytest.mark.parametrize(
    "tail", [b"\n", b"x", "\u2014 example.com/log AAAA\n".encode(), NOTE.split(b"\n\n")[1]]
)
def test_nothing_may_follow_a_note(tail: bytes) -> None:
    """Bytes after the signatures, a malformed signature line, and a second one of the same key are refused."""
    with pytest.raises(NoteRefused):
        open_checkpoint(NOTE + tail, [KEY])


def test_signatures_of_strangers_are_ignored() -> None:
    """A witness that we do not know neither helps nor harms."""
    line = f"\u2014 witness.example {base64.b64encode(b'idid' + bytes(64)).decode()}\n".encode()
    assert open_checkpoint(NOTE + line, [KEY]) == CHECKPOINT
    with pytest.raises(NoteRefused):
        open_checkpoint(CHECKPOINT.text().encode() + b"\n" + line, [KEY])


def test_a_checkpoint_is_signed_by_a_key_of_its_own_name() -> None:
    """Another log's key does not speak for this one."""
    text = Checkpoint("example.com/other", 7, bytes(32)).text()
    with pytest.raises(NoteRefused, match="no key of the log"):
        open_checkpoint(signed(text), [KEY])


@pytest.mark.parametrize(
    "text",
    [
        "example.com/log\n7\n",
        "example.com/log\n07\n" + base64.b64encode(bytes(32)).decode() + "\n",
        "example.com/log\n-7\n" + base64.b64encode(bytes(32)).decode() + "\n",
        "example.com/log\n7\n" + base64.b64encode(bytes(31)).decode() + "\n",
        "example.com/log\n7\n" + base64.b64encode(bytes(32)).decode() + "\nextension\n",
        "\n7\n" + base64.b64encode(bytes(32)).decode() + "\n",
        f"example.com/log\n{2**63}\n" + base64.b64encode(bytes(32)).decode() + "\n",
        "example.com/log\n7\n" + base64.b64encode(bytes(32)).decode()[:-1] + "\n",
    ],
)
def test_a_signed_text_that_is_no_checkpoint_is_refused(text: str) -> None:
    """A signature does not make a checkpoint of another text."""
    with pytest.raises(NoteRefused):
        open_checkpoint(signed(text), [KEY])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        "na me+00000000+AQ==",
        str(KEY).replace("+", "+0", 1),
        str(KEY)[:-4],
        "other" + str(KEY),
    ],
)
def test_a_key_that_is_not_spelled_right_is_refused(text: str) -> None:
    """Name, id and key belong together."""
    with pytest.raises(NoteRefused):
        note_keys.parse_key(text)
