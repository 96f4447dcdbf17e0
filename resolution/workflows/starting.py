"""How an instance begins, in the transaction of whoever starts it: a caller, an event, a decision."""

from collections.abc import Mapping
from uuid import UUID

import msgspec

from core import events, intake
from core.clock import Clock
from core.database import Transaction
from core.ids import public, uuid7
from inference.arm_trials import takes
from resolution.people import find_person
from resolution.sealing import sealing
from resolution.workflows import instance_store, queue_store, trial_store
from resolution.workflows.instance_store import NewInstance
from resolution.workflows.outcomes import LABEL, ms_of
from resolution.workflows.state import begin
from tenants.principals import Mode
from tenants.vault import EnvironmentVault

_PEOPLE = ("customer_id", "payee_id", "partner_id", "vendor_id")
TRIAL_LABEL = "workflow_trial/subject/v1"


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """version_id: the active one, in whose place a trial may put another. cause: the event or the decision that starts it, so that it is started by it once."""

    workflow_id: UUID
    workflow: str
    version_id: UUID
    subject: str
    mode: Mode
    given: Mapping[str, object]
    by: str
    cause: str | None = None


async def start(
    tx: Transaction, clock: Clock, vault: EnvironmentVault, environment_id: UUID, wanted: Wanted
) -> UUID | None:
    """Add an instance that is due at once. Returns: its id; None when one of its subject is open, or it was started before."""
    now, instance_id = clock.now(), uuid7(clock)
    version_id, trial_id = await _assigned(tx, vault, environment_id, wanted)
    state = begin(dict(wanted.given), wanted.subject, wanted.mode, ms_of(now))
    words = await sealing(tx, vault, await _person(tx, vault, wanted))
    made = await instance_store.add(
        tx,
        NewInstance(
            environment_id=environment_id,
            id=instance_id,
            workflow_id=wanted.workflow_id,
            version_id=version_id,
            subject=wanted.subject,
            cause=wanted.cause,
            state=words.seal(LABEL, instance_id, msgspec.json.encode(state)),
            started_by=wanted.by,
            started_at=now,
            customer=words.known,
            trial_id=trial_id,
        ),
    )
    if not made:
        return None
    await queue_store.add(tx, environment_id, instance_id, now)
    await intake.append(
        tx,
        intake.Entry(
            typ="workflow.start.v1",
            log=environment_id,
            eid=uuid7(clock),
            at=now,
            act=wanted.by,
            out=wanted.workflow,
            refs=(instance_id, version_id) if trial_id is None else (instance_id, version_id, trial_id),
        ),
    )
    await events.announce(
        tx,
        clock,
        environment_id,
        "workflow.started",
        public("wfi", instance_id),
        {"workflow": wanted.workflow},
    )
    return instance_id


async def _person(tx: Transaction, vault: EnvironmentVault, wanted: Wanted) -> UUID | None:
    """Whom an instance is about: its subject says so, else the first of its input that names somebody."""
    found = await find_person(tx, vault.scope_id, wanted.subject)
    if found is not None:
        return found
    for held in (wanted.given, *(each for each in wanted.given.values() if isinstance(each, Mapping))):
        named = next((held[name] for name in _PEOPLE if isinstance(held.get(name), str)), None)
        if named is not None:
            return vault.handle(str(named))
    return None


async def _assigned(
    tx: Transaction, vault: EnvironmentVault, environment_id: UUID, wanted: Wanted
) -> tuple[UUID, UUID | None]:
    """Return the version that starts it, and the trial in which it does. A subject falls to the same one every time."""
    trial = await trial_store.running(tx, environment_id, wanted.workflow_id)
    if trial is None or trial.control_version != wanted.version_id:
        return wanted.version_id, None
    subject = vault.digest(TRIAL_LABEL, wanted.subject.encode())
    taken = takes(subject, trial.id, trial.share_percent)
    return trial.candidate_version if taken else trial.control_version, trial.id
