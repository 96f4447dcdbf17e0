"""How far a version has come: told from what happened to it, as a version itself never changes."""

from collections.abc import Iterable, Sequence
from uuid import UUID

import msgspec

from core.database import Transaction
from rules import activation_store, approval_store, store
from rules.entities import Approval, RulesetVersion, VersionState
from rules.store import StateRow, VersionRow
from tenants.second_members import is_vouched


def is_refused(approvals: Iterable[Approval]) -> bool:
    return any(each.verdict == "refuse" for each in approvals)


def approvers(approvals: Iterable[Approval]) -> list[UUID]:
    return [each.member_id for each in approvals if each.verdict == "approve"]


def state_of(
    row: VersionRow, state: StateRow | None, approvals: Sequence[Approval], *, used: bool
) -> VersionState:
    """approvals: of this version. used: whether it decided once."""
    if state is not None and state.active_version == row.id:
        return VersionState.ACTIVE
    if used:
        return VersionState.RETIRED
    if is_refused(approvals):
        return VersionState.REFUSED
    if is_vouched(row.author_member, approvers(approvals)):
        return VersionState.APPROVED
    if state is not None and state.shadow_version == row.id:
        return VersionState.SHADOW
    return VersionState.CHECKED


async def told(
    tx: Transaction, environment_id: UUID, use_case: str, rows: Sequence[VersionRow]
) -> list[RulesetVersion]:
    """Tell versions of one use case as they are now, in their order."""
    if not rows:
        return []
    ids = [row.id for row in rows]
    state = await store.find_state(tx, environment_id, use_case)
    said = await approval_store.of_versions(tx, environment_id, ids)
    used = await activation_store.used(tx, environment_id, ids)
    return [_told(row, state, [each for each in said if each.version_id == row.id], used) for row in rows]


def _told(
    row: VersionRow, state: StateRow | None, approvals: Sequence[Approval], used: set[UUID]
) -> RulesetVersion:
    fields = msgspec.structs.asdict(row)
    fields |= {
        "graph": msgspec.json.decode(row.graph),
        "outcomes": tuple(row.outcomes),
        "facts": tuple(row.facts),
        "state": state_of(row, state, approvals, used=row.id in used),
        "approvals": tuple(approvals),
    }
    return RulesetVersion(**fields)
