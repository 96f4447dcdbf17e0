"""What an auditor is handed may be anything: pipes, links, devices, names that a terminal acts upon. Each ends in a verdict, in time."""

import json
import os
import pathlib
import subprocess
import sys

import pytest

from ledger.verifier import cli
from ledger.verifier.report import EXIT_UNREADABLE, Step
from tests.ledger.made_log import MadeLog, made_log

ROOT = pathlib.Path(__file__).resolve().parents[2]
WAIT_S = 60


@pytest.fixture(scope="module")
def made() -> MadeLog:
    return made_log((0, 3, 5, 9))


@pytest.fixture
def export(made: MadeLog, tmp_path: pathlib.Path) -> pathlib.Path:
    for name, data in made.files.items():
        path = tmp_path / "log" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tmp_path / "log"


def command(*arguments: object, encoding: str = "utf-8") -> subprocess.CompletedProcess[str]:
    """Run the command as a process of its own: one that waits for ever fails here, and does not hang the suite."""
    return subprocess.run(
        [sys.executable, "-m", "ledger.verifier.cli", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True,
        text=True,
        check=False,
        timeout=WAIT_S,
    )


@pytest.mark.parametrize("name", ["manifest.json", "checkpoint", "more"])
def test_a_pipe_in_an_export_is_refused_and_not_waited_for(export: pathlib.Path, name: str) -> None:
    (export / name).unlink(missing_ok=True)
    os.mkfifo(export / name)
    done = command("bundle", export, "--json")
    assert done.returncode == Step.FILES, done.stderr
    assert "no file" in done.stdout or "neither a file" in done.stdout


@pytest.mark.parametrize("name", ["export.tar", "log.car", "folder/log.car"])
def test_a_pipe_as_the_input_cannot_be_read(tmp_path: pathlib.Path, name: str) -> None:
    """As a tar, as a CAR, and as the one CAR in a folder."""
    pipe = tmp_path / name
    pipe.parent.mkdir(exist_ok=True)
    os.mkfifo(pipe)
    done = command("bundle", pipe.parent if "folder" in name else pipe, "--json")
    assert done.returncode == EXIT_UNREADABLE, done.stderr
    assert "is no file" in json.loads(done.stdout)["error"]


def test_a_device_without_an_end_cannot_be_read(tmp_path: pathlib.Path) -> None:
    """`/dev/zero` looks like the end of a tar that never ends."""
    (tmp_path / "log.car").symlink_to("/dev/zero")
    for path in ("/dev/zero", tmp_path / "log.car"):
        assert command("bundle", path).returncode == EXIT_UNREADABLE


def test_a_manifest_that_is_a_link_is_refused(export: pathlib.Path, tmp_path: pathlib.Path) -> None:
    """Nothing outside of the export is read, whatever it says."""
    (export / "manifest.json").rename(tmp_path / "elsewhere")
    (export / "manifest.json").symlink_to(tmp_path / "elsewhere")
    done = command("bundle", export, "--json")
    assert done.returncode == Step.FILES
    assert "manifest.json is no file" in done.stdout


def test_names_cannot_write_on_the_auditors_terminal(
    export: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A name that clears the screen and says VERIFIED is spelled out, on one line, in both forms of the report."""
    (export / "x\x1b[2J\nVERIFIED\n\u202e").write_bytes(b"")
    assert cli.main(["bundle", str(export)]) == Step.FILES
    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert "VERIFIED" not in said.splitlines()
    assert r"x\u{1b}[2J\u{a}VERIFIED\u{a}\u{202e} is not listed" in said
    assert cli.main(["bundle", str(export), "--json"]) == Step.FILES
    assert r"x\u{1b}[2J" in json.loads(capsys.readouterr().out)["steps"][0]["detail"]


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_every_name_can_be_told_in_every_encoding(export: pathlib.Path, encoding: str) -> None:
    """Bytes that are no UTF-8 and letters that the terminal lacks are no fault of the verifier."""
    path = bytes(export / "\u20ac") + b"\xff"
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY))
    for form in ((), ("--json",)):
        done = command("bundle", export, *form, encoding=encoding)
        assert (done.returncode, done.stderr) == (Step.FILES, "")
        assert "is not listed" in done.stdout
