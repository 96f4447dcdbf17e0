"""Cases: opened, taken, moved, commented, closed with a result that becomes feedback, and approved where their queue asks for it."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from core import idempotency, intake
from core.clock import Clock
from core.database import Database, Transaction
from core.errors import FieldError
from core.events import announce
from core.ids import parse, public, uuid7
from core.pages import Page, page_of
from inference.feedback import Feedbacks
from inference.feedback_entities import Feedback
from resolution import case_clock, case_queues, case_refusals, case_store
from resolution.case_entities import (
    Case,
    CaseClosed,
    CaseNotFound,
    CaseNotProposed,
    CaseRefused,
    CaseResult,
    CaseState,
    CaseStep,
    MoveCase,
    OpenCase,
)
from resolution.case_store import CaseRow, StepRow
from resolution.case_words import case_of, sealed_comment, sealed_proposal, sealed_title, step_of, to_approve
from resolution.people import find_person
from resolution.sealing import Sealing, sealing, sealings
from tenants.approval_requests import Approvable, ask
from tenants.members import Members
from tenants.permissions import Permission
from tenants.principals import Principal
from tenants.second_members import person_of
from tenants.vaults import Vaults


class _Line(msgspec.Struct, frozen=True):
    """What is written into the history."""

    what: str
    value: str | None = None
    comment: str | None = None


class Cases:
    def __init__(
        self, database: Database, vaults: Vaults, clock: Clock, feedbacks: Feedbacks, members: Members
    ) -> None:
        self._database = database
        self._vaults = vaults
        self._clock = clock
        self._feedbacks = feedbacks
        self._members = members

    async def open(self, caller: Principal, wanted: OpenCase) -> Case:
        """Raises: PermissionDenied, QueueNotFound."""
        caller.require(Permission.CASES_WRITE)
        async with self._database.transaction(caller.environment_id) as tx:
            case_id = await self.open_in(tx, caller.environment_id, wanted, actor=caller.id)
            return await self._shown(tx, caller.environment_id, case_id)

    async def open_in(
        self,
        tx: Transaction,
        environment_id: UUID,
        wanted: OpenCase,
        *,
        actor: str,
        alert_id: UUID | None = None,
        origin: bytes | None = None,
    ) -> UUID:
        """Open a case in the caller's transaction. origin: what opens it once only. Raises: QueueNotFound."""
        settings = await case_queues.get(tx, environment_id, wanted.queue)
        customer = await _person(tx, environment_id, wanted)
        words = await sealing(tx, await self._vaults.of(environment_id), customer)
        case_id, now = uuid7(self._clock), self._clock.now()
        row = CaseRow(
            id=case_id,
            queue=wanted.queue,
            title=sealed_title(words, case_id, wanted.title),
            subject=wanted.subject,
            priority=wanted.priority,
            skill=wanted.skill,
            state="open",
            assignee=None,
            evidence=list(dict.fromkeys(wanted.evidence)),
            alert_id=alert_id,
            opened_by=actor,
            opened_at=now,
            due_at=case_clock.due(settings.sla_minutes, wanted.priority, now),
            customer=words.known,
        )
        if not await case_store.add(tx, environment_id, row, origin) and origin is not None:
            return await case_store.find_by_origin(tx, environment_id, origin) or case_id
        await self._step(tx, words, row, actor, _Line("opened", wanted.queue))
        return case_id

    async def get(self, caller: Principal, case_id: UUID) -> Case:
        """Raises: PermissionDenied, CaseNotFound."""
        caller.require(Permission.CASES_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            return await self._shown(tx, caller.environment_id, case_id)

    async def list(
        self,
        caller: Principal,
        *,
        queue: str | None,
        state: CaseState | None,
        assignee: str | None,
        subject: str | None,
        after: UUID | None,
        limit: int,
    ) -> Page[Case]:
        """Newest first. Raises: PermissionDenied."""
        caller.require(Permission.CASES_READ)
        vault = await self._vaults.of(caller.environment_id)
        async with self._database.transaction(caller.environment_id) as tx:
            rows = await case_store.list_page(
                tx, caller.environment_id, after=after, limit=limit + 1, queue=queue, state=state,
                assignee=assignee, subject=subject,
            )  # fmt: skip
            words = await sealings(tx, vault, [row.customer for row in rows])
        cases = [case_of(words[row.customer], row) for row in rows]
        return page_of(cases, limit, lambda case: public("cas", case.id))

    async def steps(self, caller: Principal, case_id: UUID, after: UUID | None, limit: int) -> Page[CaseStep]:
        """The history of a case, oldest first. Raises: PermissionDenied, CaseNotFound."""
        caller.require(Permission.CASES_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            row = _found(await case_store.find(tx, caller.environment_id, case_id))
            words = await self._words(tx, caller.environment_id, row)
            rows = await case_store.steps(tx, caller.environment_id, case_id, after, limit + 1)
        return page_of([step_of(words, row) for row in rows], limit, lambda step: public("cst", step.id))

    async def take_next(self, caller: Principal, queue: str, skills: Sequence[str]) -> Case | None:
        """Give the caller the most urgent open case of a queue; two callers never get the same one.

        Returns: None if none waits for somebody with these skills. Raises: PermissionDenied, QueueNotFound.
        """
        caller.require(Permission.CASES_WRITE)
        async with self._database.transaction(caller.environment_id) as tx:
            await case_queues.get(tx, caller.environment_id, queue)
            row = await case_store.find_next(tx, caller.environment_id, queue, skills)
            if row is None:
                await idempotency.claim(tx)
                return None
            row = msgspec.structs.replace(row, state="assigned", assignee=person_of(caller))
            await case_store.save(tx, caller.environment_id, row)
            words = await self._words(tx, caller.environment_id, row)
            await self._step(tx, words, row, caller.id, _Line("assigned", row.assignee))
        return case_of(words, row)

    async def move(self, caller: Principal, case_id: UUID, wanted: MoveCase) -> Case:
        """Change queue, priority or assignee, let it wait or go on, or say something.

        Raises: PermissionDenied, CaseNotFound, CaseClosed, QueueNotFound, CaseRefused.
        """
        caller.require(Permission.CASES_WRITE)
        if wanted.assignee is not None:
            await self._require_member(caller, wanted.assignee)
        async with self._database.transaction(caller.environment_id) as tx:
            row = await _open(tx, caller.environment_id, case_id)
            await case_refusals.keep_second_pair(tx, caller.environment_id, row, wanted.queue)
            words = await self._words(tx, caller.environment_id, row)
            return case_of(words, await self._moved(tx, words, row, wanted, caller.id))

    async def move_in(
        self, tx: Transaction, environment_id: UUID, case_id: UUID, wanted: MoveCase, actor: str
    ) -> None:
        """Move a case in the caller's transaction. Raises: CaseNotFound, CaseClosed, QueueNotFound."""
        row = await _open(tx, environment_id, case_id)
        await self._moved(tx, await self._words(tx, environment_id, row), row, wanted, actor)

    async def close(self, caller: Principal, case_id: UUID, result: CaseResult) -> Case:
        """Give a result: it ends the case and becomes the feedback of the decisions in its evidence, or it waits for a
        second member where the queue asks for one.

        Raises: PermissionDenied, CaseNotFound, CaseClosed, CaseRefused, and what feedback is refused with.
        """
        caller.require(Permission.CASES_WRITE)
        if result.happened is not None or result.label is not None:
            caller.require(Permission.FEEDBACK_WRITE)
        async with self._database.transaction(caller.environment_id) as tx:
            row = await _open(tx, caller.environment_id, case_id)
            settings = await case_queues.get(tx, caller.environment_id, row.queue)
        case_refusals.allowed(settings, result)
        if not settings.approval:
            await self._tell(caller, row, result)
        async with self._database.transaction(caller.environment_id) as tx:
            row = await _open(tx, caller.environment_id, case_id)
            words = await self._words(tx, caller.environment_id, row)
            if settings.approval:
                proposed = sealed_proposal(words, case_id, result)
                row = msgspec.structs.replace(
                    row, state="to_approve", proposed=proposed, proposed_by=person_of(caller)
                )
                await case_store.save(tx, caller.environment_id, row)
                await self._step(tx, words, row, caller.id, _Line("proposed", result.result, result.comment))
                await self._ask(tx, caller, row)
            else:
                row = await self._closed(tx, words, row, result, caller.id)
        return case_of(words, row)

    async def approve(self, caller: Principal, case_id: UUID, *, approved: bool, comment: str | None) -> Case:
        """Agree with a proposed result, or send the case back to who proposed it.

        Raises: PermissionDenied, CaseNotFound, CaseClosed, CaseNotProposed, SecondMemberNeeded.
        """
        caller.require(Permission.CASES_APPROVE)
        async with self._database.transaction(caller.environment_id) as tx:
            row = await _open(tx, caller.environment_id, case_id)
            words = await self._words(tx, caller.environment_id, row)
        result = to_approve(words, row, caller)
        if approved:
            await self._tell(caller, row, result)
        async with self._database.transaction(caller.environment_id) as tx:
            row = await _open(tx, caller.environment_id, case_id)
            if to_approve(words, row, caller) != result:
                raise CaseNotProposed("Another result was proposed meanwhile.")
            if approved:
                row = await self._closed(
                    tx, words, row, msgspec.structs.replace(result, comment=comment), caller.id
                )
            else:
                state: CaseState = "open" if row.assignee is None else "assigned"
                row = msgspec.structs.replace(row, state=state, proposed=None, proposed_by=None)
                await case_store.save(tx, caller.environment_id, row)
                await self._step(tx, words, row, caller.id, _Line("refused", result.result, comment))
        return case_of(words, row)

    async def _shown(self, tx: Transaction, environment_id: UUID, case_id: UUID) -> Case:
        row = _found(await case_store.find(tx, environment_id, case_id))
        return case_of(await self._words(tx, environment_id, row), row)

    async def _words(self, tx: Transaction, environment_id: UUID, row: CaseRow) -> Sealing:
        return await sealing(tx, await self._vaults.of(environment_id), row.customer)

    async def _moved(
        self, tx: Transaction, words: Sealing, row: CaseRow, wanted: MoveCase, actor: str
    ) -> CaseRow:
        now, said = self._clock.now(), wanted.comment
        before = await case_queues.get(tx, words.environment_id, row.queue)
        if (wanted.queue or row.queue, wanted.priority or row.priority) != (row.queue, row.priority):
            queue, priority = wanted.queue or row.queue, wanted.priority or row.priority
            after = await case_queues.get(tx, words.environment_id, queue)
            row = case_clock.moved(row, before.sla_minutes, after.sla_minutes, priority)
            row = msgspec.structs.replace(row, queue=queue)
            await self._step(tx, words, row, actor, _Line("moved", f"{queue} {priority}", said))
            said = None
        if wanted.assignee is not None and wanted.assignee != row.assignee:
            state: CaseState = "assigned" if row.state == "open" else row.state
            row = msgspec.structs.replace(row, assignee=wanted.assignee, state=state)
            await self._step(tx, words, row, actor, _Line("assigned", wanted.assignee, said))
            said = None
        if wanted.waiting is not None and wanted.waiting != (row.state == "waiting"):
            row = case_clock.stopped(row, now) if wanted.waiting else case_clock.resumed(row, now)
            await self._step(
                tx, words, row, actor, _Line("waiting" if wanted.waiting else "resumed", None, said)
            )
            said = None
        new = [one for one in dict.fromkeys(wanted.evidence) if one not in row.evidence]
        if new:
            row = msgspec.structs.replace(row, evidence=case_refusals.joined(row.evidence, new))
            await self._step(tx, words, row, actor, _Line("evidence", " ".join(new), said))
            said = None
        if said is not None:
            await self._step(tx, words, row, actor, _Line("commented", None, said))
        await case_store.save(tx, words.environment_id, row)
        await idempotency.claim(tx)
        return row

    async def _closed(
        self, tx: Transaction, words: Sealing, row: CaseRow, result: CaseResult, actor: str
    ) -> CaseRow:
        row = msgspec.structs.replace(
            row, state="closed", result=result.result, closed_by=actor, closed_at=self._clock.now(), due_at=None,
            waited_at=None, proposed=None,
        )  # fmt: skip
        await case_store.save(tx, words.environment_id, row)
        await self._step(tx, words, row, actor, _Line("closed", result.result, result.comment))
        return row

    async def _tell(self, caller: Principal, row: CaseRow, result: CaseResult) -> None:
        """Let the truth become feedback, before the case is closed: the very same told again changes nothing."""
        if result.happened is None and result.label is None:
            return
        for decision_id in (one for one in row.evidence if one.startswith("dec_")):
            feedback = Feedback(
                decision_id=decision_id, happened=result.happened, label=result.label, source="investigation",
                observed_at=self._clock.now(),
            )  # fmt: skip
            await self._feedbacks.record(caller, feedback)

    async def _ask(self, tx: Transaction, caller: Principal, row: CaseRow) -> None:
        """Tell those who may approve a result that it waits for them."""
        waits = Approvable(
            request_id=uuid7(self._clock),
            about=public("cas", row.id),
            what=f"The result of a case in the queue {row.queue}",
            permission=Permission.CASES_APPROVE,
            author=caller.member_id,
        )
        await ask(tx, self._clock, caller.environment_id, waits)

    async def _require_member(self, caller: Principal, member: str) -> None:
        if not await self._members.exists(caller.tenant_id, parse("mbr", member)):
            field = FieldError(
                "assignee", "No such member of this tenant.", "Name a member by its id, mbr_…."
            )
            raise CaseRefused("The assignee is unknown.", fields=(field,))

    async def _step(self, tx: Transaction, words: Sealing, row: CaseRow, actor: str, line: _Line) -> None:
        """Write one line of the history, enter it into the ledger, and tell who asked."""
        step_id, now = uuid7(self._clock), self._clock.now()
        sealed = sealed_comment(words, step_id, line.comment)
        step = StepRow(id=step_id, at=now, actor=actor, what=line.what, value=line.value, comment=sealed)
        await case_store.add_step(tx, words.environment_id, row.id, step)
        entry = intake.Entry(
            typ=f"case.{line.what}.v1", log=words.environment_id, eid=step_id, at=now, act=actor, out=row.result, refs=(row.id,)
        )  # fmt: skip
        await intake.append(tx, entry)
        if line.what in _ANNOUNCED:
            told = {
                "queue": row.queue,
                "priority": row.priority,
                "subject": row.subject,
                "result": row.result,
            }
            await announce(
                tx, self._clock, words.environment_id, f"case.{line.what}", public("cas", row.id), told
            )


_ANNOUNCED = frozenset({"opened", "assigned", "closed"})


async def _person(tx: Transaction, environment_id: UUID, wanted: OpenCase) -> UUID | None:
    """Whom a case is about: its subject says so, else the first of its evidence that is about somebody."""
    for named in (wanted.subject, *wanted.evidence):
        person = None if named is None else await find_person(tx, environment_id, named)
        if person is not None:
            return person
    return None


def _found(row: CaseRow | None) -> CaseRow:
    if row is None:
        raise CaseNotFound("No such case in this environment.")
    return row


async def _open(tx: Transaction, environment_id: UUID, case_id: UUID) -> CaseRow:
    row = _found(await case_store.find_locked(tx, environment_id, case_id))
    if row.state == "closed":
        raise CaseClosed("This case is closed.")
    return row
