"""An auditor who pinned a log's old key, and an export in which the log has newer ones."""

import dataclasses
import hashlib
import json
import pathlib
import shutil

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger import rehearsal
from ledger.signers import LogSigner
from ledger.verifier import merkle
from ledger.verifier.checkpoints import parse_text
from ledger.verifier.notes import unverified_text
from ledger.verifier.report import EXIT_INCOMPLETE, Step
from tests.ledger.an_export import run
from tests.ledger.conftest import Log


@dataclasses.dataclass
class Case:
    """An export of a log whose key was rotated once, and what was pinned before and is published after."""

    folder: pathlib.Path
    before: pathlib.Path
    after: pathlib.Path
    log: Log

    def run(self, trust: pathlib.Path) -> int:
        return run("bundle", str(self.folder), "--trust", str(trust))

    def relist(self) -> None:
        rehearsal._list_again(self.folder)


def pinned(folder: pathlib.Path, name: str, lines: list[str]) -> pathlib.Path:
    path = folder / name
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


@pytest.fixture
async def rotated(log: Log, tmp_path: pathlib.Path) -> Case:
    await log.signed(5)
    told = (await log.ledger.keys(log.caller)).keys
    old = [f"{key.use} {key.verifier_key}" for key in told if key.use != "super"]
    made = await log.ledger.rotate_key(log.caller, "ed25519")
    for _ in range(3):
        await log.signed(2)
    tar = tmp_path / "log.tar"
    tar.write_bytes(b"".join([piece async for piece in await log.ledger.export(log.caller)]))
    rehearsal.unpack(tar, tmp_path / "log")
    new = [f"log {made.verifier_key}", old[1]]
    return Case(tmp_path / "log", pinned(tmp_path, "old", old), pinned(tmp_path, "new", new), log)


async def test_who_knows_one_key_finds_the_others(rotated: Case) -> None:
    """With the old key pinned the log leads to the new one, with the new one pinned back to the old: all but receipts ran."""
    assert rotated.run(rotated.before) == EXIT_INCOMPLETE
    assert rotated.run(rotated.after) == EXIT_INCOMPLETE
    receipts = rotated.folder.parent / "receipts"
    receipts.write_text("")
    assert (
        run("bundle", str(rotated.folder), "--trust", str(rotated.before), "--receipts", str(receipts))
        == Step.RECEIPTS
    )


async def test_a_key_that_the_log_did_not_appoint(rotated: Case) -> None:
    """Somebody without the old key names their own for the same log and signs with it: refused."""
    thief = LogSigner(
        (await rotated.log.ledger.keys(rotated.log.caller)).origin, Ed25519PrivateKey.generate()
    )
    head = parse_text(unverified_text((rotated.folder / "checkpoint").read_bytes()))
    forged = thief.sign(head.size, head.root)
    keys = (rotated.folder / "keys.txt").read_text()
    (rotated.folder / "keys.txt").write_text(keys + f"log {thief.key}\n")
    listed = rotated.folder / "checkpoints" / "000000.jsonl"
    lines = listed.read_text().splitlines()
    (rotated.folder / "checkpoint").write_text(forged)
    listed.write_text("\n".join([*lines[:-1], json.dumps(forged)]) + "\n")
    rotated.relist()
    assert rotated.run(rotated.before) == Step.HISTORY


async def test_a_hand_over_that_was_left_out(rotated: Case) -> None:
    """Without the checkpoint that both keys signed, nothing leads from one to the other."""
    listed = rotated.folder / "checkpoints" / "000000.jsonl"
    lines = listed.read_text().splitlines()
    both = [line for line in lines if line.count("\\u2014") == 2 or line.count("\u2014") == 2]
    assert len(both) == 1
    listed.write_text("\n".join(line for line in lines if line not in both) + "\n")
    rotated.relist()
    assert rotated.run(rotated.before) == Step.HISTORY


async def test_a_log_that_appoints_the_pinned_key_itself(rotated: Case, other_log: Log) -> None:
    """A forged log may name the pinned key; that key signed nothing of it, so nothing of it is believed."""
    await other_log.signed(1)
    folder = rotated.folder.parent / "other"
    tar = rotated.folder.parent / "other.tar"
    tar.write_bytes(b"".join([piece async for piece in await other_log.ledger.export(other_log.caller)]))
    rehearsal.unpack(tar, folder)
    log_line = rotated.before.read_text().splitlines()[0]
    (folder / "keys.txt").write_text((folder / "keys.txt").read_text() + log_line + "\n")
    rehearsal._list_again(folder)
    assert run("bundle", str(folder), "--trust", str(rotated.before)) == Step.TRUST


async def test_an_entry_of_another_key(rotated: Case) -> None:
    """The export names another key than the entry appoints: its hash tells."""
    keys = rotated.folder / "keys.txt"
    lines = keys.read_text().splitlines()
    stranger = LogSigner(lines[0].split()[1].split("+")[0], Ed25519PrivateKey.generate()).key
    assert hashlib.sha256(str(stranger).encode()).digest() != merkle.EMPTY_ROOT
    keys.write_text("\n".join([lines[0], f"log {stranger}", *lines[2:]]) + "\n")
    rotated.relist()
    assert rotated.run(rotated.before) in {Step.CHECKPOINTS, Step.HISTORY}


async def test_a_copy_of_the_whole_still_verifies(rotated: Case) -> None:
    """The cases above fail for what they change, not for being copies."""
    copy = rotated.folder.parent / "copy"
    shutil.copytree(rotated.folder, copy)
    rehearsal._list_again(copy)
    assert run("bundle", str(copy), "--trust", str(rotated.after)) == EXIT_INCOMPLETE
