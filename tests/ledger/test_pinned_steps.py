"""Steps 19 to 24 on a whole export: as it is it verifies; whatever is changed, the step that owes it says so."""

import base64
import dataclasses
import json
from collections.abc import Callable
from uuid import UUID

import pytest
from eth_hash.auto import keccak

from ledger.verifier import epoch_files, merkle, telling
from ledger.verifier.artefact_files import artefact_of
from ledger.verifier.bundle import verify_bundle
from ledger.verifier.canonical import decode, encode
from ledger.verifier.checkpoints import Checkpoint
from ledger.verifier.documents import Json
from ledger.verifier.notes import format_note
from ledger.verifier.report import EXIT_INCOMPLETE, NOT_RUN, Step
from ledger.verifier.single_epoch import verify_anchor
from ledger.verifier.trust import Pin
from tests.ledger.made_log import CHAIN_ID, CONTRACT, MadeLog, made_log, slot_leaf

MADE = made_log()


def outcome(made: MadeLog, **changes: object) -> int:
    return verify_bundle(made.audit(**changes)).exit_code


def changed(name: str, change: Callable[[list[bytes]], object]) -> MadeLog:
    """The export with the lines of one file changed."""
    made = MADE.copy()
    lines = made.files[name].splitlines()
    change(lines)
    made.files[name] = b"\n".join(lines) + b"\n"
    made.relist()
    return made


def slot_changed(at: int, **fields: Json) -> MadeLog:
    def change(lines: list[bytes]) -> None:
        lines[at] = json.dumps({**json.loads(lines[at]), **fields}).encode()

    return changed(epoch_files.SLOTS, change)


def record_changed(at: int, **fields: int) -> MadeLog:
    """A record written anew, with a super-log signed over it."""
    made = MADE.copy()
    records = [base64.b64decode(json.loads(line)) for line in made.files[epoch_files.RECORDS].splitlines()]
    record = decode(records[at])
    assert isinstance(record, dict)
    records[at] = encode({**record, **fields})
    made.files[epoch_files.RECORDS] = b"".join(
        json.dumps(base64.b64encode(each).decode()).encode() + b"\n" for each in records
    )
    sign_super(made, len(records), merkle.root([merkle.leaf_hash(each) for each in records]))
    made.kept = made.kept[:1]
    return made


def sign_super(made: MadeLog, size: int, root: bytes) -> None:
    text = Checkpoint(made.super_key.public.name, size, root).text()
    signers = (made.super_key, *made.witnesses[:2])
    made.files[epoch_files.SUPER_CHECKPOINT] = format_note(text, [key.sign(text) for key in signers])
    made.relist()


def test_an_export_with_everything_pinned_verifies() -> None:
    """Every step but that of blocks is owed, runs and passes, and the words say so."""
    report = verify_bundle(MADE.audit())
    assert report.exit_code == 0, telling.as_text(report)
    assert [result.step for result in report.unasked] == [Step.BLOCKS]
    assert {result.step for result in report.results} == set(Step) - {
        Step.BLOCKS,
        Step.INCLUSION,
        Step.COMMITMENT,
    }
    text = telling.as_text(report)
    assert text.endswith("\nVERIFIED")
    assert "Not asked for, so not proven:" in text
    assert json.loads(telling.as_json(report))["verified"] is True


@pytest.mark.parametrize(
    "missing", ["chain_proofs", "receipts", "blocks_pinned", "super_pinned", "contract_pinned"]
)
def test_what_is_owed_and_cannot_run_is_never_verified(missing: str) -> None:
    """A contract without its proof, a proof without its contract or block, witnesses without the super-log's key: exit 3."""
    trust = MADE.trust
    changes: dict[str, dict[str, object]] = {
        "chain_proofs": {"chain_proofs": []},
        "receipts": {"receipts": None},
        "blocks_pinned": {"trust": dataclasses.replace(trust, blocks=())},
        "super_pinned": {"trust": dataclasses.replace(trust, super_keys=())},
        "contract_pinned": {"trust": dataclasses.replace(trust, chains=(), blocks=())},
    }
    report = verify_bundle(MADE.audit(**changes[missing]))
    assert report.exit_code == EXIT_INCOMPLETE
    assert any(result.state == NOT_RUN for result in report.results)
    assert telling.as_text(report).endswith("NOT VERIFIED (exit code 3)")


