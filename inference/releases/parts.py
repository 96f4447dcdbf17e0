"""What every step in the life of a release stands on: how far one has come, whether its parts go together, how one is kept."""

import hashlib
from collections.abc import Iterable, Sequence
from uuid import UUID

import msgspec

from core import intake
from core.clock import Clock
from core.database import Database, Transaction
from core.errors import FieldError
from core.ids import public, uuid7
from inference import deployment_store
from inference.deployments import Deployments
from inference.manifest import Manifest
from inference.registry import Registry
from inference.releases import store
from inference.releases.entities import (
    PREFIX,
    Release,
    ReleaseApproval,
    ReleaseDoesNotFit,
    ReleaseNotFound,
    ReleaseState,
)
from inference.releases.store import ReleaseRow, ShadowRow
from inference.routing import EVERYBODY
from inference.rule_facts import RuleFacts
from rules.active import ActiveRulesets
from rules.assessment import Assessment, Assessor
from rules.canonical_json import encode
from rules.entities import Document, RulesetVersion
from rules.errors import RulesetRefused
from rules.part import RulesetPart
from rules.thresholds import thresholds_of
from tenants.approval_policy import is_required
from tenants.approval_requests import Approvable, ask
from tenants.permissions import Permission
from tenants.principals import Principal
from tenants.second_members import is_vouched


class ModelPart(msgspec.Struct, frozen=True):
    """A version of a model as a part of a release."""

    version_id: UUID
    digest: bytes


class InForce(msgspec.Struct, frozen=True):
    """What decides a use case now. deployment_id: None where the starter answers that nobody deployed."""

    version_id: UUID
    deployment_id: UUID | None
    ruleset_version: UUID | None
    ruleset_shadow: UUID | None
    release_id: UUID | None


