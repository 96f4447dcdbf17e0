"""Instances on a real PostgreSQL and a real HTTP connector: they survive, they wait, and each thing happens once."""

import asyncio
from typing import cast

import pytest

from core.canonical import decode
from resolution.workflows.entities import (
    ChoiceUnknown,
    InstanceEnded,
    InstanceOpen,
    NothingToAnswer,
)
from tenants.permissions import PERMISSIONS_OF_ROLE, Permission, Role
from tenants.principals import PermissionDenied
from tests.resolution.workflows.conftest import World
from tests.resolution.workflows.documents import RETRY, ask, call, document


async def test_an_instance_acts_waits_and_ends(world: World) -> None:
    """A call, a timer and a second call: each reaches the connector once, and the instance ends."""
    begun = await world.start(
        document(call("first"), {"pause": {"wait": "PT1H"}}, call("second")), {"reference": "r1"}
    )
    await world.runner.run_due()
    shown = await world.instances.get(world.caller, begun)
    assert (shown.status, shown.waits_for, len(world.bank.effects)) == ("waiting", "timer", 1)
    await world.later(minutes=59)
    assert len(world.bank.effects) == 1
    await world.later(minutes=1)
    shown = await world.instances.get(world.caller, begun)
    assert (shown.status, shown.code, len(world.bank.effects)) == ("completed", None, 2)
    assert world.bank.bodies == [{"reference": "r1"}, {"reference": "r1"}]
    with pytest.raises(InstanceEnded):
        await world.instances.cancel(world.caller, begun)


async def test_a_lost_turn_is_carried_out_again_under_the_same_key(world: World) -> None:
    """A worker that dies between the deed and its record costs a second delivery, and no second effect."""
    begun = await world.start(document(call("only")), {"reference": "r1"})
    dying = world.another_runner()
    assert await dying.take() == 1
    await asyncio.gather(*dying._turns)  # and what they came to is never written
    assert sum(world.bank.deliveries.values()) == 1
    await world.runner.run_due()
    assert (await world.instances.get(world.caller, begun)).status == "running"
    await world.later(minutes=2)
    assert (await world.instances.get(world.caller, begun)).status == "completed"
    assert list(world.bank.effects.values()) == [1]
    assert sum(world.bank.deliveries.values()) == 2


async def test_a_failing_call_is_tried_again_with_growing_waits(world: World) -> None:
    """After one hour, two, and four; the key is the same each time, and what was caught goes on."""
    world.bank.refuse["/http.call"] = [503, 503, 503]
    tried = {
        "pay": {
            "try": [call("send")],
            "catch": {"errors": {"with": {"type": "communication"}}, "retry": RETRY},
        }
    }
    begun = await world.start(document(tried), {"reference": "r1"})
    await world.runner.run_due()
    for hours, calls in ((1, 2), (2, 3), (4, 4)):
        await world.later(hours=hours, seconds=-1)
        assert len(world.bank.paths) == calls - 1
        await world.later(seconds=1)
        assert len(world.bank.paths) == calls
    assert (await world.instances.get(world.caller, begun)).status == "completed"
    assert list(world.bank.effects.values()) == [1]


async def test_retries_stop(world: World) -> None:
    """After the last retry the catch's own tasks run, and the error is theirs to read."""
    world.bank.refuse["/http.call"] = [503] * 9
    catch = {"retry": RETRY, "do": [{"tell": {"call": "mail.send", "with": {"code": "${ $error.title }"}}}]}
    begun = await world.start(document({"pay": {"try": [call("send")], "catch": catch}}), {"reference": "r1"})
    for _ in range(8):
        await world.later(hours=8)
    assert (await world.instances.get(world.caller, begun)).status == "completed"
    assert world.bank.paths == ["/http.call"] * 4 + ["/mail.send"]
    assert world.bank.bodies[-1] == {"code": "bank_down"}


