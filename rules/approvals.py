"""The use cases of approvals: a second member approves a version, or refuses it, by the digest of what they read."""

from uuid import UUID

from core import intake
from core.clock import Clock
from core.database import Database, Transaction
from core.errors import FieldError
from core.events import announce
from core.ids import public, uuid7
from rules import activation_store, approval_store, lifecycle, shadowing, store
from rules.active import ActiveRulesets
from rules.entities import Approval, RulesetVersion, Verdict
from rules.errors import (
    RulesetDigestDiffers,
    RulesetVersionNotFound,
    RulesetVersionRefused,
    RulesetVersionUsed,
)
from rules.store import StateRow, VersionRow
from tenants.permissions import Permission
from tenants.principals import Principal
from tenants.second_members import second_member

_SAID: dict[Verdict, tuple[str, str]] = {
    "approve": ("rule.approve.v1", "approved"),
    "refuse": ("rule.refuse.v1", "refused"),
}


class RulesetApprovals:
    def __init__(self, database: Database, clock: Clock, active: ActiveRulesets) -> None:
        self._database = database
        self._clock = clock
        self._active = active

    async def approve(
        self, caller: Principal, use_case: str, version_id: UUID, digest: bytes, reason: str
    ) -> RulesetVersion:
        """Vouch for a version that another member wrote. Again by the same member changes nothing.

        digest: of the content that was read. Raises: PermissionDenied, ApprovalNeedsMember, ApprovalOfOwnChange,
        RulesetVersionNotFound, RulesetDigestDiffers, RulesetVersionRefused.
        """
        caller.require(Permission.RULES_APPROVE)
        async with self._database.transaction(caller.environment_id) as tx:
            row, _ = await self._found(tx, caller, use_case, version_id)
            member = second_member(caller, row.author_member, Permission.RULES_APPROVE)
            if digest != row.digest:
                field = FieldError(
                    "digest", f"The version's is {row.digest.hex()}.", RulesetDigestDiffers.fix
                )
                raise RulesetDigestDiffers("This is not the digest of the version.", fields=[field])
            if lifecycle.is_refused(await approval_store.of_versions(tx, caller.environment_id, [row.id])):
                raise RulesetVersionRefused("A member refused this version.")
            await say(tx, self._clock, caller, row, "approve", member=member, reason=reason)
            return await self._told(tx, caller, row)

    async def refuse(self, caller: Principal, use_case: str, version_id: UUID, reason: str) -> RulesetVersion:
        """See to it that a version never decides, and take it out of the shadow. Its author may do so too.

        Raises: PermissionDenied, ApprovalNeedsMember, RulesetVersionNotFound, RulesetVersionUsed.
        """
        caller.require(Permission.RULES_APPROVE)
        async with self._database.transaction(caller.environment_id) as tx:
            row, state = await self._found(tx, caller, use_case, version_id)
            member = second_member(caller, None, Permission.RULES_APPROVE)
            if await activation_store.used(tx, caller.environment_id, [row.id]):
                raise RulesetVersionUsed("This version decides, or has decided.")
            await say(tx, self._clock, caller, row, "refuse", member=member, reason=reason)
            if state is not None and state.shadow_version == row.id:
                await shadowing.end(tx, self._clock, caller, row)
            told = await self._told(tx, caller, row)
        self._active.forget(caller.environment_id, use_case)
        return told

    async def _found(
        self, tx: Transaction, caller: Principal, use_case: str, version_id: UUID
    ) -> tuple[VersionRow, StateRow | None]:
        """Find a version, with its ruleset held: it is not activated meanwhile."""
        state = await store.lock_state(tx, caller.environment_id, use_case)
        row = await store.find_version(tx, caller.environment_id, use_case, version_id)
        if row is None:
            raise RulesetVersionNotFound("No such version of this ruleset.", internal=f"{version_id=}")
        return row, state

    async def _told(self, tx: Transaction, caller: Principal, row: VersionRow) -> RulesetVersion:
        return (await lifecycle.told(tx, caller.environment_id, row.use_case, [row]))[0]


async def say(
    tx: Transaction,
    clock: Clock,
    caller: Principal,
    row: VersionRow,
    verdict: Verdict,
    *,
    member: UUID,
    reason: str,
) -> None:
    """Keep what a member says of a version, in its caller's transaction. Again by the same member changes nothing."""
    approval = Approval(
        id=uuid7(clock),
        version_id=row.id,
        digest=row.digest,
        verdict=verdict,
        member_id=member,
        actor=caller.id,
        reason=reason,
        decided_at=clock.now(),
    )
    if not await approval_store.add(tx, caller.environment_id, row.use_case, approval):
        return
    typ, word = _SAID[verdict]
    entry = intake.Entry(
        typ=typ,
        log=caller.environment_id,
        eid=uuid7(clock),
        at=approval.decided_at,
        act=caller.id,
        out=row.use_case,
        rules=row.digest,
        refs=(approval.id, row.id, member),
    )
    await intake.append(tx, entry)
    told = {"about": public("rsv", row.id), "verdict": word}
    subject = public("apr", approval.id)
    await announce(tx, clock, caller.environment_id, "approval.given", subject, told)
