"""Runs the Postman collection by newman against a live service of its own: `python -m tools.postman.run`.

Fails when an assertion fails, when an operation of docs/openapi.json was not called, and when one that can succeed was not answered
with the success that the document promises. `--serve FILE` writes an environment with credentials for Postman instead, and serves
until it is interrupted.
"""

import argparse
import asyncio
import json
import pathlib
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence

import msgspec

from tools.postman import collection, stage
from tools.postman.document import Document
from tools.postman.refused import REFUSED_ALONE, WITHOUT_CHAIN
from tools.postman.report import Line, Result, judge

ROOT = pathlib.Path(__file__).parent.parent.parent
RUNNER = pathlib.Path(__file__).parent / "run.mjs"


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.postman.run", description=__doc__)
    parser.add_argument("--serve", type=pathlib.Path, help="write an environment here, and serve")
    options = parser.parse_args(arguments)
    document = Document((ROOT / "docs/openapi.json").read_bytes())
    with stage.service() as (service, settings, folder):
        values = asyncio.run(stage.furnish(settings, service.rest_url))
        if options.serve:
            _write_environment(options.serve, values)
            print(f"{service.rest_url} serves; the environment with its credentials is {options.serve}")
            _wait()
            return 0
        _write_environment(folder / "environment.json", values)
        refused = REFUSED_ALONE if values["chain"] else REFUSED_ALONE | WITHOUT_CHAIN
        result = _run(document, folder, refused)
    for failure in result.failures:
        print(f"FAILED {failure}")
    for name, reason in refused.items():
        print(f"refused alone: {name}: {reason}")
    print(result)
    return 1 if result.failures else 0


def _wait() -> None:
    """Wait until somebody presses Ctrl-C."""
    try:
        while True:
            time.sleep(1)
    except KeyboardInterrupt:
        return


def _write_environment(path: pathlib.Path, values: Mapping[str, str]) -> None:
    environment = collection.environment("Countermark local", "")
    for each in environment["values"]:  # type: ignore[union-attr]
        each["value"] = values.get(str(each["key"]), "")  # type: ignore[call-overload, index]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(json.dumps(environment, indent=1))


def _run(document: Document, folder: pathlib.Path, refused: Mapping[str, str]) -> Result:
    report = folder / "report.jsonl"
    subprocess.run(
        [
            "node",
            str(RUNNER),
            str(ROOT / collection.COLLECTION),
            str(folder / "environment.json"),
            str(ROOT),
            str(report),
        ],
        cwd=RUNNER.parent,
        check=False,
    )
    text = report.read_bytes() if report.is_file() else b""
    return judge(document, [msgspec.json.decode(line, type=Line) for line in text.splitlines()], refused)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
