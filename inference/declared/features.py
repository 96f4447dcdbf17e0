"""The features of an environment: the catalogue's and its own; declared, retired, and shown with a customer's values."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from core import intake
from core.clock import Clock
from core.database import Database, Transaction
from core.errors import shown
from core.ids import uuid7
from core.pages import Page, page_of
from inference.catalogue import CATALOGUE, Unit
from inference.declared import expressions, store
from inference.declared.computing import Computing, Plan, Subject, Values
from inference.declared.entities import (
    DECLARED_MAX,
    DeclaredFeature,
    DeclareFeature,
    FeaturesFull,
    FeatureTaken,
)
from inference.entities import DecideCommand
from inference.feature_catalogue import (
    CUSTOMER_NAMES,
    FEATURES,
    CatalogueFeature,
    FeatureType,
    FeatureUnknown,
)
from inference.manifest import Actionable
from rules.assessment import Assessor
from tenants.permissions import Permission
from tenants.principals import Principal
from tenants.vaults import Vaults

_TAKEN = frozenset((*FEATURES, *(feature.name for each in CATALOGUE.values() for feature in each.features)))
_READING_S = 10.0


class Declaration(msgspec.Struct, frozen=True, kw_only=True):
    """What a feature has besides when a tenant declared it; see `DeclaredFeature`."""

    id: UUID
    number: int
    expression: str
    inputs: Mapping[str, FeatureType]
    reads: tuple[str, ...]
    cost_us: int
    digest: bytes
    created_at: datetime
    created_by: str
    retired_at: datetime | None


class KnownFeature(msgspec.Struct, frozen=True, kw_only=True):
    """A feature of the catalogue or of the environment's own. declaration: None of the catalogue's.

    scope: `declared` of the environment's own; see `CatalogueFeature`.
    """

    name: str
    title: str
    type: FeatureType
    unit: Unit
    window: str
    owner: str
    description: str
    texts: Mapping[str, str]
    scope: str
    feature_set: str
    use_cases: tuple[str, ...]
    actionable: Actionable
    columns: int
    declaration: Declaration | None


class CustomerFeatures(msgspec.Struct, frozen=True, kw_only=True):
    """What the features say of a customer as of a moment: the catalogue's, and the environment's own."""

    as_of: datetime
    catalogue: Values
    declared: Values


class Features:
    def __init__(
        self, database: Database, vaults: Vaults, computing: Computing, assessor: Assessor, clock: Clock
    ) -> None:
        self._database = database
        self._vaults = vaults
        self._computing = computing
        self._assessor = assessor
        self._clock = clock

    async def list(
        self, caller: Principal, use_case: str | None, after: str | None, limit: int
    ) -> Page[KnownFeature]:
        """By name; of one use case, or all with the environment's own. Raises: PermissionDenied."""
        caller.require(Permission.FEATURES_READ)
        found = [_shipped(each) for each in FEATURES.values() if use_case in (None, *each.use_cases)]
        if use_case is None:
            async with self._database.transaction(caller.environment_id) as tx:
                found += [_own(each) for each in await store.newest(tx, caller.environment_id)]
        rest = sorted(
            (each for each in found if after is None or each.name > after), key=lambda each: each.name
        )
        return page_of(rest[: limit + 1], limit, lambda each: each.name)

    async def get(self, caller: Principal, name: str, number: int | None = None) -> KnownFeature:
        """Show a feature; of an own one its newest version, or one by number. Raises: PermissionDenied, FeatureUnknown."""
        caller.require(Permission.FEATURES_READ)
        if name in FEATURES:
            return _shipped(FEATURES[name])
        async with self._database.transaction(caller.environment_id) as tx:
            if number is None:
                found = await store.find_newest(tx, caller.environment_id, name)
            else:
                found = await store.find_number(tx, caller.environment_id, name, number)
        return _own(_there(found, name))

    async def declare(self, caller: Principal, wanted: DeclareFeature) -> KnownFeature:
        """Check an expression and keep it as the newest version of its name; what reads an older one goes on with that.

        What equals the newest version is that version: nothing is added and nothing is logged.
        Raises: PermissionDenied, FeatureTaken, FeatureRefused, FeaturesFull, Overloaded.
        """
        caller.require(Permission.FEATURES_WRITE)
        if wanted.name in _TAKEN:
            raise FeatureTaken(f"The catalogue has a feature `{wanted.name}`.")
        assessed = await expressions.assess(self._assessor, wanted)
        digest = expressions.digest_of(wanted)
        async with self._database.transaction(caller.environment_id) as tx:
            await store.lock(tx, caller.environment_id)
            newest = await store.find_newest(tx, caller.environment_id, wanted.name)
            if newest is not None and newest.retired_at is None and _same(newest, wanted, digest):
                return _own(newest)
            known = await store.newest(tx, caller.environment_id)
            if sum(each.retired_at is None for each in known) >= DECLARED_MAX:
                raise FeaturesFull(f"An environment declares {DECLARED_MAX} features at most.")
            feature = DeclaredFeature(
                environment_id=caller.environment_id,
                id=uuid7(self._clock),
                name=wanted.name,
                number=1 if newest is None else newest.number + 1,
                type=wanted.type,
                unit=wanted.unit,
                expression=wanted.expression,
                description=wanted.description,
                owner=wanted.owner,
                inputs=dict(wanted.inputs),
                texts=dict(wanted.texts),
                reads=assessed.facts,
                cost_us=assessed.cost_us,
                digest=digest,
                created_at=self._clock.now(),
                created_by=caller.id,
                retired_at=None,
            )
            await store.insert(tx, feature)
            await intake.append(tx, self._entry(caller, "feature.declare.v1", feature))
        return _own(feature)

    async def retire(self, caller: Principal, name: str) -> KnownFeature:
        """Let nothing new read a feature of the environment's own; what reads it goes on. Again, it changes nothing.

        Raises: PermissionDenied, FeatureUnknown, FeatureTaken for one of the catalogue.
        """
        caller.require(Permission.FEATURES_WRITE)
        if name in FEATURES:
            raise FeatureTaken("A feature of the catalogue is not retired.", fix="Name one of your own.")
        async with self._database.transaction(caller.environment_id) as tx:
            await store.lock(tx, caller.environment_id)
            newest = _there(await store.find_newest(tx, caller.environment_id, name), name)
            if newest.retired_at is None:
                now = self._clock.now()
                newest = msgspec.structs.replace(newest, retired_at=now)
                await store.retire(tx, caller.environment_id, name, now)
                await intake.append(tx, self._entry(caller, "feature.retire.v1", newest))
        return _own(newest)

    async def of_customer(self, caller: Principal, customer_id: str) -> CustomerFeatures:
        """Compute every feature that is known of a customer, as of now, and every own one that is not retired.

        Raises: PermissionDenied, Overloaded, DeadlineExceeded.
        """
        caller.require(Permission.FEATURES_READ)
        caller.require(Permission.PAYMENTS_READ)
        vault = await self._vaults.of(caller.environment_id)
        async with self._database.transaction(caller.environment_id) as tx:
            newest = await store.newest(tx, caller.environment_id)
        own = [feature for feature in newest if feature.retired_at is None]
        subject = Subject(
            vault=vault,
            customer=vault.handle(customer_id),
            at=self._clock.now(),
            mode=caller.mode,
            command=DecideCommand(use_case="", customer_id=customer_id, timeout_s=_READING_S),
        )
        values = await self._computing.of_plan(subject, Plan.of(CUSTOMER_NAMES, own))
        declared = {feature.name for feature in own}
        return CustomerFeatures(
            as_of=subject.at,
            catalogue={name: values[name] for name in values if name not in declared},
            declared={name: values[name] for name in values if name in declared},
        )

    def _entry(self, caller: Principal, typ: str, feature: DeclaredFeature) -> intake.Entry:
        return intake.Entry(
            typ=typ,
            log=caller.environment_id,
            eid=uuid7(self._clock),
            at=self._clock.now(),
            act=caller.id,
            out=feature.name,
            rules=feature.digest,
            refs=(feature.id,),
        )