async def test_what_cannot_help_is_not_tried_again(world: World) -> None:
    """A refusal that the action calls final ends the instance at once, whatever the policy."""
    world.bank.refuse["/http.call"] = [422]
    begun = await world.start(
        document(
            {
                "pay": {"try": [call("send")], "catch": {"retry": RETRY}},
            }
        ),
        {"reference": "r"},
    )
    await world.runner.run_due()
    assert (await world.instances.get(world.caller, begun)).status == "completed"
    assert world.bank.paths == ["/http.call"]
    world.bank.refuse["/http.call"] = [422]
    begun = await world.start(document(call("send")), {"reference": "r"}, "s2")
    await world.runner.run_due()
    shown = await world.instances.get(world.caller, begun)
    assert (shown.status, shown.code) == ("faulted", "bank_refused")


async def test_what_was_done_is_taken_back_in_reverse(world: World) -> None:
    """When a later step fails, compensations run newest first, each once, with what their steps gave."""
    world.bank.answers["/sms.send"] = {"id": "x7"}
    steps = [
        call("one", metadata={"compensate": {"call": "case.open", "with": {"undo": "one"}}}),
        call(
            "two",
            "sms.send",
            metadata={"compensate": {"call": "case.open", "with": {"undo": "${ $output.id }"}}},
        ),
        call("three", "mail.send"),
    ]
    world.bank.refuse["/mail.send"] = [422]
    begun = await world.start(document(*steps), {"reference": "r"})
    await world.runner.run_due()
    shown = await world.instances.get(world.caller, begun)
    assert (shown.status, shown.code) == ("faulted", "bank_refused")
    undone = [body["undo"] for body in world.bank.bodies if "undo" in body]
    assert undone == ["x7", "one"]


async def test_cancelling_takes_back_and_ends(world: World) -> None:
    """Cancelled while it waits: the compensation runs, then nothing more."""
    step = call("one", metadata={"compensate": {"call": "case.open", "with": {"undo": "one"}}})
    begun = await world.start(document(step, {"hold": {"wait": "P9D"}}, call("two")), {"reference": "r"})
    await world.runner.run_due()
    await world.instances.cancel(world.caller, begun)
    await world.runner.run_due()
    assert (await world.instances.get(world.caller, begun)).status == "cancelled"
    assert world.bank.paths == ["/http.call", "/case.open"]


async def test_a_person_answers_once_and_in_their_role(world: World) -> None:
    """Who lacks the role is refused, so are unknown choices; the first answer counts and a second one has nothing to answer."""
    switch = {
        "by": {
            "switch": [
                {"paid": {"when": "${ $output.choice == 'pay' }", "then": "pay"}},
                {"not": {"then": "end"}},
            ]
        }
    }
    begun = await world.start(document(ask(), switch, call("pay")), {"reference": "r"})
    await world.runner.run_due()
    shown = await world.instances.get(world.caller, begun)
    assert (shown.task, shown.team, shown.choices) == ("decide", "finance", ["pay", "stop"])
    agent = world.as_role(Role.AGENT)
    with pytest.raises(PermissionDenied):
        await world.instances.answer(agent, begun, "decide", "pay")
    analyst = world.as_role(Role.ANALYST)
    with pytest.raises(ChoiceUnknown):
        await world.instances.answer(analyst, begun, "decide", "perhaps")
    await world.instances.answer(analyst, begun, "decide", "pay")
    with pytest.raises(NothingToAnswer):
        await world.instances.answer(analyst, begun, "decide", "stop")
    await world.runner.run_due()
    assert (await world.instances.get(world.caller, begun)).status == "completed"
    assert world.bank.paths == ["/http.call"]


async def test_nobody_answers_and_it_escalates(world: World) -> None:
    """A human task past its deadline is an error that a catch turns into the next one's task."""
    first = ask("first", timeout={"after": "PT4H"})
    escalate = {
        "tried": {"try": [first], "catch": {"errors": {"with": {"type": "timeout"}}, "do": [ask("second")]}}
    }
    begun = await world.start(document(escalate), {"reference": "r"})
    await world.runner.run_due()
    await world.later(hours=4)
    shown = await world.instances.get(world.caller, begun)
    assert (shown.status, shown.step) == ("waiting", "/do/0/tried/catch/do/0/second")


async def test_a_paused_instance_does_nothing(world: World) -> None:
    """Timers that run out meanwhile are over when it is resumed, not before."""
    begun = await world.start(document({"hold": {"wait": "PT1H"}}, call("then")), {"reference": "r"})
    await world.runner.run_due()
    await world.instances.pause(world.caller, begun)
    await world.later(hours=2)
    assert world.bank.paths == []
    await world.instances.resume(world.caller, begun)
    await world.runner.run_due()
    assert world.bank.paths == ["/http.call"]
    assert (await world.instances.get(world.caller, begun)).status == "completed"


