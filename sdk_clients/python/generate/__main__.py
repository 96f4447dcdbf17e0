"""`python -m sdk_clients.python.generate` writes what is generated; `--check` only says what is out of date.

The core comes from docs/openapi.json, the stubs of gRPC from proto/, and the blocking client from the asynchronous one.
"""

import argparse
import tempfile
from pathlib import Path

from sdk_clients.python.generate import blocking, core, stubs

PACKAGE = core.ROOT / "sdk_clients" / "python" / "countermark_client"


def _made() -> dict[Path, bytes]:
    """Every generated file, relative to the package."""
    made = {Path("_sync") / name: text.encode() for name, text in blocking.written(PACKAGE).items()}
    with tempfile.TemporaryDirectory() as scratch:
        for name, write in (("_core", core.write), ("_grpc", stubs.write)):
            folder = Path(scratch) / name
            write(folder)
            made |= {
                Path(name) / each.relative_to(folder): each.read_bytes()
                for each in folder.rglob("*")
                if each.is_file() and "__pycache__" not in each.parts
            }
    return made


def _kept() -> set[Path]:
    """What is there now of the generated files."""
    folders = [PACKAGE / "_core", PACKAGE / "_grpc"]
    found = {
        each
        for folder in folders
        for each in folder.rglob("*")
        if each.is_file() and "__pycache__" not in each.parts
    }
    found |= {each for each in (PACKAGE / "_sync").glob("*.py") if each.name not in blocking.BY_HAND}
    return {each.relative_to(PACKAGE) for each in found}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="fail when a committed file is out of date")
    check = parser.parse_args().check
    made = _made()
    gone = _kept() - made.keys()
    stale = [
        path
        for path, data in made.items()
        if not (PACKAGE / path).is_file() or (PACKAGE / path).read_bytes() != data
    ]
    if check:
        for path in sorted([*stale, *gone]):
            print(
                f"out of date, run `make generate-sdk-python`: sdk_clients/python/countermark_client/{path}"
            )
        return 1 if stale or gone else 0
    for path in stale:
        (PACKAGE / path).parent.mkdir(parents=True, exist_ok=True)
        (PACKAGE / path).write_bytes(made[path])
    for path in gone:
        (PACKAGE / path).unlink()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
