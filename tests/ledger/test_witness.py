"""The witness: what it cosigns, what it refuses, and that it never goes back (L13)."""

import json
import pathlib
import threading
from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from ledger.verifier import merkle
from ledger.verifier.checkpoints import open_cosignatures
from ledger.verifier.note_keys import COSIGNATURE, ML_DSA_44, NoteRefused
from ledger.verifier.witness import BODY_BYTES_MAX, Witness, parse_submission
from ledger.verifier.witness_store import StateRefused, WitnessState
from ledger.verifier.witness_wire import SIZE_TYPE
from tests.ledger import witnessing
from tests.ledger.witnessing import KEY, ORIGIN, body, grown, leaves, signed

NOW_S = 1_800_000_000


@pytest.fixture
def state(tmp_path: pathlib.Path) -> Iterator[WitnessState]:
    opened = WitnessState(tmp_path, "bank.example/w1")
    yield opened
    opened.close()


@pytest.fixture
def witness(state: WitnessState) -> Witness:
    return Witness(state, [KEY], lambda: NOW_S)


def test_it_cosigns_what_continues(witness: Witness, state: WitnessState) -> None:
    """From nothing to 3, to 8, to 8 again: each answer is a cosignature of each key, with the time."""
    keys = [signer.key for signer in state.signers]
    assert [key.kind for key in keys] == [COSIGNATURE, ML_DSA_44]
    for old, size in ((0, 3), (3, 8), (8, 8)):
        note = signed(leaves(size))
        answer = witness.add_checkpoint(grown(leaves(size), old))
        assert answer.status == 200, answer
        signers = open_cosignatures(note + answer.body, keys)
        assert [(one.key, one.at_s) for one in signers] == [(key, NOW_S) for key in keys]
    newest = witness.newest(witnessing.PATH.split("/")[1])
    assert len(open_cosignatures(newest.body, keys)) == 2
    assert json.loads(witness.overview().body)["logs"] == [
        {"origin": ORIGIN, "size": 8, "checkpoint": witnessing.PATH[1:], "forks": 0}
    ]


def test_a_stale_size_is_told_the_size(witness: Witness) -> None:
    """409 with the size that it knows, whatever the proof says; and the answer helps to try again."""
    assert witness.add_checkpoint(grown(leaves(5), 0)).status == 200
    for old in (0, 3, 4):
        answer = witness.add_checkpoint(grown(leaves(7), old))
        assert (answer.status, answer.content_type, answer.body) == (409, SIZE_TYPE, b"5\n")
    assert witness.add_checkpoint(grown(leaves(7), 5)).status == 200


def test_a_rollback_is_refused(witness: Witness, state: WitnessState) -> None:
    """A smaller tree, although it is a true beginning, is never cosigned again."""
    witness.add_checkpoint(grown(leaves(9), 0))
    assert witness.add_checkpoint(grown(leaves(6), 0)).status == 409
    assert witness.add_checkpoint(body(9, signed(leaves(6)))).status == 400
    found = state.find(ORIGIN)
    assert found is not None
    assert found.size == 9


def test_the_one_history_is_no_evidence_of_two(witness: Witness, state: WitnessState) -> None:
    """The checkpoint that it cosigned, sent again with a proof too many, is 422 and never counted as a fork."""
    assert witness.add_checkpoint(body(0, signed(leaves(0)), (bytes(32),))).status == 422
    witness.add_checkpoint(grown(leaves(5), 0))
    answer = witness.add_checkpoint(body(5, signed(leaves(5)), (bytes(32),)))
    assert (answer.status, state.forks(ORIGIN)) == (422, 0)


@pytest.mark.parametrize("size", [5, 6, 9, 16])
def test_a_fork_is_refused_and_kept_when_it_proves_itself(
    witness: Witness, state: WitnessState, size: int
) -> None:
    """Another history of the same size or a larger one is 422; two roots of one size are kept as evidence."""
    witness.add_checkpoint(grown(leaves(5), 0))
    other = leaves(size, history=b"other", shared=2)
    answer = witness.add_checkpoint(body(5, signed(other), merkle.consistency_proof(other, 5)))
    assert answer.status == 422
    found = state.find(ORIGIN)
    assert found is not None
    assert (found.size, found.root) == (5, merkle.root(leaves(5)))
    assert state.forks(ORIGIN) == (1 if size == 5 else 0)


def test_a_proof_must_prove(witness: Witness) -> None:
    """Cut, padded, altered or absent: 422. From size 0 nothing is proven, and the empty tree has one root."""
    assert witness.add_checkpoint(body(0, signed(leaves(5)), [bytes(32)])).status == 422
    witness.add_checkpoint(grown(leaves(5), 0))
    note, proof = signed(leaves(12)), merkle.consistency_proof(leaves(12), 5)
    for wrong in ([], proof[:-1], [*proof, bytes(32)], [bytes(32), *proof[1:]], proof[::-1]):
        assert witness.add_checkpoint(body(5, note, wrong)).status == 422
    assert witness.add_checkpoint(body(5, note, proof)).status == 200


