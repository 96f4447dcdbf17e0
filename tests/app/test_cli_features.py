"""`countermark features`, as it is run: what is declared is shown, said of a customer, and retired."""

import asyncio
import json

from click.testing import CliRunner, Result

from app.cli.features import features
from core.ids import public
from inference.declared.entities import FeatureRefused
from tests.product import Product

DECLARED = (
    "--expression", "(features.payments_d30 ?? 0) > 3 and inputs.vip == true", "--type", "boolean",
    "--description", "Busy and known.", "--owner", "Growth", "--input", "vip=boolean",
)  # fmt: skip


async def test_a_feature_from_its_declaration_to_its_end(
    running: Product, environment: dict[str, str]
) -> None:
    async def ran(command: str, *arguments: str) -> Result:
        said = [command, "--tenant", public("ten", running.asha.tenant.id), *arguments]
        return await asyncio.to_thread(CliRunner(env=environment).invoke, features, said)

    declared = json.loads((await ran("declare", "busy", *DECLARED)).stdout)["declaration"]
    assert declared["reads"] == ["features.payments_d30", "inputs.vip"]
    assert declared["inputs"] == {"vip": "boolean"}
    shown = json.loads((await ran("show", "busy", "--number", "1")).stdout)
    assert shown["declaration"]["id"] == declared["id"]
    listed = json.loads((await ran("list", "--after", "business")).stdout)["data"]
    assert listed[0]["name"] == "busy"
    assert json.loads((await ran("of", "nobody")).stdout)["declared"] == {"busy": False}
    assert json.loads((await ran("retire", "busy")).stdout)["declaration"]["retired_at"]
    assert json.loads((await ran("of", "nobody")).stdout)["declared"] == {}
    refused = await ran("declare", "again", *(each.replace("true", "1") for each in DECLARED))
    assert isinstance(refused.exception, FeatureRefused)
