"""Rulesets of a sandbox and the decisions that they make, for tests of what happens beside the path."""

import contextlib
import pathlib
from collections.abc import AsyncIterator, Iterable
from uuid import UUID

import msgspec

from core.clock import ManualClock
from core.database import Database
from core.ids import uuid7
from inference.entities import DecideCommand
from inference.rule_facts import RuleFacts
from inference.services import InferenceServices
from payments.facts import Transaction
from rules.active import ActiveRulesets
from rules.assessment import Assessor
from rules.entities import Draft, RulesetVersion
from rules.rulesets import Rulesets
from rules.shadowing import RulesetShadow, RulesetShadows
from tenants.principals import Principal
from tenants.services import TenantServices
from tests.inference.assembled import assembled
from tests.rules.graphs import Json, graph, table

FRAUD = "transaction-anomaly"


def by_amount(limit: int) -> Json:
    """A ruleset that looks at the amount alone: above the limit it reviews."""
    rows = [{"a": f"> {limit}", "o": "'review'"}, {"a": "", "o": "'approve'"}]
    return graph(table(rows, inputs={"a": "transaction.amount_minor"}, outputs={"o": "outcome"}))


class RuleDesk(msgspec.Struct, frozen=True, kw_only=True):
    services: InferenceServices
    rulesets: Rulesets
    shadows: RulesetShadows
    active: ActiveRulesets
    caller: Principal
    clock: ManualClock
    database: Database
    tenancy: TenantServices

    async def push(self, made: Json, *, shadow: bool = False) -> RulesetVersion:
        draft = Draft(graph=made, fallback="decline", reason="a test", shadow=shadow)
        return await self.rulesets.push(self.caller, FRAUD, draft)

    async def activate(self, made: Json) -> UUID:
        version_id = (await self.push(made)).id
        assert version_id is not None
        await self.rulesets.activate(self.caller, FRAUD, version_id, "go")
        return version_id

    async def decide(self, *amounts: int, customer: str = "asha") -> list[str]:
        """Decide about payments one after the other, and let the shadow of each see it. Returns: the outcomes."""
        return [await self._decide(amount, customer) for amount in amounts]

    async def _decide(self, amount: int, customer: str) -> str:
        payment = Transaction(
            id=f"pay-{uuid7(self.clock)}", customer_id=customer, amount_minor=amount, currency="INR",
            occurred_at=self.clock.now(),
        )  # fmt: skip
        command = DecideCommand(use_case=FRAUD, transaction=payment)
        made = await self.services.decisions.decide(self.caller, command)
        await self.services.rule_shadows.close()
        return made.outcome

    async def shown(self) -> RulesetShadow:
        return await self.shadows.get(self.caller, FRAUD, None)


@contextlib.asynccontextmanager
async def rule_desk(
    database: Database, tenancy: TenantServices, caller: Principal, clock: ManualClock, folder: pathlib.Path
) -> AsyncIterator[RuleDesk]:
    active = ActiveRulesets(database)
    services = assembled(database, tenancy.vaults, clock, folder / "objects", rulesets=active)
    facts = RuleFacts(database, services.deployments)
    yield RuleDesk(
        services=services,
        rulesets=Rulesets(database, clock, facts, active, Assessor()),
        shadows=RulesetShadows(database, clock, active),
        active=active,
        caller=caller,
        clock=clock,
        database=database,
        tenancy=tenancy,
    )
    await services.decisions.close()


def changes_of(shadow: RulesetShadow) -> Iterable[tuple[str, str, int, int | None]]:
    return sorted((each.was, each.would_be, each.decisions, each.amount_minor) for each in shadow.changes)
