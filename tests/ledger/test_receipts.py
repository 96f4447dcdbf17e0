"""Receipts: what the server signs in batches, the stand-alone verifier accepts, and nothing else."""

import datetime as dt
import json
import secrets
import uuid

import cbor2
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.clock import to_micros
from ledger import receipts
from ledger.receipts import MERGE_DELAY_MAX, ReceiptSigner, Statement
from ledger.verifier import merkle
from ledger.verifier import receipts as format_
from ledger.verifier.documents import Json
from ledger.verifier.receipts import ReceiptRefused, parse_receipt, verify_receipt

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
SIGNER = ReceiptSigner("countermark.test/receipts", bytes(range(32)))


def a_statement() -> Statement:
    return Statement(
        log=uuid.uuid4(),
        leaf=secrets.token_bytes(32),
        eid=uuid.uuid4(),
        issued_at=NOW,
        due=NOW + MERGE_DELAY_MAX,
    )


def wire(receipt: receipts.Receipt) -> dict[str, Json]:
    document = json.loads(receipts.encode(receipt))
    assert isinstance(document, dict)
    return document


@pytest.mark.parametrize("size", [*range(1, 34), 64, 100, 257])
def test_every_receipt_of_a_batch_verifies_alone(size: int) -> None:
    """Whatever the size of the batch, each receipt goes through JSON and verifies, with what was stated in it."""
    statements = [a_statement() for _ in range(size)]
    for statement, receipt in zip(statements, SIGNER.sign_batch(statements), strict=True):
        read = parse_receipt(wire(receipt))
        verify_receipt(read, [SIGNER.key])
        assert (read.log, read.eid, read.leaf) == (
            statement.log.bytes,
            statement.eid.bytes,
            statement.leaf,
        )
        assert read.due_us - read.issued_us == 60_000_000
        assert receipts.decode(receipts.encode(receipt)) == receipt


def test_the_statement_is_deterministic_cbor() -> None:
    """The bytes written without an encoder are what an encoder writes."""
    one = a_statement()
    fields = {
        "v": 1,
        "log": one.log.bytes,
        "leaf": one.leaf,
        "eid": one.eid.bytes,
        "ts": to_micros(one.issued_at),
        "due": to_micros(one.due),
    }
    written = format_.statement(
        one.log.bytes, one.eid.bytes, one.leaf, to_micros(one.issued_at), to_micros(one.due)
    )
    assert written == cbor2.dumps(fields, canonical=True)


def test_the_signature_is_over_the_rfc_6962_root_of_the_batch() -> None:
    """The batch tree is the tree of the RFC, so that another implementation needs no new code."""
    statements = [a_statement() for _ in range(7)]
    first = SIGNER.sign_batch(statements)[0]
    leaves = [
        merkle.leaf_hash(
            format_.statement(
                one.log.bytes, one.eid.bytes, one.leaf, to_micros(one.issued_at), to_micros(one.due)
            )
        )
        for one in statements
    ]
    assert list(first.batch_path) == merkle.inclusion_proof(leaves, 0)


BATCH = SIGNER.sign_batch([a_statement() for _ in range(5)])


@settings(max_examples=400)
@given(st.data())
def test_no_changed_receipt_verifies(data: st.DataObject) -> None:
    """Any field of a receipt changed, however little, and it is refused."""
    document = wire(BATCH[2])
    name = data.draw(st.sampled_from(sorted(document)))
    value = document[name]
    if isinstance(value, int):
        document[name] = value + data.draw(st.integers(-3, 3).filter(bool))
    elif isinstance(value, str):
        at = data.draw(st.integers(0, len(value) - 1))
        letter = data.draw(st.sampled_from("0123456789abcdefABCDEF+/=_").filter(lambda new: new != value[at]))
        document[name] = value[:at] + letter + value[at + 1 :]
    elif isinstance(value, list):
        change = data.draw(st.sampled_from(["cut", "append", "swap", "double"]))
        document[name] = {
            "cut": value[:-1],
            "append": [*value, value[0]],
            "swap": [value[1], value[0], *value[2:]],
            "double": [*value[:-1], value[0]],
        }[change]
    with pytest.raises(ReceiptRefused):
        verify_receipt(parse_receipt(document), [SIGNER.key])


@pytest.mark.parametrize("name", sorted(wire(BATCH[0])))
def test_a_receipt_has_exactly_its_fields(name: str) -> None:
    """A missing field is refused, and so is one more."""
    document = wire(BATCH[0])
    with pytest.raises(ReceiptRefused):
        parse_receipt({**document, name + "_": 1})
    del document[name]
    with pytest.raises(ReceiptRefused):
        parse_receipt(document)


def test_a_receipt_of_another_key_is_refused() -> None:
    """Only a pinned key speaks, and a key that signed something else does not."""
    other = ReceiptSigner("countermark.test/receipts", secrets.token_bytes(32))
    for keys in ([], [other.key]):
        with pytest.raises(ReceiptRefused):
            verify_receipt(parse_receipt(wire(BATCH[0])), keys)


def test_a_place_of_one_receipt_does_not_serve_another() -> None:
    """Paths and places of one batch cannot be mixed."""
    for other in (0, 1, 3, 4):
        mixed = msgspec.structs.replace(
            BATCH[2], batch_index=BATCH[other].batch_index, batch_path=BATCH[other].batch_path
        )
        with pytest.raises(ReceiptRefused):
            verify_receipt(parse_receipt(wire(mixed)), [SIGNER.key])


def test_a_batch_has_bounds() -> None:
    """An empty batch is a fault of the caller, not a signature over nothing."""
    with pytest.raises(ValueError, match="a batch has"):
        SIGNER.sign_batch([])
