"""What a command prints on a terminal, in a pipe and to a program, and with which exit code it ends."""

import io
import itertools
import json
import os
import pathlib
import pty
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping

import pytest

from app.cli.showing import table
from app.cli.ticking import counted
from app.settings import inherited_environment

ROWS = [
    {
        "id": "dep_06f3s6hqhvp1r8t1q5s8w0cfgm",
        "role": "champion",
        "share": 100,
        "note": None,
        "story": "a long one " * 20,
    },
    {
        "id": "dep_06f3s6hqhvp1r8t1q5s8w0cfgn",
        "role": "challenger",
        "share": 5,
        "note": None,
        "story": "short",
    },
]


def on_terminal(arguments: list[str], extra: Mapping[str, str] | None = None) -> tuple[str, int]:
    """Run the command with both outputs on a terminal of 100 columns."""
    main, terminal = pty.openpty()
    variables = {**inherited_environment(), "COLUMNS": "100", "TERM": "xterm", **(extra or {})}
    command = [sys.executable, "-m", "app.cli.main", *arguments]
    with subprocess.Popen(
        command, stdin=terminal, stdout=terminal, stderr=terminal, env=variables
    ) as process:
        os.close(terminal)
        shown = b""
        while piece := _read(main):
            shown += piece
    os.close(main)
    return shown.decode(), process.returncode


def _read(main: int) -> bytes:
    try:
        return os.read(main, 65_536)
    except OSError:  # Linux: the other side is closed
        return b""


def piped(arguments: list[str], extra: Mapping[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
    variables = {**inherited_environment(), **(extra or {})}
    command = [sys.executable, "-m", "app.cli.main", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=variables)


def test_a_list_is_a_table_on_a_terminal_and_json_elsewhere() -> None:
    """The same list: aligned and no wider than the terminal; in a pipe, and with --json, all of it."""
    shown, code = on_terminal(["webhooks", "events"])
    lines = shown.splitlines()
    assert code == 0
    assert re.match(r"[A-Z]+ +[A-Z]+", lines[0])
    assert max(map(len, lines)) <= 100
    in_a_pipe = piped(["webhooks", "events"]).stdout
    assert json.loads(in_a_pipe)
    told, _ = on_terminal(["webhooks", "events", "--json"])
    assert json.loads(told) == json.loads(in_a_pipe)


def test_a_table() -> None:
    """Numbers to the right, ids whole, long texts cut, empty fields left out; what has no room is named."""
    lines = table(ROWS, 80)
    assert [len(line) <= 80 for line in lines] == [True] * 3
    assert lines[0].split() == ["ID", "ROLE", "SHARE", "STORY"]
    assert lines[1].index("100") + 3 == lines[2].index("  5  ") + 3
    assert str(ROWS[0]["id"]) in lines[1]
    assert lines[1].endswith("…")
    assert table(ROWS, 45)[-1] == "Not shown: share, story (--json shows all)."
    assert table([], 80) == ["none"]


def test_colours_are_for_terminals_that_want_them(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = {"COUNTERMARK_DATA_DIR": str(tmp_path_factory.mktemp("none") / "data")}
    assert "\x1b[" in on_terminal(["doctor"], folder)[0]
    assert "\x1b[" not in on_terminal(["doctor"], folder | {"NO_COLOR": "1"})[0]
    assert "\x1b[" not in piped(["doctor"], folder).stdout


def test_bars_are_for_terminals(tmp_path_factory: pytest.TempPathFactory) -> None:
    """How far something is shows on a terminal, and leaves a pipe's standard error empty."""
    made = tmp_path_factory.mktemp("streams")
    few = ["simulate", "--days", "1", "--customers", "2", "--out"]
    assert "Simulating days" in on_terminal([*few, str(made / "seen")])[0]
    unseen = piped([*few, str(made / "unseen")])
    assert (unseen.returncode, unseen.stderr, bool(json.loads(unseen.stdout))) == (0, "", True)


def test_a_command_before_the_first_start_says_what_to_start(tmp_path: pathlib.Path) -> None:
    """In a folder without a database the answer is one sentence and what to do, as where the service is down."""
    told = piped(["tenants", "list"], {"COUNTERMARK_DATA_DIR": str(tmp_path / "none")})
    assert told.returncode == 1
    assert told.stderr.startswith("database_unavailable: ")
    assert "countermark serve" in told.stderr
    assert "Traceback" not in told.stderr


@pytest.mark.skipif(not pathlib.Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_is_said() -> None:
    """What cannot be written ends the command with a sentence and 1."""
    with pathlib.Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "app.cli.main", "completion", "bash"]
        told = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, text=True, check=False, env=inherited_environment()
        )
    assert (told.returncode, "No space left" in told.stderr, "Traceback" in told.stderr) == (1, True, False)


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


async def pieces() -> AsyncIterator[bytes]:
    for piece in (b"x" * 1_000, b"y" * 500):
        yield piece


async def test_bytes_are_counted_on_a_terminal_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pieces are handed on as they are; the count stands on standard error while they come."""
    screen, unseen = Screen(), io.StringIO()
    ticks = itertools.count()
    monkeypatch.setattr(sys, "stderr", screen)
    assert [len(piece) async for piece in counted(pieces(), lambda: float(next(ticks)))] == [1_000, 500]
    monkeypatch.setattr(sys, "stderr", unseen)
    assert [len(piece) async for piece in counted(pieces())] == [1_000, 500]
    assert "1,500 bytes" in screen.getvalue()
    assert not unseen.getvalue()


@pytest.mark.parametrize(
    ("arguments", "variables", "code", "said"),
    [
        (["webhooks", "events"], {}, 0, ""),
        (["--version"], {}, 0, ""),
        (["packs", "list", "--url", "http://127.0.0.1:1", "--key", "cmk_x"], {}, 1, "cannot be reached"),
        (["tenants", "list"], {"COUNTERMARK_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/x", "COUNTERMARK_DATABASE_APP_URL": "postgresql://nobody@127.0.0.1:1/x"}, 1, "countermark serve"),
        (["doctor", "--url", "http://127.0.0.1:1"], {}, 1, ""),
        (["tenants", "creat"], {}, 2, "No such command"),
        (["tenants", "create"], {}, 2, "Missing option"),
        (["tenants", "list"], {"COUNTERMARK_LOG_LEVEL": "loud"}, 2, "COUNTERMARK_LOG_LEVEL"),
        (["completion", "csh"], {}, 2, "is not one of"),
        (["ledger", "verify", "no-such-command"], {}, 2, ""),
    ],
)  # fmt: skip
def test_exit_codes(
    arguments: list[str],
    variables: dict[str, str],
    code: int,
    said: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """As docs/cli.md has them: 0 done, 1 refused or failed, 2 wrong usage or a wrong setting; the verifier has its own."""
    folder = {"COUNTERMARK_DATA_DIR": str(tmp_path_factory.mktemp("none") / "data")}
    ended = piped(arguments, folder | variables)
    assert (ended.returncode, said in ended.stderr) == (code, True), ended.stderr
