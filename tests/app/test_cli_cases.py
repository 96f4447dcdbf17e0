"""`countermark cases` and `countermark alerts`, as they are run: queues made, cases taken away, rules kept as a file."""

import csv
import io
import json
from pathlib import Path

from core.errors import InvalidRequest
from core.ids import parse, public
from inference.entities import DecideCommand
from resolution.case_entities import MoveCase, OpenCase
from tests.app.test_cli_inference import ran
from tests.product import Party, Product
from tests.sequencing import sequence


async def test_cases_are_taken_away_whole(running: Product, asha: Party, environment: dict[str, str]) -> None:
    """Every case of a queue is in the export, as lines of JSON and as CSV, with its title in clear."""
    made = json.loads((await ran(environment, asha, "cases", "set-queue", "fraud", "--team", "Desk")).stdout)
    assert made["settings"]["team"] == "Desk"
    for title in ("one", "two, with a comma"):
        await running.services.cases.open(asha.system, OpenCase(queue="fraud", title=title))
    lines = (await ran(environment, asha, "cases", "export", "--queue", "fraud")).stdout.splitlines()
    assert [json.loads(line)["title"] for line in lines] == ["two, with a comma", "one"]
    table = (await ran(environment, asha, "cases", "export", "--format", "csv", "--state", "open")).stdout
    assert [row["title"] for row in csv.DictReader(io.StringIO(table))] == ["two, with a comma", "one"]
    listed = json.loads((await ran(environment, asha, "cases", "queues")).stdout)
    assert [(each["name"], each["open"]) for each in listed["data"]] == [("fraud", 2)]


async def test_a_queue_is_given_its_clock(asha: Party, environment: dict[str, str]) -> None:
    """Minutes for each priority; what is none is refused with the priorities that there are."""
    asked = ("cases", "set-queue", "fraud", "--team", "Desk", "--sla", "urgent=15", "--sla", "high=60")
    made = json.loads((await ran(environment, asha, *asked)).stdout)
    assert made["settings"]["sla_minutes"] == {"low": 7200, "normal": 2880, "high": 60, "urgent": 15}
    refused = await ran(environment, asha, "cases", "set-queue", "fraud", "--team", "Desk", "--sla", "asap=5")
    assert refused.exit_code == 2
    assert "urgent" in refused.stderr


async def test_a_spreadsheet_computes_nothing_of_an_export(
    running: Product, asha: Party, environment: dict[str, str]
) -> None:
    """Titles come from workflows, alerts and strangers: one that begins as a formula is marked as a text."""
    await ran(environment, asha, "cases", "set-queue", "fraud", "--team", "Desk")
    for title in ('=HYPERLINK("http://evil.example","open")', "@SUM(1)", "-2+3", "plain"):
        await running.services.cases.open(asha.system, OpenCase(queue="fraud", title=title))
    table = (await ran(environment, asha, "cases", "export", "--format", "csv")).stdout
    titles = [row["title"] for row in csv.DictReader(io.StringIO(table))]
    assert titles == ["plain", "'-2+3", "'@SUM(1)", '\'=HYPERLINK("http://evil.example","open")']


async def test_a_whole_case_comes_with_history_and_proofs(
    running: Product, asha: Party, environment: dict[str, str]
) -> None:
    """Each line of its history, and each decision among its evidence, is proved by the entry that the ledger has of it."""
    services, caller = running.services, asha.system
    await ran(environment, asha, "cases", "set-queue", "fraud", "--team", "Desk")
    decision = await services.decisions.decide(caller, DecideCommand(use_case="churn-score", customer_id="c"))
    evidence = [decision.id, "pyt_01kc1x5w3efvr9q2d8m4n6p7hs", "dec_01kc1x5w3efvr9q2d8m4n6p7hs"]
    case = await services.cases.open(caller, OpenCase(queue="fraud", title="one", evidence=evidence))
    await services.cases.move(caller, case.id, MoveCase(comment="looked into"))
    assert await sequence(running, caller.environment_id) > 0
    line = json.loads((await ran(environment, asha, "cases", "export", "--whole")).stdout)
    assert line["case"]["id"] == public("cas", case.id)
    assert [(each["what"], each["comment"]) for each in line["history"]] == [
        ("opened", None), ("commented", "looked into"),
    ]  # fmt: skip
    proved = [(each["state"], parse("ent", each["entry_id"])) for each in line["proofs"]]
    steps = [parse("cst", each["id"]) for each in line["history"]]
    assert proved == [("included", one) for one in [*steps, parse("dec", decision.id)]]
    refused = await ran(environment, asha, "cases", "export", "--whole", "--format", "csv")
    assert refused.exit_code == 2


async def test_rules_of_alerts_live_in_a_file(
    asha: Party, environment: dict[str, str], tmp_path: Path
) -> None:
    """What the command shows can be sent back as it is; a rule that is wrong is named."""
    shown = (await ran(environment, asha, "alerts", "rules")).stdout
    file = tmp_path / "alerts.json"
    file.write_text(shown)
    kept = json.loads((await ran(environment, asha, "alerts", "rules", "--set", str(file))).stdout)
    assert kept["number"] == 1
    assert kept["rules"] == json.loads(shown)["rules"]
    file.write_text('{"rules": [{"name": "x", "kinds": []}]}')
    refused = await ran(environment, asha, "alerts", "rules", "--set", str(file))
    assert isinstance(refused.exception, InvalidRequest)
    assert [each.field for each in refused.exception.fields] == ["rules[0].kinds"]
    assert json.loads((await ran(environment, asha, "alerts", "list")).stdout)["data"] == []
