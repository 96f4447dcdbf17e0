"""Cases: taken by one person each, timed by their clock, closed with a truth, approved by a second member."""

import datetime as dt
import pathlib
import uuid
from collections.abc import AsyncIterator, Callable

import pytest

from core import ids
from core.clock import ManualClock
from core.database import Database
from core.outbox import Message
from core.postgres import EmbeddedPostgres
from inference.entities import DecideCommand
from resolution import case_clock
from resolution.actions import ActionCall, ActionFailed
from resolution.case_actions import MoveCaseAction, OpenCaseAction, RaiseAlertAction
from resolution.case_entities import (
    Case,
    CaseClosed,
    CaseRefused,
    CaseResult,
    MoveCase,
    OpenCase,
    QueueSettings,
    SecondMemberNeeded,
    SlaMinutes,
)
from resolution.case_store import CaseRow
from resolution.case_watch import CaseWatch
from tenants.mail import FolderMailer
from tenants.notices import NoticeMail
from tenants.permissions import TENANT_PERMISSIONS, Role
from tenants.principals import Principal, PrincipalKind
from tenants.vaults import Vaults
from tests.product import Product, product
from tests.tenants.conftest import a_member

NOON = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
async def running(postgres: EmbeddedPostgres, tmp_path: pathlib.Path) -> AsyncIterator[Product]:
    async with product(postgres, tmp_path) as opened:
        await opened.services.case_queues.set(opened.asha.system, "fraud", QueueSettings(team="Fraud desk"))
        yield opened


async def opened(running: Product, title: str = "a case", **wanted: object) -> Case:
    asked = OpenCase(**{"queue": "fraud", "title": title, **wanted})  # type: ignore[arg-type]
    return await running.services.cases.open(running.asha.system, asked)


def acting(running: Product, member_id: uuid.UUID, key: str) -> Principal:
    """A key that acts for a member."""
    caller = running.asha.system
    return Principal(
        kind=PrincipalKind.API_KEY, id=key, tenant_id=caller.tenant_id, environment_id=caller.environment_id,
        mode=caller.mode, permissions=TENANT_PERMISSIONS, member_id=member_id,
    )  # fmt: skip


async def test_the_most_urgent_case_is_taken_first_and_once(running: Product) -> None:
    """Urgent before normal, and of one priority the earlier; skills are asked for; nobody gets a case that was taken."""
    caller, cases = running.asha.system, running.services.cases
    for title, priority, skill in (("a", "normal", None), ("b", "urgent", "cards"), ("c", "high", None)):
        await opened(running, title, priority=priority, skill=skill)
    without = [await cases.take_next(caller, "fraud", []) for _ in range(3)]
    assert [None if case is None else case.title for case in without] == ["c", "a", None]
    taken = await cases.take_next(caller, "fraud", ["cards"])
    assert taken is not None
    assert (taken.title, taken.state, taken.assignee) == ("b", "assigned", caller.id)


async def test_the_truth_of_a_case_is_feedback(running: Product) -> None:
    """Closing with what happened tells it of every decision in the evidence; the case is closed for good."""
    caller, services = running.asha.system, running.services
    decision = await services.decisions.decide(
        caller, DecideCommand(use_case="churn-score", customer_id="someone")
    )
    case = await opened(running, evidence=[decision.id])
    closed = await services.cases.close(caller, case.id, CaseResult(result="fraud_confirmed", happened=True))
    assert (closed.state, closed.result, closed.due_at) == ("closed", "fraud_confirmed", None)
    told = await services.feedback.list(
        caller, use_case=None, decision_id=ids.parse("dec", decision.id), after=None, limit=5
    )
    assert [(one.happened, one.source) for one in told.data] == [(True, "investigation")]
    with pytest.raises(CaseClosed):
        await services.cases.move(caller, case.id, MoveCase(comment="late"))


