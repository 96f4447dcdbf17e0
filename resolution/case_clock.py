"""The clock of a case: when its time is up. It stands still while the case waits for somebody outside."""

import datetime as dt

import msgspec

from resolution.case_entities import Priority, SlaMinutes
from resolution.case_store import CaseRow


def due(sla: SlaMinutes, priority: Priority, since: dt.datetime) -> dt.datetime:
    minutes: int = getattr(sla, priority)
    return since + dt.timedelta(minutes=minutes)


def moved(row: CaseRow, before: SlaMinutes, after: SlaMinutes, priority: Priority) -> CaseRow:
    """Give a case another priority, or another queue's times: what it has waited so far stays left out."""
    changed = msgspec.structs.replace(row, priority=priority)
    if row.due_at is None:
        return changed
    waited = row.due_at - due(before, row.priority, row.opened_at)
    return msgspec.structs.replace(
        changed, due_at=due(after, priority, row.opened_at) + waited, overdue_at=None
    )


def stopped(row: CaseRow, now: dt.datetime) -> CaseRow:
    return msgspec.structs.replace(row, state="waiting", waited_at=row.waited_at or now)


def resumed(row: CaseRow, now: dt.datetime) -> CaseRow:
    """Go on: the time that it waited is added to when it is due."""
    due_at = row.due_at
    if due_at is not None and row.waited_at is not None:
        due_at += now - row.waited_at
    state = "open" if row.assignee is None else "assigned"
    return msgspec.structs.replace(row, state=state, waited_at=None, due_at=due_at)
