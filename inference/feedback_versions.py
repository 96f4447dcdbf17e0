"""Versions by name, without opening their artefacts: what figures are asked for, and what their features are called."""

from typing import Literal
from uuid import UUID

import msgspec

from core.database import Transaction
from inference import starters, version_store
from inference.manifest import Column, Task
from inference.registry import VersionNotFound
from inference.version_store import VersionRow


class Named(msgspec.Struct, frozen=True):
    """What is read of a manifest."""

    features: tuple[str, ...]
    inputs: Literal["facts", "columns"] = "facts"
    columns: tuple[Column, ...] = ()
    task: Task = "probability"
    classes: tuple[str, ...] = ()

    @property
    def compared(self) -> tuple[str, ...]:
        """The names of what drift is told of: a tenant's own columns, else the features."""
        return tuple(each.name for each in self.columns) if self.inputs == "columns" else self.features


async def get(tx: Transaction, environment_id: UUID, version_id: UUID) -> VersionRow:
    """Return a version that the environment may use. Raises: VersionNotFound."""
    row = starters.find(environment_id, version_id)
    if row is None:
        row = await version_store.find_version(tx, environment_id, version_id)
    if row is None:
        raise VersionNotFound("No such version in this environment.", internal=f"{version_id=}")
    return row


def named(row: VersionRow) -> Named:
    return msgspec.json.decode(row.manifest, type=Named)


def features_of(row: VersionRow) -> tuple[str, ...]:
    """The names of what it scores, in order."""
    return named(row).features