def test_strangers_are_refused(witness: Witness) -> None:
    """An unknown origin is 404; a known one under another key, or with a spoiled signature, is 403."""
    row = leaves(3)
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    assert witness.add_checkpoint(body(0, signed(row, origin="example.com/other"))).status == 404
    assert witness.add_checkpoint(body(0, signed(row, private=other))).status == 403
    spoiled = signed(row).replace(b"\n3\n", b"\n4\n")
    assert witness.add_checkpoint(body(0, spoiled)).status == 403


@pytest.mark.parametrize(
    "request_body",
    [
        b"",
        b"old 0\n",
        b"old\n\n" + signed(leaves(1)),
        b"old 00\n\n" + signed(leaves(1)),
        b"old -1\n\n" + signed(leaves(1)),
        b"old 1\nAAAA\n\n" + signed(leaves(1)),
        b"old 1\n" + b"A" * 43 + b"=\n" * 64 + b"\n" + signed(leaves(1)),
        b"old 0\n\n" + signed(leaves(1))[:-3],
        b"old 0\n\nnot a checkpoint\n\n\xe2\x80\x94 example.com/ledger/super AAAAAAA=\n",
        b"old 2\n\n" + signed(leaves(1)),
        b"old 0\xff\n\n" + signed(leaves(1)),
    ],
)
def test_what_is_no_request_is_400(witness: Witness, request_body: bytes) -> None:
    """Malformed lines, a cut note, an old size above the new one."""
    assert witness.add_checkpoint(request_body).status == 400


@given(st.binary(max_size=300))
def test_no_bytes_break_the_parser(data: bytes) -> None:
    """Whatever comes is read or refused."""
    try:
        assert parse_submission(data).old >= 0
    except (NoteRefused, merkle.ProofRefused):
        assert len(data) <= BODY_BYTES_MAX


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WitnessState]:
    """A witness's state that knows five leaves; nothing asked of it may change that."""
    opened = WitnessState(tmp_path_factory.mktemp("witness"), "w", ml_dsa=False)
    Witness(opened, [KEY], lambda: NOW_S).add_checkpoint(grown(leaves(5), 0))
    yield opened
    opened.close()


@given(at=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_no_flipped_bit_is_cosigned(settled: WitnessState, at: int, bit: int) -> None:
    """One bit anywhere in a valid request, and it is not answered with a cosignature of something else."""
    request = bytearray(grown(leaves(12), 5))
    request[at % len(request)] ^= 1 << bit
    answer = Witness(settled, [KEY], lambda: NOW_S).add_checkpoint(bytes(request))
    found = settled.find(ORIGIN)
    assert answer.status in {400, 403, 404, 409, 422}
    assert found is not None
    assert found.size == 5


def test_of_racing_requests_one_wins(state: WitnessState, witness: Witness) -> None:
    """Eight at once from size n, each with another history: one 200, the others 409, and the stored tree is the winner's."""
    size = 0
    row: list[bytes] = []
    for turn in range(12):
        rivals = [row + leaves(3 + one, history=f"{turn}/{one}".encode()) for one in range(8)]
        requests = [grown(rival, size) for rival in rivals]
        answers: dict[int, int] = {}
        start = threading.Barrier(len(requests))

        def ask(place: int, data: bytes, start: threading.Barrier, answers: dict[int, int]) -> None:
            start.wait()
            answers[place] = witness.add_checkpoint(data).status

        threads = [
            threading.Thread(target=ask, args=(place, data, start, answers))
            for place, data in enumerate(requests)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(answers.values()) == [200] + [409] * 7
        winner = rivals[next(place for place, status in answers.items() if status == 200)]
        found = state.find(ORIGIN)
        assert found is not None
        assert (found.size, found.root) == (len(winner), merkle.root(winner))
        size, row = found.size, winner


def test_two_processes_on_one_folder_share_one_state(tmp_path: pathlib.Path, state: WitnessState) -> None:
    """A second opening has the same keys and sees what the first stored."""
    second = WitnessState(tmp_path)
    assert [one.key for one in second.signers] == [one.key for one in state.signers]
    first = Witness(state, [KEY], lambda: NOW_S)
    assert first.add_checkpoint(grown(leaves(4), 0)).status == 200
    other = Witness(second, [KEY], lambda: NOW_S)
    assert other.add_checkpoint(grown(leaves(6), 0)).status == 409
    second.close()


def test_keys_and_state_are_one_file(tmp_path: pathlib.Path, state: WitnessState) -> None:
    """A witness that lost its memory has lost its keys; the file is its owner's alone; names do not mix."""
    assert (tmp_path / "witness.db").stat().st_mode & 0o777 == 0o600
    with pytest.raises(StateRefused):
        WitnessState(tmp_path, "other.example/w1")
    with pytest.raises(StateRefused):
        WitnessState(tmp_path / "fresh")
    fresh = WitnessState(tmp_path / "fresh", "bank.example/w1")
    assert {one.key.public_key for one in fresh.signers}.isdisjoint(
        one.key.public_key for one in state.signers
    )
    fresh.close()
