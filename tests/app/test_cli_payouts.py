"""`countermark payouts`, as it is run on the server's own machine."""

from collections.abc import Sequence
from pathlib import Path
from typing import cast

import msgspec

from app.cli.payouts import payouts
from app.cli.tenants import tenants
from core.clock import SystemClock
from core.cpu import CpuPool
from core.database import Database
from core.errors import InvalidRequest
from core.ids import parse
from payments.payouts.watch import PayoutWatch
from tenants.kms import LocalKms
from tenants.vaults import Vaults
from tests.app.test_cli_tenants import made, ran
from tests.payments.payouts.samples import a_payout, a_road
from tests.tenants.conftest import MASTER

Shown = dict[str, object]


async def test_a_payout_from_the_shell(
    environment: dict[str, str], tmp_path: Path, database: Database
) -> None:
    """Imported once, told of, listed by payee and stage, its status shown, and what the worker found unusual."""
    files: dict[str, Sequence[msgspec.Struct]] = {"payouts.jsonl": [a_payout(id="P-1"), a_payout(id="P-2", payee_id="payee-2", documents_missing=["pan"])],
             "events.jsonl": a_road("P-1", 5, 10, 20)}  # fmt: skip
    for name, rows in files.items():
        (tmp_path / name).write_bytes(b"".join(msgspec.json.encode(each) + b"\n" for each in rows))
    bank = await made(environment, tenants, "create", "--name", "Asha Bank")
    tenant = ("--tenant", bank["id"])
    file, events = tmp_path / "payouts.jsonl", tmp_path / "events.jsonl"
    assert await made(environment, payouts, "import", file, *tenant) == {"recorded": 2}
    assert await made(environment, payouts, "import", file, *tenant) == {"existing": 2}
    assert await made(environment, payouts, "tell", events, *tenant) == {"counted": 3}
    assert await made(environment, payouts, "tell", events, *tenant) == {"existing": 3}
    listed = await made(environment, payouts, "list", "--payee", "payee-1", "--stage", "at_bank", *tenant)
    (one,) = cast("list[Shown]", listed["data"])
    status = await made(environment, payouts, "status", one["id"], *tenant)
    assert (status["own_id"], status["stage"]) == ("P-1", "at_bank")
    assert [each["stage"] for each in cast("list[Shown]", status["done"])] == [
        "created",
        "approved",
        "sent",
        "at_bank",
    ]
    pool = CpuPool()
    watch = PayoutWatch(database, SystemClock(), pool, Vaults(database, LocalKms(MASTER), SystemClock()))
    await watch.look([parse("env", str(bank["sandbox_environment_id"]))])
    pool.close()
    found = await made(environment, payouts, "anomalies", "--kind", "documents_missing", *tenant)
    (anomaly,) = cast("list[Shown]", found["data"])
    assert cast("Shown", anomaly["detail"])["documents"] == ["pan"]
    none = await made(environment, payouts, "anomalies", "--kind", "late", *tenant)
    assert none["data"] == []


async def test_a_bad_row_is_named(environment: dict[str, str], tmp_path: Path) -> None:
    """What a type refuses and what the service refuses are both named by row, and nothing of the file goes in."""
    bank = await made(environment, tenants, "create", "--name", "Asha Bank")
    tenant = ("--tenant", bank["id"])
    rows = [a_payout(id="P-1"), a_payout(id="P-2", currency="XQX")]
    file = tmp_path / "payouts.jsonl"
    file.write_bytes(b"".join(msgspec.json.encode(each) + b"\n" for each in rows))
    refused = await ran(environment, payouts, "import", file, *tenant)
    assert isinstance(refused.exception, InvalidRequest)
    assert refused.exception.fields[0].field == "row 2: currency"
    table = tmp_path / "payouts.csv"
    table.write_text("id,payee_id,amount_minor\nP-3,p,none\n")
    refused = await ran(environment, payouts, "import", table, *tenant)
    assert isinstance(refused.exception, InvalidRequest)
    assert refused.exception.fields[0].field == "row 1: amount_minor"
    assert (await made(environment, payouts, "list", *tenant))["data"] == []
