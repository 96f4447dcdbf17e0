"""Nothing that was changed is accepted: proofs, notes, receipts, openings, whole exports, epochs and chain proofs.

`make test` draws some thousand changes; `make test-mutations` draws 120,000 and prints how many were refused. A change that means
the same is not counted, and must be accepted as the same; which those are is in `mutations`.
"""

import base64
import random
import sys
from collections.abc import Callable
from typing import cast

import pytest

from ledger.verifier import bundle, epoch_files, identifiers, merkle, signed_roots
from ledger.verifier.bundle import verify_bundle
from ledger.verifier.chain import ChainRefused, parse_chain_proof, verify_chain_proof
from ledger.verifier.checkpoints import open_checkpoint, open_cosignatures
from ledger.verifier.commitments import OpeningRefused, parse_opening, verify_opening
from ledger.verifier.documents import Json
from ledger.verifier.entries import read_entry
from ledger.verifier.merkle import ProofRefused
from ledger.verifier.note_keys import NoteRefused
from ledger.verifier.receipts import ReceiptRefused, parse_receipt, verify_receipt
from ledger.verifier.single import verify_proof
from ledger.verifier.tiles import Tile, read_bundle
from ledger.verifier.trust import TrustRefused, parse_trust
from tests.ledger import mutations
from tests.ledger.made_log import MadeLog, made_log

MADE = made_log()
SMALL = made_log((0, 3, 4, 4, 7), seed=2, slot=2)
LEAVES = [merkle.leaf_hash(str(number).encode()) for number in range(300)]
ROOTS = [merkle.root(LEAVES[:size]) for size in range(301)]
Attempt = Callable[[random.Random], bool]
"""Changes something, and asserts that it is refused. Returns: False where the change means the same and had to be accepted."""


def change_inclusion(draw: random.Random) -> bool:
    size = draw.randrange(1, 301)
    index = draw.randrange(size)
    path = merkle.inclusion_proof(LEAVES[:size], index)
    honest: Json = {
        "index": index,
        "size": size,
        "hashes": [base64.b64encode(each).decode() for each in (LEAVES[index], ROOTS[size], *path)],
    }
    changed = mutations.structured(draw, honest)
    try:
        fields = cast(dict[str, Json], changed)
        hashes = [
            base64.b64decode(cast(str, each), validate=True) for each in cast(list[Json], fields["hashes"])
        ]
        place, count = fields["index"], fields["size"]
        leaf, root, *rest = hashes
        assert type(place) is int
        assert type(count) is int
    except (AssertionError, KeyError, TypeError, ValueError, AttributeError):
        return True  # no proof at all: a document's reader refuses it before
    if hashes == [LEAVES[index], ROOTS[size], *path] and mutations.same_steps((place, count), (index, size)):
        return False
    with pytest.raises(ProofRefused):
        merkle.verify_inclusion(place, count, leaf, rest, root)
    return True


def change_consistency(draw: random.Random) -> bool:
    new = draw.randrange(2, 301)
    old = draw.randrange(1, new)
    honest = [ROOTS[old], ROOTS[new], *merkle.consistency_proof(LEAVES[:new], old)]
    sizes, hashes = [old, new], list(honest)
    at, other = draw.randrange(len(hashes)), draw.randrange(len(hashes))
    kind = draw.randrange(6)
    if kind == 0:
        sizes[draw.randrange(2)] += draw.choice((-1, 1))
    elif kind == 1:
        hashes[at] = mutations.bytewise(draw, hashes[at])
    elif kind == 2:
        hashes[at], hashes[other] = hashes[other], hashes[at]
    elif kind == 3 and len(hashes) > 2:
        del hashes[draw.randrange(2, len(hashes))]
    elif kind == 4:
        hashes.insert(draw.randrange(2, len(hashes) + 1), hashes[at])
    else:
        hashes.append(draw.randbytes(32))
    if hashes == honest and mutations.same_continuation((sizes[0], sizes[1]), (old, new)):
        return False
    with pytest.raises(ProofRefused):
        merkle.verify_consistency(sizes[0], sizes[1], hashes[2:], hashes[0], hashes[1])
    return True


def change_checkpoint(draw: random.Random) -> bool:
    original = MADE.files[bundle.CHECKPOINT]
    changed = draw.choice((mutations.bytewise, mutations.line_by_line))(draw, original)
    try:
        found = open_checkpoint(changed, MADE.trust.log_keys)
    except NoteRefused:
        return True
    assert mutations.same_note(original, changed), changed
    assert found == open_checkpoint(original, MADE.trust.log_keys)
    return False


