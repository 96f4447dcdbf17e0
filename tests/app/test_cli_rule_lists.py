"""`countermark lists` and `countermark suppressions`, as they are run: filled from a file, asked, emptied, ended."""

import asyncio
import datetime as dt
import json
import pathlib

import click
from click.testing import CliRunner, Result

from app.cli.rule_lists import lists, suppressions
from core.ids import public
from rules.list_entities import ListEntryNotFound
from tests.product import Product


async def test_a_list_and_a_suppression(
    running: Product, environment: dict[str, str], tmp_path: pathlib.Path
) -> None:
    """What a file names is on the list and found, what is removed is not; a suppression is listed until it is ended."""

    async def ran(group: click.Group, command: str, *arguments: str) -> Result:
        said = [command, "--tenant", public("ten", running.asha.tenant.id), *arguments]
        return await asyncio.to_thread(CliRunner(env=environment).invoke, group, said)

    made = json.loads(
        (await ran(lists, "create", "trusted", "--kind", "customer", "--description", "Known.")).stdout
    )
    assert made["fact"] == "lists.trusted.customer"
    file = tmp_path / "customers.txt"
    file.write_text("C-1\n\nC-2\n")
    tomorrow = (dt.datetime.now(dt.UTC) + dt.timedelta(days=1)).strftime("%Y-%m-%d")
    added = await ran(
        lists, "add", made["id"], "C-3", "--file", str(file), "--until", tomorrow, "--reason", "a file"
    )
    assert json.loads(added.stdout)["added"] == 3
    found = json.loads((await ran(lists, "find", made["id"], "C-2")).stdout)
    assert (found["reason"], found["expires_at"]) == ("a file", f"{tomorrow}T00:00:00Z")
    assert len(json.loads((await ran(lists, "entries", made["id"])).stdout)["data"]) == 3
    file.write_text("C-1\nC-2\nC-9\n")
    beside = json.loads((await ran(lists, "compare", made["id"], "--file", str(file))).stdout)
    assert (beside["on_list"], beside["missing"], beside["other_count"]) == (2, ["C-9"], 1)
    (other,) = beside["others"]
    assert (
        other["fingerprint"]
        == json.loads((await ran(lists, "find", made["id"], "C-3")).stdout)["fingerprint"]
    )
    assert json.loads((await ran(lists, "remove", made["id"], "C-2")).stdout)["removed"] == 1
    assert isinstance((await ran(lists, "find", made["id"], "C-2")).exception, ListEntryNotFound)
    assert (await ran(lists, "add", made["id"], "--reason", "nobody")).exit_code == 2
    assert json.loads((await ran(lists, "list")).stdout)["data"][0]["entry_count"] == 2
    assert json.loads((await ran(lists, "delete", made["id"])).stdout)["id"] == made["id"]

    told = ("--kind", "customer", "C-1", "--until", tomorrow, "--reason", "Travels.")
    quiet = json.loads((await ran(suppressions, "create", *told)).stdout)
    about = ("--about", "customer", "C-1", "--open-only")
    assert [each["id"] for each in json.loads((await ran(suppressions, "list", *about)).stdout)["data"]] == [
        quiet["id"]
    ]
    assert json.loads((await ran(suppressions, "end", quiet["id"])).stdout)["ended_at"]
    assert json.loads((await ran(suppressions, "list", *about)).stdout)["data"] == []
    assert (await ran(suppressions, "list", "--about", "planet", "Mars")).exit_code == 2
