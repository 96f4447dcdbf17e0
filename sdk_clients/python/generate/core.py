"""Writes the generated core of the Python SDK from docs/openapi.json: operations, and models of their bodies."""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from sdk_clients.python.generate.document import prepared

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
_HEADER = "# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.\n"


def write(folder: Path) -> None:
    """Generate the core into `folder`, which is replaced."""
    document = prepared(json.loads((ROOT / "docs" / "openapi.json").read_bytes()))
    tools = Path(sys.executable).parent
    with tempfile.TemporaryDirectory() as scratch:
        source, made = Path(scratch) / "openapi.json", Path(scratch) / "made"
        source.write_text(json.dumps(document))
        command = [tools / "openapi-python-client", "generate", "--path", source, "--meta", "none"]
        command += ["--output-path", made, "--config", HERE / "config.yaml"]
        command += ["--custom-template-path", HERE / "templates", "--fail-on-warning"]
        done = subprocess.run([str(each) for each in command], capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"{done.stdout}\n{done.stderr}")
        (made / "errors.py").unlink()
        _tidy(tools / "ruff", made)
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(made, folder)


def _tidy(ruff: Path, made: Path) -> None:
    """Drop what a template imports for nothing, order the rest, and say in each file where it is from."""
    options = ["--isolated", "--target-version", "py310", "--line-length", "110"]
    chosen = ["--select", "F401,I", "--fix", "--quiet", "--ignore-noqa"]
    for arguments in (["check", *chosen, *options], ["format", "--quiet", *options[:1], *options[1:]]):
        subprocess.run([str(ruff), *arguments, str(made)], check=True)
    for each in made.rglob("*.py"):
        each.write_text(_HEADER + each.read_text())
    for each in made.rglob(".ruff_cache"):
        shutil.rmtree(each)
