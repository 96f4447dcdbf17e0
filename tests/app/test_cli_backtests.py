"""`countermark rules backtest`, as it is run on the server's own machine."""

import asyncio
import json
import os
import sys
import uuid
from pathlib import Path

from app.cli.backtests import backtest
from app.cli.tenants import tenants
from core.errors import InvalidRequest
from inference.backtests.entities import BacktestNotFound
from tests.app.test_cli_tenants import made, ran
from tests.inference.rule_desk import by_amount

SINCE = ("--since", "2026-01-01")


async def test_from_the_start_to_a_report(environment: dict[str, str], tmp_path: Path) -> None:
    """Started from a draft, listed, worked off by the process that the worker starts, shown with its report, not cancelled then."""
    file = tmp_path / "draft.json"
    file.write_text(json.dumps({"graph": by_amount(1_000), "fallback": "review"}))
    bank = await made(environment, tenants, "create", "--name", "Asha Bank")
    of = ("--tenant", bank["id"], "transaction-anomaly")
    started = await made(environment, backtest, "run", *of, "--file", file, *SINCE)
    assert started["state"] == "queued"
    listed = await made(environment, backtest, "list", *of)
    assert [each["id"] for each in listed["data"]] == [started["id"]]  # type: ignore[attr-defined]
    await worked_off(environment)
    shown = await made(environment, backtest, "show", *of, started["id"])
    assert (shown["state"], shown["report"]["decisions"]) == ("completed", 0)  # type: ignore[index]
    late = await ran(environment, backtest, "cancel", *of, started["id"])
    assert late.exit_code == 1


async def test_one_that_waits_is_cancelled_and_what_is_wrong_is_said(
    environment: dict[str, str], tmp_path: Path
) -> None:
    """Cancelled before it began; without a draft or with a day that is none it is refused; another tenant's is not found."""
    file = tmp_path / "draft.json"
    file.write_text(json.dumps({"graph": by_amount(1_000), "fallback": "review"}))
    bank = await made(environment, tenants, "create", "--name", "Asha Bank")
    other = await made(environment, tenants, "create", "--name", "Nepal Pay")
    of = ("--tenant", bank["id"], "transaction-anomaly")
    started = await made(environment, backtest, "run", *of, "--file", file, *SINCE)
    ended = await made(environment, backtest, "cancel", *of, started["id"])
    assert ended["state"] == "cancelled"
    refused = await ran(environment, backtest, "run", *of, *SINCE)
    assert isinstance(refused.exception, InvalidRequest), refused.output
    refused = await ran(environment, backtest, "run", *of, "--file", file, "--since", "yesterday")
    assert (refused.exit_code, "'yesterday' is no time" in refused.output) == (2, True)
    theirs = ("--tenant", other["id"], "transaction-anomaly")
    refused = await ran(environment, backtest, "show", *theirs, started["id"])
    assert isinstance(refused.exception, BacktestNotFound)


async def worked_off(environment: dict[str, str]) -> None:
    """Let one process take what there is, until it ends by itself."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "app.backtester", str(uuid.uuid4()),
        stdin=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, env={**os.environ, **environment},
    )  # fmt: skip
    async with asyncio.timeout(120):
        code = await child.wait()
    assert code == 0, (await child.stderr.read()).decode() if child.stderr else ""
