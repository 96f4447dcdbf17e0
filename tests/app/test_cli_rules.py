"""`countermark rules`, as it is run: what it shows can be edited, pushed, tried and activated."""

import asyncio
import json
from pathlib import Path

from click.testing import CliRunner, Result

from app.cli.rules import rules
from core.ids import public
from rules.errors import RulesetRefused
from tests.product import Party
from tests.rules.graphs import computing

USE_CASE = "transaction-anomaly"


async def ran(environment: dict[str, str], asha: Party, command: str, *arguments: str) -> Result:
    """Run a command as a process of its own would: outside this test's event loop."""
    runner = CliRunner(env=environment)
    said = [command, "--tenant", public("ten", asha.tenant.id), *arguments]
    return await asyncio.to_thread(runner.invoke, rules, said)


async def test_what_is_shown_can_be_edited_and_activated(
    asha: Party, environment: dict[str, str], tmp_path: Path
) -> None:
    """Show the default, change a threshold, try it, push it, activate it: each step prints what the API would."""
    shown = json.loads((await ran(environment, asha, "show", USE_CASE)).stdout)["active"]
    assert shown["number"] == 0
    graph = json.loads(json.dumps(shown["graph"]).replace(">= 0.9", ">= 0.8"))
    file = tmp_path / "ruleset.json"
    file.write_text(json.dumps({"graph": graph, "fallback": "decline"}))
    facts = tmp_path / "facts.json"
    facts.write_text(json.dumps([{"probability": 0.85}, {}]))

    tried = await ran(environment, asha, "check", USE_CASE, "--file", str(file), "--facts", str(facts))
    assert [result["outcome"] for result in json.loads(tried.stdout)["results"]] == ["decline", "review"]
    pushed = await ran(environment, asha, "push", USE_CASE, "--file", str(file), "--reason", "stricter")
    version_id = json.loads(pushed.stdout)["id"]
    activated = await ran(environment, asha, "activate", USE_CASE, version_id, "--reason", "agreed")
    assert json.loads(activated.stdout)["active"]["id"] == version_id
    listed = await ran(environment, asha, "list", USE_CASE)
    assert [version["reason"] for version in json.loads(listed.stdout)["data"]] == ["stricter"]
    one = await ran(environment, asha, "show", USE_CASE, "--version", version_id)
    assert json.loads(one.stdout)["graph"] == graph
    names = {
        fact["name"] for fact in json.loads((await ran(environment, asha, "facts", USE_CASE)).stdout)["data"]
    }
    assert "transaction.amount_minor" in names


async def test_refusals_name_the_cell(asha: Party, environment: dict[str, str], tmp_path: Path) -> None:
    """A graph that is refused ends the command with the error that `main` prints: place, reason and fix."""
    file = tmp_path / "ruleset.json"
    file.write_text(json.dumps({"graph": computing("rand(1)"), "fallback": "review"}))
    refused = await ran(environment, asha, "push", USE_CASE, "--file", str(file), "--reason", "no")
    assert isinstance(refused.exception, RulesetRefused)
    assert refused.exception.fields[0].field == "graph.nodes[1].content.expressions[0].value"
