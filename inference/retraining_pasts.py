"""Lets a lesson hear of customers as if each were asked about now, with all of its payments that are stored."""

import asyncio
import datetime as dt
from collections.abc import Mapping, Sequence
from uuid import UUID

from core.database import Database
from core.ids import public
from inference.lessons.lesson import Asked, Lesson
from inference.retraining_entities import TrainingRequest
from inference.retraining_port import Progress, Report
from payments import keys, pasts
from payments.currencies import usual_of
from payments.history_facts import CustomerHistory
from payments.pasts import Past
from tenants.vaults import Vaults

CUSTOMERS, CUSTOMERS_MAX = 20, 2_000
PAST_MAX = 20_000
_LOWEST = UUID(int=0)


class CustomerPasts:
    """Reads whole customers who paid lately, in the order of their handles, which is random."""

    def __init__(self, database: Database, vaults: Vaults) -> None:
        self._database = database
        self._vaults = vaults

    async def hear(
        self, environment_id: UUID, request: TrainingRequest, now: dt.datetime, lesson: Lesson, report: Report
    ) -> int:
        """Returns: of how many customers the lesson heard."""
        vault = await self._vaults.of(environment_id)
        since = now - dt.timedelta(days=request.days)
        after, heard = _LOWEST, 0
        while heard < CUSTOMERS_MAX:
            async with self._database.transaction(environment_id) as tx:
                walked = await pasts.customers_after(tx, environment_id, since, after, CUSTOMERS)
                if not walked:
                    break
                after = walked[-1][0]
                open_keys = await keys.find(tx, vault, [customer for customer, recent in walked if recent])
                found = {
                    customer: await pasts.read(tx, vault, customer, key, PAST_MAX)
                    for customer, key in sorted(open_keys.items())
                }
            await asyncio.to_thread(hear_all, lesson, _asked(found, now))
            heard += len(found)
            await report(Progress(f"Reading payments of {heard:,} customers", 0.05))
        return heard


def hear_all(lesson: Lesson, questions: Sequence[Asked]) -> None:
    for asked in questions:
        lesson.hear(asked)


def _asked(found: Mapping[UUID, Past], now: dt.datetime) -> list[Asked]:
    questions = []
    for customer, past in found.items():
        payments = [each.categorized for each in past.payments if each.transaction.occurred_at <= now]
        event = CustomerHistory(
            customer_id=public("cus", customer), currency=usual_of(payments, now), transactions=payments
        )
        questions.append(
            Asked(
                decision_id=customer, customer=customer, at=now, event=event, rows=None, answer=None, happened=None,
                value=None, label=None,
            )
        )  # fmt: skip
    return questions
