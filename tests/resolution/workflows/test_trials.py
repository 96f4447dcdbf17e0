"""Trials on a real PostgreSQL: subjects keep their arm, endings are counted, the guardrail ends what fails."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import cast
from uuid import UUID

import msgspec
import pytest

from core.canonical import decode
from core.errors import PlatformError
from core.events import TOPIC, Announced
from core.ids import public
from resolution.workflows.entities import Version, WorkflowVersionNotFound
from resolution.workflows.instances import Asked
from resolution.workflows.trial_entities import (
    Terms,
    Trial,
    TrialEnded,
    TrialNotFound,
    TrialRefused,
    TrialRunning,
)
from resolution.workflows.trial_watch import TrialWatch
from tenants.permissions import Role
from tenants.principals import PermissionDenied
from tests.resolution.workflows.conftest import World
from tests.resolution.workflows.documents import call, document

WAITS = {"rest": {"wait": "PT1H"}}
FAILS = {"stop": {"raise": {"error": {"type": "https://x.example/e", "status": 500, "title": "broken"}}}}


async def push(world: World, *tasks: Mapping[str, object], **more: object) -> Version:
    return await world.workflows.push(world.caller, document(*tasks, **more), "for a test")


async def trial_of(
    world: World,
    control: Sequence[Mapping[str, object]],
    candidate: Sequence[Mapping[str, object]],
    **terms: object,
) -> Trial:
    """A trial of two versions, half and half."""
    first, second = await push(world, *control), await push(world, *candidate)
    await world.workflows.activate(world.caller, first.workflow_id, first.id, "for a test")
    world.clock.advance(dt.timedelta(seconds=1))
    wanted = Terms(**{"candidate_version": second.id, "share_percent": 50, **terms})  # type: ignore[arg-type]
    return await world.trials.start(world.caller, first.workflow_id, wanted, "is it better?")


async def start(world: World, trial: Trial, count: int, prefix: str = "s") -> dict[str, UUID]:
    """Start instances. Returns: by which version each subject's was."""
    return {
        subject: (await world.instances.start(world.caller, trial.workflow_id, subject, {"reference": "r"})).version_id
        for subject in (f"{prefix}{number}" for number in range(count))
    }  # fmt: skip


async def entries(world: World) -> list[tuple[object, object]]:
    """Type and outcome of the ledger's entries about trials, in their order."""
    async with world.database.transaction(world.caller.environment_id) as tx:
        query = "SELECT entry AS data FROM ledger_intake WHERE environment_id = $1 ORDER BY seq"
        rows = await tx.fetch(query, world.caller.environment_id)
    found = [cast("dict[str, object]", decode(row["data"])) for row in rows]
    return [(each["typ"], each["out"]) for each in found if "trial" in str(each["typ"])]


async def announced(world: World) -> list[Announced]:
    async with world.database.transaction(world.caller.environment_id) as tx:
        rows = await tx.fetch("SELECT payload FROM outbox WHERE topic = $1 ORDER BY id", TOPIC)
    told = [msgspec.json.decode(row["payload"], type=Announced) for row in rows]
    return [each for each in told if each.kind == "workflow.trial_ended"]


async def test_a_subject_keeps_its_arm(world: World) -> None:
    """Every start of a subject takes the same version, about half take each, and each subject counts once."""
    trial = await trial_of(world, [WAITS], [WAITS, {"more": {"wait": "PT1S"}}])
    first = await start(world, trial, 60)
    assert set(first.values()) == {trial.control_version, trial.candidate_version}
    assert 15 <= sum(each == trial.candidate_version for each in first.values()) <= 45
    await world.runner.run_due()
    await world.later(hours=1)
    await world.later(seconds=5)
    assert await start(world, trial, 60) == first
    found = await world.trials.compare(world.caller, trial.id)
    assert found.control.instances + found.candidate.instances == 60
    assert found.candidate.completed == found.candidate.instances


async def test_without_a_trial_the_active_version_starts(world: World) -> None:
    """Of another workflow, and after the end, nothing is assigned."""
    trial = await trial_of(world, [WAITS], [WAITS, {"more": {"wait": "PT1S"}}])
    ended = await world.trials.end(world.caller, trial.id, "enough", adopt=False)
    assert (ended.ended_as, ended.ended_by, ended.ended_reason) == ("kept", world.caller.id, "enough")
    assert set((await start(world, trial, 12)).values()) == {trial.control_version}
    with pytest.raises(TrialEnded):
        await world.trials.end(world.caller, trial.id, "again", adopt=True)


