"""Checks the contracts: the same bytes compiled again, forge with fuzzing and invariants, Slither, vectors on anvil, and gas.

`python -m tools.check_contracts SLITHER`, SLITHER being its command in an environment of its own. The last line counts what passed
and failed; the exit code is 0 only where nothing failed. Needs Node and what `npm ci` installs in contracts/; no network.
"""

import json
import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import NamedTuple, TypedDict, cast

ROOT = Path(__file__).resolve().parent.parent
CONTRACTS = ROOT / "contracts"
FORGE = CONTRACTS / "node_modules" / "@foundry-rs" / "forge-linux-amd64" / "bin" / "forge"


class Count(NamedTuple):
    passed: int = 0
    failed: int = 0


class TestResult(TypedDict):
    status: str
    reason: str | None
    kind: dict[str, dict[str, int]]


class Suite(TypedDict):
    test_results: dict[str, TestResult]


def bytecode() -> Count:
    """Compile again: each committed artefact must be what the sources give."""
    done = subprocess.run(
        ["node", "compile.js", "--check"], cwd=CONTRACTS, capture_output=True, text=True, check=False
    )
    print(done.stdout + done.stderr, end="")
    lines = done.stdout.splitlines()
    same = sum(line.endswith(": the same bytes") for line in lines)
    return Count(same, len(lines) - same if done.returncode and lines else int(done.returncode != 0))


def forge() -> Count:
    """Unit, fuzz (10,000 runs) and invariant tests (256 runs of 500 calls), as foundry.toml says."""
    done = subprocess.run(
        [str(FORGE), "test", "--json"], cwd=CONTRACTS, stdout=subprocess.PIPE, text=True, check=False
    )
    try:
        suites = cast(dict[str, Suite], json.loads(done.stdout))
    except json.JSONDecodeError:
        print(done.stdout)
        return Count(failed=1)
    passed = failed = 0
    for suite, results in suites.items():
        for test, result in results["test_results"].items():
            kind = ", ".join(f"{number:,} {what}" for what, number in numbers(result["kind"]))
            print(
                f"{result['status']:<8}{suite.split(':')[-1]}.{test.split('(')[0]}"
                + (f" ({kind})" if kind else "")
            )
            if result["status"] == "Success":
                passed += 1
            else:
                failed += 1
                print(f"        {result['reason']}")
    return Count(passed, failed + int(done.returncode != 0 and not failed))


def numbers(kind: dict[str, dict[str, int]]) -> list[tuple[str, int]]:
    """How often a test ran: `runs` of fuzzing, `runs` and `calls` of an invariant, nothing of a plain test."""
    facts = next(iter(kind.values()), {})
    return [(what, facts[what]) for what in ("runs", "calls") if what in facts]


def slither(command: str) -> Count:
    """Every detector but those that slither.config.json leaves out with a reason in docs/contracts.md: no finding at all."""
    environment = {**os.environ, "PATH": f"{FORGE.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command_line = [command, ".", "--json", str(report), "--config-file", "slither.config.json"]
        done = subprocess.run(
            command_line, cwd=CONTRACTS, env=environment, capture_output=True, text=True, check=False
        )
        told = json.loads(report.read_text(encoding="utf-8")) if report.is_file() else None
    analysed = [line for line in done.stderr.splitlines() if " analyzed (" in line]
    if told is None or not told["success"] or not analysed:
        print(done.stdout + done.stderr)
        return Count(failed=1)
    print(analysed[-1].removeprefix("INFO:Slither:"))
    findings = told["results"].get("detectors", [])
    for finding in findings:
        print(f"{finding['impact']}: {finding['check']}: {finding['description'].strip()}")
    return Count(int(not findings), len(findings))


def vectors() -> Count:
    """The published vectors and the leaves, through the Solidity code on anvil."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-m",
            "anvil",
            f"--junitxml={report}",
            "tests/contracts",
        ]
        code = subprocess.run(command, cwd=ROOT, check=False).returncode
        if not report.is_file():
            return Count(failed=1)
        suite = ET.parse(report).getroot().find("testsuite")  # noqa: S314 - of our own making
    if suite is None:
        return Count(failed=1)
    told = {name: int(suite.get(name, "0")) for name in ("tests", "failures", "errors", "skipped")}
    failed = told["failures"] + told["errors"]
    return Count(told["tests"] - failed - told["skipped"], failed + int(code != 0 and not failed))


def gas() -> Count:
    code = subprocess.run([sys.executable, "-m", "bench.contracts"], cwd=ROOT, check=False).returncode
    return Count(int(code == 0), int(code != 0))


def main() -> int:
    counts = []
    for name, step in (
        ("the same bytes", bytecode),
        ("Slither", lambda: slither(sys.argv[1])),  # before forge, whose output it throws away
        ("forge", forge),
        ("vectors on anvil", vectors),
        ("gas", gas),
    ):
        print(f"--- {name}", flush=True)
        counts.append(step())
        sys.stdout.flush()
    passed, failed = (sum(numbers) for numbers in zip(*counts, strict=True))
    print(f"contracts: {passed} passed, {failed} failed")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
