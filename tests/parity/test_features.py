"""Features are the same on both faces: listed, shown, declared, refused, retired, and said of a customer."""

import datetime as dt

from core.clock import ManualClock
from core.database import Database
from inference.populations import PopulationCounts
from tests.parity.faces import Parity
from tests.product import party

MADE_ANEW = ("id", "entry_id", "decided_at", "receipt", "transaction_id", "duplicate_of")
COSTS = {
    "name": "parity_costs",
    "expression": "(features.rent_to_income ?? 0) + (features.emi_load ?? 0)",
    "type": "number",
    "unit": "percent",
    "description": "Share of income that rent and instalments take.",
    "owner": "Credit risk",
    "texts": {"en": "{value} of income is fixed", "hi": "आय का {value} तय है"},
}


async def test_the_catalogue_is_shown(parity: Parity) -> None:
    """Pages follow each other by name; one use case has those that its own model scores."""
    page, _ = await parity.both("listFeatures", {"limit": 2})
    assert page.body["has_more"] is True
    await parity.both("listFeatures", {"limit": 2, "after": page.body["next_after"]})
    listed, _ = await parity.both("listFeatures", {"use_case": "lead-score", "limit": 100})
    names = {each["name"] for each in listed.body["data"]}  # type: ignore[attr-defined]
    assert {"rent_to_income", "emi_load", "cash_flow", "risk_appetite", "lead.product"} <= names
    shown, _ = await parity.both("getFeature", {"feature_name": "rent_to_income"})
    assert shown.body["texts"]["hi"]  # type: ignore[index]
    missing, _ = await parity.both("getFeature", {"feature_name": "weather"})
    assert missing.code == "feature_unknown"
    nothing = await parity.rest("getFeature", {"feature_name": "no name"}, parity.product.asha.headers)
    assert (nothing.code, nothing.fields) == ("invalid_request", ("feature_name",))


async def test_a_feature_is_declared_and_retired(parity: Parity) -> None:
    """The same again is the same version; another expression is the next; a retired one is still shown, by its number too."""
    kept, _ = await parity.both("declareFeature", COSTS)
    assert kept.body["declaration"]["number"] == 1  # type: ignore[index]
    assert kept.body["texts"] == COSTS["texts"]
    changed = {**COSTS, "expression": "(features.rent_to_income ?? 0) + 2 * (features.emi_load ?? 0)"}
    again, _ = await parity.both("declareFeature", changed)
    assert again.body["declaration"]["number"] == 2  # type: ignore[index]
    named = {"feature_name": COSTS["name"]}
    old, _ = await parity.both("getFeature", {**named, "number": 1})
    assert old.body["declaration"]["expression"] == COSTS["expression"]  # type: ignore[index]
    said, _ = await parity.both("getCustomerFeatures", {"customer_id": "parity-nobody"}, ignored=("as_of",))
    assert said.body["declared"][COSTS["name"]] == 0.0  # type: ignore[index]
    retired, _ = await parity.both("retireFeature", named)
    assert retired.body["declaration"]["retired_at"]  # type: ignore[index]
    said, _ = await parity.both("getCustomerFeatures", {"customer_id": "parity-nobody"}, ignored=("as_of",))
    assert COSTS["name"] not in said.body["declared"]  # type: ignore[operator]


async def test_what_is_refused(parity: Parity) -> None:
    """What has no bound, may be missing, names nothing, gives another type, or is in the catalogue already."""
    for expression in ("rand(1)", "features.emi_load * 2", "features.weather ?? 1", "map([1], #)", "1 +"):
        refused, _ = await parity.both("declareFeature", {**COSTS, "expression": expression})
        assert (refused.code, refused.fields) == ("feature_refused", ("expression",)), expression
    refused, _ = await parity.both("declareFeature", {**COSTS, "type": "boolean"})
    assert (refused.code, refused.fields) == ("feature_refused", ("type",))
    for name in ("emi_load", "open_count"):
        refused, _ = await parity.both("declareFeature", {**COSTS, "name": name})
        assert refused.code == "feature_taken"
    refused, _ = await parity.both("retireFeature", {"feature_name": "emi_load"})
    assert refused.code == "feature_taken"
    refused, _ = await parity.both("declareFeature", {**COSTS, "name": "No Name"})
    assert (refused.code, refused.fields) == ("invalid_request", ("name",))


async def test_another_tenants_feature_is_not_found(parity: Parity) -> None:
    """Neither shown, listed nor retired by who does not own it."""
    await parity.both("declareFeature", {**COSTS, "name": "parity_own"})
    other = parity.product.other.sandbox_key
    for operation in ("getFeature", "retireFeature"):
        refused, _ = await parity.both(operation, {"feature_name": "parity_own"}, credential=other)
        assert refused.code == "feature_unknown"
    listed, _ = await parity.both("listFeatures", {"after": "parity", "limit": 5}, credential=other)
    assert all(each["name"] != "parity_own" for each in listed.body["data"])  # type: ignore[attr-defined]


async def test_a_payment_is_compared_with_others(parity: Parity, database: Database) -> None:
    """What 35 payments of the environment were like stands beside the score, the same on both faces."""
    at = (dt.datetime.now(dt.UTC) - dt.timedelta(days=1)).isoformat()
    plain = {"currency": "AED", "occurred_at": at, "direction": "debit"}
    counted = await party(parity.product.services, "Counted Bank")  # it shows in every later answer
    items = [{"id": f"pop-{n}", "customer_id": f"pop-{n}", "amount_minor": 5_000, **plain} for n in range(35)]
    await parity.rest("createTransactions", {"items": items}, counted.headers)
    clock = ManualClock(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=5))
    await PopulationCounts(database, clock).count(counted.system.environment_id)
    asked = {"id": "pop-asked", "customer_id": "pop-1", "amount_minor": 50_000, **plain}
    decided, _ = await parity.both(
        "decideTransactionAnomaly", {"transaction": asked}, credential=counted.sandbox_key, ignored=MADE_ANEW
    )
    answer = decided.body["answer"]
    assert isinstance(answer, dict)
    assert (answer["compared_with"], answer["population_payments"]) == ("environment", 35)
    assert abs(answer["population_usual_minor"] - 5_000) < 5  # logarithms are added up in thousandths
    assert answer["population_deviations"] > 20
    assert decided.body["reasons"][0]["code"] == "unusual_in_environment"  # type: ignore[index]
