"""How long an environment keeps what it decided by."""

from api.rest.operations import Keyed, get, put
from inference.retention import Retention, Retentions, SetRetention
from tenants.principals import Principal

_RETENTION = {
    "decision_days": 2555,
    "reason": "Seven years, as our regulator asks.",
    "set_at": "2026-11-22T09:12:40.000000Z",
    "set_by": "mbr_01kc1x5w3ceyp8s1r7t3v5w9ya",
}


@get(
    "/retention",
    operation_id="getRetention",
    summary="Get how long payloads are kept",
    tag="tenants",
    answer_example=_RETENTION,
)
async def get_retention(caller: Principal, retentions: Retentions) -> Retention:
    """Of the caller's environment. By default payloads are kept until their customers are erased."""
    return await retentions.get(caller)


@put(
    "/retention",
    operation_id="setRetention",
    summary="Set how long payloads are kept",
    tag="tenants",
    keyed=Keyed.OPTIONAL,
    example={"decision_days": 2555, "reason": "Seven years, as our regulator asks."},
    answer_example=_RETENTION,
)
async def set_retention(caller: Principal, data: SetRetention, retentions: Retentions) -> Retention:
    """Payloads and explanations of older decisions are cleared within minutes; entries of the ledger never. Needs `retention:write`."""
    return await retentions.set(caller, data)


HANDLERS = [get_retention, set_retention]
