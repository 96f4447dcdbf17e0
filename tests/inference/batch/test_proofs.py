"""A row's proof: it leads from the line of the result file to the root in the ledger entry, and from nothing else."""

import dataclasses
import uuid

import pytest

from core.ids import public
from inference.batch import trees
from ledger.verifier import merkle
from ledger.verifier.batches import GROUP_ROWS, RowProof, RowRefused, verify_row
from ledger.verifier.entries import Entry

BATCH, ENTRY = uuid.UUID(int=7 << 80 | 0x7000_8000 << 48), uuid.UUID(int=9)
SALT = b"s" * 16
SIZES = (1, 2, GROUP_ROWS, GROUP_ROWS + 1, 5 * GROUP_ROWS + 7)


def chunk_rows(chunk: int) -> list[bytes]:
    return [b"%d-%d,0.5" % (chunk, at) for at in range(SIZES[chunk])]


def entry_of(root: bytes) -> Entry:
    return Entry(
        "batch.v1",
        b"l" * 16,
        ENTRY.bytes,
        1,
        "key",
        "completed",
        b"m" * 32,
        b"r" * 32,
        None,
        (root,),
        (BATCH.bytes,),
    )


def proofs() -> tuple[Entry, list[RowProof]]:
    header = trees.Header(
        batch=public("bat", BATCH), columns=("line", "probability"), rows=sum(SIZES), refused=0, chunks=len(SIZES), input_sha256="00",
    ).text()  # fmt: skip
    chunks = [(trees.rows_root(SALT, chunk_rows(at)), size) for at, size in enumerate(SIZES)]
    leaves = trees.batch_leaves(SALT, header, chunks)
    found = []
    for at, size in enumerate(SIZES):
        for index in {0, size // 2, size - 1}:
            group, path = trees.row_path(SALT, chunk_rows(at), index)
            found.append(
                RowProof(
                    batch=BATCH.bytes, entry=ENTRY.bytes, salt=SALT, header=header.decode(), header_path=tuple(trees.path(leaves, 0)),
                    row=chunk_rows(at)[index].decode(), row_index=index, row_count=size, group=tuple(group), row_path=tuple(path),
                    chunk_index=at, chunk_count=len(SIZES), chunk_path=tuple(trees.path(leaves, at + 1)),
                )
            )  # fmt: skip
    return entry_of(merkle.root(leaves)), found


def test_every_place_can_be_proved() -> None:
    """The first, a middle and the last row of chunks of all shapes lead to the root."""
    entry, found = proofs()
    assert {proof.chunk_index for proof in found} == set(range(len(SIZES)))
    assert [refusal_of(proof, entry) for proof in found] == [None] * len(found)


def refusal_of(proof: RowProof, entry: Entry) -> str | None:
    try:
        verify_row(proof, entry, proof.row)
    except RowRefused as error:
        return str(error)
    return None


@pytest.mark.parametrize(
    "changed",
    [
        {"row": "0-0,0.6"},
        {"row_index": 1},
        {"row_count": 3},
        {"chunk_index": 0},
        {"chunk_count": 4},
        {"salt": b"t" * 16},
        {"entry": b"e" * 16},
        {"batch": b"b" * 16},
        {"row_path": ()},
        {"chunk_path": ()},
        {"header_path": ()},
        {"group": (b"g" * 32,)},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_nothing_in_a_proof_can_be_changed(changed: dict[str, object]) -> None:
    """Whatever is bent, the proof is refused."""
    entry, found = proofs()
    for proof in found:
        bent = dataclasses.replace(proof, **changed)  # type: ignore[arg-type]
        if bent != proof:
            with pytest.raises(RowRefused):
                verify_row(bent, entry)
    bent = dataclasses.replace(found[-1], header=found[-1].header.replace('"rows"', '"rowz"'))
    with pytest.raises(RowRefused):
        verify_row(bent, entry)


def test_another_entry_commits_to_nothing_here() -> None:
    """The right proof with the entry of another kind or root is refused, and so is another line of the file."""
    entry, found = proofs()
    for other in (
        dataclasses.replace(entry, typ="decision.v1"),
        entry_of(b"x" * 32),
        dataclasses.replace(entry, pc=()),
    ):
        with pytest.raises(RowRefused):
            verify_row(found[0], other)
    with pytest.raises(RowRefused):
        verify_row(found[0], entry, "another line")
