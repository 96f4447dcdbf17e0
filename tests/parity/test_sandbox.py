"""Sandboxes, their seed and what is magic in them: the same on both faces, and nothing of it in live."""

import asyncio
import pathlib
from collections.abc import AsyncIterator, Mapping
from typing import cast

import pytest
from msgspec.structs import replace

from app.settings import ServerSettings
from core.ids import public
from core.postgres import EmbeddedPostgres
from payments.magic import MAGIC_VALUES
from resolution.sandboxes.admission import EACH_MAX
from tests.parity.faces import Parity, Plain
from tests.product import Product, product, settings_for

ANEW = ("tenant_id", "environment_id", "api_key_id", "api_key", "client_id", "client_secret")
USUAL = {
    "amount_minor": 25_075,
    "currency": "INR",
    "occurred_at": "2026-11-20T18:43:26+05:30",
    "method": "upi",
}
DECIDED = ("id", "entry_id", "receipt", "transaction_id", "decided_at", "duplicate_of")


@pytest.fixture(scope="module")
async def open_door(
    postgres: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Parity]:
    """An installation that lets strangers make sandboxes."""
    folder: pathlib.Path = tmp_path_factory.mktemp("sandboxes")
    settings = replace(settings_for(postgres, folder), server=ServerSettings(self_service_sandbox=True))
    async with product(postgres, folder, settings) as opened:
        yield Parity(opened)


async def asked(running: Product, key: str, payment: Plain, timeout_ms: int = 10_000) -> Mapping[str, object]:
    answer = await running.rest.post(
        "/api/v1/inference/transaction-anomaly",
        json={"transaction": {**USUAL, **payment}},
        headers={"x-api-key": key, "countermark-timeout-ms": str(timeout_ms)},
    )
    return cast("Mapping[str, object]", answer.json())


def notes(decision: Mapping[str, object]) -> list[str]:
    return cast("dict[str, list[str]]", decision["rules"])["notes"]


async def test_no_sandbox_where_the_door_is_closed(parity: Parity) -> None:
    """By default an installation makes none for strangers, and says what would."""
    refused, _ = await parity.both("createSandbox", {"name": "Stranger"}, credential="")
    assert refused.code == "sandbox_self_service_off"


async def test_a_stranger_makes_a_sandbox(open_door: Parity) -> None:
    """It comes with a key and a client that work, and a past that a customer's state and a model answer from; then the door closes."""
    made, other = await open_door.both("createSandbox", {"name": "Stranger"}, credential="", ignored=ANEW)
    assert made.body["tenant_id"] != other.body["tenant_id"]
    seeded = cast("dict[str, object]", made.body["seeded"])
    customer = cast("list[str]", seeded["customers"])[0]
    key = str(made.body["api_key"])
    state, _ = await open_door.both(
        "getCustomerState", {"customer_id": customer}, credential=key, ignored=("as_of",)
    )
    assert cast("dict[str, int]", state.body["lifetime"])["debit_count"] > 20
    churn, _ = await open_door.both(
        "decideChurnScore",
        {"customer_id": customer},
        credential=key,
        ignored=(*DECIDED, "value", "contribution"),
    )
    assert (churn.code, churn.body["degraded"]) == ("ok", False)
    payout, _ = await open_door.both("listPayouts", {"own_id": "magic_stuck"}, credential=key)
    assert [each["stage"] for each in cast("list[dict[str, str]]", payout.body["data"])] == ["sent"]
    form = {
        "grant_type": "client_credentials",
        "client_id": made.body["client_id"],
        "client_secret": made.body["client_secret"],
    }
    assert (await open_door.rest("createToken", form, {})).code == "ok"
    for _ in range(EACH_MAX - 2):  # both faces see one address
        assert (
            await open_door.rest("createSandbox", {"name": "Stranger"}, {"x-forwarded-for": "203.0.113.9"})
        ).code == "ok"
    refused, _ = await open_door.both("createSandbox", {"name": "Stranger"}, credential="")
    assert refused.code == "sandbox_rate_limited"


async def test_magic_values_are_listed(parity: Parity) -> None:
    """All of them, and whether they do anything where the caller is."""
    here, _ = await parity.both("listMagicValues")
    assert here.body["active"] is True
    assert [each["effect"] for each in cast("list[dict[str, str]]", here.body["data"])] == [
        each.effect for each in MAGIC_VALUES
    ]
    live, _ = await parity.both("listMagicValues", credential=parity.product.asha.live_key)
    assert live.body["active"] is False


@pytest.mark.parametrize("effect", ["approve", "review", "decline"])
@pytest.mark.parametrize("by", ["customer_id", "amount_minor"])
async def test_outcomes_are_as_told(parity: Parity, effect: str, by: str) -> None:
    """By customer or by amount, over both faces; the notes say so first, and a replay computes the very same."""
    value = next(each for each in MAGIC_VALUES if each.effect == effect)
    payment = {**USUAL, "id": f"{by}-{effect}", "customer_id": "magic-parity", by: getattr(value, by)}
    made, _ = await parity.both("decideTransactionAnomaly", {"transaction": payment}, ignored=DECIDED)
    assert (made.body["outcome"], made.body["degraded"]) == (effect, False)
    assert notes(made.body)[0] == f"sandbox.magic: {getattr(value, by)}: {effect}"
    again, _ = await parity.both("replayDecision", {"decision_id": made.body["id"]})
    assert (again.body["verdict"], again.body["differences"]) == ("identical", [])


