"""What a tenant has of gateways and their routing, one of each, and what must be asked to reach it."""

from collections.abc import Awaitable, Callable, Mapping

from core.ids import parse, public
from resolution.root_causes.entities import Cell
from resolution.root_causes.naming import id_of
from tests.parity.faces import Plain
from tests.product import Party, Product

CAUSE = Cell(gateway="gw-alpha", code="gateway_timeout")
DAY = {"since": "2026-11-20T00:00:00Z", "until": "2026-11-21T00:00:00Z"}
Made = Callable[[str, Plain], Awaitable[dict[str, object]]]


def an_attempt(word: str, **changes: object) -> dict[str, object]:
    return {
        "id": f"{word}-try",
        "payment_id": f"{word}-routed",
        "gateway": "gw-alpha",
        "method": "upi",
        "amount_minor": 129_900,
        "currency": "INR",
        "started_at": "2026-11-20T13:13:26Z",
        "result": "failed",
        "error_code": "gateway_timeout",
        **changes,
    }


async def one_of_each(made: Made, product: Product, party: Party, word: str) -> dict[str, str]:
    """A champion and a challenger of routing, one that served before, a choice and an attempt."""
    attempt = await made("createGatewayAttempt", an_attempt(word))
    policies = [
        str((await made("createRoutingPolicy", {"name": f"{word} {name}"}))["id"])
        for name in ("draft", "champion", "challenger")
    ]
    for policy, challenger in ((policies[1], False), (policies[2], True)):
        await product.services.routing_policies.activate(
            party.system, parse("rtp", policy), challenger=challenger, share_percent=50, fault_rise_max=0.02
        )
    choice = await made("chooseGateway", {"payment_id": f"{word}-routed"})
    return {
        "attempt_id": str(attempt["id"]),
        "cause_id": public("rtc", id_of(party.system.environment_id, "attempt", CAUSE)),
        "draft_policy_id": policies[0],
        "policy_id": policies[2],
        "choice_id": str(choice["id"]),
    }


def asked(word: str, ids: Mapping[str, str]) -> dict[str, Plain]:
    """What must be asked where an operation's example does not do."""
    return {
        "createGatewayAttempt": an_attempt(word, id=f"{word}-another"),
        "createGatewayAttempts": {"items": [an_attempt(word, id=f"{word}-third")]},
        "createRoutingPolicy": {"name": f"{word} policy"},
        "activateRoutingPolicy": {"policy_id": ids["draft_policy_id"], "role": "champion"},
        "endRoutingPolicy": {"policy_id": ids["draft_policy_id"]},
        "getFailurePatterns": {"started_from": "2026-11-20T00:00:00Z", "started_to": "2026-11-21T00:00:00Z"},
        "listRootCauses": DAY,
        "getRootCause": DAY,
        "chooseGateway": {"payment_id": f"{word}-asked"},
    }
