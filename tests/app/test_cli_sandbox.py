"""`countermark sandbox`, as it is run on the server's own machine."""

import asyncio
import json

from click.testing import CliRunner

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
