"""Which deployment answers a question: by segment first, then by the customer's place in a stable hash. Pure, no I/O."""

import dataclasses
import functools
import hashlib
from collections.abc import Iterator, Mapping
from typing import Literal, Protocol
from uuid import UUID

import msgspec
import numpy as np
from numpy.typing import NDArray

from core.ids import public
from inference.artefacts import LoadedVersion
from inference.catalogue import UseCase
from inference.class_reasons import ClassReasons
from inference.dated import DatedEncoder
from inference.declared.columns import computed_names, sent_columns
from inference.evidence import TextEncoder
from inference.fact_reasons import FactReasons
from inference.inputs import InputEncoder, InputValue, Row
from inference.manifest import Column
from inference.mixed_columns import Mixed, mixed_of
from inference.pasts.questions import PastReader
from inference.reasons import Wording

Role = Literal["champion", "challenger", "shadow"]
Origin = Literal["deployed", "promoted", "rolled_back"]
"""How a deployment began."""
Stage = Literal["registered", "shadow", "challenger", "champion", "retired"]
"""How far a version has come: the highest role that it serves in now; retired when it served before."""
EndReason = Literal["replaced", "champion_replaced", "promoted", "rolled_back", "ended", "guardrail"]
"""Why a deployment no longer serves."""
EVERYBODY = ""
"""The segment of a deployment that names none."""

_PLACES = 10_000
_PLACES_PER_PERCENT = _PLACES // 100


class Reader(Protocol):
    """Reads the columns of a version."""

    def encode(self, row: Row, path: str = "inputs") -> NDArray[np.float32]:
        """float32[n_features] of one row. Raises: InputsRefused."""
        ...


class UsedModel(msgspec.Struct, frozen=True, kw_only=True):
    """The version that scored. digest: SHA-256 of its artefact, as in the ledger entry.

    deployment_id: null where the starter answers that nobody deployed. role: of that deployment.
    """

    version_id: str
    digest: str
    deployment_id: str | None = None
    role: Role = "champion"


@dataclasses.dataclass(frozen=True)
class Deployed:
    """What answers: the version's id, its opened artefact, the words for its reasons, the reader of its columns.

    deployment_id: None where a starter answers that nobody deployed. computed: features that its columns are filled with.
    classes: what says why it named a class; None of versions that name none. ruleset_version: of a shadow, what its scores are
    ruled by; None for what decides.
    """

    version_id: UUID
    version: LoadedVersion
    wording: Wording
    inputs: Reader
    deployment_id: UUID | None = None
    role: Role = "champion"
    computed: tuple[str, ...] = ()
    classes: ClassReasons | FactReasons | None = None
    ruleset_version: UUID | None = None

    @property
    def past(self) -> PastReader | None:
        """What reads its columns, where some are made of what was known before."""
        return self.inputs if isinstance(self.inputs, PastReader) else None

    @functools.cached_property
    def written(self) -> tuple[Column, ...]:
        """Those of its columns whose numbers may be sent as texts, in the form that training read."""
        return tuple(column for column in sent_columns(self.version.manifest) if column.numbers is not None)

    @functools.cached_property
    def used(self) -> UsedModel:
        """As answers name it: written once, since most decisions of a day name the same."""
        return UsedModel(
            version_id=public("ver", self.version_id),
            digest=self.version.digest.hex(),
            deployment_id=None if self.deployment_id is None else public("dep", self.deployment_id),
            role=self.role,
        )


def deployed_of(
    use_case: UseCase,
    version_id: UUID,
    version: LoadedVersion,
    deployment_id: UUID | None = None,
    role: Role = "champion",
) -> Deployed:
    manifest = version.manifest
    wording = Wording(use_case, manifest)
    computed = computed_names(manifest.columns)
    if manifest.past is not None:
        past = PastReader(manifest, manifest.past)
        return Deployed(version_id, version, wording, past, deployment_id, role)
    if version.evidence is None:
        dated = any(column.date is not None for column in manifest.columns)
        reader = DatedEncoder(manifest.columns) if dated else InputEncoder(manifest.columns)
        told = None if version.linear is None else FactReasons(manifest, version.linear, wording)
        return Deployed(version_id, version, wording, reader, deployment_id, role, computed, told)
    texts = TextEncoder(manifest.columns, version.evidence)
    classes = None
    if version.evidence.scale is not None:
        classes = ClassReasons(manifest, version.evidence, version.evidence.scale, texts)
    return Deployed(version_id, version, wording, texts, deployment_id, role, computed, classes)


