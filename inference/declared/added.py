"""What a version of facts scores beside its feature set: chosen by name, pinned for its manifest, and made into columns. Pure
but for finding declarations."""

from collections import Counter
from collections.abc import Iterable, Sequence
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from core.database import Transaction
from core.errors import shown
from core.ids import public
from inference.declared import store
from inference.declared.columns import GROUP
from inference.declared.computing import Values
from inference.declared.entities import PREFIX, DeclaredFeature
from inference.declared.pins import find_declared
from inference.feature_catalogue import STORED_NAMES, FeatureType, FeatureUnknown
from inference.inputs import encode_inputs
from inference.manifest import CODES_MAX, Added, Column, DeclaredInput

SEEN_MIN = 20
"""Rows that a text must occur in to have a code of its own."""


async def find_pinned(
    tx: Transaction, environment_id: UUID, version_id: UUID, names: Sequence[str]
) -> list[DeclaredFeature]:
    """Find the declarations that a version is pinned to."""
    return [each for each in await store.pinned(tx, environment_id, version_id) if each.name in names]


async def find_named(tx: Transaction, environment_id: UUID, names: Sequence[str]) -> list[DeclaredFeature]:
    """Find the newest declarations of names; the others are of the catalogue. Raises: FeatureUnknown, FeatureRetired."""
    found = await find_declared(tx, environment_id, names)
    known = {feature.name for feature in found}
    for name in names:
        if name not in known and name not in STORED_NAMES:
            raise FeatureUnknown(f"There is no feature `{shown(name)}` to score.")
    return found


def pinned_input(feature: DeclaredFeature) -> DeclaredInput:
    """Say in a manifest which declaration it is."""
    return DeclaredInput(
        name=feature.name,
        id=public(PREFIX, feature.id),
        number=feature.number,
        digest=feature.digest.hex(),
        expression=feature.expression,
        reads=feature.reads,
        unit=feature.unit,
        title=feature.description,
        texts=dict(feature.texts),
    )


def added_of(
    names: Sequence[str], declared: Sequence[DeclaredFeature], rows: Sequence[Values]
) -> tuple[Added, NDArray[np.float32]]:
    """Make columns of values. Returns: the columns, and float32[len(rows), len(names)], NaN where missing."""
    types = {feature.name: feature.type for feature in declared}
    columns = tuple(
        _column(name, types.get(name, "number"), [row.get(name) for row in rows]) for name in names
    )
    named = [{f"{GROUP}{name}": row.get(name) for name in names} for row in rows]
    return Added(columns, tuple(map(pinned_input, declared))), encode_inputs(columns, named)


def _column(name: str, type_: FeatureType, values: Iterable[object]) -> Column:
    if type_ != "category":
        return Column(name=f"{GROUP}{name}", kind=type_)
    counts = Counter(value for value in values if isinstance(value, str))
    often = sorted(value for value, count in counts.most_common(CODES_MAX) if count >= SEEN_MIN)
    codes = {value: code for code, value in enumerate(often)}
    return Column(name=f"{GROUP}{name}", kind="category", codes=codes, other=len(codes))
