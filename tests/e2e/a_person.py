"""Somebody about whom everything is told that may be told: a customer, payee and partner, with a canary in each text."""

import dataclasses
from collections.abc import Callable
from typing import cast

from tests.e2e.world import SHOWN, USE_CASE
from tests.parity.faces import Parity, Plain

Body = dict[str, object]


@dataclasses.dataclass
class Person:
    """name: the tenant's own id. said: what was answered, by operation."""

    name: str
    said: dict[str, Body]

    def id_of(self, operation_id: str) -> str:
        """The id of what an operation made."""
        found = self.said[operation_id]
        inner = [found, *[each for each in found.values() if isinstance(each, dict)]]
        return next(str(each["id"]) for each in inner if "id" in each)


def payment(person: str, next_: Callable[[], str]) -> Body:
    return {
        "id": next_(), "customer_id": person, "amount_minor": 25_075, "currency": "INR", "method": "upi",
        "occurred_at": "2026-11-20T18:43:26+05:30", "merchant_id": next_(), "device_id": next_(), "region": next_(),
        "payee_id": next_(), "description": f"rent for {next_()}", "country": "IN",
    }  # fmt: skip


def login(person: str, next_: Callable[[], str]) -> Body:
    return {
        "id": next_(), "customer_id": person, "occurred_at": "2026-11-20T18:40:00+05:30", "succeeded": True,
        "device_id": next_(), "region": next_(),
    }  # fmt: skip


async def tell_all(
    parity: Parity, names: list[str], next_: Callable[[], str], headers: dict[str, str]
) -> list[Person]:
    """Tell all of each, singly and in bulks that they share."""
    people = [Person(name, {}) for name in names]

    async def ask(operation_id: str, asked: Plain, person: Person | None = None) -> Body:
        operation = SHOWN[operation_id]
        example = cast("Body", operation.example or {})
        outcome = await parity.rest(
            operation_id, {**example, **asked}, {**headers, "idempotency-key": next_()}
        )
        assert outcome.code == "ok", (operation_id, outcome)
        for each in people if person is None else [person]:
            each.said[operation_id] = outcome.body
        return outcome.body

    for person in people:
        await _tell_singly(ask, person, next_)
    await ask("createTransactions", {"items": [payment(each.name, next_) for each in people]})
    await ask("createLogins", {"items": [login(each.name, next_) for each in people]})
    told = [
        {
            "decision_id": each.id_of("decideTransactionAnomaly"),
            "happened": True,
            "note": next_(),
            "observed_at": "2026-11-20T19:43:26+05:30",
        }
        for each in people
    ]
    await ask("createFeedbackBulk", {"items": told})
    events = [
        {"payout_id": str(each.said["own payout"]["id"]), "id": next_(), "stage": "sent", "occurred_at": "2026-11-21T09:00:00Z"}
        for each in people
    ]  # fmt: skip
    await ask("createPayoutEvents", {"items": events})
    return people


async def _tell_singly(ask: Callable[..., object], person: Person, next_: Callable[[], str]) -> None:
    async def one(operation_id: str, asked: Plain) -> Body:
        return cast("Body", await ask(operation_id, asked, person))  # type: ignore[misc]

    name = person.name
    await one("createTransaction", payment(name, next_))
    await one("createLogin", login(name, next_))
    await one("decideTransactionAnomaly", {"transaction": payment(name, next_)})
    await one("decideChurnScore", {"customer_id": name})
    decision = person.id_of("decideTransactionAnomaly")
    truth = {"decision_id": decision, "happened": False, "note": f"said {next_()}", "observed_at": "2026-11-20T18:43:26+05:30"}  # fmt: skip
    await one("createFeedback", {**truth, "own_transaction_id": None, "use_case": USE_CASE})
    person.said["own payout"] = {"id": next_()}
    own = {"id": person.said["own payout"]["id"], "payee_id": name, "description": f"pays {next_()}"}
    await one("createPayout", own)
    await one("createPayoutEvent", {"payout_id": own["id"], "id": next_()})
    await one("setPayoutDocuments", {"payout_id": person.id_of("createPayout"), "documents_missing": ["pan"]})
    await one("createCommissionAgreement", {"id": next_(), "partner_id": name})
    await one("createCommissionStatement", {"id": next_(), "partner_id": name})
    statement = person.id_of("createCommissionStatement")
    await one("disputeCommissionStatement", {"statement_id": statement, "note": f"says {next_()}"})
    case = {"queue": "desk", "title": f"about {next_()}", "subject": decision, "evidence": []}
    await one("openCase", case)
    await one(
        "moveCase", {"case_id": person.id_of("openCase"), "comment": f"called {next_()}", "evidence": []}
    )
