"""An exported log under the verifier: whole, it verifies; touched anywhere, the step is named and the exit is not 0."""

import asyncio
import base64
import json
import pathlib
import subprocess
import sys
from collections.abc import Callable

import msgspec
import pytest

from core import ids, intake
from core.database import Database
from ledger import rehearsal
from ledger.receipts import MERGE_DELAY_MAX, ReceiptSigner, Statement, encode
from ledger.rehearsal import NothingToForge
from ledger.slots import read_record
from ledger.verifier import cli, merkle
from ledger.verifier.canonical import decode
from ledger.verifier.checkpoints import open_checkpoint
from ledger.verifier.note_keys import VerifierKey
from ledger.verifier.report import EXIT_INCOMPLETE, EXIT_UNREADABLE, Report, Step
from ledger.verifier.tiles import Tile, read_bundle, write_bundle
from tests.ledger.an_export import SIZE, Exported, export_of, run
from tests.ledger.conftest import SUPER, Log

ROOT = pathlib.Path(__file__).resolve().parents[2]


@pytest.fixture
def database(apart: Database) -> Database:
    """A super-log that holds the logs of one test and no other."""
    return apart


@pytest.fixture
async def exported(log: Log, tmp_path: pathlib.Path) -> Exported:
    return await export_of(log, tmp_path)


async def test_an_untouched_export_verifies(exported: Exported) -> None:
    """As a folder and as a tar, every step runs and passes, and that alone is exit code 0."""
    assert exported.run() == 0
    assert exported.run(path=exported.tar) == 0


