"""The wheel as a stranger meets it: built, installed into a fresh environment by the README's own commands, and run.

`python -m sdk_clients.python.live` starts the service on a folder that is thrown away, runs the quickstart as it is written, then every
example. The last line is `N passed, N failed`.
"""

import asyncio
import os
import pathlib
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator

from app import launch, sandbox
from app.scratch import scratch
from app.settings import from_environment
from tenants.plans import PlanName

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
_LIMIT_S = 300.0
_COMMANDS_MAX = 3


def main() -> int:
    with scratch("sdk-python") as folder:
        wheel = _built(folder / "dist")
        variables = launch.environment(folder / "data")
        with launch.running(variables) as service:
            made = asyncio.run(sandbox.create(from_environment(variables), "SDK", PlanName.UNMETERED))
            place = folder / "fresh"
            place.mkdir()
            known = {
                "COUNTERMARK_API_KEY": made.key,
                "COUNTERMARK_BASE_URL": service.rest_url,
                "COUNTERMARK_GRPC": service.grpc_address,
            }
            found = list(_steps(place, wheel, known))
    failed = found.count(False)
    print(f"{len(found) - failed} passed, {failed} failed")
    return 1 if failed else 0


def _built(folder: pathlib.Path) -> pathlib.Path:
    """Build wheel and sdist without a network. Returns: the wheel."""
    builder = ROOT / ".venv-sdk" / "bin" / "python"
    command = [str(builder), "-m", "hatchling", "build", "--directory", str(folder)]
    subprocess.run(command, check=True, cwd=HERE, capture_output=True, timeout=_LIMIT_S)
    return next(folder.glob("*.whl"))


def _steps(place: pathlib.Path, wheel: pathlib.Path, known: dict[str, str]) -> Iterator[bool]:
    """Follow the README, then run the examples in the environment that it made."""
    text = (HERE / "README.md").read_text()
    commands = _block(text, "sh").splitlines()
    (place / "quickstart.py").write_text(_block(text, "python"))
    print(f"the quickstart is {len(commands)} commands:")
    yield len(commands) <= _COMMANDS_MAX
    yield _block(text, "python") == (HERE / "examples" / "quickstart.py").read_text()
    for command in commands:
        yield _run(_filled(command, wheel, known), place, known)
    extras = f"venv/bin/pip install -q '{wheel}[grpc,verify]'"
    yield _run(extras, place, known)
    shutil.copytree(HERE / "examples", place / "examples")
    for example in sorted((place / "examples").glob("*.py")):
        yield _run(f"venv/bin/python -W error examples/{example.name}", place, known)


def _block(text: str, language: str) -> str:
    """The first block of code in `language`."""
    found = re.search(rf"```{language}\n(.*?)```", text, re.DOTALL)
    assert found is not None, f"the README has no block of {language}"
    return found[1]


def _filled(command: str, wheel: pathlib.Path, known: dict[str, str]) -> str:
    """Put in what a reader puts in: the key; and the wheel that was built for the one in a registry."""
    command = re.sub(r"\bcmk_sandbox_…", known["COUNTERMARK_API_KEY"], command)
    return command.replace("pip install countermark-client", f"pip install {wheel}")


def _run(command: str, place: pathlib.Path, known: dict[str, str]) -> bool:
    inherited = {
        name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")
    }
    done = subprocess.run(
        command, shell=True, cwd=place, env=inherited | known, timeout=_LIMIT_S,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    shown = command.replace(known["COUNTERMARK_API_KEY"], "cmk_sandbox_…")
    print(f"{'passed' if not done.returncode else 'FAILED'} $ {shown}")
    for line in done.stdout.splitlines()[-12:]:
        print(f"       {line}")
    return not done.returncode


if __name__ == "__main__":
    sys.exit(main())
