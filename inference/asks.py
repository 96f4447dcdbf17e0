"""A question on its way through a tick: the command with everything that was looked up before it may wait in line."""

import asyncio
import functools
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
import numpy as np
from numpy.typing import NDArray

from core.clock import NOT_AHEAD, Clock, ahead_now
from core.cpu import CpuPool
from core.deadlines import during
from core.errors import ErrorKind, FieldError, InvalidRequest, PlatformError
from core.ids import uuid7
from inference import catalogue, magic
from inference.answering.transaction_anomaly import Population
from inference.catalogue import UseCase
from inference.class_reasons import ClassReasons
from inference.declared.columns import filled, widened
from inference.declared.computing import NOTHING, Computing, Subject, Values
from inference.deployments import Deployed, Deployments
from inference.entities import DecideCommand, Seen
from inference.evidence import takes_long
from inference.evidence_shares import Said
from inference.features.events import EVENT_SETS
from inference.inputs import plain_inputs
from inference.magic import Magic
from inference.mixed_columns import own_inputs
from inference.pasts.questions import PastQuestion
from inference.populations import Populations
from inference.predictions import GONE, Scored
from inference.routing import Lane, Routing, choose_of
from inference.rule_lists import Known, RuleLists
from payments import checks
from payments.facts import Transaction
from rules.active import ActiveRulesets
from rules.evaluation import PreparedRuleset
from tenants.principals import Principal
from tenants.vault import EnvironmentVault
from tenants.vaults import Vaults


class InputsNotTaken(PlatformError):
    kind = ErrorKind.INVALID
    code = "inputs_not_taken"
    fix = "Leave `inputs` out, or deploy a version that declares its own columns."


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """customer: the vault's handle. subject_id: what the handle was made of, to be sealed for a new customer.

    columns: what is scored where no stored state is needed: float32[n_features] of the tenant's own columns, or
    float32[n, n_features] of an event that carries all it needs; None where features come from facts and state.
    shadow: what scores this question too, once it is answered. passed_over: deployments that would have decided or scored it, did
    it not lack columns that they alone take.
    scored: what a model server made of it, before it waits for a tick; then `columns` are the features it was sent.
    computed: features that the ruleset or the version's columns name beside the model's own; of_shadow: of the shadow's.
    population: of others, that a payment is compared with.
    said: of a version that tells classes of texts, what `columns` were made of, read once for its reasons too.
    past: of a version whose columns are made of what was known before, what to look for and to keep; `columns` are without it
    until the tick. past_of_shadow, columns_of_shadow: the same of the shadow's.
    beside: the payment that several questions are asked about at once; all are as of it. call: the first of their decisions.
    known: what the ruleset may ask about lists and suppressions; None where it asks nothing. seen: of a replay, what it was told.
    magic: of a sandbox, what the customer or amount does besides. ahead: of a sandbox, how far its clock was moved; a tick has none at hand.
    """

    caller: Principal
    command: DecideCommand
    use_case: UseCase
    decision_id: UUID
    decided_at: datetime
    vault: EnvironmentVault
    customer: UUID
    subject_id: str
    deployed: Deployed
    ruleset: PreparedRuleset
    columns: NDArray[np.float32] | None
    shadow: Deployed | None = None
    scored: Scored | None = None
    computed: Values = NOTHING
    of_shadow: Values = NOTHING
    population: Population | None = None
    said: Said | None = None
    past: PastQuestion | None = None
    past_of_shadow: PastQuestion | None = None
    columns_of_shadow: NDArray[np.float32] | None = None
    beside: Transaction | None = None
    call: UUID | None = None
    passed_over: tuple[UUID, ...] = ()
    known: Known | None = None
    seen: Seen | None = None
    magic: Magic | None = None
    ahead: timedelta = NOT_AHEAD

    @property
    def environment_id(self) -> UUID:
        return self.caller.environment_id


