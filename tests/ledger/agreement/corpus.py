"""A corpus of cases for two verifiers: each a command line over files that are kept, whatever became of them."""

import contextlib
import io
import json
import pathlib
import subprocess
from collections import Counter
from dataclasses import dataclass, field

import msgspec

from ledger.verifier import cli

FAULT = 1
USAGE = 2
_ROOT = pathlib.Path(__file__).resolve().parents[3]
_SECOND = _ROOT / "sdk_clients" / "verifier" / "dist" / "test" / "corpus.js"


class Case(msgspec.Struct, frozen=True):
    """name: its kind and number. arguments: of `countermark-verify`, without `--json`."""

    name: str
    arguments: tuple[str, ...]


class Verdict(msgspec.Struct, frozen=True):
    """What a verifier answered. steps: each step with its state; none where the input could not be read, or by a fault."""

    exit_code: int
    steps: tuple[tuple[str, str], ...]


@dataclass
class Corpus:
    folder: pathlib.Path
    cases: list[Case] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    files: int = 0

    def add(self, kind: str, *arguments: object) -> None:
        self.kinds[kind] += 1
        self.cases.append(Case(f"{kind}-{self.kinds[kind]}", tuple(map(str, arguments))))

    def write(self, data: bytes, ending: str = "") -> pathlib.Path:
        """Keep one file of a case under a name of its own."""
        path = self.folder / f"{self._next()}{ending}"
        path.write_bytes(data)
        return path

    def place(self) -> pathlib.Path:
        """Name a folder that is not there yet."""
        return self.folder / f"folder-{self._next()}"

    def _next(self) -> int:
        self.files += 1
        return self.files


def first_verdict(case: Case) -> Verdict:
    """Run the Python verifier in this process. A traceback is exit code 1, as it would be of the command."""
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(io.StringIO()):
            exit_code = cli.main([*case.arguments, "--json"])
    except SystemExit:
        return Verdict(USAGE, ())
    except Exception:  # noqa: BLE001  # whatever it is, the command would end with a traceback
        return Verdict(FAULT, ())
    return Verdict(exit_code, _steps(said.getvalue()))


def second_verdicts(cases: list[Case], folder: pathlib.Path) -> list[Verdict]:
    """Run the TypeScript verifier over all cases in one process."""
    listed = folder / "cases.json"
    listed.write_bytes(msgspec.json.encode([case.arguments for case in cases]))
    done = subprocess.run(["node", str(_SECOND), str(listed)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"is the second verifier built? (make test-verifiers)\n{done.stderr}"
    return msgspec.json.decode(done.stdout, type=list[Verdict])


def _steps(document: str) -> tuple[tuple[str, str], ...]:
    return tuple((step["step"], step["state"]) for step in json.loads(document)["steps"])
