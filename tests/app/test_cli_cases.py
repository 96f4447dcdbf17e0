"""`countermark cases` and `countermark alerts`, as they are run: queues made, cases taken away, rules kept as a file."""

import csv
import io
import json
from pathlib import Path

from core.errors import InvalidRequest
from resolution.case_entities import OpenCase
from tests.app.test_cli_inference import asha, environment, ran, running
from tests.product import Party, Product

__all__ = ["asha", "environment", "running"]


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