async def test_a_model_that_is_gone(parity: Parity) -> None:
    """The ruleset's fallback, degraded, without answer; it has its entry and receipt as any, and replays."""
    made, _ = await parity.both(
        "decideTransactionAnomaly",
        {"transaction": {**USUAL, "customer_id": "magic_degraded"}},
        ignored=DECIDED,
    )
    assert (made.body["degraded"], made.body["reasons"]) == (True, [])
    assert made.body.get("answer") is None
    assert notes(made.body)[0] == "sandbox.magic: magic_degraded: degraded"
    assert str(made.body["entry_id"]).startswith("ent_")
    again, _ = await parity.both("replayDecision", {"decision_id": made.body["id"]})
    assert again.body["computed_outcome"] == made.body["outcome"]
    assert again.body["differences"] == []


async def test_a_slow_answer_keeps_nobody_else_waiting(parity: Parity) -> None:
    """It is refused by a shorter timeout, and others are answered while it waits."""
    running, key = parity.product, parity.product.asha.sandbox_key
    late = await asked(running, key, {"customer_id": "magic_slow"}, timeout_ms=200)
    assert late["code"] == "deadline_exceeded"
    waits = asyncio.create_task(asked(running, key, {"customer_id": "magic_slow"}))
    await asyncio.sleep(0)
    assert (await asked(running, key, {"customer_id": "in-a-hurry"}))["outcome"]
    assert not waits.done()
    assert notes(await waits) == ["sandbox.magic: magic_slow: slow", *notes(await waits)[1:]]


async def test_magic_among_several_questions(parity: Parity) -> None:
    """Each decision of one call takes the step."""
    several = {
        "transaction": {**USUAL, "id": "several-magic", "customer_id": "magic_decline"},
        "use_cases": ["transaction-anomaly", "churn-score"],
    }
    made, _ = await parity.both("decideSeveral", several, ignored=DECIDED)
    assert [each["outcome"] for each in cast("list[dict[str, str]]", made.body["data"])] == ["decline"] * 2


@pytest.mark.parametrize("effect", ["approve", "review", "decline", "slow", "degraded", "drift"])
async def test_live_is_untouched(parity: Parity, effect: str) -> None:
    """In live the same request decides as one of any other customer: same outcome, same answer, no note, nothing kept of it."""
    value = next(each for each in MAGIC_VALUES if each.effect == effect)
    running, key = parity.product, parity.product.asha.live_key
    odd = {**USUAL, "amount_minor": value.amount_minor}
    plain = await asked(running, key, {**odd, "customer_id": f"plain-{effect}"})
    made = await asked(running, key, {**odd, "customer_id": value.customer_id})
    same = ("outcome", "answer", "confidence", "degraded", "reasons", "rules")
    assert {name: made[name] for name in same} == {name: plain[name] for name in same}
    told = await running.rest.get(f"/api/v1/decisions/{made['id']}/disclosure", headers={"x-api-key": key})
    assert told.status_code == 200
    assert 'magic":' not in told.text


async def test_gateways_that_fail(parity: Parity) -> None:
    """In a sandbox their attempts come out failed; in live they are what was told."""
    asha = parity.product.asha
    for at, (gateway, code) in enumerate(
        (("magic_fails", "gateway_error"), ("magic_times_out", "gateway_timeout"))
    ):
        fact = {
            "id": f"magic-try-{at}", "payment_id": "magic-pay", "gateway": gateway, "method": "upi", "amount_minor": 100,
            "currency": "INR", "started_at": "2026-11-20T10:00:00Z", "result": "succeeded",
        }  # fmt: skip
        made, _ = await parity.both("createGatewayAttempt", fact)
        assert (made.body["result"], made.body["error_code"], made.body["fault"]) == ("failed", code, True)
        live, _ = await parity.both("createGatewayAttempt", fact, credential=asha.live_key)
        assert live.body["result"] == "succeeded"


async def test_a_reset_is_the_same_on_both_faces(parity: Parity) -> None:
    """Of the caller's own sandbox alone, named; never of live; by who may."""
    other = parity.product.other
    named = {"environment_id": public("env", other.tenant.sandbox_id), "seed": False}
    done, _ = await parity.both("resetSandbox", named, credential=other.sandbox_key, ignored=("cleared",))
    assert done.code == "ok"
    sown = await parity.rest("resetSandbox", {**named, "seed": True}, {"x-api-key": other.sandbox_key})
    assert cast("dict[str, int]", sown.body["seeded"])["payouts"] > 30
    live, _ = await parity.both("resetSandbox", named, credential=other.live_key)
    assert live.code == "not_a_sandbox"
    foreign, _ = await parity.both("resetSandbox", named)
    assert foreign.code == "environment_not_found"
    scopes = {"name": "reads", "scopes": ["tenants:read"]}
    made = await parity.rest(
        "createApiKey", scopes, {"x-api-key": other.sandbox_key, "idempotency-key": "reads-alone"}
    )
    denied, _ = await parity.both("resetSandbox", named, credential=str(made.body["secret"]))
    assert denied.code == "permission_denied"
