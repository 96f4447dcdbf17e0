"""`countermark-verify epoch` and `anchor`: one document each."""

import base64
import contextlib
import dataclasses
import datetime as dt
import io
import json
import pathlib
import random

import pytest

from core import ids
from core.clock import from_micros
from ledger.verifier import cli, epoch_files, merkle
from ledger.verifier.documents import Json
from ledger.verifier.epoch_files import read_records, read_slots
from ledger.verifier.report import EXIT_INCOMPLETE, Step
from ledger.verifier.single_epoch import verify_anchor, verify_epoch
from ledger.verifier.trust import Trust
from tests.ledger import mutations
from tests.ledger.made_log import made_log

MADE = made_log((0, 3, 4, 4, 7))


def epoch_document(epoch: int) -> dict[str, Json]:
    """A log's place in an epoch, as the service answers it."""
    records = list(read_records(MADE.files[epoch_files.RECORDS]))
    slot = next(each for each in read_slots(MADE.files[epoch_files.SLOTS]) if each.epoch == epoch)
    record = records[epoch - 1]
    path = merkle.inclusion_proof([merkle.leaf_hash(each.data) for each in records], epoch - 1)
    return {
        "log_id": ids.public("env", MADE.log),
        "epoch": epoch,
        "closed_at": from_micros(record.ts).isoformat().replace("+00:00", "Z"),
        "slots": record.slots,
        "root": base64.b64encode(record.root).decode(),
        "slot": slot.index,
        "size": slot.size,
        "leaf": base64.b64encode(slot.data).decode(),
        "path": [base64.b64encode(step).decode() for step in slot.path],
        "record": base64.b64encode(record.data).decode(),
        "record_path": [base64.b64encode(step).decode() for step in path],
        "checkpoint": MADE.files[epoch_files.SUPER_CHECKPOINT].decode(),
    }


@pytest.mark.parametrize("epoch", [2, 4, 6])
def test_a_place_in_an_epoch_verifies(epoch: int) -> None:
    """From the log's leaf to the cosigned checkpoint of the super-log."""
    assert verify_epoch(epoch_document(epoch), MADE.trust).exit_code == 0


def test_no_change_of_it_is_accepted() -> None:
    """500 changes; the same instant may be spelled otherwise, and a note may bear lines of strangers."""
    draw = random.Random(5)
    honest = epoch_document(4)
    for _ in range(500):
        changed = mutations.structured(draw, honest)
        if verify_epoch(changed, MADE.trust).exit_code == 0:
            assert isinstance(changed, dict)
            other, one = dict(changed), dict(honest)
            notes = [str(each.pop("checkpoint")).encode() for each in (one, other)]
            times = [dt.datetime.fromisoformat(str(each.pop("closed_at"))) for each in (one, other)]
            assert other == one
            assert times[0] == times[1]
            assert mutations.same_note(*notes)


def test_what_is_pinned_is_owed() -> None:
    """No keys, no super key: open. A quorum that is not met: refused."""
    assert verify_epoch(epoch_document(4), None).exit_code == EXIT_INCOMPLETE
    assert verify_epoch(epoch_document(4), Trust((), ())).exit_code == EXIT_INCOMPLETE
    three = dataclasses.replace(MADE.trust, quorum=3)
    assert verify_epoch(epoch_document(4), three).exit_code == Step.WITNESSES
    alone = dataclasses.replace(MADE.trust, quorum=0, witness_keys=())
    assert verify_epoch(epoch_document(4), alone).exit_code == 0


def test_a_chain_s_proof_by_itself(tmp_path: pathlib.Path) -> None:
    """By the command: proven, another epoch refused, without a pinned block open."""
    (tmp_path / "trust").write_text(MADE.trust.text())
    for document, code in ((MADE.chain_proof, 0), ({**MADE.chain_proof, "epoch": 4}, Step.CHAIN)):
        (tmp_path / "proof").write_text(json.dumps(document))
        with contextlib.redirect_stdout(io.StringIO()):
            assert cli.main(["anchor", str(tmp_path / "proof"), "--trust", str(tmp_path / "trust")]) == code
    unpinned = dataclasses.replace(MADE.trust, blocks=())
    assert verify_anchor(MADE.chain_proof, unpinned).exit_code == EXIT_INCOMPLETE
    assert verify_anchor(MADE.chain_proof, None).exit_code == EXIT_INCOMPLETE