class Asks:
    """Prepares questions: looks up vault, deployment and ruleset (all cached) and refuses what cannot be asked."""

    def __init__(
        self,
        vaults: Vaults,
        deployments: Deployments,
        rulesets: ActiveRulesets,
        computing: Computing,
        populations: Populations,
        clock: Clock,
        *,
        lists: RuleLists,
        cpu: CpuPool,
    ) -> None:
        self._cpu = cpu
        self._lists = lists
        self._computing = computing
        self._populations = populations
        self._vaults = vaults
        self._deployments = deployments
        self._rulesets = rulesets
        self._clock = clock

    async def prepare(self, caller: Principal, command: DecideCommand, at: datetime | None = None) -> Ask:
        """at: the moment of several questions; now for one.

        Raises: UseCaseUnknown, InvalidRequest, InputsNotTaken, DeadlineExceeded.
        """
        use_case = catalogue.get(command.use_case)
        routing = self._deployments.routes.find(caller.environment_id, use_case.name)
        ruleset = self._rulesets.find_active(caller.environment_id, use_case.name)
        vault = self._vaults.find(caller.environment_id)
        if routing is None or ruleset is None or vault is None:
            async with during(command.timeout_s):
                routing = await self._deployments.routes.get(caller.environment_id, use_case.name)
                ruleset = await self._rulesets.get(caller.environment_id, use_case.name)
                vault = await self._vaults.of(caller.environment_id)
        now = at or self._clock.now()
        decision_id = uuid7(self._clock)
        command = _named(use_case, command, decision_id)
        lane = routing.lane(_segment_of(command))
        subject_id = _subject_of(use_case, command, decision_id, lane.champion)
        customer = vault.handle(subject_id)
        deployed, shadow, own, passed_over = _chosen(routing, lane, customer, command)
        command, own = _with_numbers(deployed, command), _with_numbers(deployed, own)
        _check(use_case, deployed, command, now)
        population = None
        if use_case.compares and command.transaction is not None:
            population = await self._population(caller, command.transaction, command)
        computed, of_shadow = NOTHING, NOTHING
        if ruleset.features or deployed.computed or (shadow is not None and shadow.computed):
            about = None if use_case.about is None else use_case.about.name
            subject = Subject(
                vault=vault, customer=customer, at=now, mode=caller.mode, command=command, event=about
            )
            computed, of_shadow = await self._beside(subject, ruleset, deployed, shadow)
        columns, said = await self._columns(use_case, deployed, own, now, computed)
        known = None
        if ruleset.list_names or ruleset.suppressed:
            known = await self._known(caller, ruleset, command)
        ask = Ask(
            caller=caller,
            command=command,
            use_case=use_case,
            decision_id=decision_id,
            decided_at=now,
            vault=vault,
            customer=customer,
            subject_id=subject_id,
            deployed=deployed,
            ruleset=ruleset,
            columns=columns,
            said=said,
            passed_over=passed_over,
            shadow=shadow,
            past=_past_of(deployed, vault, own, now),
            past_of_shadow=_past_of_shadow(shadow, vault, command, now),
            computed=computed,
            of_shadow=of_shadow,
            population=population if population is not None and population.payments else None,
            known=known,
        )
        return ask if caller.mode == "live" else _of_sandbox(ask)

    async def _beside(
        self, subject: Subject, ruleset: PreparedRuleset, deployed: Deployed, shadow: Deployed | None
    ) -> tuple[Values, Values]:
        """Features beside the model's own: of what decides, and of what scores in the shadow."""
        async with during(subject.command.timeout_s):
            computed = await self._computing.of_question(subject, ruleset, deployed)
            if shadow is None:
                return computed, NOTHING
            return computed, await self._computing.of_question(subject, ruleset, shadow)

    async def _known(self, caller: Principal, ruleset: PreparedRuleset, command: DecideCommand) -> Known:
        """What the ruleset may ask about lists and suppressions."""
        known = self._lists.find(caller.environment_id, ruleset)
        if known is None:
            async with during(command.timeout_s):
                known = await self._lists.get(caller.environment_id, ruleset)
        return known

    async def _population(
        self, caller: Principal, payment: Transaction, command: DecideCommand
    ) -> Population | None:
        asked = (caller.environment_id, payment, command.segment)
        found = self._populations.find(*asked)
        if found is None:
            async with during(command.timeout_s):
                found = await self._populations.get(*asked)
        return found

    async def _columns(
        self, use_case: UseCase, deployed: Deployed, command: DecideCommand, now: datetime, computed: Values
    ) -> tuple[NDArray[np.float32] | None, Said | None]:
        """What is scored, and what texts it was made of. Raises: InputsRefused, Overloaded, DeadlineExceeded."""
        if command.inputs is not None:
            if deployed.version.evidence is None:
                return deployed.inputs.encode(filled(command.inputs, computed, deployed.computed)), None
            if takes_long(command.inputs):  # up to 60 ms for the largest: others go on meanwhile
                work = functools.partial(read_words, deployed, command, computed)
                return await self._cpu.run(work, timeout_s=command.timeout_s)
            return read_words(deployed, command, computed)
        if command.event is None:
            return None, None
        features = EVENT_SETS[deployed.version.manifest.feature_set]
        if (
            use_case.about is not None and use_case.about.bulk
        ):  # up to 90 ms for the largest: others go on meanwhile
            rows = await asyncio.to_thread(features.compute, command.event, now)
        else:
            rows = features.compute(command.event, now)
        return widened(deployed, rows, computed), None