@dataclasses.dataclass(frozen=True, slots=True)
class Share:
    """A deployment with its part of the customers, in percent."""

    deployed: Deployed
    percent: int

    def takes(self, customer: UUID) -> bool:
        """Say whether a customer belongs to the part. A greater share of the same version keeps everybody it had."""
        return place_of(customer, self.deployed.version_id) < self.percent * _PLACES_PER_PERCENT


@dataclasses.dataclass(frozen=True, slots=True)
class Lane:
    """What answers one segment."""

    champion: Deployed
    challenger: Share | None = None
    shadow: Share | None = None

    def choose(self, customer: UUID) -> Deployed:
        """Return what decides for a customer: always the same, as long as the deployments are."""
        if self.challenger is not None and self.challenger.takes(customer):
            return self.challenger.deployed
        return self.champion

    def shadow_of(self, customer: UUID) -> Deployed | None:
        """Return what scores in the shadow for a customer."""
        if self.shadow is not None and self.shadow.takes(customer):
            return self.shadow.deployed
        return None


@dataclasses.dataclass(frozen=True, slots=True)
class Chosen:
    """What decides a question and what scores it in the shadow. passed_over: deployments that it lacks columns for."""

    deployed: Deployed
    shadow: Deployed | None
    passed_over: tuple[UUID, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Routing:
    """All that answers one use case of an environment. A segment without a champion of its own goes with everybody.

    mixed: what requests may send where versions take different columns of a tenant's own; None where all take the same.
    """

    everybody: Lane
    segments: Mapping[str, Lane]
    mixed: Mixed | None = None

    def lane(self, segment: str | None) -> Lane:
        return self.segments.get(segment or EVERYBODY, self.everybody)

    @property
    def version_ids(self) -> frozenset[UUID]:
        return frozenset(each.version_id for each in self._all())

    def told(self) -> "Routing":
        """The same, with what its requests may send."""
        manifests = {each.version_id: each.version.manifest for each in self._all()}
        return dataclasses.replace(self, mixed=mixed_of(manifests)) if len(manifests) > 1 else self

    def _all(self) -> Iterator[Deployed]:
        for lane in (self.everybody, *self.segments.values()):
            yield lane.champion
            yield from (share.deployed for share in (lane.challenger, lane.shadow) if share is not None)


def choose_of(mixed: Mixed, lane: Lane, customer: UUID, inputs: Mapping[str, InputValue]) -> Chosen:
    """As the lane chooses, but for what the question lacks columns for: then the champion decides, and no shadow scores.

    Raises: InputsRefused.
    """
    champion, chosen, shadow = lane.champion, lane.choose(customer), lane.shadow_of(customer)
    passed_over = []
    if chosen is not champion and mixed.lacks(chosen.version_id, champion.version_id, inputs):
        passed_over.append(chosen)
        chosen = champion
    if shadow is not None and mixed.lacks(shadow.version_id, champion.version_id, inputs):
        passed_over.append(shadow)
        shadow = None
    mixed.check(chosen.version_id, inputs)
    return Chosen(chosen, shadow, tuple(each.deployment_id or each.version_id for each in passed_over))


def place_of(customer: UUID, version_id: UUID) -> int:
    """Return a customer's place among 10,000, another for each version, so that no group is always the one tried on.

    customer: the vault's handle, which is a keyed hash already.
    """
    digest = hashlib.blake2b(customer.bytes, digest_size=8, key=version_id.bytes).digest()
    return int.from_bytes(digest, "big") % _PLACES