async def test_endings_are_counted_as_they_were(world: World) -> None:
    """Completed, with a case, faulted, cancelled, late and open are told apart; what ends after its time stays late."""
    asks = {"open": {"call": "case.open", "if": "${ $input.reference == 'case' }", "with": {"queue": "q"}}}
    trial = await trial_of(world, [asks, WAITS], [asks, WAITS, call("more")], within_s=7_200)

    async def begin(subject: str, reference: str = "r") -> UUID:
        made = await world.instances.start(world.caller, trial.workflow_id, subject, {"reference": reference})
        return made.id

    for subject in ("a", "b"):
        await begin(subject, "case")
    for subject in ("c", "d", "e"):
        await begin(subject)
    cancelled = await begin("f")
    paused = await begin("g")
    await world.runner.run_due()
    await world.instances.cancel(world.caller, cancelled)
    await world.instances.pause(world.caller, paused)
    await world.later(hours=1)
    assert await counts(world, trial) == {"completed": 3, "case_opened": 2, "cancelled": 1, "open": 1}
    await world.later(hours=2)
    await world.instances.resume(world.caller, paused)
    await world.runner.run_due()
    assert (await world.instances.get(world.caller, paused)).status == "completed"
    assert await counts(world, trial) == {"completed": 3, "case_opened": 2, "cancelled": 1, "late": 1}


async def counts(world: World, trial: Trial) -> dict[str, int]:
    found = await world.trials.compare(world.caller, trial.id)
    ways = ("completed", "case_opened", "faulted", "cancelled", "late", "open")
    both = {way: getattr(found.control, way) + getattr(found.candidate, way) for way in ways}
    return {way: count for way, count in both.items() if count}


async def test_a_candidate_that_fails_is_ended_by_itself(world: World) -> None:
    """The guardrail ends it once, whoever else watches, enters it into the ledger, announces it, and keeps what was counted."""
    trial = await trial_of(world, [call("act")], [FAILS])
    watches = [TrialWatch(world.database, world.clock, world.cpu) for _ in range(2)]
    environments = [world.caller.environment_id, world.stranger.environment_id]
    for each in watches:
        await each.look(environments)
    assert (await world.trials.get(world.caller, trial.id)).ended_at is None
    await start(world, trial, 60)
    await world.runner.run_due()
    world.clock.advance(dt.timedelta(seconds=1))
    for each in (*watches, *watches):
        await each.look(environments)
    assert [each.ended for each in watches] == [1, 0]
    ended = await world.trials.get(world.caller, trial.id)
    assert (ended.ended_as, ended.ended_by) == ("guardrail", "system")
    assert await entries(world) == [
        ("workflow.trial_start.v1", "a-test"),
        ("workflow.trial_guardrail.v1", "guardrail"),
    ]
    (told,) = await announced(world)
    assert told.subject == public("wft", trial.id)
    assert told.data["verdict"] == "worse"
    assert told.data["candidate_version"] == public("wfv", trial.candidate_version)
    assert set((await start(world, trial, 12, "t")).values()) == {trial.control_version}
    await world.runner.run_due()
    found = await world.trials.compare(world.caller, trial.id)
    assert (found.verdict, found.breached, found.until) == ("worse", True, ended.ended_at)
    assert found.control.instances + found.candidate.instances == 60


async def test_equal_versions_go_on(world: World) -> None:
    """The watch ends no trial whose arms do the same."""
    trial = await trial_of(world, [call("act")], [call("act"), {"rest": {"wait": "PT1S"}}])
    watch = TrialWatch(world.database, world.clock, world.cpu)
    for round_ in range(4):
        await start(world, trial, 15, f"r{round_}-")
        await world.runner.run_due()
        await world.later(seconds=5)
        await watch.look([world.caller.environment_id])
    assert (watch.ended, (await world.trials.get(world.caller, trial.id)).ended_at) == (0, None)
    assert (await world.trials.compare(world.caller, trial.id)).verdict == "undecided"


