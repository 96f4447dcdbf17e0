"""`countermark simulate` and `countermark payments`, as they are run."""

import asyncio
import json
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from app.cli.payments import import_file, list_payments, send, simulate
from core.ids import public
from payments.simulator.events import PayoutStage, SimulatedPayment, SimulatorConfig
from payments.simulator.stream import Simulation
from payments.simulator.stream import simulate as simulated
from payments.transactions import TransactionFilter
from tests.product import Party, Product

ROW = '{"customer_id":"c","amount_minor":1,"currency":"%s","occurred_at":"2026-01-01T00:00:00Z"}\n'
WORLD = SimulatorConfig(seed=21, days=2, customers=30)


async def ran(command: object, environment: dict[str, str], *arguments: str) -> Result:
    """Run a command as a process of its own would: outside this test's event loop."""
    runner = CliRunner(env=environment)
    return await asyncio.to_thread(runner.invoke, command, [*arguments])  # type: ignore[arg-type]


def as_file(path: Path) -> list[str | None]:
    payments = [one.transaction for one in simulated(WORLD) if isinstance(one, SimulatedPayment)]
    path.write_bytes(b"".join(msgspec.json.encode(one) + b"\n" for one in payments))
    return [one.id for one in payments]


async def test_a_file_is_imported_once(
    running: Product, asha: Party, environment: dict[str, str], tmp_path: Path
) -> None:
    """A JSONL file of the simulator goes in; again, all of it is known; a list shows the newest."""
    ids = as_file(tmp_path / "payments.jsonl")
    tenant = public("ten", asha.tenant.id)
    arguments = ("--tenant", tenant, str(tmp_path / "payments.jsonl"))
    first = await ran(import_file, environment, *arguments)
    assert json.loads(first.stdout) == {"recorded": len(ids), "existing": 0, "conflict": 0}
    again = await ran(import_file, environment, *arguments)
    assert json.loads(again.stdout) == {"recorded": 0, "existing": len(ids), "conflict": 0}
    listed = await ran(list_payments, environment, "--tenant", tenant, "--limit", "1")
    assert json.loads(listed.stdout)["data"][0]["transaction"]["id"] == ids[-1]


async def test_csv_and_jsonl_say_the_same(
    running: Product, asha: Party, environment: dict[str, str], tmp_path: Path
) -> None:
    """The CSV that the simulator writes holds the very payments of the JSONL: importing both changes nothing more."""
    options = ("--seed", "21", "--days", "2", "--customers", "30")
    for form in ("jsonl", "csv"):
        made = await ran(simulate, {}, *options, "--out", str(tmp_path / form), "--format", form)
        assert made.exit_code == 0, made.output
    counts = []
    for form in ("jsonl", "csv"):
        file = tmp_path / form / f"transactions.{form}"
        done = await ran(import_file, environment, "--tenant", public("ten", asha.tenant.id), str(file))
        counts.append(json.loads(done.stdout))
    assert counts[0]["recorded"] == counts[1]["existing"] > 50
    assert counts[1]["recorded"] == counts[1]["conflict"] == 0


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('{"customer_id": "c"}\n', "row 1: amount_minor"),
        (ROW % "INR" + ROW % "QQQ", "row 2: currency"),
        ("not json\n", "row 1"),
    ],
)
async def test_a_bad_row_is_named(
    running: Product, asha: Party, environment: dict[str, str], tmp_path: Path, text: str, where: str
) -> None:
    """The row and field are named, and nothing of its thousand is recorded."""
    file = tmp_path / "bad.jsonl"
    file.write_text(text)
    done = await ran(import_file, environment, "--tenant", public("ten", asha.tenant.id), str(file))
    assert done.exit_code != 0
    assert done.exception is not None
    assert done.exception.fields[0].field == where  # type: ignore[attr-defined]
    page = await running.services.payments.list(asha.system, TransactionFilter(), after=None, limit=1)
    assert page.data == []


async def test_a_feed_reaches_a_running_server(running: Product, asha: Party) -> None:
    """Posted in bulks over REST; fed again, nothing is doubled."""
    url = str(running.rest.base_url)
    for _ in range(2):
        await asyncio.to_thread(send, Simulation(WORLD), url, asha.sandbox_key)
    customers: dict[str, int] = {}
    for event in simulated(WORLD):
        if isinstance(event, SimulatedPayment):
            customers[event.transaction.customer_id] = customers.get(event.transaction.customer_id, 0) + 1
    busiest = max(customers, key=lambda one: customers[one])
    state = await running.services.payments.customer_state(asha.system, busiest)
    assert state.lifetime.count == customers[busiest]
    made = {each.payout_id: each.stage for each in simulated(WORLD) if isinstance(each, PayoutStage)}
    page = await running.services.payouts.list(
        asha.system, own_id=None, payee_id=None, stage=None, after=None, limit=100
    )
    stages = {each.payout.id: each.stage for each in page.data if each.payout}
    assert stages == {own_id: "credited" if last == "settled" else last for own_id, last in made.items()}


async def test_simulate_asks_where_to() -> None:
    """Without a target, or with two, it says what is missing."""
    assert (await ran(simulate, {})).exit_code == 2
    assert (await ran(simulate, {}, "--out", "x", "--feed", "http://127.0.0.1:1")).exit_code == 2