def _same(newest: DeclaredFeature, wanted: DeclareFeature, digest: bytes) -> bool:
    told = (wanted.description, wanted.owner, wanted.unit, dict(wanted.texts))
    return newest.digest == digest and told == (
        newest.description,
        newest.owner,
        newest.unit,
        newest.texts,
    )


def _there(found: DeclaredFeature | None, name: str) -> DeclaredFeature:
    if found is None:
        raise FeatureUnknown(f"There is no feature `{shown(name)}`.")
    return found


def _shipped(feature: CatalogueFeature) -> KnownFeature:
    return KnownFeature(**msgspec.structs.asdict(feature), declaration=None)


def _own(feature: DeclaredFeature) -> KnownFeature:
    kept = {name: getattr(feature, name) for name in Declaration.__struct_fields__}
    return KnownFeature(
        name=feature.name,
        title=feature.name,
        type=feature.type,
        unit=feature.unit,
        window="",
        owner=feature.owner,
        description=feature.description,
        texts={str(language): text for language, text in feature.texts.items()},
        scope="declared",
        feature_set="",
        use_cases=(),
        actionable="no",
        columns=1,
        declaration=Declaration(**kept),
    )


async def readable(tx: Transaction, environment_id: UUID) -> Mapping[str, FeatureType]:
    """Name the environment's own features and their types, retired ones too: what reads those goes on."""
    return {feature.name: feature.type for feature in await store.newest(tx, environment_id)}
