"""Attempts at gateways and their routing: the same answers and the same refusals on both faces."""

from typing import cast
from uuid import uuid4

import pytest

from tests.parity.faces import Outcome, Parity, Plain

WORDS = ("detail",)
NEW = ("id", "created_at", "started_at", "ended_at", "own_id", "against")


def an_attempt(**changes: object) -> dict[str, object]:
    plain: dict[str, object] = {
        "id": f"a-{uuid4()}", "payment_id": f"p-{uuid4()}", "gateway": "gw-alpha", "method": "upi", "bank": "hdfc",
        "amount_minor": 129_900, "currency": "INR", "started_at": "2026-11-20T13:13:26Z", **changes,
    }  # fmt: skip
    return {name: value for name, value in plain.items() if value is not None}


def a_policy(**changes: object) -> dict[str, object]:
    gateways = [{"gateway": "gw-alpha", "fee_bps": 200}, {"gateway": "gw-bravo", "fee_bps": 190}]
    return {"name": "learned", "spec": {"gateways": gateways, **changes}}


def data_of(outcome: Outcome) -> list[dict[str, object]]:
    return cast("list[dict[str, object]]", outcome.body["data"])


async def test_an_attempt_is_recorded_once_and_settled_once(parity: Parity) -> None:
    """The second face finds what the first recorded; a result that comes later settles it; another one is a conflict."""
    attempt = an_attempt()
    rest, rpc = await parity.both("createGatewayAttempt", attempt)
    assert (rest.code, rest.body["result"]) == ("ok", "pending")
    assert rest.body["id"] == rpc.body["id"]
    settled, _ = await parity.both(
        "createGatewayAttempt",
        {**attempt, "result": "failed", "error_code": "gateway_timeout", "cost_minor": 35},
    )
    assert (settled.body["result"], settled.body["fault"], settled.body["cost_minor"]) == ("failed", True, 35)
    conflict, _ = await parity.both("createGatewayAttempt", {**attempt, "result": "succeeded"}, ignored=WORDS)
    assert conflict.code == "gateway_attempt_conflict"
    fetched, _ = await parity.both("getGatewayAttempt", {"attempt_id": rest.body["id"]})
    assert fetched.body == settled.body
    listed, _ = await parity.both("listGatewayAttempts", {"payment_id": attempt["payment_id"]})
    assert listed.body["data"] == [settled.body]


async def test_a_bulk_says_the_same_of_each_item(parity: Parity) -> None:
    """New, settled within the bulk, known and conflicting."""
    attempt, known = an_attempt(), an_attempt()
    await parity.both("createGatewayAttempt", known)
    items = [attempt, {**attempt, "result": "succeeded"}, known, {**known, "gateway": "gw-bravo"}]
    rest = await parity.rest(
        "createGatewayAttempts", {"items": items}, {"x-api-key": parity.product.asha.sandbox_key}
    )
    assert [each["status"] for each in data_of(rest)] == ["recorded", "settled", "existing", "conflict"]
    again, _ = await parity.both("createGatewayAttempts", {"items": items})
    assert [each["status"] for each in data_of(again)] == ["existing", "existing", "existing", "conflict"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"currency": "ABC"}, "currency"),
        ({"started_at": "1999-01-01T00:00:00Z"}, "started_at"),
        ({"error_code": "gateway_down"}, "error_code"),
        ({"result": "succeeded", "cause": "gateway"}, "cause"),
        ({"result": "succeeded", "finished_at": "2026-11-20T13:13:25Z"}, "finished_at"),
        ({"gateway": "GW"}, "gateway"),
        ({"payment_id": None}, "payment_id"),
    ],
)
async def test_bad_attempts_are_refused_alike(parity: Parity, change: Plain, field: str) -> None:
    """The same field is named, alone and in a bulk, and nothing is recorded."""
    attempt = an_attempt(**change)
    alone, _ = await parity.both("createGatewayAttempt", attempt, ignored=WORDS)
    assert alone.fields == (field,)
    bulk, _ = await parity.both("createGatewayAttempts", {"items": [an_attempt(), attempt]}, ignored=WORDS)
    assert bulk.fields == (f"items[1].{field}",)


async def test_failures_are_reported_alike(parity: Parity) -> None:
    """Codes with whose fault they are, groups with their lift, and the catalogue."""
    items = [
        an_attempt(gateway=gateway, bank=bank, result="failed" if fails else "succeeded",
                   error_code="gateway_down" if fails else None)
        for gateway, bank, fails in [("gw-north", "sbi", at % 2) for at in range(100)]
        + [("gw-south", "sbi", at % 20 == 0) for at in range(100)]
    ]  # fmt: skip
    await parity.both("createGatewayAttempts", {"items": items}, ignored=("status",))
    asked = {
        "started_from": "2026-11-20T00:00:00Z",
        "started_to": "2026-11-21T00:00:00Z",
        "counted": "faulted",
    }
    rest, _ = await parity.both("getFailurePatterns", asked)
    patterns = cast("list[dict[str, object]]", rest.body["patterns"])
    north = [each for each in patterns if each["gateway"] == "gw-north" and each["method"] is None]
    assert north
    assert all(cast("float", each["low"]) > 1 for each in north)
    codes, _ = await parity.both("listFailureCodes")
    assert {"gateway", "bank", "customer"} <= {str(each["cause"]) for each in data_of(codes)}
    refused, _ = await parity.both(
        "getFailurePatterns", {**asked, "started_to": asked["started_from"]}, ignored=WORDS
    )
    assert refused.fields == ("started_from",)


