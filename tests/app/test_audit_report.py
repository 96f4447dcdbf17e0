"""The audit report: what it says, whatever the verdict; the same bytes for the same input and time."""

import asyncio
import dataclasses
import datetime as dt
import pathlib
import random
import re
import secrets
import shutil
import subprocess
from collections.abc import AsyncIterator, Sequence

import pytest
from click.testing import CliRunner, Result

from app.audit_report.facts import Asked, gather
from app.audit_report.sheet import Sheet
from app.audit_report.writing import write_report
from app.cli.audit import audit
from core import intake, roles
from core.clock import ManualClock
from core.cpu import CpuPool
from core.database import Database, DatabaseSettings
from core.intake import Entry
from core.objects import FolderObjects
from core.postgres import EmbeddedPostgres
from ledger import rehearsal
from ledger.receipts import MERGE_DELAY_MAX, Statement, encode
from ledger.slots import SlotKeys
from ledger.verifier import cli
from ledger.verifier.cars import open_cars
from ledger.verifier.files import NoFiles
from ledger.verifier.published import fingerprint
from ledger.verifier.report import EXIT_INCOMPLETE, EXIT_UNREADABLE, EXIT_VERIFIED, Report, Step
from migrations.upgrade import upgrade
from tests.fakes.watch import StopWatch
from tests.ledger import directory_store
from tests.ledger.conftest import SUPER, Log
from tests.ledger.test_bundles import Bundled
from tests.ledger.test_epochs import Trees

EPOCHS = 56
AT = "2026-11-22 10:00:00"
KINDS = (
    ("decision.v1", 60, "approve"),
    ("decision.v1", 12, "review"),
    ("decision.v1", 6, "decline"),
    ("transaction.v1", 40, None),
    ("feedback.v1", 8, None),
    ("rule.activate.v1", 1, None),
    ("model.deploy.v1", 1, None),
    ("case.create.v1", 4, None),
    ("workflow.start.v1", 5, None),
    ("key.create.v1", 2, None),
    ("member.role.v1", 2, None),
    ("webhook.create.v1", 1, None),
)


@dataclasses.dataclass
class Handed:
    """What an auditor has on disk: CARs, an export as a folder, pinned keys, receipts."""

    folder: pathlib.Path
    root: str
    fingerprint: str

    @property
    def cars(self) -> pathlib.Path:
        return self.folder / "cars"

    @property
    def export(self) -> pathlib.Path:
        return self.folder / "export"

    @property
    def trust(self) -> pathlib.Path:
        return self.folder / "trust.txt"

    @property
    def receipts(self) -> pathlib.Path:
        return self.folder / "receipts.jsonl"

    def report(self, *paths: pathlib.Path, trust: bool = True, receipts: bool = True) -> Result:
        arguments = ["report", *map(str, paths or (self.cars,)), "--out", str(self.pdf), "--at", AT]
        arguments += ["--trust", str(self.trust)] if trust else []
        arguments += ["--receipts", str(self.receipts)] if receipts else []
        arguments += ["--tenant", "Meridian Bank", "--environment", "live"]
        return CliRunner().invoke(audit, arguments)

    @property
    def pdf(self) -> pathlib.Path:
        return self.folder / "report.pdf"

    def text(self) -> str:
        return text_of(self.pdf.read_bytes())


