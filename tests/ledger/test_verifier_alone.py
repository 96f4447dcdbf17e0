"""The verifier as an auditor installs it: a wheel of its folder, in an empty environment, without the server's code."""

import json
import os
import pathlib
import shutil
import subprocess
import sys

import pytest

from tests.ledger.made_log import ARTEFACTS, made_log

ROOT = pathlib.Path(__file__).resolve().parents[2]
BROUGHT = {"countermark-verifier", "cryptography", "cffi", "pycparser"}


def run(*command: str, cwd: pathlib.Path, code: int = 0) -> str:
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        cwd=cwd,
        env={"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", str(cwd))},
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """Where the commands of an environment are that holds the verifier's wheel and what it brings."""
    folder = tmp_path_factory.mktemp("alone")
    source = shutil.copytree(ROOT / "ledger" / "verifier", folder / "source")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder), cwd=source)
    (wheel,) = folder.glob("*.whl")
    uv = str(pathlib.Path(sys.executable).with_name("uv"))
    run(uv, "venv", "-q", "--python", sys.executable, str(folder / "venv"), cwd=folder)
    install = [uv, "pip", "install", "-q", "--python", str(folder / "venv" / "bin" / "python"), str(wheel)]
    tried = [
        subprocess.run([*install, *more], capture_output=True, text=True, check=False, timeout=300)
        for more in (["--offline"], [])
    ]
    if all(done.returncode for done in tried):
        assert "CI" not in os.environ, tried[-1].stderr
        pytest.skip(f"cryptography is neither at hand nor to be had: {tried[-1].stderr[:200]}")
    return folder / "venv" / "bin"


def test_it_brings_cryptography_and_nothing_else(installed: pathlib.Path) -> None:
    """No server, no CBOR library, no web framework: four distributions, and both commands."""
    uv = str(pathlib.Path(sys.executable).with_name("uv"))
    listed = run(uv, "pip", "list", "--format", "json", "--python", str(installed / "python"), cwd=installed)
    assert {each["name"] for each in json.loads(listed)} == BROUGHT
    run(str(installed / "python"), "-I", "-c", "import core", cwd=installed, code=1)
    assert "witness" in run(str(installed / "countermark-witness"), "--help", cwd=installed)


def test_it_verifies_a_whole_export(installed: pathlib.Path, tmp_path: pathlib.Path) -> None:
    """Every step that can be owed of a tar or folder, in two processes, by the installed command; and a changed byte is found."""
    made = made_log()
    for name, data in {
        **{f"log/{name}": data for name, data in made.files.items()},
        **{f"artefacts/{name}": data for name, data in ARTEFACTS.items()},
        "trust": made.trust.text().encode(),
        "receipts": json.dumps(made.receipts).encode(),
        "openings": json.dumps(made.openings).encode(),
        "chain-proof": json.dumps(made.chain_proof).encode(),
        "kept0": made.kept[0],
        "kept1": made.kept[1],
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    options = ["trust", "receipts", "openings", "chain-proof", "artefacts"]
    command = [str(installed / "countermark-verify"), "bundle", "log", "--json", "--processes", "2"]
    command += [part for name in options for part in (f"--{name}", name)]
    command += ["--kept", "kept0", "--kept", "kept1"]
    report = json.loads(run(*command, cwd=tmp_path))
    assert report["verified"] is True
    assert [step["step"] for step in report["not_owed"]] == ["blocks"]
    tile = tmp_path / "log" / "tile" / "entries" / "001"
    changed = bytearray(tile.read_bytes())
    changed[500] ^= 1
    tile.write_bytes(changed)
    run(*command, cwd=tmp_path, code=10)
