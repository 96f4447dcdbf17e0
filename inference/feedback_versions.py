"""Versions by name, without opening their artefacts: what figures are asked for, and what their features are called."""

from uuid import UUID

import msgspec

from core.database import Transaction
from inference import starters, version_store
from inference.registry import VersionNotFound
from inference.version_store import VersionRow


class _Named(msgspec.Struct, frozen=True):
    """What is read of a manifest."""

    features: tuple[str, ...]


async def get(tx: Transaction, environment_id: UUID, version_id: UUID) -> VersionRow:
    """Return a version that the environment may use. Raises: VersionNotFound."""
    row = starters.find(environment_id, version_id)
    if row is None:
        row = await version_store.find_version(tx, environment_id, version_id)
    if row is None:
        raise VersionNotFound("No such version in this environment.", internal=f"{version_id=}")
    return row


def features_of(row: VersionRow) -> tuple[str, ...]:
    """The names of what it scores, in order."""
    return msgspec.json.decode(row.manifest, type=_Named).features
