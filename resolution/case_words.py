"""What people say in cases: titles, comments and proposed results, which rest sealed and are shown while they can be opened.

Of a case about somebody they are under that customer's key, so that an erasure takes them; the case itself stays.
"""

from uuid import UUID

import msgspec

from resolution.case_entities import Case, CaseNotProposed, CaseResult, CaseStep, SecondMemberNeeded
from resolution.case_store import CaseRow, StepRow
from resolution.sealing import Sealing
from tenants.principals import Principal
from tenants.second_members import person_of

_TITLE, _COMMENT, _PROPOSED = "case.title", "case.comment", "case.proposed"


def sealed_title(sealing: Sealing, case_id: UUID, title: str) -> bytes:
    return sealing.seal(_TITLE, case_id, title.encode())


def sealed_comment(sealing: Sealing, step_id: UUID, comment: str | None) -> bytes | None:
    return None if comment is None else sealing.seal(_COMMENT, step_id, comment.encode())


def sealed_proposal(sealing: Sealing, case_id: UUID, result: CaseResult) -> bytes:
    return sealing.seal(_PROPOSED, case_id, msgspec.json.encode(result))


def case_of(sealing: Sealing, row: CaseRow) -> Case:
    """Show a case. What was sealed for somebody who was erased is None."""
    fields = {name: getattr(row, name) for name in Case.__struct_fields__ if hasattr(row, name)}
    fields |= {
        "title": _text(sealing.open(_TITLE, row.id, row.title)),
        "due_at": None if row.state == "waiting" else row.due_at,
        "overdue": row.overdue_at is not None,
        "proposed": _proposal(sealing, row),
    }
    return Case(**fields)


def step_of(sealing: Sealing, row: StepRow) -> CaseStep:
    comment = None if row.comment is None else _text(sealing.open(_COMMENT, row.id, row.comment))
    return CaseStep(id=row.id, at=row.at, actor=row.actor, what=row.what, value=row.value, comment=comment)


def to_approve(sealing: Sealing, row: CaseRow, caller: Principal) -> CaseResult:
    """Return the result that the caller may agree with.

    Raises: CaseNotProposed, also where it went with an erased customer; SecondMemberNeeded.
    """
    proposed = _proposal(sealing, row)
    if row.state != "to_approve" or proposed is None:
        raise CaseNotProposed("No result of this case waits for approval.")
    if row.proposed_by == person_of(caller):
        raise SecondMemberNeeded("Who proposes a result does not approve it.")
    return proposed


def _proposal(sealing: Sealing, row: CaseRow) -> CaseResult | None:
    opened = None if row.proposed is None else sealing.open(_PROPOSED, row.id, row.proposed)
    return None if opened is None else msgspec.json.decode(opened, type=CaseResult)


def _text(opened: bytes | None) -> str | None:
    return None if opened is None else opened.decode()