async def test_one_open_instance_of_a_subject(world: World) -> None:
    """A second start of the same subject is refused while the first is open, and taken when it has ended."""
    begun = await world.start(document({"hold": {"wait": "PT1H"}}), {}, "pyt_1")
    workflow_id = (await world.instances.get(world.caller, begun)).workflow_id
    with pytest.raises(InstanceOpen):
        await world.instances.start(world.caller, workflow_id, "pyt_1", {})
    await world.instances.start(world.caller, workflow_id, "pyt_2", {})
    await world.later(hours=0)
    await world.later(hours=1)
    again = await world.instances.start(world.caller, workflow_id, "pyt_1", {})
    assert again.id != begun


async def test_an_instance_goes_on_by_the_version_that_started_it(world: World) -> None:
    """Activating another version changes nothing for what is under way."""
    begun = await world.start(document({"hold": {"wait": "PT1H"}}, call("then")), {"reference": "old"}, "s1")
    await world.runner.run_due()
    newer = await world.start(
        document({"hold": {"wait": "PT1H"}}, call("then", "mail.send")), {"reference": "new"}, "s2"
    )
    await world.runner.run_due()
    await world.later(hours=1)
    assert sorted(world.bank.paths) == ["/http.call", "/mail.send"]
    first, second = [await world.instances.get(world.caller, each) for each in (begun, newer)]
    assert first.workflow_id == second.workflow_id
    assert first.version_id != second.version_id


async def test_every_action_is_in_the_ledger(world: World) -> None:
    """Start, each action with its outcome and a commitment, and the end; no entry holds what was said."""
    begun = await world.start(document(call("only")), {"reference": "somebody@example.com"})
    await world.runner.run_due()
    async with world.database.transaction(world.caller.environment_id) as tx:
        rows = await tx.fetch(
            "SELECT entry AS data FROM ledger_intake WHERE environment_id = $1 ORDER BY seq",
            world.caller.environment_id,
        )
        state = await tx.fetchval("SELECT state FROM workflow_instance WHERE id = $1", begun)
    entries = [cast("dict[str, object]", decode(row["data"])) for row in rows]
    ours = {entry["typ"]: entry for entry in entries if str(entry["typ"]).startswith("workflow.")}
    assert list(ours) == [
        "workflow.version.v1",
        "workflow.activate.v1",
        "workflow.start.v1",
        "workflow.action.v1",
        "workflow.end.v1",
    ]
    assert ours["workflow.action.v1"]["out"] == "done"
    (committed,) = cast("list[bytes]", ours["workflow.action.v1"]["pc"])
    assert len(committed) == 32
    assert all(b"somebody@example.com" not in bytes(row["data"]) for row in rows)
    assert state is None, "what an instance knew is gone when it has ended"


async def test_data_rest_sealed(world: World) -> None:
    """What an open instance knows is not to be read in the database."""
    begun = await world.start(document({"hold": {"wait": "PT1H"}}), {"reference": "somebody@example.com"})
    await world.runner.run_due()
    async with world.database.transaction(world.caller.environment_id) as tx:
        row = await tx.fetchrow("SELECT i.* FROM workflow_instance AS i WHERE id = $1", begun)
    assert row is not None
    assert b"somebody" not in row["state"]
    assert "somebody" not in str({key: value for key, value in row.items() if key != "state"})


async def test_who_may_not_run_may_not_start(world: World) -> None:
    """Reading alone starts, answers and cancels nothing."""
    begun = await world.start(document(ask()), {})
    viewer = world.as_role(Role.VIEWER)
    workflow_id = (await world.instances.get(viewer, begun)).workflow_id
    for doing in (
        world.instances.start(viewer, workflow_id, "s9", {}),
        world.instances.cancel(viewer, begun),
        world.instances.pause(viewer, begun),
        world.instances.answer(viewer, begun, "decide", "pay"),
    ):
        with pytest.raises(PermissionDenied):
            await doing
    assert Permission.WORKFLOWS_RUN not in PERMISSIONS_OF_ROLE[Role.VIEWER]