def test_a_quorum_counts_witnesses_not_signatures() -> None:
    """Two cosigned: a quorum of three is not met, nor one of two by one witness under two names."""
    trust = MADE.trust
    assert outcome(MADE, trust=dataclasses.replace(trust, quorum=3)) == Step.WITNESSES
    one_and_other = (trust.witness_keys[0], trust.witness_keys[2])
    assert outcome(MADE, trust=dataclasses.replace(trust, witness_keys=one_and_other)) == Step.WITNESSES
    made = MADE.copy()
    first = made.witnesses[0]
    alias = dataclasses.replace(first.public, name="alias.test")
    text = Checkpoint(made.super_key.public.name, 6, roots_of(made)[6]).text()
    signed = [made.super_key.sign(text), first.sign(text), (alias, first.sign(text)[1])]
    made.files[epoch_files.SUPER_CHECKPOINT] = format_note(text, signed)
    made.relist()
    pinned = dataclasses.replace(trust, witness_keys=(first.public, alias))
    assert outcome(made, trust=pinned) == Step.WITNESSES
    assert outcome(made, trust=dataclasses.replace(pinned, quorum=1)) == 0


def roots_of(made: MadeLog) -> dict[int, bytes]:
    records = [base64.b64decode(json.loads(line)) for line in made.files[epoch_files.RECORDS].splitlines()]
    hashes = [merkle.leaf_hash(record) for record in records]
    return {size: merkle.root(hashes[:size]) for size in range(1, len(hashes) + 1)}


def test_a_super_log_that_was_rewritten() -> None:
    """A record left out, doubled or turned round; another root for a kept size; a checkpoint that was kept and is not reached."""
    swap: Callable[[list[bytes]], object] = lambda lines: lines.insert(0, lines.pop(1))  # noqa: E731
    changes: list[Callable[[list[bytes]], object]] = [
        list.pop,
        lambda lines: lines.append(lines[-1]),
        swap,
        lambda lines: lines.__setitem__(2, b'"AAAA"'),
    ]
    for change in changes:
        assert outcome(changed(epoch_files.RECORDS, change)) == Step.SUPER
    fork = Checkpoint(MADE.super_key.public.name, 2, bytes(32)).text()
    later = Checkpoint(MADE.super_key.public.name, 7, bytes(32)).text()
    for text in (fork, later):
        kept = [*MADE.kept, format_note(text, [MADE.super_key.sign(text)])]
        assert outcome(MADE, kept=kept) == Step.SUPER
    assert outcome(MADE, kept=[MADE.kept[0], MADE.kept[1].replace(b"\n3\n", b"\n4\n")]) == Step.SUPER


def test_a_kept_checkpoint_of_the_super_log_asks_for_the_step() -> None:
    """Whoever brings one, and pins no super key, is not told "verified"."""
    trust = dataclasses.replace(MADE.trust, super_keys=(), witness_keys=(), quorum=0, chains=(), blocks=())
    assert outcome(MADE, trust=trust, chain_proofs=[]) == EXIT_INCOMPLETE
    assert outcome(MADE, trust=trust, chain_proofs=[], kept=MADE.kept[:1]) == 0


@pytest.mark.parametrize(
    ("at", "fields"), [(3, {"ts": 1}), (3, {"epoch": 9}), (4, {"slots": 5}), (3, {"slots": 0}), (3, {"v": 2})]
)
def test_records_signed_anew_must_still_make_sense(at: int, fields: dict[str, int]) -> None:
    """Signed or not: times grow, epochs count on, slots never get fewer."""
    made = record_changed(at, **fields)
    assert outcome(made, chain_proofs=[], trust=dataclasses.replace(made.trust, chains=(), blocks=())) in {
        Step.SUPER,
        Step.EPOCHS,
    }


def test_a_super_log_of_somebody_else() -> None:
    """The super-log bears the name of the installation that the log bears."""
    made = MADE.copy()
    made.files[epoch_files.SUPER_CHECKPOINT] = made.files[epoch_files.SUPER_CHECKPOINT].replace(
        b"countermark.test", b"another.test"
    )
    made.relist()
    assert outcome(made) == Step.WITNESSES


@pytest.mark.parametrize(
    "made",
    [
        changed(epoch_files.SLOTS, lambda lines: lines.pop()),
        changed(epoch_files.SLOTS, lambda lines: lines.pop(0)),
        changed(epoch_files.SLOTS, lambda lines: lines.pop(2)),
        changed(epoch_files.SLOTS, list.clear),
        changed(epoch_files.SLOTS, lambda lines: lines.append(lines[-1])),
        slot_changed(1, index=4),
        slot_changed(1, index=400),
        slot_changed(1, path=[]),
        slot_changed(1, leaf="AAAA"),
        slot_changed(1, epoch=2),
    ],
)
def test_a_slot_left_out_moved_or_made_up(made: MadeLog) -> None:
    """The log stands in every epoch since it has its slot, at one place, by a path that leads to the record."""
    assert outcome(made) == Step.EPOCHS