def change_cosignatures(draw: random.Random) -> bool:
    original = MADE.files[epoch_files.SUPER_CHECKPOINT]
    changed = draw.choice((mutations.bytewise, mutations.line_by_line))(draw, original)
    try:
        count = len(open_cosignatures(changed, MADE.trust.witness_keys))
    except NoteRefused:
        return True
    if count < MADE.trust.quorum:
        return True
    assert changed.rpartition(b"\n\n")[0] == original.rpartition(b"\n\n")[0]
    return False


def change_receipt(draw: random.Random) -> bool:
    honest = draw.choice(MADE.receipts)
    changed = mutations.structured(draw, honest)
    try:
        verify_receipt(parse_receipt(changed), MADE.trust.receipt_keys)
    except ReceiptRefused:
        return True
    raise AssertionError(f"accepted: {changed}")


def change_opening(draw: random.Random) -> bool:
    honest = MADE.openings[0]
    changed = mutations.structured(draw, honest)
    entry = read_entry(read_bundle(MADE.files[Tile(0, 0, entries=True).path()])[1])
    try:
        verify_opening(parse_opening(changed), entry.eid, entry.pc)
    except OpeningRefused:
        return True
    raise AssertionError(f"accepted: {changed}")


def change_chain_proof(draw: random.Random) -> bool:
    honest = cast(Json, MADE.chain_proof)
    changed = mutations.structured(draw, honest)
    try:
        found = verify_chain_proof(parse_chain_proof(changed), MADE.trust)
    except ChainRefused:
        return True
    if found.state is None:  # what does not tell the contract's state is open, never verified
        return True
    assert mutations.same_document(honest, changed), changed
    assert found == verify_chain_proof(parse_chain_proof(honest), MADE.trust)
    return False


def change_proof(draw: random.Random) -> bool:
    honest = proof_document(MADE, draw.randrange(530))
    changed = mutations.structured(draw, honest)
    if verify_proof(changed, MADE.trust).exit_code:
        return True
    assert isinstance(changed, dict)
    assert isinstance(honest, dict)
    notes = [str(each.pop("checkpoint")).encode() for each in (honest, changed)]
    assert changed == honest
    assert mutations.same_note(*notes)
    return False


def proof_document(made: MadeLog, index: int) -> Json:
    """The proof of an entry as the service answers it."""
    entries = [
        entry
        for name in sorted(made.files)
        if name.startswith("tile/entries/")
        for entry in read_bundle(made.files[name])
    ]
    leaves = [merkle.leaf_hash(entry) for entry in entries]
    log_id = made.files[bundle.CHECKPOINT].decode().partition("\n")[0].rpartition("/")[2]
    return {
        "log_id": log_id,
        "entry_id": identifiers.write("ent", read_entry(entries[index]).eid),
        "state": "included",
        "entry": base64.b64encode(entries[index]).decode(),
        "leaf_hash": base64.b64encode(leaves[index]).decode(),
        "leaf_index": index,
        "checkpoint": made.files[bundle.CHECKPOINT].decode(),
        "path": [base64.b64encode(step).decode() for step in merkle.inclusion_proof(leaves, index)],
    }


def change_export(draw: random.Random) -> bool:
    """A file of an export is changed, dropped, exchanged for another or doubled; in three of four cases the manifest fits."""
    made = SMALL.copy()
    name = draw.choice([each for each in sorted(made.files) if each != bundle.MANIFEST])
    other = draw.choice(sorted(made.files))
    kind = draw.randrange(10)
    if kind == 0:
        del made.files[name]
    elif kind == 1:
        made.files[name], made.files[other] = made.files[other], made.files[name]
    elif kind == 2:
        made.files[
            draw.choice(("tile/1/000", "tile/0/001", "tile/entries/000", "checkpoints/000001.jsonl"))
        ] = made.files[name]
    else:
        line = draw.choice((mutations.bytewise, mutations.line_by_line))
        made.files[name] = line(draw, made.files[name])
    relisted = draw.randrange(4) > 0
    if relisted:
        made.relist()
    if verify_bundle(made.audit()).exit_code:
        return True
    assert means_the_same(SMALL.files, made.files), (kind, name, made.files.get(name))
    return False


def change_epochs(draw: random.Random) -> bool:
    """One document among the records, slots and anchors of an export, in its own form."""
    made = SMALL.copy()
    name = draw.choice((epoch_files.RECORDS, epoch_files.SLOTS, epoch_files.SLOTS))
    lines = made.files[name].splitlines()
    documents = [cast(Json, mutations.read_json(line)) for line in lines]
    made.files[name] = b"".join(
        mutations.write_json(each) + b"\n" for each in cast(list[Json], mutations.structured(draw, documents))
    )
    made.relist()
    if verify_bundle(made.audit()).exit_code:
        return True
    assert mutations.same_lines(SMALL.files[name], made.files[name]), made.files[name]
    return False


