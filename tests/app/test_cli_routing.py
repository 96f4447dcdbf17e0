"""`countermark attempts` and `countermark routing`, as they are run on the server's own machine."""

import datetime as dt
import json
from pathlib import Path
from typing import cast

import pytest

from app.cli.routing import attempts, routing
from app.cli.tenants import tenants
from core.errors import InvalidRequest
from inference.gateway_routing.choosing import NoGatewayLeft
from tests.app.test_cli_tenants import made, ran

Shown = dict[str, object]
SPEC = {
    "kind": "shares",
    "gateways": [
        {"gateway": "gw-a", "share_percent": 50, "fee_bps": 200},
        {"gateway": "gw-b", "share_percent": 50, "fee_bps": 100},
    ],
}
ALWAYS_B = {
    "kind": "shares",
    "failure_cost_bps": 1_000,
    "gateways": [{"gateway": "gw-b", "share_percent": 100, "fee_bps": 100}],
}
NEVER_A = {**SPEC, "rules": [{"methods": ["upi"], "avoid": ["gw-a"]}]}
PAYMENT = {"payment_id": "p-1", "method": "upi", "amount_minor": 10_000, "currency": "INR"}


@pytest.fixture
async def tenant(environment: dict[str, str]) -> tuple[str, str]:
    bank = await made(environment, tenants, "create", "--name", "Asha Bank")
    return "--tenant", str(bank["id"])


def written(path: Path, value: object) -> Path:
    path.write_text(json.dumps(value))
    return path


def a_log(path: Path, count: int = 600) -> Path:
    """Attempts of the last day, half at each gateway; every third at `gw-a` and every ninth at `gw-b` times out."""
    now = dt.datetime.now(dt.UTC)
    rows = []
    for at in range(count):
        gateway, failed = ("gw-a", at % 3 == 0) if at % 2 else ("gw-b", at % 9 == 0)
        fact = {
            "id": f"t-{at}", "payment_id": f"p-{at}", "gateway": gateway, "method": "upi", "amount_minor": 10_000, "currency": "INR",
            "started_at": (now - dt.timedelta(minutes=count - at)).isoformat(), "result": "failed" if failed else "succeeded",
        }  # fmt: skip
        rows.append(json.dumps({**fact, "error_code": "gateway_timeout"} if failed else fact))
    path.write_text("\n".join(rows))
    return path


async def test_attempts_and_what_they_have_in_common(
    environment: dict[str, str], tenant: tuple[str, str], tmp_path: Path
) -> None:
    """Imported once, listed by gateway, and the gateway that fails more is found with its lift."""
    file = a_log(tmp_path / "log.jsonl")
    counted = await made(environment, attempts, "import", file, *tenant)
    assert counted == {"recorded": 600, "settled": 0, "existing": 0, "conflict": 0}
    assert (await made(environment, attempts, "import", file, *tenant))["existing"] == 600
    listed = await ran(environment, attempts, "list", "--gateway", "gw-a", *tenant)
    assert {each["gateway"] for each in json.loads(listed.stdout)} == {"gw-a"}
    found = await made(environment, attempts, "patterns", "--faults", *tenant)
    pattern = next(each for each in cast("list[Shown]", found["patterns"]) if each["gateway"] == "gw-a")
    assert cast("float", pattern["low"]) > 1.5