async def test_a_policy_lives_alike(parity: Parity) -> None:
    """Made, activated, asked, tried beside another, compared, evaluated, ended: by either face, on what either made."""
    theirs = parity.product.other.sandbox_key
    made, _ = await parity.both("createRoutingPolicy", a_policy(), ignored=NEW, credential=theirs)
    other, _ = await parity.both(
        "createRoutingPolicy", a_policy(kind="priority"), ignored=NEW, credential=theirs
    )
    nobody, _ = await parity.both("chooseGateway", a_payment(), ignored=WORDS, credential=theirs)
    assert nobody.code == "no_routing_policy"
    early, _ = await parity.both(
        "activateRoutingPolicy",
        {"policy_id": made.body["id"], "role": "challenger"},
        ignored=WORDS,
        credential=theirs,
    )
    assert early.code == "routing_policy_needed"
    champion, _ = await parity.both(
        "activateRoutingPolicy", {"policy_id": made.body["id"]}, ignored=NEW, credential=theirs
    )
    assert champion.body["status"] == "champion"
    payment = a_payment()
    chosen, again = await parity.both("chooseGateway", payment, credential=theirs)
    assert chosen.body["id"] == again.body["id"]
    assert sum(
        each["share"] for each in cast("list[dict[str, float]]", chosen.body["options"])
    ) == pytest.approx(1)
    found, _ = await parity.both("getGatewayChoice", {"choice_id": chosen.body["id"]}, credential=theirs)
    assert found.body == chosen.body
    conflict, _ = await parity.both(
        "chooseGateway", {**payment, "amount_minor": 1}, ignored=WORDS, credential=theirs
    )
    assert conflict.code == "gateway_choice_conflict"
    left, _ = await parity.both(
        "chooseGateway", {**payment, "tried": ["gw-alpha", "gw-bravo"]}, ignored=WORDS, credential=theirs
    )
    assert left.code == "no_gateway_left"
    lone, _ = await parity.both(
        "getRoutingComparison", {"policy_id": made.body["id"]}, ignored=WORDS, credential=theirs
    )
    assert lone.code == "nothing_to_compare"
    evaluated, _ = await parity.both(
        "getRoutingEvaluation", {"policy_id": other.body["id"]}, credential=theirs
    )
    assert evaluated.body["refused"]
    listed, _ = await parity.both("listRoutingPolicies", {"status": "champion"}, credential=theirs)
    assert [each["id"] for each in data_of(listed)] == [made.body["id"]]
    asked = {"policy_id": other.body["id"], "role": "challenger", "share_percent": 50}
    headers = {"x-api-key": parity.product.other.sandbox_key}
    assert (await parity.rest("activateRoutingPolicy", asked, headers)).body["status"] == "challenger"
    taken, _ = await parity.both("activateRoutingPolicy", asked, ignored=WORDS, credential=theirs)
    assert taken.code == "routing_policy_running"
    compared, _ = await parity.both(
        "getRoutingComparison", {"policy_id": other.body["id"]}, ignored=("until",), credential=theirs
    )
    assert compared.body["breached"] is False
    assert (await parity.rpc("endRoutingPolicy", asked, headers)).body["status"] == "retired"
    over, _ = await parity.both(
        "endRoutingPolicy", {"policy_id": other.body["id"]}, ignored=WORDS, credential=theirs
    )
    assert over.code == "routing_policy_not_serving"


def a_payment() -> dict[str, object]:
    return {"payment_id": f"p-{uuid4()}", "method": "upi", "amount_minor": 50_000, "currency": "INR"}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "shares"}, "spec.gateways"),
        ({"rules": [{"use": ["gw-zulu"]}]}, "spec.rules[0].use"),
        ({"rules": [{}]}, "spec.rules[0].use"),
        ({"gateways": [{"gateway": "gw-a"}, {"gateway": "gw-a"}]}, "spec.gateways[1].gateway"),
        ({"gateways": [{"gateway": "gw-a", "min_share_percent": 60, "max_share_percent": 50}]}, "spec.gateways[0].min_share_percent"),
        ({"explore_share": 2.0}, "spec.explore_share"),
    ],
)  # fmt: skip
async def test_bad_policies_are_refused_alike(parity: Parity, change: Plain, field: str) -> None:
    """What cannot be kept is named."""
    refused, _ = await parity.both("createRoutingPolicy", a_policy(**change), ignored=WORDS)
    assert refused.fields[0] == field


async def test_another_tenants_routing_does_not_exist(parity: Parity) -> None:
    """Ids of one tenant are unknown to the other on both faces."""
    attempt, _ = await parity.both("createGatewayAttempt", an_attempt())
    policy, _ = await parity.both("createRoutingPolicy", a_policy(), ignored=NEW)
    theirs = parity.product.other.sandbox_key
    found, _ = await parity.both("getGatewayAttempt", {"attempt_id": attempt.body["id"]}, credential=theirs)
    assert found.code == "gateway_attempt_not_found"
    for operation in ("getRoutingPolicy", "endRoutingPolicy", "getRoutingComparison", "getRoutingEvaluation"):
        missing, _ = await parity.both(operation, {"policy_id": policy.body["id"]}, credential=theirs)
        assert missing.code == "routing_policy_not_found"
