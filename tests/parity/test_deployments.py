"""Deployments: made, listed, compared, promoted, rolled back, ended and refused, the same on both faces."""

from tests.e2e.world import version_upload
from tests.parity.faces import Parity

ANEW = (
    "id", "created_at", "retired_at", "replaces", "segment", "since", "until", "deployment_id", "decided_at",
)  # fmt: skip
USE_CASE = "churn-score"


async def uploaded(parity: Parity, word: str) -> str:
    made = await parity.rest("uploadModelVersion", version_upload(word), parity.product.asha.headers)
    return str(made.body["id"])


async def deployed(parity: Parity, version_id: str, **wanted: object) -> str:
    asked = {"use_case": USE_CASE, "version_id": version_id, **wanted}
    made = await parity.rest("deployModelVersion", asked, parity.product.asha.headers)
    assert made.code == "ok", made
    return str(made.body["id"])


async def test_deployments_are_made_and_read(parity: Parity) -> None:
    """Each role with its defaults, guardrails of its own, pages by role and segment."""
    version_id = await uploaded(parity, "read")
    asked = {"use_case": USE_CASE, "version_id": version_id}
    await parity.both("deployModelVersion", asked, ignored=ANEW)
    shadow, _ = await parity.both("deployModelVersion", {**asked, "role": "shadow"}, ignored=ANEW)
    assert (shadow.body["share_percent"], shadow.body["guardrails"]) == (100, None)
    one, two = ({**asked, "segment": name} for name in ("read-1", "read-2"))
    await parity.both("deployModelVersion", one, rpc_only=two, ignored=ANEW)
    guarded = {"role": "challenger", "share_percent": 0, "guardrails": {"slow_run_ms": 5, "slow_rise_max": 0}}
    made, _ = await parity.both(
        "deployModelVersion", {**one, **guarded}, rpc_only={**two, **guarded}, ignored=ANEW
    )
    assert made.body["guardrails"] == {
        "degraded_rise_max": 0.02, "decline_shift_max": 0.1, "slow_rise_max": 0.0, "slow_run_ms": 5,
    }  # fmt: skip
    await parity.both("getDeployment", {"deployment_id": made.body["id"]})
    for query in (
        {"role": "challenger", "limit": 1},
        {"segment": "read-2"},
        {"use_case": USE_CASE, "limit": 2},
    ):
        page, _ = await parity.both("listDeployments", query)
        assert page.body["data"]


async def test_deployments_are_compared(parity: Parity) -> None:
    """The same counts, intervals and guardrails; a champion has nothing to be compared with."""
    version_id = await uploaded(parity, "compare")
    champion = await deployed(parity, version_id, segment="compare")
    challenger = await deployed(parity, version_id, segment="compare", role="challenger", share_percent=50)
    shadow = await deployed(parity, version_id, segment="compare", role="shadow")
    for number in range(6):
        asked = {"customer_id": f"compare-{number}", "segment": "compare"}
        made, _ = await parity.both(
            "decideChurnScore", asked, ignored=(*ANEW, "entry_id", "receipt", "transaction_id")
        )
        assert made.body["model"]["deployment_id"] in {champion, challenger}  # type: ignore[index]
    for one in (challenger, shadow):
        compared, _ = await parity.both(
            "getDeploymentComparison", {"deployment_id": one}, ignored=(*ANEW, "mean_run_ms")
        )
        assert compared.body["champion"]["deployment_id"] == champion  # type: ignore[index]
    refused, _ = await parity.both("getDeploymentComparison", {"deployment_id": champion})
    assert refused.code == "nothing_to_compare"


async def test_deployments_are_changed(parity: Parity) -> None:
    """Promoted, rolled back and ended: the same answers, and the same refusals the second time."""
    version_id = await uploaded(parity, "change")
    named = [{"segment": "change-1"}, {"segment": "change-2"}]
    for each in named:
        await deployed(parity, version_id, **each)
    shadows = [await deployed(parity, version_id, role="shadow", **each) for each in named]
    first, second = ({"deployment_id": each} for each in shadows)
    rest, rpc = await parity.both("promoteDeployment", first, rpc_only=second, ignored=ANEW)
    refused, _ = await parity.both("promoteDeployment", first, rpc_only=second)
    assert refused.code == "deployment_ended"
    champions = ({"deployment_id": each.body["id"]} for each in (rest, rpc))
    rest, rpc = await parity.both(
        "rollbackDeployment", next(champions), rpc_only=next(champions), ignored=ANEW
    )
    assert rest.body["origin"] == "rolled_back"
    refused, _ = await parity.both("rollbackDeployment", first)
    assert refused.code == "not_a_champion"
    back = [{"deployment_id": each.body["id"]} for each in (rest, rpc)]
    ended, _ = await parity.both("endDeployment", back[0], rpc_only=back[1], ignored=ANEW)
    assert ended.body["ended_reason"] == "ended"


async def test_what_is_refused(parity: Parity) -> None:
    """Shares beyond 100, guardrails beyond 1, shares of a champion, others' deployments."""
    version_id = await uploaded(parity, "refuse")
    asked = {"use_case": USE_CASE, "version_id": version_id}
    refusals: list[dict[str, object]] = [
        {"role": "challenger", "share_percent": 101},
        {"role": "challenger", "guardrails": {"degraded_rise_max": 1.5}},
        {"share_percent": 50},
        {"role": "shadow", "guardrails": {}},
        {"role": "shadow", "segment": ""},
    ]
    for wanted in refusals:
        refused, _ = await parity.both("deployModelVersion", {**asked, **wanted})
        assert refused.code == "invalid_request", wanted
        assert refused.fields, wanted
    shadow = {"deployment_id": await deployed(parity, version_id, role="shadow")}
    for operation in (
        "getDeployment", "getDeploymentComparison", "promoteDeployment", "rollbackDeployment", "endDeployment",
    ):  # fmt: skip
        refused, _ = await parity.both(operation, shadow, credential=parity.product.other.sandbox_key)
        assert refused.code == "deployment_not_found"
