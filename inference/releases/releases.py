"""The use cases of releases: made of parts that go together, shown, listed, compared, approved or refused."""

import math
from collections.abc import Mapping
from uuid import UUID

import msgspec

from core.database import Transaction
from core.errors import FieldError, InvalidRequest
from core.events import announce
from core.ids import public, uuid7
from core.pages import Page, page_of
from inference import artefacts, catalogue, deployment_store
from inference.releases import store
from inference.releases.entities import (
    PREFIX,
    NewRelease,
    Release,
    ReleaseApproval,
    ReleaseDiff,
    ReleaseDigestDiffers,
    ReleaseMetric,
    ReleaseRefused,
    ReleaseSide,
    ReleaseSwitch,
    ReleaseUsed,
    ThresholdChange,
)
from inference.releases.parts import ModelPart, ReleaseParts, is_refused
from inference.releases.shadowing import ReleaseShadows
from inference.releases.store import ReleaseRow
from rules.diffs import compared
from rules.entities import Draft, RulesetVersion, Verdict, VersionState
from rules.errors import RulesetVersionRefused
from rules.evaluation import digest_of_text
from rules.thresholds import thresholds_of, with_thresholds
from tenants.permissions import Permission
from tenants.principals import Principal
from tenants.second_members import second_member

READ = (Permission.MODELS_READ, Permission.RULES_READ)
SWITCH_PREFIX = "rsw"
_METRICS_MAX = 40