async def test_a_policy_from_the_shell(
    environment: dict[str, str], tenant: tuple[str, str], tmp_path: Path
) -> None:
    """Made, activated, it chooses, and the same again; a challenger stands beside it; judged by the log in money; ended."""
    even, never = written(tmp_path / "even.json", SPEC), written(tmp_path / "never.json", NEVER_A)
    champion = str((await made(environment, routing, "create", "even", even, *tenant))["id"])
    served = await made(environment, routing, "activate", champion, *tenant)
    assert served["status"] == "champion"
    payment = written(tmp_path / "payment.json", PAYMENT)
    chosen = await made(environment, routing, "choose", payment, *tenant)
    again = await made(environment, routing, "choose", payment, *tenant)
    assert (chosen["id"], chosen["propensity"]) == (again["id"], 0.5)
    challenger = str((await made(environment, routing, "create", "never a", never, *tenant))["id"])
    await made(environment, routing, "activate", challenger, "--challenger", "--share", "20", *tenant)
    compared = await made(environment, routing, "compare", challenger, *tenant)
    assert (compared["breached"], compared["money"]) == (False, [])
    await made(environment, attempts, "import", a_log(tmp_path / "log.jsonl"), *tenant)
    always = str(
        (await made(environment, routing, "create", "b", written(tmp_path / "b.json", ALWAYS_B), *tenant))[
            "id"
        ]
    )
    judged = await made(environment, routing, "judge", always, *tenant)
    (money,) = cast("list[Shown]", judged["money"])
    assert money["currency"] == "INR"
    assert cast("dict[str, int]", money["net_gain"])["low_minor"] > 0
    listed = await ran(environment, routing, "list", *tenant)
    statuses = {each["id"]: each["status"] for each in json.loads(listed.stdout)}
    assert statuses == {champion: "champion", challenger: "challenger", always: "draft"}
    ended = await made(environment, routing, "end", champion, *tenant)
    assert ended["status"] == "retired"


async def test_a_file_is_judged_without_a_server(tmp_path: Path) -> None:
    """A CSV of any columns, with costs as they were told: the policy beside each gateway alone, in money too."""
    lines = ["when,psp,ok,sum,cost"]
    for at in range(2_000):
        name, ok = ("gw-a", at % 3 != 0) if at % 2 else ("gw-b", at % 9 != 0)
        cost = 0 if not ok else 200 if name == "gw-a" else 100
        lines.append(f"2026-11-{1 + at // 100:02d}T10:{at % 60:02d}:00Z,{name},{int(ok)},10000,{cost}")
    file = tmp_path / "log.csv"
    file.write_text("\n".join(lines))
    columns = ("--time", "when", "--gateway", "psp", "--success", "ok", "--amount", "sum", "--cost", "cost")
    policy = ("--policy", written(tmp_path / "b.json", ALWAYS_B))
    judged = await made({}, routing, "evaluate", file, *columns, *policy)
    (money,) = cast("list[Shown]", cast("Shown", judged["policy"])["money"])
    assert money["costs"] == "logged"
    assert cast("dict[str, int]", money["net_gain"])["low_minor"] > 0
    assert set(cast("Shown", judged["alone"])) == {"gw-a", "gw-b"}


async def test_refusals_name_what_is_wrong(
    environment: dict[str, str], tenant: tuple[str, str], tmp_path: Path
) -> None:
    """A policy with an unknown field, rules that leave no gateway, a file that is no JSON, a row of a log and a column that is not there."""
    odd = written(tmp_path / "odd.json", {**SPEC, "kinds": "bandit"})
    refused = await ran(environment, routing, "create", "odd", odd, *tenant)
    assert isinstance(refused.exception, InvalidRequest)
    (tmp_path / "no.json").write_text("kind: bandit")
    unread = await ran(environment, routing, "create", "no", tmp_path / "no.json", *tenant)
    assert isinstance(unread.exception, InvalidRequest)
    log = a_log(tmp_path / "log.jsonl", 3)
    log.write_text(log.read_text().replace('"INR"', '"XQX"', 1))
    row = await ran(environment, attempts, "import", log, *tenant)
    assert isinstance(row.exception, InvalidRequest)
    assert row.exception.fields[0].field.startswith("row 1")
    table = tmp_path / "log.csv"
    table.write_text("when,psp\n2026-11-01T10:00:00Z,gw-a\n")
    missing = await ran({}, routing, "evaluate", table, "--time", "when", "--gateway", "psp")
    assert isinstance(missing.exception, InvalidRequest)
    left = await made(environment, routing, "create", "b", written(tmp_path / "b.json", ALWAYS_B), *tenant)
    await made(environment, routing, "activate", left["id"], *tenant)
    tried = written(tmp_path / "tried.json", {**PAYMENT, "tried": ["gw-b"]})
    nothing = await ran(environment, routing, "choose", tried, *tenant)
    assert isinstance(nothing.exception, NoGatewayLeft)