async def test_a_result_waits_for_another_member(
    running: Product, database: Database, tmp_path: pathlib.Path
) -> None:
    """Who proposes does not approve, with no key of theirs; who refuses sends it back; another member, who is asked, closes it."""
    services, system = running.services, running.asha.system
    await services.case_queues.set(
        system, "fraud", QueueSettings(team="Fraud desk", approval=True, results=["fraud_confirmed"])
    )
    one = await a_member(services, system, Role.ADMIN, "one@example.com")  # type: ignore[arg-type]
    two = await a_member(services, system, Role.ADMIN, "two@example.com")  # type: ignore[arg-type]
    proposer, same, other = (
        acting(running, one.id, "key_1"),
        acting(running, one.id, "key_2"),
        acting(running, two.id, "key_3"),
    )
    case = await opened(running)
    with pytest.raises(CaseRefused):
        await services.cases.close(proposer, case.id, CaseResult(result="no_idea"))
    waiting = await services.cases.close(
        proposer, case.id, CaseResult(result="fraud_confirmed", comment="seen")
    )
    assert (waiting.state, waiting.proposed_by) == ("to_approve", ids.public("mbr", one.id))
    for caller in (proposer, same):
        with pytest.raises(SecondMemberNeeded):
            await services.cases.approve(caller, case.id, approved=True, comment=None)
    back = await services.cases.approve(other, case.id, approved=False, comment="show more")
    assert (back.state, back.proposed) == ("open", None)
    await services.cases.close(proposer, case.id, CaseResult(result="fraud_confirmed"))
    closed = await services.cases.approve(other, case.id, approved=True, comment=None)
    assert (closed.state, closed.result, closed.closed_by) == ("closed", "fraud_confirmed", "key_3")
    steps = await services.cases.steps(system, case.id, None, 20)
    assert [step.what for step in steps.data] == ["opened", "proposed", "refused", "proposed", "closed"]
    assert [step.comment for step in steps.data] == [None, "seen", "show more", None, None]
    async with database.transaction(system.environment_id) as tx:
        rows = await tx.fetch(
            "SELECT environment_id, id, topic, payload, created_at FROM outbox WHERE topic = 'mail.notice'"
        )
    assert len(rows) == 2
    assert isinstance(services.vaults, Vaults)
    notices = NoticeMail(database, services.vaults, FolderMailer(tmp_path / "mails"))
    await notices.deliver(Message(**dict(rows[0])))
    (mail,) = (tmp_path / "mails").iterdir()
    assert mail.stem == str(uuid.uuid5(rows[0]["id"], str(two.id)))  # to the other member alone
    assert ids.public("cas", case.id) in mail.read_text()


async def test_no_queue_carries_a_case_past_its_second_member(running: Product) -> None:
    """Whoever works on a case moves it among queues that ask for an approval, and into none that does not."""
    caller, services = running.asha.system, running.services
    for name, approval in (("fraud", True), ("also_fraud", True), ("plain", False)):
        await services.case_queues.set(caller, name, QueueSettings(team="Desk", approval=approval))
    case = await opened(running)
    with pytest.raises(CaseRefused) as refused:
        await services.cases.move(caller, case.id, MoveCase(queue="plain"))
    assert [field.field for field in refused.value.fields] == ["queue"]
    moved = await services.cases.move(caller, case.id, MoveCase(queue="also_fraud"))
    assert (moved.queue, moved.state) == ("also_fraud", "open")
    proposed = await services.cases.close(caller, case.id, CaseResult(result="fraud_confirmed"))
    assert proposed.state == "to_approve"


async def test_evidence_joins_a_case_while_it_is_worked_on(running: Product) -> None:
    """What is found later is added once each, a line and an entry for it, and fifty in all."""
    caller, cases = running.asha.system, running.services.cases
    first, second = (ids.public("dec", uuid.uuid4()) for _ in range(2))
    case = await opened(running, evidence=[first])
    joined = await cases.move(caller, case.id, MoveCase(evidence=[second, first, second], comment="its twin"))
    assert joined.evidence == [first, second]
    lines = (await cases.steps(caller, case.id, None, 20)).data
    assert [(line.what, line.value, line.comment) for line in lines][1:] == [("evidence", second, "its twin")]
    await cases.move(caller, case.id, MoveCase(evidence=[first]))
    assert len((await cases.steps(caller, case.id, None, 20)).data) == len(lines)
    with pytest.raises(CaseRefused):
        await cases.move(
            caller, case.id, MoveCase(evidence=[ids.public("dec", uuid.uuid4()) for _ in range(49)])
        )


async def test_an_assignee_is_a_member_of_the_tenant(running: Product) -> None:
    """A member takes a case that is given to them; an id that is nobody's here is refused by its field."""
    services, system = running.services, running.asha.system
    member = await a_member(services, system, Role.AGENT, "agent@example.com")  # type: ignore[arg-type]
    case = await opened(running)
    mine = ids.public("mbr", member.id)
    moved = await services.cases.move(system, case.id, MoveCase(assignee=mine, priority="high"))
    assert (moved.assignee, moved.state, moved.priority) == (mine, "assigned", "high")
    with pytest.raises(CaseRefused) as refused:
        await services.cases.move(system, case.id, MoveCase(assignee=ids.public("mbr", uuid.uuid4())))
    assert [each.field for each in refused.value.fields] == ["assignee"]


async def test_what_is_late_is_told_once(running: Product) -> None:
    """A case past its time is overdue and announced once; one that waits for somebody outside is not."""
    services, system = running.services, running.asha.system
    late = await opened(running, priority="urgent")
    waits = await opened(running, priority="urgent")
    await services.cases.move(system, waits.id, MoveCase(waiting=True))
    watch = CaseWatch(running.base.database, ManualClock(late.opened_at + dt.timedelta(minutes=61)))
    assert [await watch.look([system.environment_id]) for _ in range(2)] == [1, 0]
    assert [(await services.cases.get(system, one.id)).overdue for one in (late, waits)] == [True, False]


