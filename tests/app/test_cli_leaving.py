"""`countermark tenants export-environment`, as it is run on the server's own machine."""

import asyncio
import hashlib
import json
import tarfile
from pathlib import Path

from click.testing import CliRunner

from app.cli.customers import customers
from app.cli.tenants import tenants
from core.ids import public
from resolution.leaving.environment_exports import SUMS
from tests.app.test_cli_ledger import running as running  # noqa: PLC0414  # the fixture
from tests.product import Product


async def test_an_environment_is_written(
    running: Product, environment: dict[str, str], tmp_path: Path
) -> None:
    """The tar has its list of sums, and they are those of its files."""
    path = tmp_path / "leaving.tar"
    arguments = ["export-environment", "--tenant", public("ten", running.asha.tenant.id), "--out", str(path)]
    result = await asyncio.to_thread(CliRunner(env=environment).invoke, tenants, arguments)
    assert result.exit_code == 0, result.output
    with tarfile.open(path) as opened:
        opened.extractall(tmp_path / "out", filter="data")
    sums = (tmp_path / "out" / SUMS).read_text().splitlines()
    assert any(line.endswith("  ledger/checkpoint") for line in sums)
    for line in sums:
        digest, name = line.split("  ", 1)
        assert hashlib.sha256((tmp_path / "out" / name).read_bytes()).hexdigest() == digest


async def test_a_person_is_written(running: Product, environment: dict[str, str], tmp_path: Path) -> None:
    """Of one whom nobody knows the file says so, whole."""
    path = tmp_path / "person.ndjson"
    tenant = public("ten", running.asha.tenant.id)
    arguments = ["export", "nobody-at-all", "--tenant", tenant, "--out", str(path)]
    result = await asyncio.to_thread(CliRunner(env=environment).invoke, customers, arguments)
    assert result.exit_code == 0, result.output
    head, end = [json.loads(line) for line in path.read_text().splitlines()]
    assert (head["kind"], head["standing"]) == ("customer", "unknown")
    assert (end["kind"], end["complete"]) == ("end", True)


async def test_an_environment_is_closed_and_reopened(running: Product, environment: dict[str, str]) -> None:
    """Each command tells what it is now; what is closed cannot be closed again."""
    about = ["--tenant", public("ten", running.other.tenant.id), "--mode", "live"]
    close = ["close-environment", *about, "--reason", "We leave.", "--keys-after-days", "7"]
    told = []
    for arguments in (close, ["environment", *about], ["reopen-environment", *about]):
        result = await asyncio.to_thread(CliRunner(env=environment).invoke, tenants, arguments)
        assert result.exit_code == 0, result.output
        told.append(json.loads(result.output))
    assert [each["standing"] for each in told] == ["closed", "closed", "open"]
    assert told[0]["closing"] == told[1]["closing"]
    assert (told[0]["closing"]["closed_by"], told[2]["closing"]) == ("system", None)
    again = ["reopen-environment", *about]
    refused = await asyncio.to_thread(CliRunner(env=environment).invoke, tenants, again)
    assert refused.exit_code != 0