@pytest.mark.parametrize(
    "forged",
    [
        lambda epoch, size, root: slot_leaf(MADE.log, size, bytes(32) if epoch == 4 else root, bytes(32)),
        lambda epoch, size, root: slot_leaf(MADE.log, size + 1000 if epoch == 4 else size, root, bytes(32)),
        lambda epoch, size, root: slot_leaf(UUID(int=7) if epoch == 4 else MADE.log, size, root, bytes(32)),
        lambda epoch, size, root: slot_leaf(MADE.log, size, root, bytes(31 if epoch == 4 else 32)),
    ],
    ids=["another root", "more entries", "another log", "a short salt"],
)
def test_an_epoch_that_holds_another_history(forged: Callable[[int, int, bytes], bytes]) -> None:
    """Truly signed, cosigned and anchored: the slot of one epoch tells of another log than the one handed over."""
    assert outcome(made_log(leaf=forged)) == Step.EPOCHS


def test_a_log_that_shrinks_between_epochs() -> None:
    """A checkpoint shown again after a later one is a backup restored in silence."""

    def older(epoch: int, size: int, root: bytes) -> bytes:
        return (
            slot_leaf(MADE.log, 0, merkle.EMPTY_ROOT, bytes(32))
            if epoch == 5
            else slot_leaf(MADE.log, size, root, bytes(32))
        )

    assert outcome(made_log(leaf=older)) == Step.EPOCHS


def test_an_entry_dated_back_behind_an_epoch() -> None:
    """An idle log takes an entry with a time before an epoch that does not hold it: only the epochs tell."""
    made = made_log((10, 10, 10, 10, 12))
    assert outcome(made) == 0
    behind = made_log((10, 10, 10, 10, 12), shift_last_min=-35)
    assert outcome(behind) == Step.EPOCHS
    ahead = made_log((10, 10, 10, 10, 12), shift_last_min=25)
    assert outcome(ahead) == Step.EPOCHS


def proof_changed(**fields: Json) -> list[dict[str, Json]]:
    return [{**MADE.chain_proof, **fields}]


def test_a_chain_that_says_something_else() -> None:
    """Another epoch, contract, chain, header or node: what is proven is one word of one contract in one block."""
    nodes = MADE.chain_proof["storage_proof"]
    header = MADE.chain_proof["header"]
    assert isinstance(nodes, list)
    assert isinstance(header, str)
    changes: list[dict[str, Json]] = [
        {"epoch": 4},
        {"epoch": 600},
        {"contract": f"0x{'00' * 20}"},
        {"chain_id": 1},
        {"header": header[:-2]},
        {"header": header + "00"},
        {"storage_proof": nodes[:-1]},
        {"storage_proof": [*nodes, nodes[-1]]},
        {"storage_proof": nodes[::-1]},
        {"account_proof": nodes},
        {"account_proof": []},
        {"more": 1},
        {"epoch": "6"},
        {"header": "zz"},
    ]
    for fields in changes:
        assert outcome(MADE, chain_proofs=proof_changed(**fields)) == Step.CHAIN, fields
    other = dataclasses.replace(MADE.trust, blocks=(Pin(CHAIN_ID, bytes(32)),))
    assert outcome(MADE, trust=other) == Step.CHAIN


def test_a_frozen_contract_is_no_witness() -> None:
    """Whoever's signer signed two roots is not believed; a proof that does not tell leaves the answer open, and so does `anchor`."""
    frozen = made_log(frozen=True)
    assert outcome(frozen) == Step.CHAIN
    assert verify_anchor(frozen.chain_proof, frozen.trust).exit_code == Step.CHAIN
    silent = {name: value for name, value in MADE.chain_proof.items() if name != "state_proof"}
    assert outcome(MADE, chain_proofs=[silent]) == EXIT_INCOMPLETE
    assert verify_anchor(silent, MADE.trust).exit_code == EXIT_INCOMPLETE
    assert (
        outcome(MADE, chain_proofs=[{**silent, "state_proof": MADE.chain_proof["storage_proof"]}])
        == Step.CHAIN
    )
    assert outcome(MADE, chain_proofs=[{**frozen.chain_proof, "state_proof": []}]) == Step.CHAIN


