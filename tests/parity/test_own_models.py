"""Models made elsewhere: uploaded, explained and questioned, the same on both faces."""

import base64
import hashlib

from tests.e2e.test_own_models import manifest, sample
from tests.inference.uploads.graphs import COLUMNS, logistic_regression
from tests.parity.faces import Parity
from tests.parity.test_decisions import ANEW

# What depends on the machine's moment: how long a run took.
MEASURED = ("cost_us", "memory_bytes")
USE_CASE = "credit-score"


def upload(**changed: bytes) -> dict[str, object]:
    graph, rows, expected = logistic_regression()
    ways = dict(zip(COLUMNS, ("both", "both", "no", "both"), strict=True))
    columns = [{"name": name, "kind": "number", "actionable": way} for name, way in ways.items()]
    files = {
        "graph": graph,
        "manifest": manifest(columns=columns),
        "sample": sample(rows[:64], expected[:64]),
    }
    encoded = {name: base64.b64encode(data).decode() for name, data in {**files, **changed}.items()}
    return {"use_case": USE_CASE, "name": "ours", **encoded}


async def test_a_model_is_uploaded_once(parity: Parity) -> None:
    """Both faces keep the same version, as the files are the same."""
    rest, rpc = await parity.both("uploadOwnModel", upload(), ignored=MEASURED)
    assert rest.body["id"] == rpc.body["id"]
    assert rest.body["features"] == list(COLUMNS)


async def test_refusals_are_the_same(parity: Parity) -> None:
    """A pickle, another model's sample, a manifest that is none: the same code and fix."""
    _, rows, expected = logistic_regression()
    for changed, code in (
        ({"graph": b"\x80\x04K\x01."}, "model_refused"),
        ({"sample": sample(rows[:64], 1 - expected[:64])}, "model_refused"),
        ({"manifest": b"[]"}, "declaration_refused"),
        ({"sample": sample(rows[:64], expected[:64]).replace(b'"income"', b'"other"')}, "inputs_refused"),
    ):
        refused, _ = await parity.both("uploadOwnModel", upload(**changed))
        assert refused.code == code
    refused, _ = await parity.both("uploadOwnModel", {**upload(), "use_case": "no-such"})
    assert refused.code == "use_case_unknown"


async def test_a_graph_sent_before_is_named(parity: Parity) -> None:
    """Both faces receive the same file; a model names it instead of sending it, or is refused alike: named and sent, neither, gone,
    or another tenant's."""
    rest, _ = await parity.both(
        "uploadModelGraph", {"file": "no graph, but nothing known either"}, ignored=("expires_at",)
    )
    sha256 = rest.body["sha256"]
    assert sha256 == hashlib.sha256(b"no graph, but nothing known either").hexdigest()
    assert rest.body["size_bytes"] == 34
    given = upload()
    without = {name: value for name, value in given.items() if name != "graph"}
    for asked, code in (
        ({**given, "graph_sha256": sha256}, "invalid_request"),
        (without, "invalid_request"),
        ({**without, "graph_sha256": "0" * 64}, "graph_not_received"),
        ({**without, "graph_sha256": sha256}, "model_refused"),
    ):
        refused, _ = await parity.both("uploadOwnModel", asked)
        assert refused.code == code, refused
    foreign = parity.product.other.sandbox_key
    refused, _ = await parity.both("uploadOwnModel", {**without, "graph_sha256": sha256}, credential=foreign)
    assert refused.code == "graph_not_received"
    refused, _ = await parity.both("uploadModelGraph", {"file": "PK\x03\x04 is what an archive begins with"})
    assert refused.code == "model_refused"


async def test_its_decisions_are_explained_and_questioned(parity: Parity) -> None:
    """The change that is found and the state of the explanation are the same; another tenant finds no decision."""
    kept, _ = await parity.both("uploadOwnModel", upload(), ignored=MEASURED)
    deployed = {"use_case": USE_CASE, "version_id": kept.body["id"]}
    await parity.rest("deployModelVersion", deployed, parity.product.asha.headers)
    inputs = dict(zip(COLUMNS, (3.0, -2.0, 0.5, 0.5), strict=True))
    made, _ = await parity.both("decideCreditScore", {"customer_id": "c-1", "inputs": inputs}, ignored=ANEW)
    named = {"decision_id": made.body["id"]}
    found, _ = await parity.both("findCounterfactual", named)
    assert found.body["found"] is True
    assert found.body["outcome_then"] != made.body["outcome"]
    asked = {
        **named,
        "actionable": [{"feature": "income", "direction": "both", "minimum": 2.9, "maximum": 3.1}],
    }
    nothing, _ = await parity.both("findCounterfactual", asked)
    assert nothing.body["found"] is False
    assert nothing.body["changes"] == []
    pending, _ = await parity.both("getDecisionExplanation", named)
    assert pending.body["status"] == "pending"
    for operation in ("findCounterfactual", "getDecisionExplanation"):
        refused, _ = await parity.both(operation, named, credential=parity.product.other.sandbox_key)
        assert refused.code == "decision_not_found"


async def test_what_cannot_be_changed(parity: Parity) -> None:
    """The hour of a payment cannot be asked of a person; trees are explained at once."""
    asked = {"transaction": {"id": "own-1", "customer_id": "c-2", "amount_minor": 5, "currency": "INR",
                             "occurred_at": "2026-11-20T10:00:00Z", "direction": "debit", "method": "upi"}}  # fmt: skip
    made, _ = await parity.both("decideTransactionAnomaly", asked, ignored=ANEW)
    named = {"decision_id": made.body["id"]}
    refused, _ = await parity.both(
        "findCounterfactual", {**named, "actionable": [{"feature": "hour", "direction": "up"}]}
    )
    assert refused.code == "counterfactual_impossible"
    ready, _ = await parity.both("getDecisionExplanation", named)
    assert ready.body["status"] == "ready"
    assert ready.body["method"] == "tree"
