"""What reads declared features is pinned to the versions that were newest when it was made: they never change under it."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from core.database import Transaction
from core.errors import ErrorKind, FieldError, PlatformError, shown
from inference.declared import store
from inference.declared.columns import GROUP
from inference.declared.entities import DeclaredFeature
from inference.feature_catalogue import STORED_NAMES, FeatureType, FeatureUnknown
from inference.manifest import Column, Manifest


class FeatureRetired(PlatformError):
    kind = ErrorKind.PRECONDITION
    code = "feature_retired"
    fix = "Read another feature, or declare this one anew."


class ColumnRefused(PlatformError):
    """A column that the service is to fill in has another kind than the feature of its name."""

    kind = ErrorKind.INVALID
    code = "feature_column_refused"
    fix = "Train or declare the column with the feature's own type."


async def pin_ruleset(tx: Transaction, environment_id: UUID, version_id: UUID, facts: Sequence[str]) -> None:
    """Raises: FeatureRetired."""
    names = [name.removeprefix(GROUP) for name in facts if name.startswith(GROUP)]
    found = await find_declared(tx, environment_id, names)
    await store.pin(tx, environment_id, version_id, [feature.id for feature in found])


async def is_current(tx: Transaction, environment_id: UUID, version_id: UUID) -> bool:
    """Say whether all that a ruleset version is pinned to is still the newest of its name."""
    pinned = await store.pinned(tx, environment_id, version_id)
    newest = [await store.find_newest(tx, environment_id, feature.name) for feature in pinned]
    return all(new is not None and new.id == old.id for old, new in zip(pinned, newest, strict=True))


async def meanings(tx: Transaction, environment_id: UUID, version_id: UUID) -> dict[str, bytes]:
    """Return what the declared features of a version mean to it, whatever they mean now: their digests, by name."""
    return {feature.name: feature.digest for feature in await store.pinned(tx, environment_id, version_id)}


async def pin_version(
    tx: Transaction, environment_id: UUID, version_id: UUID, manifest: Manifest, parent_id: UUID | None
) -> None:
    """Pin the columns of a model version; what its parent had goes on with what the parent was pinned to.

    A manifest that names declarations is pinned to those, found by their digests, whichever is the newest now.
    Raises: FeatureUnknown, FeatureRetired, ColumnRefused.
    """
    columns = [column for column in manifest.columns if column.name.startswith(GROUP)]
    by_name = {column.name.removeprefix(GROUP): column for column in columns}
    if not by_name:
        return
    inherited = [] if parent_id is None else await store.pinned(tx, environment_id, parent_id)
    kept = {feature.name: feature for feature in inherited if feature.name in by_name}
    if manifest.inputs == "facts":
        declared = {each.name: each for each in await _named(tx, environment_id, manifest, kept)}
    else:
        others = [name for name in by_name if name not in kept]
        declared = {each.name: each for each in await find_declared(tx, environment_id, others)} | kept
    for name, column in by_name.items():
        if name not in declared and name not in STORED_NAMES:
            raise FeatureUnknown(f"There is no feature `{shown(name)}` to fill a column with.")
        _check_kind(column, declared[name].type if name in declared else "number")
    await store.pin(tx, environment_id, version_id, [feature.id for feature in declared.values()])


async def _named(
    tx: Transaction, environment_id: UUID, manifest: Manifest, kept: Mapping[str, DeclaredFeature]
) -> list[DeclaredFeature]:
    """Find the declarations that a manifest names. Raises: FeatureUnknown, FeatureRetired."""
    found = []
    for wanted in manifest.declared:
        digest = bytes.fromhex(wanted.digest)
        feature = kept.get(wanted.name)
        if feature is None or feature.digest != digest:
            feature = await store.find_digest(tx, environment_id, wanted.name, digest)
            if feature is None:
                raise FeatureUnknown(
                    f"No feature `{shown(wanted.name)}` was declared here as this version was trained with it.",
                    fix="Declare it in this environment with the same expression, type and inputs first.",
                )
            if feature.retired_at is not None:
                raise FeatureRetired(f"The feature `{wanted.name}` is retired.")
        found.append(feature)
    return found


async def find_declared(tx: Transaction, environment_id: UUID, names: Iterable[str]) -> list[DeclaredFeature]:
    """Raises: FeatureRetired."""
    found = []
    for name in names:
        feature = None if name in STORED_NAMES else await store.find_newest(tx, environment_id, name)
        if feature is None:
            continue
        if feature.retired_at is not None:
            raise FeatureRetired(f"The feature `{name}` is retired.")
        found.append(feature)
    return found


def _check_kind(column: Column, type_: FeatureType) -> None:
    if column.kind != type_:
        field = FieldError(
            column.name, f"It is a {column.kind}, the feature a {type_}.", "Use the feature's type."
        )
        raise ColumnRefused("A column has another kind than its feature.", fields=[field])