class Releases:
    def __init__(self, parts: ReleaseParts, shadows: ReleaseShadows) -> None:
        self._parts = parts
        self._shadows = shadows

    async def create(self, caller: Principal, wanted: NewRelease) -> Release:
        """Make a release of parts that are here and go together; it decides nothing until it is activated.

        Thresholds of its own make a version of the ruleset, which is kept with it. The same parts again are the same release,
        unless that was refused. Raises: PermissionDenied, UseCaseUnknown, UseCaseMismatch, VersionNotFound,
        RulesetVersionNotFound, RulesetVersionRefused, ThresholdsRefused, ReleaseDoesNotFit, RulesetTooSlow, Overloaded.
        """
        caller.require_all((Permission.MODELS_READ, Permission.RULES_WRITE))
        parts, environment_id, use_case = self._parts, caller.environment_id, wanted.use_case
        catalogue.get(use_case)
        version_id = (
            wanted.version_id or (await parts.deployments.active(environment_id, use_case)).version_id
        )
        version, loaded = await parts.registry.find(environment_id, version_id)
        if version.use_case != use_case:
            raise catalogue.UseCaseMismatch(f"This version answers {version.use_case}, not {use_case}.")
        async with parts.database.transaction(environment_id) as tx:
            base = await parts.rules.find(tx, environment_id, use_case, wanted.ruleset_version_id)
        if base.state is VersionState.REFUSED:
            raise RulesetVersionRefused("A member refused this version.")
        draft = Draft(
            graph=with_thresholds(base.graph, wanted.thresholds), fallback=base.fallback, reason=wanted.reason
        )
        found = await parts.fit(environment_id, loaded.manifest, base, draft.graph)
        async with parts.database.transaction(environment_id) as tx:
            await deployment_store.lock(tx, environment_id, use_case)
            ruleset, digest = base, digest_of_text(found.canonical, base.fallback)
            if digest != base.digest:
                known = await parts.rules.find_digest(tx, environment_id, use_case, digest)
                ruleset = known or await parts.rules.keep(tx, caller, use_case, draft, found)
            model = ModelPart(version.id, version.digest)
            row, is_new = await parts.keep(tx, caller, model, ruleset, wanted.reason)
            if is_new:
                await parts.log(tx, caller, "release.create.v1", row)
            return await parts.one(tx, environment_id, row)

    async def get(self, caller: Principal, release_id: UUID) -> Release:
        """Raises: PermissionDenied, ReleaseNotFound."""
        caller.require_all(READ)
        async with self._parts.database.transaction(caller.environment_id) as tx:
            row = await self._parts.row(tx, caller.environment_id, release_id)
            return await self._parts.one(tx, caller.environment_id, row)

    async def list(
        self, caller: Principal, use_case: str | None, after: UUID | None, limit: int
    ) -> Page[Release]:
        """Newest first. Raises: PermissionDenied."""
        caller.require_all(READ)
        async with self._parts.database.transaction(caller.environment_id) as tx:
            rows = await store.list_page(tx, caller.environment_id, use_case, after, limit + 1)
            page = page_of(rows, limit, lambda row: public(PREFIX, row.id))
            data = await self._parts.told(tx, caller.environment_id, page.data)
        return Page(data, page.has_more, page.next_after)

    async def switches(
        self, caller: Principal, use_case: str, after: UUID | None, limit: int
    ) -> Page[ReleaseSwitch]:
        """List which release was in force when, newest first. Raises: PermissionDenied."""
        caller.require_all(READ)
        async with self._parts.database.transaction(caller.environment_id) as tx:
            made = await store.list_switches(tx, caller.environment_id, use_case, after, limit + 1)
        return page_of(made, limit, lambda each: public(SWITCH_PREFIX, each.id))

    async def approve(self, caller: Principal, release_id: UUID, digest: bytes, reason: str) -> Release:
        """Vouch for a release that another member made, and so for its ruleset too. Again by the same member changes nothing.

        digest: of the content that was read. Raises: PermissionDenied, ApprovalNeedsMember, ApprovalOfOwnChange,
        ReleaseNotFound, ReleaseDigestDiffers, ReleaseRefused, RulesetVersionRefused.
        """
        caller.require(Permission.RULES_APPROVE)
        parts, environment_id = self._parts, caller.environment_id
        async with parts.database.transaction(environment_id) as tx:
            row = await parts.row(tx, environment_id, release_id)
            await deployment_store.lock(tx, environment_id, row.use_case)
            member = second_member(caller, row.author_member, Permission.RULES_APPROVE)
            if digest != row.digest:
                field = FieldError(
                    "digest", f"The release's is {row.digest.hex()}.", ReleaseDigestDiffers.fix
                )
                raise ReleaseDigestDiffers("This is not the digest of the release.", fields=[field])
            if is_refused(await store.said_of(tx, environment_id, [row.id])):
                raise ReleaseRefused("A member refused this release.")
            if await self._say(tx, caller, row, _Said("approve", member, reason)) and row.ruleset_version:
                await parts.rules.vouch(tx, caller, row.use_case, row.ruleset_version, member, reason)
            return await parts.one(tx, environment_id, row)

    async def refuse(self, caller: Principal, release_id: UUID, reason: str) -> Release:
        """See to it that a release never decides, and take it out of the shadow. Its author may do so too; its ruleset stands.

        Raises: PermissionDenied, ApprovalNeedsMember, ReleaseNotFound, ReleaseUsed.
        """
        caller.require(Permission.RULES_APPROVE)
        parts, environment_id = self._parts, caller.environment_id
        async with parts.database.transaction(environment_id) as tx:
            row = await parts.row(tx, environment_id, release_id)
            await deployment_store.lock(tx, environment_id, row.use_case)
            member = second_member(caller, None, Permission.RULES_APPROVE)
            if await store.used(tx, environment_id, [row.id]):
                raise ReleaseUsed("This release decides, or has decided.")
            await self._say(tx, caller, row, _Said("refuse", member, reason))
            ended = await self._shadows.end(tx, caller, row)
            told = await parts.one(tx, environment_id, row)
        if ended:
            await self._shadows.seen(caller.environment_id, row.use_case)
        return told

    async def diff(self, caller: Principal, release_id: UUID, against: UUID | None) -> ReleaseDiff:
        """Tell what a release changes. against: another release; what decides now when None.

        Raises: PermissionDenied, ReleaseNotFound, InvalidRequest.
        """
        caller.require_all(READ)
        parts, environment_id = self._parts, caller.environment_id
        async with parts.database.transaction(environment_id) as tx:
            row = await parts.row(tx, environment_id, release_id)
            if against is None:
                now = await parts.in_force(tx, environment_id, row.use_case)
                version_id, ruleset_id = now.version_id, now.ruleset_version
            else:
                other = await parts.row(tx, environment_id, against)
                _check_same(other, row)
                version_id, ruleset_id = other.version_id, other.ruleset_version
            before = await parts.rules.find(tx, environment_id, row.use_case, ruleset_id)
            after = await parts.rules.find(tx, environment_id, row.use_case, row.ruleset_version)
        was, its_card = await self._side(environment_id, version_id, against)
        new, new_card = await self._side(environment_id, row.version_id, row.id)
        return ReleaseDiff(
            before=was,
            after=new,
            same_model=was.digest == new.digest,
            metrics=_metrics(its_card, new_card),
            thresholds=_thresholds(before, after),
            rules=compared(before, after),
        )

    async def _side(
        self, environment_id: UUID, version_id: UUID, release_id: UUID | None
    ) -> tuple[ReleaseSide, dict[str, float]]:
        registry = self._parts.registry
        row, _ = await registry.find_kept(environment_id, version_id)
        card = (await registry.files(environment_id, version_id)).get(artefacts.CARD, b"{}")
        side = ReleaseSide(release_id=release_id, version_id=row.id, name=row.name, digest=row.digest)
        return side, _figures(card)

    async def _say(self, tx: Transaction, caller: Principal, row: ReleaseRow, said: "_Said") -> bool:
        clock = self._parts.clock
        approval = ReleaseApproval(
            id=uuid7(clock),
            release_id=row.id,
            digest=row.digest,
            verdict=said.verdict,
            member_id=said.member,
            actor=caller.id,
            reason=said.reason,
            decided_at=clock.now(),
        )
        if not await store.say(tx, caller.environment_id, approval):
            return False
        await self._parts.log(tx, caller, f"release.{said.verdict}.v1", row, approval.id, said.member)
        told = {
            "about": public(PREFIX, row.id),
            "verdict": "approved" if said.verdict == "approve" else "refused",
        }
        await announce(tx, clock, caller.environment_id, "approval.given", public("apr", approval.id), told)
        return True