async def a_fortnight(trees: Trees, log: Log) -> list[Entry]:
    """Two weeks of ordinary work, four epochs a day."""
    dice = random.Random(5)
    entries: list[Entry] = []
    for _ in range(EPOCHS):
        made = []
        for typ, weight, out in KINDS:
            for _ in range(dice.randrange(weight + 4) // 4):
                actor = (
                    f"mbr_{dice.randrange(3)}"
                    if typ.startswith(("member.", "key."))
                    else f"key_{dice.randrange(9)}"
                )
                made.append(log.entry(typ=typ, out=out, act=actor, score=None))
        await log.append(made)
        while await log.sequencer().sequence(log.id):
            pass
        await log.sequencer().publish(log.id)
        trees.clock.advance(dt.timedelta(hours=6))
        await trees.next_epoch()
        entries += made
    return entries


@pytest.fixture(scope="module")
async def made(postgres: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Handed]:
    """Two weeks of a log among four others, as CARs and as an export; copied for each test, for it takes seconds to make."""
    name, folder = f"audited_{secrets.token_hex(4)}", tmp_path_factory.mktemp("audited")
    await directory_store.make_database(postgres.url("postgres"), name, "template1")
    await asyncio.to_thread(upgrade, postgres.url(roles.OWNER).replace("/countermark?", f"/{name}?"))
    url, cpu = postgres.url().replace("/countermark?", f"/{name}?"), CpuPool()
    database = await Database.open(DatabaseSettings(url=url, pool_size_max=8, acquire_timeout_ms=30_000))
    clock = ManualClock(dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC))
    trees = Trees(database, clock, StopWatch(), cpu, SUPER, SlotKeys(secrets.token_bytes(32)))
    bundled = Bundled(trees, FolderObjects(folder / "objects"), folder / "cars")
    bundled.folder.mkdir()
    log = await trees.add_log()
    for _ in range(4):
        await trees.add_log(1)
    entries = await a_fortnight(trees, log)
    yield await _handed(bundled, log, entries, folder)
    await database.close()
    cpu.close()


async def _handed(bundled: Bundled, log: Log, entries: Sequence[Entry], folder: pathlib.Path) -> Handed:
    await bundled.maker().make_all()
    for epoch in await bundled.epochs_of(log):
        await bundled.car(log, epoch)
    for epoch in range(1, EPOCHS + 1):
        await bundled.public(epoch)
    tar = folder / "log.tar"
    tar.write_bytes(b"".join([piece async for piece in await log.ledger.export(log.caller)]))
    rehearsal.unpack(tar, folder / "export")
    trust = open_cars(bundled.folder.iterdir()).read("keys.txt") + f"super {SUPER.key}\n".encode()
    (folder / "trust.txt").write_bytes(trust)
    statements = [
        Statement(
            log=log.id,
            leaf=intake.leaf_hash(intake.encode(each)),
            eid=each.eid,
            issued_at=each.at,
            due=each.at + MERGE_DELAY_MAX,
        )
        for each in entries[:9]
    ]
    receipts = b"\n".join(encode(each) for each in log.signer.sign_batch(statements))
    (folder / "receipts.jsonl").write_bytes(receipts)
    root = (await log.ledger.latest_checkpoint(log.caller)).root.hex()
    return Handed(folder, root, fingerprint(log.signer.key))


@pytest.fixture
def handed(made: Handed, tmp_path: pathlib.Path) -> Handed:
    shutil.copytree(made.folder, tmp_path / "handed")
    return dataclasses.replace(made, folder=tmp_path / "handed")


def text_of(pdf: bytes) -> str:
    """What stands on the pages, read by poppler where it is there, else the test that asks is skipped."""
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("pdftotext (poppler-utils) is not there to read the PDF by another hand")
    return subprocess.run(
        [tool, "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b(?!s)", pdf))


def test_a_sound_log_makes_a_green_report(handed: Handed) -> None:
    """From CARs, every step that is owed is proven, the exit code is 0, and the pages say what was asked."""
    told = handed.report()
    assert told.exit_code == EXIT_VERIFIED, told.output
    assert pages_of(handed.pdf.read_bytes()) == 7
    text = handed.text()
    for words in (
        "VERIFIED",
        "Meridian Bank",
        "live",
        "decision.v1",
        "blocks",
        "Keys, members and roles",
        "key.create.v1",
    ):
        assert words in text
    assert "NOT VERIFIED" not in text
    assert "must not be relied upon" not in text
    assert text.count(handed.fingerprint[:19]) == 1
    assert handed.root in text


def test_the_same_input_and_time_give_the_same_bytes(handed: Handed) -> None:
    """Twice the same, but for another time; nothing of the machine or of the moment is in it."""
    handed.report()
    first = handed.pdf.read_bytes()
    handed.report()
    assert handed.pdf.read_bytes() == first
    assert b"D:20261122100000" in first
    assert str(handed.folder).encode() not in first


def test_an_export_makes_the_same_report_but_for_the_blocks(handed: Handed) -> None:
    """A folder instead of CARs: the step of blocks is not asked for, the entries and charts are the same."""
    handed.report()
    from_cars = handed.text()
    told = handed.report(handed.export)
    assert told.exit_code in {EXIT_VERIFIED, EXIT_INCOMPLETE, int(Step.SUPER)}
    counts = re.findall(r"decision\.v1\s+([\d,]+)", from_cars)
    assert counts
    assert re.findall(r"decision\.v1\s+([\d,]+)", handed.text()) == counts