async def test_a_better_candidate_is_told_and_adopted(world: World) -> None:
    """It is called better, and adopting it makes it the active version, with the reason kept."""
    trial = await trial_of(world, [FAILS], [call("act")])
    await start(world, trial, 60)
    await world.runner.run_due()
    world.clock.advance(dt.timedelta(seconds=1))
    found = await world.trials.compare(world.caller, trial.id)
    assert (found.verdict, found.breached) == ("better", False)
    ended = await world.trials.end(world.caller, trial.id, "it works", adopt=True)
    assert ended.ended_as == "adopted"
    workflow = await world.workflows.get(world.caller, trial.workflow_id)
    assert workflow.active_version == trial.candidate_version
    changes = (await world.workflows.activations(world.caller, trial.workflow_id, None, 10)).data
    assert [each.reason for each in changes] == ["it works", "for a test"]
    assert changes[0].previous_version_id == trial.control_version
    (told,) = await announced(world)
    assert (told.data["ended_as"], told.data["verdict"]) == ("adopted", "better")


async def test_another_activation_ends_a_trial(world: World) -> None:
    """A third version replaces both, the candidate itself adopts it, and nothing active leaves nothing to try."""
    trial = await trial_of(world, [WAITS], [WAITS, {"more": {"wait": "PT1S"}}])
    third = await push(world, WAITS, {"third": {"wait": "PT3S"}})
    await world.workflows.activate(world.caller, trial.workflow_id, third.id, "another way")
    assert (await world.trials.get(world.caller, trial.id)).ended_as == "replaced"
    for ended_as in ("adopted", "deactivated"):
        wanted = Terms(candidate_version=trial.candidate_version)
        again = await world.trials.start(world.caller, trial.workflow_id, wanted, "once more")
        if ended_as == "adopted":
            await world.workflows.activate(world.caller, trial.workflow_id, wanted.candidate_version, "good")
            await world.workflows.activate(world.caller, trial.workflow_id, third.id, "back")
        else:
            await world.workflows.deactivate(world.caller, trial.workflow_id)
        assert (await world.trials.get(world.caller, again.id)).ended_as == ended_as


async def test_what_cannot_be_compared_is_refused(world: World) -> None:
    """The active version itself, one that starts on something else, a second trial, another workflow's version."""
    trial = await trial_of(world, [WAITS], [WAITS, {"more": {"wait": "PT1S"}}])

    async def refused(version_id: UUID) -> type[PlatformError]:
        with pytest.raises(PlatformError) as caught:
            await world.trials.start(
                world.caller, trial.workflow_id, Terms(candidate_version=version_id), "why not"
            )
        return caught.type

    assert await refused(trial.candidate_version) is TrialRunning
    await world.trials.end(world.caller, trial.id, "enough", adopt=False)
    assert await refused(trial.control_version) is TrialRefused
    stuck = {"on": {"one": {"with": {"type": "payout.stuck"}}}}
    assert await refused((await push(world, WAITS, schedule=stuck)).id) is TrialRefused
    assert await refused(trial.id) is WorkflowVersionNotFound


async def test_nobody_else_sees_or_ends_it(world: World) -> None:
    """Another tenant finds nothing, and who may only look changes nothing."""
    trial = await trial_of(world, [WAITS], [WAITS, {"more": {"wait": "PT1S"}}])
    for ask in (world.trials.get, world.trials.compare):
        with pytest.raises(TrialNotFound):
            await ask(world.stranger, trial.id)
    with pytest.raises(TrialNotFound):
        await world.trials.end(world.stranger, trial.id, "not mine", adopt=True)
    assert (await world.trials.list(world.stranger, None, None, 10)).data == []
    looks = world.as_role(Role.DEVELOPER)
    with pytest.raises(PermissionDenied):
        await world.trials.end(looks, trial.id, "may I", adopt=True)
    assert [each.id for each in (await world.trials.list(looks, trial.workflow_id, None, 10)).data] == [
        trial.id
    ]


async def test_a_trigger_assigns_as_a_caller_does(world: World) -> None:
    """Whoever starts it, the subject's arm is the same: it is the trial's, not the caller's."""
    trial = await trial_of(world, [call("act")], [call("act"), {"rest": {"wait": "PT1S"}}])
    first = await start(world, trial, 10)
    await world.runner.run_due()
    world.clock.advance(dt.timedelta(minutes=1))
    await world.runner.run_due()
    another = World(**{**world.__dict__, "caller": world.as_role(Role.OWNER)})
    assert await start(another, trial, 10) == first
    assert len((await world.instances.list(world.caller, Asked(), None, 100)).data) == 20
