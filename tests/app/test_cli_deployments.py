"""`countermark deployments`, as it is run: a challenger with guardrails, its comparison, its promotion, and back."""

import json

from core.ids import public
from inference import starters
from tests.app.test_cli_inference import ran
from tests.product import Party

USE_CASE = "churn-score"


async def said(environment: dict[str, str], asha: Party, *arguments: str) -> dict[str, object]:
    result = await ran(environment, asha, "deployments", *arguments)
    assert result.exception is None, result.output
    return json.loads(result.stdout)  # type: ignore[no-any-return]


async def test_a_challenger_is_tried_and_promoted(asha: Party, environment: dict[str, str]) -> None:
    """Every step of a deployment's life can be taken from the command line, and says what the API says."""
    version = public("ver", starters.row(asha.system.environment_id, USE_CASE).id)
    first = await said(environment, asha, "create", USE_CASE, version)
    challenger = await said(
        environment, asha, "create", USE_CASE, version, "--role", "challenger", "--share", "25",
        "--slow-run-ms", "20",
    )  # fmt: skip
    assert challenger["share_percent"] == 25
    assert challenger["guardrails"]["slow_run_ms"] == 20  # type: ignore[index]
    compared = await said(environment, asha, "compare", str(challenger["id"]))
    assert compared["champion"]["deployment_id"] == first["id"]  # type: ignore[index]
    champion = await said(environment, asha, "promote", str(challenger["id"]))
    assert (champion["origin"], champion["replaces"]) == ("promoted", first["id"])
    assert (await said(environment, asha, "show", str(first["id"])))["ended_reason"] == "replaced"
    back = await said(environment, asha, "rollback", str(champion["id"]))
    assert back["origin"] == "rolled_back"
    shadow = await said(environment, asha, "create", USE_CASE, version, "--role", "shadow")
    assert (await said(environment, asha, "end", str(shadow["id"])))["ended_reason"] == "ended"
    listed = json.loads((await ran(environment, asha, "deployments", "list")).stdout)
    assert [each["role"] for each in listed] == ["shadow", "champion", "champion", "challenger", "champion"]