def test_a_tampered_export_makes_a_red_page(handed: Handed) -> None:
    """One entry forged with all that follows from it: the exit code is that of the step, the page says which and what it means."""
    forged = handed.folder / "forged"
    rehearsal.alter_entry(handed.export, forged, 3)
    told = handed.report(forged)
    assert told.exit_code == int(Step.TREE)
    text = " ".join(handed.text().split())
    for words in (
        "NOT VERIFIED",
        "This log must not be relied upon",
        "tree",
        "Exit code",
        "changed after the log was signed",
    ):
        assert words in text
    assert "They are not proven" in text
    assert pages_of(handed.pdf.read_bytes()) >= 8


def test_a_tampered_car_makes_a_red_page(handed: Handed) -> None:
    """A bit of a block turned: nothing can be read, the report says so, and the exit code is that of the blocks."""
    car = min(handed.cars.glob("public-*.car"))
    data = bytearray(car.read_bytes())
    data[-1] ^= 1
    car.write_bytes(bytes(data))
    told = handed.report()
    assert told.exit_code == int(Step.BLOCKS)
    text = " ".join(handed.text().split())
    assert "This log must not be relied upon" in text
    assert "not what its CID says" in text
    assert "The entries could not be read." in text


def test_a_missing_car_is_open_not_refused(handed: Handed) -> None:
    """Nothing is forged where a file is missing: the report is amber."""
    min(handed.cars.glob("public-*.car")).unlink()
    assert handed.report().exit_code == EXIT_INCOMPLETE
    assert "NOT VERIFIED YET" in handed.text()
    assert "must not be relied upon" not in handed.text()


def test_without_pins_the_report_says_that_nothing_is_trusted(handed: Handed) -> None:
    """No trust file: the steps that rest on it did not run, and the cover says so."""
    told = handed.report(trust=False)
    assert told.exit_code == EXIT_INCOMPLETE
    assert "No keys were pinned" in handed.text()


def test_the_command_in_the_appendix_says_the_same(handed: Handed) -> None:
    """The verifier alone, called as the report tells, ends with the exit code of the report."""
    told = handed.report()
    arguments = ["bundle", str(handed.cars), "--trust", str(handed.trust), "--receipts", str(handed.receipts)]
    assert cli.main(arguments) == told.exit_code == EXIT_VERIFIED
    appendix = "".join(handed.text().partition("Repeat it")[2].split())
    assert "countermark-verifybundle" + str(handed.cars) in appendix


def test_several_processes_read_cars(handed: Handed) -> None:
    """The files of CARs cross to other processes as those of an export do."""
    arguments = ["bundle", str(handed.cars), "--trust", str(handed.trust), "--receipts", str(handed.receipts)]
    assert cli.main([*arguments, "--processes", "2"]) == EXIT_VERIFIED


def test_what_cannot_be_opened_ends_with_4(tmp_path: pathlib.Path) -> None:
    (tmp_path / "log.tar").write_bytes(b"not a tar")
    arguments = ["report", str(tmp_path / "log.tar"), "--out", str(tmp_path / "out.pdf")]
    assert CliRunner().invoke(audit, arguments).exit_code == EXIT_UNREADABLE
    assert not (tmp_path / "out.pdf").exists()


def test_letters_that_the_fonts_lack_are_marked() -> None:
    """A tenant's name in another script is not dropped without a sign; the rupee's is there."""
    sheet = Sheet("a report", dt.datetime(2026, 11, 22, tzinfo=dt.UTC))
    told = sheet.plain("Bank \u20b9 \u092c\u0948\u0902\u0915")
    sheet.finished()
    assert told == "Bank \u20b9 ????"


def test_a_report_on_nothing_is_drawn() -> None:
    """No file at all: every page says that it knows nothing, and none fails."""
    asked = Asked(tenant="", environment="", command="x", at=dt.datetime(2026, 11, 22, tzinfo=dt.UTC))
    report = Report(Step.FILES)
    report.failed(Step.FILES, "nothing is there")
    assert pages_of(write_report(gather(asked, report, NoFiles(), None))) == 8
