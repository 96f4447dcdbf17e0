"""A release of the sandbox comes to the live environment: the same bytes, the same graph, the same thresholds, and so the same digest.

It arrives as a release like any other: checked beside what live has, and waiting for its approval there. Who promotes acts for a
member of the tenant, who is the same in both environments; for anybody else the two are wholly apart.
"""

from collections.abc import Mapping
from typing import Protocol
from uuid import UUID

import msgspec

from core import intake
from core.database import Transaction
from core.errors import ErrorKind, FieldError, PlatformError
from core.events import announce
from core.ids import public, uuid7
from core.json_values import JsonValue
from inference import deployment_store, version_store
from inference.artefacts import LoadedVersion
from inference.declared import pins
from inference.declared.pins import ColumnRefused, FeatureRetired
from inference.feature_catalogue import FeatureUnknown
from inference.releases import store
from inference.releases.entities import (
    PREFIX,
    Release,
    ReleaseDoesNotFit,
    ReleaseNotFound,
    ReleaseOutdated,
    ReleaseRefused,
)
from inference.releases.parts import ModelPart, ReleaseParts, is_refused
from inference.releases.store import ReleaseRow
from inference.version_store import STARTER_AUTHOR, VersionRow
from rules import shipped
from rules.assessment import Assessment
from rules.entities import Draft, RulesetVersion
from tenants.permissions import Permission
from tenants.principals import Principal, PrincipalKind
from tenants.tenancy import Tenant

PROMOTES = (Permission.MODELS_WRITE, Permission.RULES_WRITE)


class ReleaseIsOfLive(PlatformError):
    """What is called for the sandbox cannot change the live environment."""

    kind = ErrorKind.PRECONDITION
    code = "release_needs_live_credential"
    fix = "Promote with a live credential of a member, who has the same role in both environments."


class Environments(Protocol):
    """Knows the two environments of a tenant."""

    async def read(self, tenant_id: UUID) -> Tenant: ...


