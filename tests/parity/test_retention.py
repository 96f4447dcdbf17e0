"""How long payloads are kept: the same on both faces, and what is over goes while its proof stays."""

import datetime as dt
from uuid import uuid4

import cbor2

from core.clock import ManualClock
from inference.retention import Retentions
from tests.parity.faces import Parity
from tests.parity.test_payments import a_payment
from tests.sequencing import sequence

ANEW = ("set_at",)


async def test_retention(parity: Parity) -> None:
    """Set on both faces; a sweep of later clears the payloads, says how many in the log, and nothing is left to clear."""
    other = parity.product.other
    key = other.sandbox_key
    headers = {"x-api-key": key}
    asked = {"transaction": {**a_payment(), "id": f"{uuid4()}"}}
    made = await parity.rest("decideTransactionAnomaly", asked, {**headers, "idempotency-key": f"{uuid4()}"})
    assert made.code == "ok"
    decision_id = str(made.body["id"])
    default, _ = await parity.both("getRetention", credential=key)
    assert default.body["decision_days"] is None
    wanted = {"decision_days": 30, "reason": "Thirty days."}
    told, _ = await parity.both("setRetention", wanted, credential=key, ignored=ANEW)
    assert told.body["decision_days"] == 30
    environment_id, database = other.system.environment_id, parity.product.base.database
    early = Retentions(database, ManualClock(dt.datetime.now(dt.UTC) + dt.timedelta(days=29)))
    assert await early.sweep(environment_id) == 0
    late = Retentions(database, ManualClock(dt.datetime.now(dt.UTC) + dt.timedelta(days=31)))
    assert await late.sweep(environment_id) >= 1
    assert await late.sweep(environment_id) == 0
    gone, _ = await parity.both("discloseDecision", {"decision_id": decision_id}, credential=key)
    assert gone.code == "decision_erased"
    await sequence(parity.product, environment_id)
    async with database.transaction(environment_id) as tx:
        rows = await tx.fetch("SELECT entry FROM ledger_entry")
    said = [
        entry["out"] for row in rows if (entry := cbor2.loads(row["entry"]))["typ"] == "retention.sweep.v1"
    ]
    assert len(said) == 1
    assert said[0].startswith("decisions=")
    kept, _ = await parity.both("setRetention", {"reason": "For ever."}, credential=key, ignored=ANEW)
    assert kept.body["decision_days"] is None
    refused, _ = await parity.both("setRetention", {"decision_days": 0, "reason": "x"}, credential=key, ignored=("detail",))  # fmt: skip
    assert refused.fields == ("decision_days",)