async def test_the_report_names_every_step(exported: Exported, capsys: pytest.CaptureFixture[str]) -> None:
    """The JSON report lists all seven steps of a bundle and the two that a pinned super-log asks for, passed."""
    arguments = ["bundle", str(exported.folder), "--trust", str(exported.trust), "--json"]
    assert cli.main([*arguments, "--receipts", str(exported.receipts)]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["verified"] is True
    assert [step["step"] for step in report["steps"]] == [
        "files",
        "trust",
        "checkpoints",
        "entries",
        "tree",
        "history",
        "receipts",
        "super",
        "epochs",
    ]
    assert {step["state"] for step in report["steps"]} == {"passed"}
    assert [step["step"] for step in report["not_owed"]] == [
        "blocks",
        "witnesses",
        "chain",
        "erasures",
        "artefacts",
    ]


async def test_what_is_pinned_is_owed(exported: Exported) -> None:
    """Whoever pins a super-log, witnesses or a contract is never told "verified" without them."""
    given = exported.trust.read_text().splitlines(keepends=True)
    pinned = "".join(line for line in given if not line.startswith("super "))
    key = VerifierKey("countermark.test/ledger/super", bytes(32))
    for lines in (f"super {key}\n", f"witness {key}\nquorum 1\n", f"chain 1 0x{'11' * 20}\n"):
        exported.trust.write_text(pinned + lines)
        assert exported.run() != 0


async def test_an_export_carries_its_log_s_place_in_every_epoch(exported: Exported) -> None:
    """The super-log whole and the log's own slots, read here by the definition: from the log's roots to the super checkpoint."""
    head = open_checkpoint((exported.folder / "super/checkpoint").read_bytes(), [SUPER.key])
    lines = (exported.folder / "super/records.jsonl").read_text().splitlines()
    records = [base64.b64decode(json.loads(line)) for line in lines]
    assert (head.size, merkle.root([merkle.leaf_hash(record) for record in records])) == (2, head.root)
    slots = [json.loads(line) for line in (exported.folder / "super/slots.jsonl").read_text().splitlines()]
    assert [(slot["epoch"], slot["index"]) for slot in slots] == [(1, 0), (2, 0)]
    for slot, size in zip(slots, (200, SIZE), strict=True):
        record = read_record(records[slot["epoch"] - 1])
        leaf = base64.b64decode(slot["leaf"])
        path = [base64.b64decode(digest) for digest in slot["path"]]
        merkle.verify_inclusion(0, record.slots, merkle.leaf_hash(leaf), path, record.root)
        assert isinstance(fields := decode(leaf), dict)
        checkpoint = await exported.log.ledger.get_checkpoint(exported.log.caller, size)
        assert (fields["log"], fields["size"], fields["root"]) == (
            exported.log.id.bytes,
            size,
            checkpoint.root,
        )


async def test_an_export_before_the_first_epoch_tells_of_none(log: Log, tmp_path: pathlib.Path) -> None:
    """Without a super-log there is nothing to tell, and no empty file that looks like one."""
    await log.signed(1)
    tar = tmp_path / "log.tar"
    tar.write_bytes(b"".join([piece async for piece in await log.ledger.export(log.caller)]))
    rehearsal.unpack(tar, tmp_path / "log")
    assert not (tmp_path / "log" / "super").exists()


@pytest.mark.parametrize("missing", ["--trust", "--receipts"])
async def test_a_missing_input_is_never_verified(exported: Exported, missing: str) -> None:
    """A step that cannot run for want of its input leaves the answer open, with its own exit code."""
    inputs = {"--trust": str(exported.trust), "--receipts": str(exported.receipts)}
    del inputs[missing]
    arguments = [part for pair in inputs.items() for part in pair]
    assert run("bundle", str(exported.folder), *arguments) == EXIT_INCOMPLETE


async def test_a_fraud_without_the_key_fails_at_the_root(exported: Exported) -> None:
    """One outcome changed, tiles and manifest made to fit: the signed root still tells."""
    for index in (0, 255, 256, SIZE - 1):
        copy = exported.folder.parent / f"copy{index}"
        assert "became" in rehearsal.alter_entry(exported.folder, copy, index)
        assert exported.run(path=copy) == Step.TREE
    assert exported.run() == 0
    with pytest.raises(NothingToForge):
        rehearsal.alter_entry(exported.folder, exported.folder.parent / "no", SIZE)


def first_bundle(exported: Exported) -> pathlib.Path:
    return exported.folder / Tile(0, 0, entries=True).path()


def rewrite_entries(exported: Exported, change: Callable[[list[bytes]], None]) -> None:
    entries = read_bundle(first_bundle(exported).read_bytes())
    change(entries)
    first_bundle(exported).write_bytes(write_bundle(entries))
    exported.relist()


def flip(path: pathlib.Path, at: int = 40) -> None:
    data = bytearray(path.read_bytes())
    data[at % len(data)] ^= 1
    path.write_bytes(bytes(data))


def swap(entries: list[bytes]) -> None:
    entries[0], entries[1] = entries[1], entries[0]


def double(entries: list[bytes]) -> None:
    entries[1] = entries[0]


def garble(entries: list[bytes]) -> None:
    entries[5] += b"\x00"


def drop(entries: list[bytes]) -> None:
    del entries[7]


@pytest.mark.parametrize(
    ("change", "step"),
    [(swap, Step.TREE), (double, Step.ENTRIES), (garble, Step.ENTRIES), (drop, Step.ENTRIES)],
)
async def test_entries_swapped_doubled_garbled_or_dropped(
    exported: Exported, change: Callable[[list[bytes]], None], step: Step
) -> None:
    """Whatever happens to entries, with a manifest that fits, is found and named."""
    rewrite_entries(exported, change)
    assert exported.run() == step


async def test_an_entry_copied_from_another_log(exported: Exported, other_log: Log) -> None:
    """An entry says which log it belongs to."""
    foreign = intake.encode(other_log.entry())
    rewrite_entries(exported, lambda entries: entries.__setitem__(3, foreign))
    assert exported.run() == Step.ENTRIES


async def test_a_clock_turned_back_is_noticed(exported: Exported) -> None:
    """An entry far older than those before it has been slipped in, or a clock is broken: either is worth a stop."""
    old = exported.log.entry(at=exported.log.clock.now().replace(year=2025))
    rewrite_entries(exported, lambda entries: entries.__setitem__(9, intake.encode(old)))
    assert exported.run() == Step.ENTRIES


async def test_any_file_changed_missing_or_added(exported: Exported) -> None:
    """With the manifest as exported, every single file is guarded by it."""
    names = sorted(path for path in exported.folder.rglob("*") if path.is_file())
    for path in names:
        data = path.read_bytes()
        if path.name != "manifest.json":
            flip(path)
            assert exported.run() == Step.FILES
            path.unlink()
            assert exported.run() == Step.FILES
        path.write_bytes(data)
    (exported.folder / "more").write_bytes(b"x")
    assert exported.run() == Step.FILES


async def test_a_tile_that_does_not_follow(exported: Exported) -> None:
    """Tiles are recomputed, full and partial, of both levels."""
    for tile in (Tile(0, 0), Tile(0, 2, 18), Tile(1, 0, 2)):
        path = exported.folder / tile.path()
        data = path.read_bytes()
        flip(path)
        exported.relist()
        assert exported.run() == Step.TREE
        path.write_bytes(data)


async def test_a_forged_or_foreign_checkpoint(exported: Exported) -> None:
    """A checkpoint counts under the pinned key only."""
    path = exported.folder / "checkpoint"
    text = path.read_text()
    path.write_text(text.replace(f"\n{SIZE}\n", f"\n{SIZE - 1}\n"))
    exported.relist()
    assert exported.run() == Step.CHECKPOINTS
    path.write_bytes(exported.kept.read_bytes())
    exported.relist()
    assert exported.run() == Step.CHECKPOINTS


async def test_a_log_cut_back_to_an_older_checkpoint(exported: Exported, other_log: Log) -> None:
    """An export that stops before a checkpoint that the auditor kept has lost entries."""
    newest = (await exported.log.ledger.latest_checkpoint(exported.log.caller)).note
    older = exported.folder.parent / "newest"
    older.write_text(newest)
    await exported.log.signed(10)
    later = exported.folder.parent / "later"
    later.write_text((await exported.log.ledger.latest_checkpoint(exported.log.caller)).note)
    assert exported.run("--kept", str(older)) == 0
    assert exported.run("--kept", str(later)) == Step.HISTORY
    await other_log.signed(1)
    foreign = exported.folder.parent / "foreign"
    foreign.write_text((await other_log.ledger.latest_checkpoint(other_log.caller)).note)
    assert exported.run("--kept", str(foreign)) == Step.CHECKPOINTS


async def test_a_second_history_under_the_same_key(exported: Exported) -> None:
    """A checkpoint of the same log, truly signed, with another root for its size is a fork, and is found."""
    signer = await exported.log.keys.signer(exported.log.id)
    fork = exported.folder.parent / "fork"
    fork.write_text(signer.sign(100, merkle.leaf_hash(b"another history")))
    assert exported.run("--kept", str(fork)) == Step.HISTORY


async def test_keys_are_pinned_not_believed(exported: Exported, other_log: Log) -> None:
    """An export that brings its own keys is not believed; nor is a file of keys without the ones needed."""
    key = (await other_log.ledger.keys(other_log.caller)).keys[0].verifier_key
    keys = exported.folder / "keys.txt"
    original = keys.read_text()
    keys.write_text(original + f"log {key}\n")
    exported.relist()
    assert exported.run() == Step.TRUST
    keys.write_text(original)
    exported.relist()
    exported.trust.write_text(f"log {key}\n")
    assert exported.run() == Step.TRUST
    exported.trust.write_text("nonsense\n")
    assert exported.run() == EXIT_UNREADABLE


def receipt_of(exported: Exported, signer: ReceiptSigner, **changes: object) -> bytes:
    entry = exported.log.entry(**changes)
    statement = Statement(
        log=entry.log,
        leaf=intake.leaf_hash(intake.encode(entry)),
        eid=entry.eid,
        issued_at=entry.at,
        due=entry.at + MERGE_DELAY_MAX,
    )
    return encode(signer.sign_batch([statement])[0])


async def test_a_broken_promise_is_named(
    exported: Exported, other_log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A receipt whose entry is not there by its deadline is proof of omission; before it, the answer is open."""
    omitted = receipt_of(exported, exported.log.signer)
    due_us = msgspec.json.decode(omitted)["due_at_us"]
    with exported.receipts.open("ab") as file:
        file.write(b"\n" + omitted)
    monkeypatch.setattr(cli, "_now_us", lambda: due_us + 1)
    assert exported.run() == Step.RECEIPTS
    monkeypatch.setattr(cli, "_now_us", lambda: due_us - 1)
    assert exported.run() == EXIT_INCOMPLETE


async def test_receipts_of_others_or_of_other_contents(exported: Exported, other_log: Log) -> None:
    """A receipt must be of this log, by the pinned key, for the very content that is in the log."""
    known = json.loads(exported.receipts.read_bytes().splitlines()[0])
    eid = (await exported.log.ledger.list_entries(exported.log.caller, after=None, limit=1)).data[0].id
    assert known["entry_id"] == eid
    first = (await exported.log.ledger.list_entries(exported.log.caller, after=None, limit=1)).data[0]
    for receipt in (
        receipt_of(exported, exported.log.signer, log=other_log.id),
        receipt_of(exported, other_log.signer),
        receipt_of(exported, exported.log.signer, eid=ids.parse("ent", first.id)),
        b"{}",
    ):
        exported.receipts.write_bytes(receipt)
        assert exported.run() == Step.RECEIPTS
    exported.receipts.write_bytes(b"")
    assert exported.run() == Step.RECEIPTS


async def test_what_cannot_be_read_is_not_verified(exported: Exported, tmp_path: pathlib.Path) -> None:
    """No file, no tar, a cut tar, a symbolic link: an exit code of its own or of the step, never 0."""
    assert exported.run(path=tmp_path / "nothing") == EXIT_UNREADABLE
    broken = tmp_path / "broken.tar"
    broken.write_bytes(b"\x01" * 2_000)
    assert exported.run(path=broken) == EXIT_UNREADABLE
    whole = exported.tar.read_bytes()
    for length in range(0, len(whole) - 1_024, 40_961):
        broken.write_bytes(whole[:length])
        assert exported.run(path=broken) in {EXIT_UNREADABLE, Step.FILES}
    (exported.folder / "link").symlink_to("keys.txt")
    assert exported.run() in {EXIT_UNREADABLE, Step.FILES}
    exported.receipts.write_bytes(b"{")
    assert exported.run(path=exported.tar) == EXIT_UNREADABLE


async def test_the_command_runs_without_the_server(exported: Exported) -> None:
    """Run as an auditor would: another process, isolated, which loads nothing of ours but the verifier."""
    program = (
        "import sys; sys.path.insert(0, sys.argv.pop(1)); from ledger.verifier import cli; code = cli.main();"
        "ours = {name.split('.')[0] for name in sys.modules} & {'core', 'tenants', 'api', 'app', 'asyncpg', 'msgspec'};"
        "sys.exit(99 if ours else code)"
    )
    arguments = [str(exported.tar), "--trust", str(exported.trust), "--receipts", str(exported.receipts)]
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-I", "-c", program, str(ROOT), "bundle", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith("VERIFIED\n")


def test_a_report_is_only_verified_when_every_step_passed() -> None:
    """No steps, a step not run, or one that failed: never 0. The first failure gives the code."""
    assert Report().exit_code == EXIT_INCOMPLETE
    report = Report(Step.FILES, Step.TREE)
    assert report.exit_code == EXIT_INCOMPLETE
    report.passed(Step.FILES, "")
    assert report.exit_code == EXIT_INCOMPLETE
    report.failed(Step.TREE, "")
    assert report.exit_code == Step.TREE
    report.failed(Step.FILES, "")
    assert report.exit_code == Step.FILES
    report.passed(Step.FILES, "")
    report.passed(Step.TREE, "")
    assert report.exit_code == 0
    with pytest.raises(KeyError):
        report.passed(Step.RECEIPTS, "")
    with pytest.raises(KeyError):
        report.not_owed(Step.TREE, "")
    report.not_owed(Step.CHAIN, "no contract is pinned")
    assert report.exit_code == 0
    assert [result.step for result in report.unasked] == [Step.CHAIN]