class _Said(msgspec.Struct, frozen=True):
    verdict: Verdict
    member: UUID
    reason: str


def _check_same(other: ReleaseRow, row: ReleaseRow) -> None:
    """Raises: InvalidRequest."""
    if other.use_case != row.use_case:
        field = FieldError("against", f"It is a release of {other.use_case}.", f"Name one of {row.use_case}.")
        raise InvalidRequest("The two are of different use cases.", fields=[field])


def _thresholds(before: RulesetVersion, after: RulesetVersion) -> tuple[ThresholdChange, ...]:
    was, now = thresholds_of(before.graph), thresholds_of(after.graph)
    names = [*now, *(name for name in was if name not in now)]
    changed = [name for name in names if was.get(name) != now.get(name)]
    return tuple(ThresholdChange(name=name, before=was.get(name), after=now.get(name)) for name in changed)


def _metrics(before: Mapping[str, float], after: Mapping[str, float]) -> tuple[ReleaseMetric, ...]:
    names = [*after, *(name for name in before if name not in after)]
    return tuple(ReleaseMetric(name=name, before=before.get(name), after=after.get(name)) for name in names)[
        :_METRICS_MAX
    ]


def _figures(card: bytes) -> dict[str, float]:
    """The figures of a card: its numbers, and those that stand with an interval."""
    read = msgspec.json.decode(card, type=dict[str, object])
    found = {}
    for name, value in read.items():
        number = value.get("value") if isinstance(value, dict) else value
        if isinstance(number, int | float) and not isinstance(number, bool) and math.isfinite(number):
            found[name] = float(number)
    return {name: number for name, number in found.items() if not name.startswith("parity_")}
