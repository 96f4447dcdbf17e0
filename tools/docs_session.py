"""A shell and a Python that live as long as a page: each block is carried out in what the one before it left."""

import contextlib
import fcntl
import os
import pathlib
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping

import msgspec

BLOCK_S = 240.0
_SHELL = "set -E -o pipefail; trap '__failed=1' ERR\n"
_STATUS = 9
_PYTHON = """
import os, sys, traceback
known = {"__name__": "__main__"}
status = os.fdopen(9, "w")
for line in sys.stdin:
    source, out = line.rstrip("\\n").split("\\t")
    to = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(to, 1), os.dup2(to, 2), os.close(to)
    failed = 0
    try:
        exec(compile(open(source, encoding="utf-8").read(), source, "exec"), known)
    except BaseException:
        failed = 1
        traceback.print_exc()
    sys.stdout.flush(), sys.stderr.flush()
    print(failed, file=status, flush=True)
"""


class Ran(msgspec.Struct, frozen=True):
    """What a block printed, on stdout and stderr together, and whether one of its commands failed."""

    printed: str
    failed: bool


def statements(text: str) -> Iterator[str]:
    """Part a script into the pieces that bash takes for whole."""
    kept = ""
    for line in text.splitlines(keepends=True):
        kept += line
        checked = subprocess.run(["bash", "-n"], input=kept, text=True, capture_output=True, check=False)
        if not checked.returncode and not checked.stderr and not kept.endswith("\\\n"):
            yield kept
            kept = ""
    if kept:
        yield kept


class Session:
    """One interpreter in a folder. language: `sh` or `python`."""

    def __init__(self, language: str, folder: pathlib.Path, variables: Mapping[str, str]) -> None:
        self._language, self._folder, self._at = language, folder, 0
        self._kept = folder.parent / f"{folder.name}-{language}"
        self._kept.mkdir()
        reading, low = os.pipe()
        writing = fcntl.fcntl(low, fcntl.F_DUPFD, 20)  # out of the way of the one that the session writes to
        os.close(low)
        command = (
            ["bash", "--norc", "--noprofile"] if language == "sh" else [sys.executable, "-u", "-c", _PYTHON]
        )
        launcher = ["bash", "-c", f'exec {_STATUS}>&{writing} {writing}>&-; exec "$@"', "run", *command]
        self._process = subprocess.Popen(
            launcher, cwd=folder, env=dict(variables), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, pass_fds=(writing,), start_new_session=True, text=True,
        )  # fmt: skip
        os.close(writing)
        self._status = reading
        if language == "sh":
            self._say(_SHELL)

    def run(self, text: str) -> Ran:
        """Carry out a block. What does not end in minutes is ended, and has failed."""
        self._at += 1
        source, out = self._kept / f"{self._at}.txt", self._kept / f"{self._at}.out"
        source.write_text(text, "utf-8")
        out.touch()
        if self._language == "sh":
            self._say(
                f"__failed=0; . {source} >{out} 2>&1 </dev/null; printf '%s\\n' $__failed >&{_STATUS}\n"
            )
        else:
            self._say(f"{source}\t{out}\n")
        told = self._told()
        printed = out.read_text("utf-8", errors="replace")
        return Ran(printed if told else f"{printed}\n(the session ended here)", told != "0")

    def _say(self, line: str) -> None:
        if self._process.stdin is None:
            raise RuntimeError("it is started with a pipe")
        try:
            self._process.stdin.write(line)
            self._process.stdin.flush()
        except BrokenPipeError:
            return  # what it is asked next finds no answer

    def _told(self) -> str:
        until = time.monotonic() + BLOCK_S
        while time.monotonic() < until:
            ready, _, _ = select.select([self._status], [], [], 1.0)
            if ready:
                return os.read(self._status, 100).decode().strip()
        self.close()
        return ""

    def close(self) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        if self._process.stdin is not None and not self._process.stdin.closed:
            with contextlib.suppress(BrokenPipeError):
                self._process.stdin.close()
            os.close(self._status)
