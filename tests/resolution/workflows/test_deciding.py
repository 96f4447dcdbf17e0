"""The action `decide` against the real decision path: the shipped ticket workflow asks the real starter."""

import pathlib
from collections.abc import AsyncIterator
from typing import cast

import pytest

from core.ids import uuid7
from core.json_values import JsonValue
from core.postgres import EmbeddedPostgres
from resolution.actions import ActionCall, ActionFailed, Actions
from resolution.case_actions import OpenCaseAction
from resolution.case_entities import QueueSettings
from resolution.workflows.deciding import DecideAction
from resolution.workflows.runner import Runner, RunnerSettings
from tests.product import Product, product

TICKET: dict[str, JsonValue] = {
    "id": "tick_9",
    "customer_id": "cust_42",
    "subject": "Payout not received",
    "text": "Hello, my payout of Rs 4,200 has not arrived for 5 days. Please look into this.",
    "channel": "email",
}
QUEUES = ("finance", "support-l1", "support-l2")


@pytest.fixture
async def running(postgres: EmbeddedPostgres, tmp_path: pathlib.Path) -> AsyncIterator[Product]:
    async with product(postgres, tmp_path) as running:
        yield running


def asked(running: Product, key: str, **arguments: JsonValue) -> ActionCall:
    services, caller = running.services, running.asha.system
    return ActionCall(
        environment_id=caller.environment_id,
        instance_id=uuid7(services.clock),
        step="/do/0/triage",
        attempt=1,
        key=key,
        mode=caller.mode,
        arguments=arguments,
    )


async def test_a_ticket_is_routed_as_it_was_decided(running: Product) -> None:
    """The template asks `ticket-triage` through the path of every decision, and opens a case in the queue of its answer."""
    services, caller = running.services, running.asha.system
    database, vaults = services.workflow_instances._database, services.workflow_instances._vaults
    for queue in QUEUES:
        await services.case_queues.set(caller, queue, QueueSettings(team=queue))
    actions = Actions([DecideAction(services.decisions), OpenCaseAction(database, services.cases)])
    runner = Runner(database, vaults, services.clock, actions, RunnerSettings())
    workflow = await services.workflows.activate_template(caller, "ticket-escalation", "for a test")
    begun = await services.workflow_instances.start(caller, workflow.id, "tick_9", {"ticket": TICKET})
    await runner.run_due()
    steps = (await services.workflow_instances.steps(caller, begun.id, None, 100)).data
    assert [(each.action, each.outcome) for each in steps if each.what == "call"] == [
        ("decide", "done"),
        ("case.open", "done"),
    ]
    page = (await running.rest.get("/api/v1/decisions", params={"use_case": "ticket-triage"}, headers=running.asha.headers)).json()  # fmt: skip
    (decision,) = page["data"]
    shown = (
        await running.rest.get(f"/api/v1/decisions/{decision['id']}", headers=running.asha.headers)
    ).json()
    answer = shown["answer"]
    where = "finance" if answer["route"] == "finance" else "support-l2" if answer["route"] == "l2" or answer["urgent"] else "support-l1"  # fmt: skip
    opened = {each.name: each.open for each in await services.case_queues.list(caller)}
    assert opened == {**dict.fromkeys(QUEUES, 0), where: 1}
    assert answer["root_cause"] == "payout_delayed"


async def test_a_step_that_is_tried_again_gets_the_decision_that_was_made(running: Product) -> None:
    """One key is one decision; other facts under it are refused, and trying again would not help."""
    action = DecideAction(running.services.decisions)
    first = await action.carry_out(asked(running, "step-1", use_case="ticket-triage", event=TICKET))
    again = await action.carry_out(asked(running, "step-1", use_case="ticket-triage", event=TICKET))
    assert again == first
    assert {"route", "urgent", "root_cause", "probability"} <= cast(
        "dict[str, object]", first.output["answer"]
    ).keys()
    other = await action.carry_out(asked(running, "step-2", use_case="ticket-triage", event=TICKET))
    assert other.output["decision"] != first.output["decision"]
    changed = {**TICKET, "text": "Something else."}
    with pytest.raises(ActionFailed) as refused:
        await action.carry_out(asked(running, "step-1", use_case="ticket-triage", event=changed))
    assert not refused.value.retryable


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"use_case": "no-such-thing", "event": TICKET}, "use_case_unknown"),
        ({"use_case": "ticket-triage", "event": {"id": "x"}}, "arguments_refused"),
        ({"use_case": "ticket-triage", "more": 1}, "arguments_refused"),
        ({"use_case": "transaction-anomaly", "event": TICKET}, "arguments_refused"),
    ],
)
async def test_what_cannot_be_asked_is_final(
    running: Product, arguments: dict[str, JsonValue], code: str
) -> None:
    """A document that asks wrongly fails at once, with a code and without a second try."""
    with pytest.raises(ActionFailed) as refused:
        await DecideAction(running.services.decisions).carry_out(asked(running, "step-3", **arguments))
    assert (refused.value.code, refused.value.retryable) == (code, False)