def read_words(
    deployed: Deployed, command: DecideCommand, computed: Values
) -> tuple[NDArray[np.float32], Said | None]:
    """What a version that tells classes scores of a question, and what that was made of, where it gives reasons."""
    inputs = filled(command.inputs or {}, computed, deployed.computed)
    if not isinstance(deployed.classes, ClassReasons):  # of before reasons were kept
        return deployed.inputs.encode(inputs), None
    said = deployed.classes.read(inputs)
    return said.features, said


def _of_sandbox(ask: Ask) -> Ask:
    """A sandbox's question with what its customer or amount does, and how far its clock was moved."""
    by = ahead_now()
    if by:
        ask = msgspec.structs.replace(ask, ahead=by)
    found = magic.find(ask.caller.mode, ask.subject_id, ask.command.transaction or ask.command.event)
    if found is None:
        return ask
    return msgspec.structs.replace(ask, magic=found, scored=GONE if found.gone else None)


def _chosen(
    routing: Routing, lane: Lane, customer: UUID, command: DecideCommand
) -> tuple[Deployed, Deployed | None, DecideCommand, tuple[UUID, ...]]:
    """Return what decides, what scores in the shadow, the question as the first of them takes it, and what lacks columns of it.

    Raises: InputsRefused.
    """
    mixed = routing.mixed
    if mixed is None or command.inputs is None or lane.champion.version.manifest.inputs == "facts":
        return lane.choose(customer), lane.shadow_of(customer), command, ()
    chosen = choose_of(mixed, lane, customer, command.inputs)
    return chosen.deployed, chosen.shadow, own_command(chosen.deployed, command), chosen.passed_over


def _with_numbers(deployed: Deployed, command: DecideCommand) -> DecideCommand:
    """The question with the texts of numbers read, where its version was trained on numbers written as texts."""
    if not deployed.written or command.inputs is None:
        return command
    return msgspec.structs.replace(command, inputs=plain_inputs(deployed.written, command.inputs))


def own_command(deployed: Deployed, command: DecideCommand) -> DecideCommand:
    """The question with the columns that a version takes: a request may carry those of others too."""
    inputs = None if command.inputs is None else own_inputs(deployed.version.manifest, command.inputs)
    return command if inputs is command.inputs else msgspec.structs.replace(command, inputs=inputs)