async def test_a_step_opens_one_case_and_raises_one_alert(running: Product) -> None:
    """A workflow's step that is tried again finds what its first try made; what it cannot do it says by a code."""
    services, system = running.services, running.asha.system
    database = running.base.database

    def call(key: str, **arguments: object) -> ActionCall:
        return ActionCall(
            environment_id=system.environment_id, instance_id=ids.uuid7(services.clock), step="/do/0", attempt=1,
            key=key, arguments=arguments,  # type: ignore[arg-type]
        )  # fmt: skip

    opens = OpenCaseAction(database, services.cases)
    asked = call("key-1", queue="fraud", title="from a workflow")
    first, again = await opens.carry_out(asked), await opens.carry_out(asked)
    assert first == again
    case = str(first.output["case"])
    await MoveCaseAction(database, services.cases).carry_out(call("key-2", case=case, priority="urgent"))
    assert (await services.cases.get(system, ids.parse("cas", case))).priority == "urgent"
    raises, alert = RaiseAlertAction(services.alerts), call("key-3", kind="stuck", subject="order-7")
    made = [(await raises.carry_out(alert)).output["alert"] for _ in range(2)]
    assert made[0] is not None
    assert made[1] is None
    with pytest.raises(ActionFailed) as failed:
        await opens.carry_out(call("key-4", queue="nowhere", title="lost"))
    assert (failed.value.code, failed.value.retryable) == ("case_queue_not_found", False)


def a_row(**changes: object) -> CaseRow:
    fields: dict[str, object] = {
        "id": uuid.uuid4(), "queue": "fraud", "title": b"", "subject": None, "priority": "normal", "skill": None,
        "state": "open", "assignee": None, "evidence": [], "alert_id": None, "opened_by": "key", "opened_at": NOON,
        "due_at": case_clock.due(SlaMinutes(), "normal", NOON),
    }  # fmt: skip
    return CaseRow(**{**fields, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "minutes"),
    [
        (lambda row: row, 2_880),
        (lambda row: case_clock.moved(row, SlaMinutes(), SlaMinutes(), "urgent"), 60),
        (lambda row: case_clock.resumed(case_clock.stopped(row, NOON), NOON + dt.timedelta(minutes=90)), 2_970),
        (lambda row: case_clock.moved(case_clock.resumed(case_clock.stopped(row, NOON), NOON + dt.timedelta(minutes=90)), SlaMinutes(), SlaMinutes(high=30), "high"), 120),
    ],
)  # fmt: skip
def test_waiting_is_left_out_of_a_cases_time(change: Callable[[CaseRow], CaseRow], minutes: int) -> None:
    """Its time runs from opening by its priority and queue; what it waited is added, whatever changes after."""
    assert change(a_row()).due_at == NOON + dt.timedelta(minutes=minutes)


async def test_what_people_said_goes_with_the_customer(running: Product, database: Database) -> None:
    """After an erasure title, comments and proposed result open no more; the case stays, moves and closes."""
    services, caller = running.services, running.asha.system
    asked = DecideCommand(use_case="churn-score", customer_id="someone")
    decision = await services.decisions.decide(caller, asked)
    case = await opened(running, title="Someone's card", evidence=[decision.id])
    other = await opened(running, title="nobody's")
    await services.cases.move(caller, case.id, MoveCase(comment="rang them"))
    async with database.transaction(caller.environment_id) as tx:
        await tx.execute("DELETE FROM subject WHERE environment_id = $1", caller.environment_id)
    shown = await services.cases.get(caller, case.id)
    assert (shown.title, shown.state, shown.evidence) == (None, "open", [decision.id])
    assert (await services.cases.get(caller, other.id)).title == "nobody's"
    steps = await services.cases.steps(caller, case.id, None, 9)
    assert [step.comment for step in steps.data] == [None, None]
    await services.cases.move(caller, case.id, MoveCase(comment="erased on request"))
    await services.decisions.decide(caller, asked)  # who comes back has another key
    closed = await services.cases.close(caller, case.id, CaseResult(result="no_result", comment="gone"))
    assert (closed.state, closed.title) == ("closed", None)
    steps = await services.cases.steps(caller, case.id, None, 9)
    assert [step.comment for step in steps.data] == [None, None, "erased on request", "gone"]
    page = await services.cases.list(
        caller, queue=None, state=None, assignee=None, subject=None, after=None, limit=9
    )
    assert {each.id: each.title for each in page.data} == {case.id: None, other.id: "nobody's"}
