"""`countermark import`, as it is run, with a worker beside it."""

import asyncio
import json
from pathlib import Path

from app.cli.imports import import_
from core.ids import public
from tests.app.test_cli_payments import ran
from tests.e2e.an_import import statement, work_off
from tests.product import Party, Product


async def test_from_a_statement_to_payments(
    running: Product, asha: Party, environment: dict[str, str], tmp_path: Path
) -> None:
    """Proposed, kept by a name, tried, imported, reported, replaced and deleted."""
    file, definition, report = tmp_path / "april.csv", tmp_path / "bank.json", tmp_path / "report.csv"
    file.write_text(statement("cli"))
    tenant = ("--tenant", public("ten", asha.tenant.id))

    async def said(*arguments: str) -> str:
        result = await ran(import_, environment, *arguments, *tenant)
        assert result.exit_code == 0, (result.output, result.exception)
        return result.stdout

    async def worked(*arguments: str) -> str:
        waiting = asyncio.create_task(said(*arguments))
        while not waiting.done():
            await work_off(running, asha)
            await asyncio.sleep(0.2)
        return await waiting

    proposed = json.loads(await said("mappings", "propose", str(file), "--out", str(definition)))
    assert [row["amount_minor"] for row in proposed["rows"]] == [2_000, 10_000_000]
    await said("mappings", "add", str(definition), "--name", "The bank")
    asked = ("run", str(file), "--mapping", "the bank", "--customer", "cli-1")
    assert '"preview"' in await worked(*asked, "--dry-run")
    done = json.loads(await worked(*asked, "--report", str(report)))
    assert (done["recorded"], done["refused"], done["mapping_version"]) == (2, 1, 1)
    assert report.read_text().splitlines()[1:] == ["4,refused,Withdrawal,It is no amount."]
    assert json.loads(await said("show", done["id"]))["state"] == "completed"
    assert len(json.loads(await said("list"))) == 2
    assert json.loads(await said("mappings", "replace", "The bank", str(definition)))["version"] == 2
    refused = await ran(import_, environment, "mappings", "show", "The bank", *tenant)
    assert refused.exit_code == 1  # the new version is called as the file says
    await said("mappings", "delete", "proposed")
    assert json.loads(await said("mappings", "list")) == []
    strict = await ran(import_, environment, "run", str(file), "--mapping", "proposed", *tenant)
    assert getattr(strict.exception, "code", "") == "import_mapping_not_found"
