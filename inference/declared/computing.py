"""Features that the decision path computes beside a model's own: those that a ruleset or a version's columns name.

A question whose ruleset and versions name none never comes here. For the others the customer's state is read before their
tick, for all that wait together; values are stored with the decision, so that a replay needs neither state nor declaration.
"""

import collections
import dataclasses
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID

from core.database import Database, Transaction
from core.ticks import TickQueue
from inference import histories
from inference.declared import store
from inference.declared.columns import computed_names
from inference.declared.entities import DeclaredFeature
from inference.declared.expressions import Compiled, FeatureValue
from inference.entities import DecideCommand
from inference.feature_catalogue import STORED_NAMES
from inference.features import known as features_known
from inference.features.customer_past import past_of
from inference.features.known import Shape
from inference.manifest import Manifest
from inference.routing import Deployed
from payments import prepared, profiles, states
from payments.currencies import usual_of
from payments.facts import Transaction as Payment
from payments.history_facts import CustomerHistory
from payments.profiles import ProfileQuery
from payments.state import CustomerState, StateQuery
from rules.evaluation import PreparedRuleset
from tenants.principals import Mode
from tenants.vault import EnvironmentVault

Values = Mapping[str, FeatureValue]
Known = Mapping[str, float | None]
"""Features of the catalogue with their values; None where missing."""
NOTHING: Values = {}
PLANS_MAX = 5_000
BATCH_MAX, QUEUE_MAX = 64, 512


@dataclasses.dataclass(frozen=True, kw_only=True)
class Subject:
    """What features are computed of: a question, or a customer as of now. mode: of the environment."""

    vault: EnvironmentVault
    customer: UUID
    at: datetime
    mode: Mode
    command: DecideCommand
    event: str | None = None

    @property
    def sent(self) -> CustomerHistory | None:
        """Payments that came with the question: they stand in for what is stored."""
        if isinstance(self.command.event, CustomerHistory):  # months say nothing that features are made of
            return None if self.command.event.spending else self.command.event
        if self.command.transactions is None:
            return None
        sent = list(self.command.transactions)
        return CustomerHistory(
            customer_id=self.command.customer_id or "",
            currency=usual_of(sent, self.at),
            transactions=sent,
        )


@dataclasses.dataclass(frozen=True)
class Plan:
    """names: features of the catalogue to be known. compiled: declared ones. reads: all of the catalogue they need."""

    names: tuple[str, ...]
    compiled: tuple[Compiled, ...]
    reads: tuple[str, ...]

    @classmethod
    def of(cls, names: Sequence[str], declared: Sequence[DeclaredFeature]) -> "Plan":
        compiled = tuple(Compiled(feature) for feature in declared)
        own = {feature.name for feature in declared}
        shipped = tuple(name for name in dict.fromkeys(names) if name in STORED_NAMES and name not in own)
        read = (name for each in compiled for name in sorted(each.reads))
        return cls(shipped, compiled, tuple(dict.fromkeys((*shipped, *read))))

    def values(self, subject: Subject, values: Known) -> dict[str, FeatureValue]:
        """values: of `reads`."""
        found: dict[str, FeatureValue] = {name: values[name] for name in self.names}
        if self.compiled:
            facts = _facts_of(subject, values)
            found |= {each.name: each.evaluate(facts) for each in self.compiled}
        return found


def _facts_of(subject: Subject, values: Known) -> dict[str, object]:
    command = subject.command
    facts: dict[str, object] = {
        "use_case": command.use_case,
        "mode": subject.mode,
        "decided_at": subject.at,
        "features": values,
        "transaction": command.transaction,
        "inputs": command.inputs or {},
    }
    return facts if subject.event is None else facts | {subject.event: command.event}


@dataclasses.dataclass(frozen=True)
class Wanted:
    """Features of the catalogue that somebody's plan reads."""

    subject: Subject
    reads: tuple[str, ...]


async def find_wanted(
    tx: Transaction,
    environment_id: UUID,
    ruleset: PreparedRuleset | None,
    version_id: UUID,
    manifest: Manifest,
) -> tuple[list[str], list[DeclaredFeature]]:
    """Name the features that a ruleset and a version's columns name and the version does not compute itself, and find what of
    them was declared, as both were pinned to it. What is pinned never changes."""
    own = set(manifest.features)
    of_rules = () if ruleset is None else ruleset.features
    names = [name for name in of_rules if name not in own] + list(computed_names(manifest.columns))
    if not names:
        return [], []
    pinned: dict[str, DeclaredFeature] = {}
    if ruleset is not None and ruleset.version_id is not None:
        found = await store.pinned(tx, environment_id, ruleset.version_id)
        pinned |= {feature.name: feature for feature in found if feature.name in names}
    of_version = await store.pinned(tx, environment_id, version_id)
    pinned |= {feature.name: feature for feature in of_version}
    return names, [pinned[name] for name in sorted(pinned)]


