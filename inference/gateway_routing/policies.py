"""Routing policies of an environment: made, let to serve, tried beside another, compared, ended."""

import datetime as dt
from uuid import UUID

import msgspec

from core import intake
from core.clock import Clock
from core.database import Database, Transaction
from core.errors import ErrorKind, InvalidRequest, PlatformError
from core.ids import public, uuid7
from core.pages import Page, page_of
from inference import arm_trials
from inference.arm_trials import LEVEL, Breach, Limit
from inference.experiments import Difference, NothingToCompare
from inference.gateway_routing import store, trial_money
from inference.gateway_routing.policy import (
    PolicyNotFound,
    PolicySpec,
    RoutingPolicy,
    Status,
    problems_of,
)
from inference.gateway_routing.store import ArmCounts
from inference.gateway_routing.trial_money import TrialMoney
from inference.sequential import Tally
from tenants.permissions import Permission
from tenants.principals import Principal

CHALLENGER_PERCENT = 10


class PolicyRunning(PlatformError):
    kind = ErrorKind.CONFLICT
    code = "routing_policy_running"
    fix = "End the challenger that is running first: two at once could not be told apart."


class PolicyNeeded(PlatformError):
    kind = ErrorKind.PRECONDITION
    code = "routing_policy_needed"
    fix = "Activate a policy as champion first."


class PolicyNotServing(PlatformError):
    kind = ErrorKind.CONFLICT
    code = "routing_policy_not_serving"
    fix = "List the policies: champion and challenger serve."


class ArmFigures(msgspec.Struct, frozen=True, kw_only=True):
    """What one policy did in a trial: first tries of payments alone. judged: those whose attempt has its result.

    Rates are of judged ones; null where there are none yet. cost_bps: costs for what was tried, hundredths of a percent.
    """

    policy_id: UUID
    choices: int
    judged: int
    success_rate: float | None
    fault_rate: float | None
    cost_bps: float | None


class PolicyComparison(msgspec.Struct, frozen=True, kw_only=True):
    """A challenger beside its champion. differences: challenger minus champion. money: the same in money, by currency.
    breached: whether the guardrail is.
    """

    policy_id: UUID
    since: dt.datetime
    until: dt.datetime
    level: float
    champion: ArmFigures
    challenger: ArmFigures
    differences: list[Difference]
    money: list[TrialMoney]
    guardrails: list[Breach]
    breached: bool