def _named(use_case: UseCase, command: DecideCommand, decision_id: UUID) -> DecideCommand:
    """Name by the decision what an event left without a name."""
    if command.event is None or use_case.about is None:
        return command
    named = use_case.about.named(command.event, decision_id)
    return command if named is command.event else msgspec.structs.replace(command, event=named)


def region_of(ask: Ask) -> str | None:
    """Where it happened: what the request says, else of the payment that was asked about or stood beside."""
    payment = ask.command.transaction or ask.beside
    return ask.command.region or (None if payment is None else payment.region)


def _segment_of(command: DecideCommand) -> str | None:
    """What the request declares; without it, the region of its payment."""
    if command.segment is not None or command.transaction is None:
        return command.segment
    return command.transaction.region


def _past_of(
    deployed: Deployed, vault: EnvironmentVault, command: DecideCommand, now: datetime
) -> PastQuestion | None:
    """What to look for of what was known before, where a version's columns are made of it. Raises: InputsRefused."""
    if deployed.past is None or command.inputs is None:
        return None
    return deployed.past.question(vault, command.inputs, now)


def _past_of_shadow(
    shadow: Deployed | None, vault: EnvironmentVault, command: DecideCommand, now: datetime
) -> PastQuestion | None:
    """The same of a shadow, which may take other columns. Raises: InputsRefused."""
    return None if shadow is None else _past_of(shadow, vault, own_command(shadow, command), now)


def _subject_of(use_case: UseCase, command: DecideCommand, decision_id: UUID, champion: Deployed) -> str:
    """Whose data this is: the customer named, or, where none is, whose past is looked at, or somebody known by this
    decision alone."""
    if use_case.about is not None and command.event is not None:
        return use_case.about.subject_of(command.event) or f"decision:{decision_id}"
    if command.transaction is not None:
        return command.transaction.customer_id
    if command.customer_id is not None:
        return command.customer_id
    named = None if champion.past is None else champion.past.subject_of(command.inputs or {})
    return named or f"decision:{decision_id}"


def _check(use_case: UseCase, deployed: Deployed, command: DecideCommand, now: datetime) -> None:
    own_columns = deployed.version.manifest.inputs == "columns"
    if command.inputs is not None and not own_columns:
        refused = FieldError("inputs", "The deployed version has no columns of your own.", InputsNotTaken.fix)
        raise InputsNotTaken("The deployed version scores facts, not columns of your own.", fields=[refused])
    if own_columns:
        if command.inputs is None:
            raise _missing("inputs", "the columns that the deployed version declares")
    elif use_case.about is not None:
        if command.event is None:
            raise _missing(use_case.about.name, "the facts to decide about")
    elif use_case.input == "transaction":
        if command.transaction is None:
            raise _missing("transaction", "the payment to decide about")
    elif command.customer_id is None:
        raise _missing("customer_id", "your id of the customer to decide about")
    if command.event is not None and use_case.about is not None:
        use_case.check_event(command.event, now)
    if command.transaction is not None:
        checks.check_transaction(command.transaction, now, "transaction")
    for at, transaction in enumerate(command.transactions or ()):
        _check_past(command, transaction, now, f"transactions[{at}]")


def _check_past(command: DecideCommand, transaction: Transaction, now: datetime, path: str) -> None:
    checks.check_transaction(transaction, now, path)
    if transaction.customer_id != command.customer_id:
        refused = FieldError(
            f"{path}.customer_id", "It is not `customer_id`.", "Send one customer's payments."
        )
        raise InvalidRequest("The history holds a payment of another customer.", fields=[refused])


def _missing(field: str, what: str) -> InvalidRequest:
    return InvalidRequest(
        f"The field `{field}` is missing.", fields=[FieldError(field, "It is missing.", f"Send {what}.")]
    )
