"""`countermark sandbox`, as it is run on the server's own machine."""

import asyncio
import json

from click.testing import CliRunner, Result

from app.cli.sandbox import sandbox
from payments.magic import MAGIC_VALUES
from tests.app.test_cli_ledger import running as running  # noqa: PLC0414  # the fixture
from tests.product import Product


async def test_a_sandbox_is_made(running: Product, environment: dict[str, str]) -> None:
    """By command, whatever the setting says; its key works at once."""
    result = await asyncio.to_thread(CliRunner(env=environment).invoke, sandbox, ["create", "By hand"])
    assert result.exit_code == 0, result.output
    made = json.loads(result.output)
    answer = await running.rest.get("/api/v1/principal", headers={"x-api-key": made["api_key"]})
    assert answer.json()["environment_id"] == made["environment_id"]
    assert made["seeded"]["transactions"] > 100


def test_magic_values_are_told() -> None:
    told = json.loads(CliRunner().invoke(sandbox, ["magic-values"]).output)
    assert [each["effect"] for each in told] == [each.effect for each in MAGIC_VALUES]


async def test_its_clock_is_moved(running: Product, environment: dict[str, str]) -> None:
    """By spans of one unit or to a moment, forward only; what a command does afterwards is of the moved time."""

    async def ran(*arguments: str) -> Result:
        return await asyncio.to_thread(CliRunner(env=environment).invoke, sandbox, list(arguments))

    made = json.loads((await ran("create", "In time")).output)
    where = ("--tenant", str(made["tenant_id"]))
    told = [
        json.loads((await ran("advance", *where, "--by", span)).output)
        for span in ("3d", "36h", "90m", "45s")
    ]
    steps = (3 * 86_400, 36 * 3_600, 90 * 60, 45)
    assert [each["ahead_s"] for each in told] == [sum(steps[: at + 1]) for at in range(4)]
    shown = json.loads((await ran("clock", *where)).output)
    assert (shown["ahead_s"], shown["moved_at"]) == (sum(steps), told[-1]["moved_at"])
    for wrong in (
        ("--by", "3w"),
        ("--by", "-3d"),
        ("--by", "0d"),
        (),
        ("--to", "2020-01-01T00:00:00Z"),
        ("--to", "soon"),
    ):
        assert (await ran("advance", *where, *wrong)).exit_code != 0
    assert (await ran("reset", *where, "--yes")).exit_code == 0
    answer = await running.rest.get("/api/v1/sandbox/clock", headers={"x-api-key": str(made["api_key"])})
    assert answer.json()["ahead_s"] == sum(steps)
    page = await running.rest.get("/api/v1/transactions?limit=1", headers={"x-api-key": str(made["api_key"])})
    assert page.json()["data"][0]["occurred_at"] > told[0]["moved_at"]