class ReleasePromotions:
    def __init__(self, parts: ReleaseParts, environments: Environments) -> None:
        self._parts = parts
        self._environments = environments

    async def promote(self, caller: Principal, release_id: UUID, reason: str) -> Release:
        """Copy a release of the sandbox to the live environment, in which the caller acts. Again it is the same release.

        Raises: PermissionDenied, ReleaseNotFound, ReleaseIsOfLive, ReleaseRefused, ReleaseOutdated, ReleaseDoesNotFit naming what live
        lacks, VersionFilesLost, RulesetTooSlow, Overloaded.
        """
        caller.require_all(PROMOTES)
        parts, live = self._parts, caller.environment_id
        if caller.mode != "live":
            await parts.find(caller, release_id)
            raise ReleaseIsOfLive("This credential acts in the sandbox.")
        if caller.member_id is None and caller.kind is not PrincipalKind.SYSTEM:
            raise ReleaseNotFound("No such release in this environment.", internal="acts for no member")
        sandbox = (await self._environments.read(caller.tenant_id)).sandbox_id
        source, ruleset, meant = await self._source(sandbox, release_id)
        version, loaded = await parts.registry.find(sandbox, source.version_id)
        found = await parts.fit(live, loaded.manifest, ruleset, ruleset.graph)
        async with parts.database.transaction(live) as tx:
            await deployment_store.lock(tx, live, source.use_case)
            model = await self._model(tx, caller, version, loaded)
            kept = await self._ruleset(tx, caller, source, ruleset, found)
            _check_same(meant, await _meanings(tx, live, model.version_id, kept.id))
            row, is_new = await parts.keep(tx, caller, model, kept, reason, source.id)
            if is_new:
                await parts.log(tx, caller, "release.promote.v1", row, source.id)
                told: dict[str, JsonValue] = {
                    "use_case": row.use_case,
                    "number": row.number,
                    "promoted_from": public(PREFIX, source.id),
                }
                await announce(tx, parts.clock, live, "release.promoted", public(PREFIX, row.id), told)
            return await parts.one(tx, live, row)

    async def _source(
        self, sandbox: UUID, release_id: UUID
    ) -> tuple[ReleaseRow, RulesetVersion, dict[str, bytes]]:
        """Read what is to be copied, and what its declared features mean. Raises: ReleaseNotFound, ReleaseRefused, ReleaseOutdated."""
        parts = self._parts
        async with parts.database.transaction(sandbox) as tx:
            row = await parts.row(tx, sandbox, release_id)
            if is_refused(await store.said_of(tx, sandbox, [row.id])):
                raise ReleaseRefused("A member refused this release.")
            ruleset = await parts.rules.find(tx, sandbox, row.use_case, row.ruleset_version)
            meant = await _meanings(tx, sandbox, row.version_id, row.ruleset_version)
        if row.ruleset_version is None and shipped.version(row.use_case).digest != row.rules_digest:
            raise ReleaseOutdated("The default ruleset is another one than when this release was made.")
        return row, ruleset, meant

    async def _model(
        self, tx: Transaction, caller: Principal, version: VersionRow, loaded: LoadedVersion
    ) -> ModelPart:
        """Let live have the version: its bytes are kept by their digest, once for all environments. Raises: ReleaseDoesNotFit."""
        live = caller.environment_id
        if version.created_by == STARTER_AUTHOR:
            return ModelPart(version.id, version.digest)
        known = await version_store.find_version_by_digest(
            tx, live, version.use_case, version.digest, version.runtime
        )
        if known is not None:
            return ModelPart(known.id, known.digest)
        clock = self._parts.clock
        row = msgspec.structs.replace(
            version,
            environment_id=live,
            id=uuid7(clock),
            created_at=clock.now(),
            created_by=caller.id,
            parent_id=None,
        )
        await version_store.insert_version(tx, row)
        try:
            await pins.pin_version(tx, live, row.id, loaded.manifest, None)
        except (FeatureUnknown, FeatureRetired, ColumnRefused) as error:
            field = FieldError("version", error.message, error.fix)
            raise ReleaseDoesNotFit("The version reads what live does not have.", fields=[field]) from error
        entry = intake.Entry(
            typ="model.version.v1", log=live, eid=uuid7(clock), at=row.created_at, act=caller.id, out=row.use_case,
            model=row.digest, refs=(row.id, version.id),
        )  # fmt: skip
        await intake.append(tx, entry)
        return ModelPart(row.id, row.digest)

    async def _ruleset(
        self,
        tx: Transaction,
        caller: Principal,
        source: ReleaseRow,
        ruleset: RulesetVersion,
        found: Assessment,
    ) -> RulesetVersion:
        """Let live have the ruleset, as a version of its own."""
        if ruleset.id is None:
            return ruleset
        rules = self._parts.rules
        known = await rules.find_digest(tx, caller.environment_id, source.use_case, ruleset.digest)
        draft = Draft(graph=ruleset.graph, fallback=ruleset.fallback, reason=ruleset.reason)
        return known or await rules.keep(tx, caller, source.use_case, draft, found)


async def _meanings(
    tx: Transaction, environment_id: UUID, version_id: UUID, ruleset_id: UUID | None
) -> dict[str, bytes]:
    """The declared features of both parts, by part and name."""
    of_model = await pins.meanings(tx, environment_id, version_id)
    of_rules = {} if ruleset_id is None else await pins.meanings(tx, environment_id, ruleset_id)
    named = {f"version.{name}": digest for name, digest in of_model.items()}
    return named | {f"features.{name}": digest for name, digest in of_rules.items()}


def _check_same(meant: Mapping[str, bytes], here: Mapping[str, bytes]) -> None:
    """A feature of the same name must mean the same. Raises: ReleaseDoesNotFit."""
    fix = "Declare it in live with the same expression, type and inputs."
    differing = [
        FieldError(name, "This feature is declared otherwise in live.", fix)
        for name, digest in meant.items()
        if here.get(name) != digest
    ]
    if differing:
        raise ReleaseDoesNotFit("What it reads means something else in live.", fields=differing)