def means_the_same(original: dict[str, bytes], changed: dict[str, bytes]) -> bool:
    """By the meaning of each file: see `mutations`; on keys, anchors and signed roots nothing rests, so they may say less, never more."""
    optional = {epoch_files.ANCHORS, signed_roots.ROOTS, bundle.MANIFEST}
    if original.keys() - optional != changed.keys() - optional:
        return False
    for name in changed.keys() - {bundle.MANIFEST}:
        before, after = original.get(name, b""), changed[name]
        if before == after:
            continue
        if name == bundle.KEYS:
            same = keys_in(after) <= keys_in(before)
        elif name in {bundle.CHECKPOINT, epoch_files.SUPER_CHECKPOINT}:
            same = mutations.same_note(before, after)
        elif name == epoch_files.ANCHORS:
            same = anchored(after) <= anchored(before)
        elif name == signed_roots.ROOTS:
            same = roots_signed(after) <= roots_signed(before)
        elif name == bundle.checkpoints_name(0):
            same = mutations.fewer_notes(before, after)
        else:
            same = name.endswith(".jsonl") and mutations.same_lines(before, after)
        if not same:
            return False
    return True


def keys_in(data: bytes) -> set[str]:
    try:
        return set(parse_trust(data.decode()).text().splitlines())
    except (TrustRefused, UnicodeDecodeError):
        return {"none"}


def roots_signed(data: bytes) -> set[tuple[object, ...]]:
    """What a list of signed roots says of the pinned contract; the last byte of a signature, one of two, is anybody's to find."""
    said = signed_roots.read_signed_roots(data)
    return {
        (one.epoch, one.root, one.signer, one.signature[:-1])
        for one in said
        if one.contract in SMALL.trust.chains
    }


def anchored(data: bytes) -> set[tuple[object, ...]]:
    """What a list of anchors says of the pinned contract."""
    said = [cast(dict[str, Json], mutations.read_json(line)) for line in data.splitlines()]
    contract = f"0x{SMALL.trust.chains[0].value.hex()}"
    return {
        (each["epoch"], str(each["root"]).lower())
        for each in said
        if (each["chain_id"], str(each["contract"]).lower()) == (SMALL.trust.chains[0].chain_id, contract)
    }


SHARES: dict[str, tuple[Attempt, int]] = {
    "inclusion proofs": (change_inclusion, 30),
    "consistency proofs": (change_consistency, 20),
    "checkpoints": (change_checkpoint, 12),
    "cosignatures": (change_cosignatures, 10),
    "receipts": (change_receipt, 14),
    "openings": (change_opening, 10),
    "chain proofs": (change_chain_proof, 6),
    "proofs of entries": (change_proof, 6),
    "exports": (change_export, 8),
    "epochs": (change_epochs, 4),
}
WHOLE = 1_000


@pytest.mark.parametrize("name", SHARES)
def test_no_change_is_accepted(name: str) -> None:
    """A few of each kind, from a fixed seed."""
    attempt, share = SHARES[name]
    assert refused(attempt, 3 * share, seed=7) == 3 * share


@pytest.mark.mutations
@pytest.mark.parametrize("name", SHARES)
def test_no_change_of_very_many_is_accepted(name: str) -> None:
    """120,000 over all kinds; the count is printed."""
    attempt, share = SHARES[name]
    count = refused(attempt, WHOLE * share, seed=20_261_122)
    sys.stdout.write(f"\n{name}: {count:,} changes, all refused\n")
    assert count == WHOLE * share


def refused(attempt: Attempt, count: int, seed: int) -> int:
    draw = random.Random(seed)
    found = 0
    for _ in range(20 * count):
        found += attempt(draw)
        if found == count:
            break
    return found


def test_what_is_drawn_from_is_accepted() -> None:
    """Unchanged, each of these verifies: a refusal says something."""
    assert verify_bundle(SMALL.audit()).exit_code == 0
    assert verify_proof(proof_document(MADE, 3), MADE.trust).exit_code == 0
    assert open_checkpoint(MADE.files[bundle.CHECKPOINT], MADE.trust.log_keys).size == 530
    assert len(open_cosignatures(MADE.files[epoch_files.SUPER_CHECKPOINT], MADE.trust.witness_keys)) == 2
    verify_receipt(parse_receipt(MADE.receipts[0]), MADE.trust.receipt_keys)
    verify_chain_proof(parse_chain_proof(MADE.chain_proof), MADE.trust)
    assert sum(share for _, share in SHARES.values()) * WHOLE >= 100_000
