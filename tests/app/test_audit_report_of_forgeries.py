"""The audit report of bundles that are forged, broken or no bundle at all: it is drawn, and ends as the verifier ends."""

import datetime as dt
import json
import pathlib

import pytest
from click.testing import CliRunner

from app.audit_report.facts import Asked, gather
from app.audit_report.writing import write_report
from app.cli.audit import audit
from ledger.verifier import cli
from ledger.verifier.bundle import verify_bundle
from ledger.verifier.canonical import decode, encode
from ledger.verifier.report import EXIT_UNREADABLE, Step
from ledger.verifier.tiles import read_bundle, write_bundle
from tests.ledger.made_log import MadeLog, made_log

ENTRIES = "tile/entries/000.p/9"
USAGE = 2
ASKED = Asked(tenant="t", environment="e", command="c", at=dt.datetime(2026, 11, 23, tzinfo=dt.UTC))


@pytest.fixture
def made() -> MadeLog:
    return made_log((0, 3, 5, 9))


def drawn(made: MadeLog) -> int:
    """Verify, and draw. Returns: the exit code, once the PDF is whole."""
    made.relist()
    audited = made.audit()
    told = verify_bundle(audited)
    pdf = write_report(gather(ASKED, told, audited.files, audited.trust))
    assert pdf.startswith(b"%PDF")
    assert pdf.rstrip().endswith(b"%%EOF")
    return told.exit_code


def folder(made: MadeLog, place: pathlib.Path) -> pathlib.Path:
    for name, data in made.files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(data)
    return place


def test_a_checkpoint_of_more_entries_than_memory_holds(made: MadeLog) -> None:
    """Nobody signed the size: nothing is counted to it."""
    lines = made.files["checkpoint"].decode().split("\n")
    made.files["checkpoint"] = "\n".join([lines[0], str(2**62), *lines[2:]]).encode()
    assert drawn(made) == Step.CHECKPOINTS


@pytest.mark.parametrize("ts", [253_402_300_800_000_000, 2**63, 2**64 - 1])
def test_entries_dated_beyond_the_calendar(made: MadeLog, ts: int) -> None:
    entries = read_bundle(made.files[ENTRIES])
    fields = decode(entries[-1])
    assert isinstance(fields, dict)
    made.files[ENTRIES] = write_bundle([*entries[:-1], encode({**fields, "ts": ts})])
    assert drawn(made) == Step.TREE


def test_lists_nested_deeper_than_a_reader_goes(made: MadeLog) -> None:
    made.files["super/anchors.jsonl"] = b"[" * 3_000_000
    assert drawn(made) == Step.CHAIN


def test_a_link_in_an_export(made: MadeLog, tmp_path: pathlib.Path) -> None:
    """The report's exit code is the verifier's, and the PDF says why."""
    export = folder(made, tmp_path / "log")
    (export / "more").symlink_to("keys.txt")
    done = CliRunner().invoke(audit, ["report", str(export), "--out", str(tmp_path / "report.pdf")])
    assert done.exit_code == cli.main(["bundle", str(export)]) == Step.FILES
    assert (tmp_path / "report.pdf").stat().st_size > 0


def test_receipts_are_read_as_the_verifier_reads_them(made: MadeLog, tmp_path: pathlib.Path) -> None:
    """Lines end with a newline and with nothing else."""
    export = folder(made, tmp_path / "log")
    (tmp_path / "trust").write_text(made.trust.text())
    (tmp_path / "receipts").write_text("\r".join(map(json.dumps, made.receipts)))
    arguments = [str(export), "--trust", str(tmp_path / "trust"), "--receipts", str(tmp_path / "receipts")]
    done = CliRunner().invoke(audit, ["report", *arguments, "--out", str(tmp_path / "report.pdf")])
    assert done.exit_code == cli.main(["bundle", *arguments]) == EXIT_UNREADABLE


def test_where_nothing_can_be_written(made: MadeLog, tmp_path: pathlib.Path) -> None:
    """A folder that is not there, and one that is there already, are wrong use, and no traceback."""
    export = folder(made, tmp_path / "log")
    for arguments in (
        ["report", str(export), "--out", str(tmp_path / "nowhere" / "report.pdf")],
        ["tour", "--keep", str(export)],
        ["tour", "--keep", str(export / "keys.txt" / "x")],
    ):
        done = CliRunner().invoke(audit, arguments)
        assert done.exit_code == USAGE, done.output
        assert "Error: Invalid value for" in done.output