class RoutingPolicies:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def create(self, caller: Principal, name: str, spec: PolicySpec) -> RoutingPolicy:
        """Keep a policy as a draft; it never changes. Raises: PermissionDenied, InvalidRequest."""
        caller.require(Permission.RULES_WRITE)
        problems = problems_of(spec)
        if problems:
            raise InvalidRequest("The policy was refused.", fields=problems)
        policy = RoutingPolicy(
            id=uuid7(self._clock), name=name, spec=spec, digest=spec.digest, created_at=self._clock.now(),
            created_by=caller.id, status="draft", share_percent=0, fault_rise_max=store.Guard().fault_rise_max,
            against=None, started_at=None, ended_at=None, ended_by=None, ended_reason=None,
        )  # fmt: skip
        async with self._database.transaction(caller.environment_id) as tx:
            await store.insert(tx, caller.environment_id, policy)
            await self._log(tx, caller, "routing_policy.created.v1", policy)
        return policy

    async def get(self, caller: Principal, policy_id: UUID) -> RoutingPolicy:
        """Raises: PermissionDenied, PolicyNotFound."""
        caller.require(Permission.RULES_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            return await get(tx, caller.environment_id, policy_id)

    async def list(
        self, caller: Principal, status: Status | None, after: UUID | None, limit: int
    ) -> Page[RoutingPolicy]:
        """Newest first. Raises: PermissionDenied."""
        caller.require(Permission.RULES_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            found = await store.page(tx, caller.environment_id, after, status, limit + 1)
        return page_of(found, limit, lambda each: public("rtp", each.id))

    async def activate(
        self,
        caller: Principal,
        policy_id: UUID,
        *,
        challenger: bool,
        share_percent: int,
        fault_rise_max: float,
    ) -> RoutingPolicy:
        """Let a policy choose for everybody, or beside the champion for a share; a champion ends what served before.

        Raises: PermissionDenied, PolicyNotFound, PolicyRunning, PolicyNeeded.
        """
        caller.require(Permission.RULES_ACTIVATE)
        now = self._clock.now()
        async with self._database.transaction(caller.environment_id) as tx:
            await store.lock(tx, caller.environment_id)
            policy = await get(tx, caller.environment_id, policy_id)
            active = await store.active(tx, caller.environment_id)
            champion = active.get("champion")
            told = msgspec.structs.replace(
                policy,
                status="challenger" if challenger else "champion",
                share_percent=share_percent if challenger else 100,
                fault_rise_max=fault_rise_max,
                against=None if champion is None else champion.id,
                started_at=now,
            )
            if challenger:
                _check_challenger(policy, active)
                await self._start(tx, caller, told)
            elif champion is None or champion.id != policy.id:
                for each in active.values():
                    if each.id != policy.id:
                        await store.retire(tx, caller.environment_id, each.id, now, caller.id, "replaced")
                await self._start(tx, caller, told)
            return await get(tx, caller.environment_id, policy_id)

    async def end(self, caller: Principal, policy_id: UUID) -> RoutingPolicy:
        """Let a policy choose no more; with the champion its challenger ends too.

        Raises: PermissionDenied, PolicyNotFound, PolicyNotServing.
        """
        caller.require(Permission.RULES_ACTIVATE)
        async with self._database.transaction(caller.environment_id) as tx:
            await store.lock(tx, caller.environment_id)
            policy = await get(tx, caller.environment_id, policy_id)
            active = await store.active(tx, caller.environment_id)
            if policy.status not in active or active[policy.status].id != policy.id:
                raise PolicyNotServing("This policy does not serve.")
            ended = active.values() if policy.status == "champion" else (policy,)
            for each in ended:
                reason = "ended" if each.id == policy.id else "champion_ended"
                await store.retire(tx, caller.environment_id, each.id, self._clock.now(), caller.id, reason)
            await self._log(tx, caller, "routing_policy.ended.v1", policy)
            return await get(tx, caller.environment_id, policy_id)

    async def compare(self, caller: Principal, policy_id: UUID) -> PolicyComparison:
        """What a challenger and its champion did so far. Raises: PermissionDenied, PolicyNotFound, NothingToCompare."""
        caller.require(Permission.RULES_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            policy = await get(tx, caller.environment_id, policy_id)
            found = await compare(tx, caller.environment_id, policy, self._clock.now())
            champion = await get(tx, caller.environment_id, found.champion.policy_id)
            rows = await store.money(tx, caller.environment_id, policy_id, found.since)
        money = trial_money.compare(rows, (champion.id, champion.spec), (policy.id, policy.spec))
        return msgspec.structs.replace(found, money=money)

    async def _start(self, tx: Transaction, caller: Principal, policy: RoutingPolicy) -> None:
        await store.start(tx, caller.environment_id, policy)
        await self._log(tx, caller, "routing_policy.activated.v1", policy)

    async def _log(self, tx: Transaction, caller: Principal, typ: str, policy: RoutingPolicy) -> None:
        entry = intake.Entry(
            typ=typ, log=caller.environment_id, eid=uuid7(self._clock), at=self._clock.now(), act=caller.id,
            out=policy.status, rules=policy.digest, refs=(policy.id,),
        )  # fmt: skip
        await intake.append(tx, entry)


async def get(tx: Transaction, environment_id: UUID, policy_id: UUID) -> RoutingPolicy:
    """Raises: PolicyNotFound."""
    found = await store.find(tx, environment_id, policy_id)
    if found is None:
        raise PolicyNotFound("No such routing policy in this environment.", internal=f"{policy_id=}")
    return found


async def compare(
    tx: Transaction, environment_id: UUID, policy: RoutingPolicy, now: dt.datetime
) -> PolicyComparison:
    """All but the money. Raises: NothingToCompare for what never was a challenger."""
    if policy.against is None or policy.started_at is None:
        raise NothingToCompare("This policy was not tried beside another.", fix="Compare a challenger.")
    counts = await store.arms(tx, environment_id, policy.id, policy.started_at)
    champion = counts.get(policy.against, ArmCounts())
    challenger = counts.get(policy.id, ArmCounts())
    guarded = arm_trials.guard(
        [
            Limit(
                figure="fault_rate",
                rise_max=policy.fault_rise_max,
                champion=Tally(champion.judged, champion.faulted),
                candidate=Tally(challenger.judged, challenger.faulted),
            )
        ]
    )
    return PolicyComparison(
        policy_id=policy.id,
        since=policy.started_at,
        until=policy.ended_at or now,
        level=LEVEL,
        champion=_figures(policy.against, champion),
        challenger=_figures(policy.id, challenger),
        differences=arm_trials.differences(
            {
                "success_rate": (
                    Tally(champion.judged, champion.succeeded),
                    Tally(challenger.judged, challenger.succeeded),
                ),
                "fault_rate": (
                    Tally(champion.judged, champion.faulted),
                    Tally(challenger.judged, challenger.faulted),
                ),
            }
        ),
        money=[],
        guardrails=guarded,
        breached=any(each.breached for each in guarded),
    )


def _check_challenger(policy: RoutingPolicy, active: dict[Status, RoutingPolicy]) -> None:
    """Raises: PolicyNeeded, PolicyRunning."""
    if "champion" not in active:
        raise PolicyNeeded("There is no champion to be compared with.")
    if "challenger" in active or active["champion"].id == policy.id:
        raise PolicyRunning("A challenger is running, or this is the champion.")


def _figures(policy_id: UUID, arm: ArmCounts) -> ArmFigures:
    return ArmFigures(
        policy_id=policy_id,
        choices=arm.choices,
        judged=arm.judged,
        success_rate=arm.succeeded / arm.judged if arm.judged else None,
        fault_rate=arm.faulted / arm.judged if arm.judged else None,
        cost_bps=10_000 * arm.cost_minor / arm.amount_minor if arm.amount_minor else None,
    )