class ReleaseParts:
    """Joins the transactions of the services of releases, and holds what they share."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        deployments: Deployments,
        registry: Registry,
        active: ActiveRulesets,
        assessor: Assessor,
    ) -> None:
        self.database = database
        self.clock = clock
        self.routes = deployments.routes
        self.deployments = deployments
        self.registry = registry
        self.active = active
        self._facts = RuleFacts(database, deployments)
        self.rules = RulesetPart(clock, self._facts)
        self._assessor = assessor

    async def row(self, tx: Transaction, environment_id: UUID, release_id: UUID) -> ReleaseRow:
        """Raises: ReleaseNotFound."""
        row = await store.find(tx, environment_id, release_id)
        if row is None:
            raise ReleaseNotFound("No such release in this environment.", internal=f"{release_id=}")
        return row

    async def find(self, caller: Principal, release_id: UUID) -> ReleaseRow:
        """Raises: ReleaseNotFound."""
        async with self.database.transaction(caller.environment_id) as tx:
            return await self.row(tx, caller.environment_id, release_id)

    async def told(self, tx: Transaction, environment_id: UUID, rows: Sequence[ReleaseRow]) -> list[Release]:
        """Tell releases as they are now, in their order."""
        ids = [row.id for row in rows]
        said = await store.said_of(tx, environment_id, ids)
        used = await store.used(tx, environment_id, ids)
        shadows = await store.shadows(tx, environment_id, ids)
        places = {
            use_case: await self.in_force(tx, environment_id, use_case)
            for use_case in sorted({row.use_case for row in rows})
        }
        found = []
        for row in rows:
            approvals = tuple(each for each in said if each.release_id == row.id)
            place, shadow = places[row.use_case], shadows.get(row.id)
            state = _state(row, place, approvals, shadow, used=row.id in used)
            found.append(_release(row, state, approvals))
        return found

    async def one(self, tx: Transaction, environment_id: UUID, row: ReleaseRow) -> Release:
        return (await self.told(tx, environment_id, [row]))[0]

    async def in_force(self, tx: Transaction, environment_id: UUID, use_case: str) -> InForce:
        """Say what decides now, and of which release it is: one of which a part was changed by itself is in force no more."""
        rows = await deployment_store.list_active(tx, environment_id, use_case)
        champion = next((row for row in rows if row.role == "champion" and row.segment == EVERYBODY), None)
        starter = self.registry.starters.row(environment_id, use_case).id
        version_id = starter if champion is None else champion.version_id
        rules = await self.rules.now(tx, environment_id, use_case)
        switch = await store.newest_switch(tx, environment_id, use_case)
        release_id = None
        if switch is not None and switch.release_id is not None:
            row = await self.row(tx, environment_id, switch.release_id)
            if (row.version_id, row.ruleset_version) == (version_id, rules.version_id):
                release_id = row.id
        deployment_id = None if champion is None else champion.id
        return InForce(version_id, deployment_id, rules.version_id, rules.shadow_version, release_id)

    async def fit(
        self, environment_id: UUID, manifest: Manifest, ruleset: RulesetVersion, graph: Document
    ) -> Assessment:
        """Check a ruleset's graph beside that very version of a model, and price it.

        Raises: ReleaseDoesNotFit, RulesetTooSlow, Overloaded.
        """
        schema = await self._facts.facts_beside(environment_id, manifest)
        missing = [_missing(name) for name in ruleset.facts if name not in schema]
        if missing:
            raise ReleaseDoesNotFit("The ruleset reads what is not there.", fields=missing)
        try:
            return await self._assessor.assess(graph, ruleset.fallback, schema)
        except RulesetRefused as error:
            raise ReleaseDoesNotFit(
                "The ruleset does not hold beside this version.", fields=error.fields
            ) from error

    async def keep(
        self,
        tx: Transaction,
        caller: Principal,
        model: ModelPart,
        ruleset: RulesetVersion,
        reason: str,
        promoted_from: UUID | None = None,
    ) -> tuple[ReleaseRow, bool]:
        """Keep a release of parts that were checked, unless it is there and nobody refused it. Says whether it is new."""
        use_case, thresholds = ruleset.use_case, thresholds_of(ruleset.graph)
        content = {
            "model": model.digest.hex(),
            "rules": ruleset.digest.hex(),
            "thresholds": thresholds,
            "use_case": use_case,
        }
        digest = hashlib.sha256(encode(content)).digest()
        for row in await store.of_digest(tx, caller.environment_id, use_case, digest):
            same = (row.version_id, row.ruleset_version) == (model.version_id, ruleset.id)
            said = await store.said_of(tx, caller.environment_id, [row.id])
            if same and row.promoted_from == promoted_from and not is_refused(said):
                return row, False
        row = ReleaseRow(
            id=uuid7(self.clock),
            use_case=use_case,
            number=await store.next_number(tx, caller.environment_id, use_case),
            digest=digest,
            version_id=model.version_id,
            model_digest=model.digest,
            ruleset_version=ruleset.id,
            rules_digest=ruleset.digest,
            thresholds=encode(thresholds).decode(),
            author=caller.id,
            author_member=caller.member_id,
            reason=reason,
            created_at=self.clock.now(),
            promoted_from=promoted_from,
        )
        await store.add(tx, caller.environment_id, row)
        await self._ask(tx, caller, row)
        return row, True

    async def _ask(self, tx: Transaction, caller: Principal, row: ReleaseRow) -> None:
        """Tell those who may approve a new release that it waits for them, where one is needed."""
        if not await is_required(tx, caller.environment_id, caller.mode):
            return
        waits = Approvable(
            request_id=row.id,
            about=public(PREFIX, row.id),
            what=f"Release {row.number} of {row.use_case}",
            permission=Permission.RULES_APPROVE,
            author=row.author_member,
        )
        await ask(tx, self.clock, caller.environment_id, waits)

    async def log(self, tx: Transaction, caller: Principal, typ: str, row: ReleaseRow, *refs: UUID) -> None:
        """Append the entry of a change of a release."""
        await intake.append(
            tx,
            intake.Entry(
                typ=typ,
                log=caller.environment_id,
                eid=uuid7(self.clock),
                at=self.clock.now(),
                act=caller.id,
                out=row.use_case,
                model=row.model_digest,
                rules=row.rules_digest,
                refs=(row.id, *refs),
            ),
        )


def is_refused(approvals: Iterable[ReleaseApproval]) -> bool:
    return any(each.verdict == "refuse" for each in approvals)


def approvers(approvals: Iterable[ReleaseApproval]) -> list[UUID]:
    return [each.member_id for each in approvals if each.verdict == "approve"]


def _state(
    row: ReleaseRow,
    place: InForce,
    approvals: Sequence[ReleaseApproval],
    shadow: ShadowRow | None,
    *,
    used: bool,
) -> ReleaseState:
    if place.release_id == row.id:
        return ReleaseState.ACTIVE
    if used:
        return ReleaseState.RETIRED
    if is_refused(approvals):
        return ReleaseState.REFUSED
    if is_vouched(row.author_member, approvers(approvals)):
        return ReleaseState.APPROVED
    ruled = shadow is not None and shadow.rules and place.ruleset_shadow == row.ruleset_version
    if shadow is not None and (shadow.scores or ruled):
        return ReleaseState.SHADOW
    return ReleaseState.CHECKED


def _release(row: ReleaseRow, state: ReleaseState, approvals: tuple[ReleaseApproval, ...]) -> Release:
    fields = msgspec.structs.asdict(row)
    fields["ruleset_version_id"] = fields.pop("ruleset_version")
    fields["thresholds"] = msgspec.json.decode(row.thresholds, type=dict[str, float])
    return Release(**fields, state=state, approvals=approvals)


def _missing(fact: str) -> FieldError:
    """Say in words what a ruleset reads in vain."""
    group, _, name = fact.partition(".")
    match group:
        case "lists":
            listed, _, attribute = name.partition(".")
            reason = f"There is no list `{listed}` here that is asked by {attribute}."
            return FieldError(fact, reason, "Create it, of the same kind.")
        case "features":
            return FieldError(
                fact, f"There is no feature `{name}` here.", "Declare it, with the same expression."
            )
        case "inputs":
            return FieldError(fact, f"The version takes no column `{name}`.", "Use a version that takes it.")
        case _:
            return FieldError(fact, "There is no such fact in this use case.", "Use a ruleset without it.")