def names_any(ruleset: PreparedRuleset | None, manifest: Manifest) -> bool:
    """Say whether `find_wanted` names anything."""
    of_rules = () if ruleset is None else ruleset.features
    return bool(computed_names(manifest.columns)) or not set(of_rules) <= set(manifest.features)


async def read_known(
    database: Database, wanted: Sequence[Wanted], known: Mapping[int, CustomerState] = {}
) -> list[Known]:
    """Read what is stored of all that is wanted, in three statements at most, and make the features of each.

    known: states that were read already, by place.
    """
    sent = [each.subject.sent for each in wanted]
    found: list[CustomerState | None] = [known.get(at) for at in range(len(wanted))]
    shapes: list[Shape | None] = [None] * len(wanted)
    stored = []
    for at, (each, history) in enumerate(zip(wanted, sent, strict=True)):
        if history is None:
            stored.append(at)
            continue
        subject = each.subject
        found[at] = histories.state_of(subject.vault, history.transactions, subject.at, history.currency)
        shapes[at] = past_of(history, subject.at)
    if any(found[at] is None or features_known.needs_shape(wanted[at].reads) for at in stored):
        scope = list({wanted[at].subject.vault.scope_id for at in stored})
        async with database.transaction(scope) as tx:
            await _read_stored(tx, wanted, stored, found, shapes)
    return [
        features_known.values_of(each.reads, _there(state), shape, each.subject.command.transaction)
        for each, state, shape in zip(wanted, found, shapes, strict=True)
    ]


class Computing:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._plans: collections.OrderedDict[tuple[UUID | None, UUID], Plan | None] = (
            collections.OrderedDict()
        )
        self._reading: TickQueue[Wanted, Known] = TickQueue(
            self._read, batch_max=BATCH_MAX, queue_max=QUEUE_MAX
        )

    async def of_question(self, subject: Subject, ruleset: PreparedRuleset, deployed: Deployed) -> Values:
        """Compute what the ruleset and the version's columns name and the version does not compute itself.

        Raises: Overloaded, DeadlineExceeded, DatabaseUnavailable.
        """
        key = (ruleset.version_id, deployed.version_id)
        if key not in self._plans:
            self._plans[key] = await self._plan(subject.vault.scope_id, ruleset, deployed)
            if len(self._plans) > PLANS_MAX:
                self._plans.popitem(last=False)
        plan = self._plans[key]
        return NOTHING if plan is None else await self.of_plan(subject, plan)

    async def of_plan(self, subject: Subject, plan: Plan) -> Values:
        wanted = Wanted(subject, plan.reads)
        values: Known = {}
        if plan.reads:
            values = await self._reading.submit(wanted, subject.command.timeout_s)
        return plan.values(subject, values)

    async def close(self) -> None:
        await self._reading.close()

    async def _plan(self, environment_id: UUID, ruleset: PreparedRuleset, deployed: Deployed) -> Plan | None:
        async with self._database.transaction(environment_id) as tx:
            names, declared = await find_wanted(
                tx, environment_id, ruleset, deployed.version_id, deployed.version.manifest
            )
        plan = Plan.of(names, declared)
        return plan if plan.names or plan.compiled else None

    async def _read(self, wanted: Sequence[Wanted]) -> list[Known]:
        return await read_known(self._database, wanted)


async def _read_stored(
    tx: Transaction,
    wanted: Sequence[Wanted],
    stored: Sequence[int],
    found: list[CustomerState | None],
    shapes: list[Shape | None],
) -> None:
    queries = {at: _query_of(wanted[at].subject) for at in stored}
    unread = [at for at in stored if found[at] is None]
    for at, state in zip(unread, await states.read_many(tx, [queries[at] for at in unread]), strict=True):
        found[at] = state
    shaped = [at for at in stored if features_known.needs_shape(wanted[at].reads)]
    of_shape = [
        ProfileQuery(
            query.environment_id, query.customer, query.at, _there(found[at]).currency, query.exclude
        )
        for at, query in queries.items()
        if at in shaped
    ]
    for at, profile in zip(shaped, await profiles.read_many(tx, of_shape), strict=True):
        shapes[at] = profile


def _query_of(subject: Subject) -> StateQuery:
    payment: Payment | None = subject.command.transaction
    if payment is None:
        return StateQuery(subject.vault.scope_id, subject.customer, subject.at.astimezone(UTC))
    return prepared.query_for(payment, subject.vault, subject.customer)


def _there(state: CustomerState | None) -> CustomerState:
    if state is None:
        raise ValueError("a state was read for every question")
    return state