def test_every_pinned_contract_needs_its_proof() -> None:
    """Two contracts are pinned, one is proven: open."""
    trust = dataclasses.replace(MADE.trust, chains=(Pin(CHAIN_ID, CONTRACT), Pin(1, CONTRACT)))
    assert outcome(MADE, trust=trust) == EXIT_INCOMPLETE


def test_a_list_of_anchors_that_lies() -> None:
    """The list is no proof; a line of it that names another root is still found."""
    made = MADE.copy()
    anchors = made.files[epoch_files.ANCHORS]
    anchor = json.loads(anchors)
    made.files[epoch_files.ANCHORS] = json.dumps({**anchor, "root": f"0x{'00' * 32}"}).encode()
    made.relist()
    assert outcome(made) == Step.CHAIN


def test_openings_and_erasures() -> None:
    """A payload or key exchanged, an entry that is nowhere, an erasure of which the log knows nothing, an empty file."""
    opening, erased = MADE.openings
    assert isinstance(opening, dict)
    assert isinstance(erased, dict)
    for wrong in (
        [{**opening, "payload": base64.b64encode(b'{"amount":1}').decode()}],
        [{**opening, "commitment_key": base64.b64encode(bytes(32)).decode()}],
        [{**opening, "entry_id": erased["entry_id"]}],
        [{**opening, "entry_id": "ent_00000000000000000000000000"}],
        [{**erased, "entry_id": opening["entry_id"]}],
        [{**erased, "entry_id": "ent_00000000000000000000000000"}],
        [{**erased, "erased": False}],
        [{"entry_id": 7, "erased": True}],
        [{"entry_id": "ent_7"}],
        [7],
        [],
    ):
        assert outcome(MADE, openings=wrong) == Step.ERASURES, wrong


def test_an_erasure_of_very_many_is_named_by_its_list() -> None:
    """The list counts only as the one that the erasure's entry commits to."""
    made = made_log(listed=True)
    assert outcome(made) == 0
    line = json.loads(made.files["erasures.jsonl"])
    opening = made.openings[0]
    assert isinstance(opening, dict)
    for wrong in (
        {**line, "entries": [*line["entries"], opening["entry_id"]]},
        {**line, "entries": [opening["entry_id"]]},
        {**line, "entries": []},
        {**line, "entries": 7},
        {**line, "eid": opening["entry_id"]},
        {"entries": line["entries"]},
    ):
        made.files["erasures.jsonl"] = json.dumps(wrong).encode()
        made.relist()
        assert outcome(made) == Step.ERASURES
    del made.files["erasures.jsonl"]
    made.relist()
    assert outcome(made) == Step.ERASURES


def test_artefacts_replaced_or_missing() -> None:
    """A file that no entry names was replaced; one that is named and not there leaves the answer open."""
    rules, manifest, graph = MADE.artefacts
    replaced = artefact_of("rules.json", b'{"fallback":"approve","graph":{}}')
    assert outcome(MADE, artefacts=[replaced, manifest, graph]) == Step.ARTEFACTS
    assert outcome(MADE, artefacts=[rules, manifest, artefact_of("score.onnx", b"other")]) == Step.ARTEFACTS
    assert outcome(MADE, artefacts=[rules, artefact_of("manifest.json", b"{}"), graph]) == Step.ARTEFACTS
    assert outcome(MADE, artefacts=[]) == Step.ARTEFACTS
    assert outcome(MADE, artefacts=[rules, manifest]) == EXIT_INCOMPLETE
    assert outcome(MADE, artefacts=[manifest, graph]) == EXIT_INCOMPLETE
    assert outcome(MADE, artefacts=None) == 0


def test_the_first_failure_is_explained() -> None:
    """People are told which step failed, why and what it means."""
    text = telling.as_text(verify_bundle(MADE.audit(trust=dataclasses.replace(MADE.trust, quorum=3))))
    assert "REFUSED   witnesses" in text
    assert "witnesses failed: 2 of the pinned witnesses cosigned, and 3 are the quorum" in text
    assert text.endswith("NOT VERIFIED (exit code 19)")


def test_the_block_is_the_pinned_one() -> None:
    """The made proof's header hashes to the pin by a Keccak that is not ours."""
    header = MADE.chain_proof["header"]
    assert isinstance(header, str)
    assert keccak(bytes.fromhex(header[2:])) == MADE.trust.blocks[0].value
