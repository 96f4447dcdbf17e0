"""Fails where a committed starter is not, byte for byte, what its command makes here: `python -m tools.check_starters [NAME ...]`.

It holds on processors of one kind: linear algebra picks its kernels by the processor, and sums differ in their last digits.
"""

import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from inference import artefacts, catalogue
from training import starters
from training.starter_work import write_starters


def main(asked: Sequence[str]) -> int:
    unknown = [name for name in asked if name not in catalogue.names()]
    if unknown:
        print(f"No starter is called {', '.join(unknown)}; there are {', '.join(catalogue.names())}.")
        return 2
    names = asked or catalogue.names()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder)
        write_starters(names, made, print)
        wrong = [line for name in names for line in differences(name, made)]
    print(f"{len(names)} starters in {time.monotonic() - began:.0f} s.")
    for line in wrong:
        print(line)
    return 1 if wrong else 0


def differences(name: str, made: Path, committed: Path = starters.FOLDER) -> Iterator[str]:
    """Name what differs between what was made and what is committed, and a digest that the README does not name."""
    ours, theirs = _files(made / name), _files(committed / name)
    for file in sorted(ours.keys() | theirs.keys()):
        if ours.get(file) != theirs.get(file):
            what = (
                "is not committed" if file not in theirs else "is not made" if file not in ours else "differs"
            )
            yield f"{name}: {file} {what}."
    digest = artefacts.digest_of(ours[artefacts.MANIFEST]).hex()
    if f"| `{name}` | `{digest}` |" not in (committed / "README.md").read_text():
        yield f"{name}: README.md names another digest than {digest}."


def _files(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()} if folder.is_dir() else {}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
