"""Offline evaluation of a stored policy on the tenant's own attempts."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

import msgspec

from core.clock import Clock
from core.cpu import CpuPool
from core.database import Database, Transaction
from core.errors import FieldError, InvalidRequest
from inference.gateway_routing import policies, store
from inference.gateway_routing.choices import GatewayChosen
from inference.gateway_routing.judging import Attempt, judge
from inference.gateway_routing.offline import OfflineEstimate
from payments.attempts import knowledge
from payments.attempts.knowledge import LoggedAttempt
from tenants.permissions import Permission
from tenants.principals import Principal

ATTEMPTS_MAX = 50_000
RANGE_MAX = dt.timedelta(days=92)
RANGE_DEFAULT = dt.timedelta(days=28)
TIMEOUT_S = 20.0


class RoutingEvaluations:
    def __init__(self, database: Database, clock: Clock, cpu: CpuPool) -> None:
        self._database = database
        self._clock = clock
        self._cpu = cpu

    async def evaluate(
        self, caller: Principal, policy_id: UUID, since: dt.datetime | None, until: dt.datetime | None
    ) -> OfflineEstimate:
        """Estimate what a policy would have done with the payments of a time, the last four weeks when not told.

        Raises: PermissionDenied, PolicyNotFound, InvalidRequest, NoGatewayLeft.
        """
        caller.require(Permission.RULES_READ)
        end = until or self._clock.now()
        begin = since or end - RANGE_DEFAULT
        if not dt.timedelta() < end - begin <= RANGE_MAX:
            field = FieldError("started_from", "The range is empty or too long.", "Ask for 92 days at most.")
            raise InvalidRequest("The range cannot be evaluated.", fields=[field])
        async with self._database.transaction(caller.environment_id) as tx:
            policy = await policies.get(tx, caller.environment_id, policy_id)
            logged = await knowledge.log(tx, caller.environment_id, begin, end, ATTEMPTS_MAX)
            chances = await _chances(tx, caller.environment_id, logged)
        attempts = [_attempt(each, chances) for each in logged]
        return await self._cpu.run(lambda: judge(attempts, policy.spec), timeout_s=TIMEOUT_S)


async def _chances(
    tx: Transaction, environment_id: UUID, logged: Sequence[LoggedAttempt]
) -> dict[UUID, dict[str, float]]:
    """The chance that each gateway had in each choice that attempts follow."""
    ids = [each.choice_id for each in logged if each.choice_id is not None]
    answers = await store.answers(tx, environment_id, ids)
    return {
        choice_id: {
            option.gateway: option.share for option in msgspec.json.decode(answer, type=GatewayChosen).options
        }
        for choice_id, answer in answers.items()
    }


def _attempt(logged: LoggedAttempt, chances: dict[UUID, dict[str, float]]) -> Attempt:
    """An attempt at another gateway than the chosen one has no known propensity."""
    known = {} if logged.choice_id is None else chances.get(logged.choice_id, {})
    return Attempt(
        logged.started_at, logged.gateway, logged.method, logged.bank, logged.amount_minor, logged.currency,
        logged.succeeded, logged.fault, logged.payment, known.get(logged.gateway), logged.cost_minor,
    )  # fmt: skip
