"""Versions of different columns that serve one use case: a request carries the columns of all, each version reads its own. Pure.

A challenger or a shadow is passed over for a question that lacks a column which it takes and its champion does not: without it
the comparison would be with a version that is told less than it was made for. A column that is null is not lacking.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from uuid import UUID

from core.errors import FieldError, named
from inference.declared.columns import sent_columns
from inference.evidence import TEXT_CHARS_MAX
from inference.inputs import InputsRefused, InputValue, encode_value
from inference.manifest import Column, Manifest

_ERRORS_MAX = 20
_NOTHING: frozenset[str] = frozenset()
_TEXTS = frozenset({"category", "text"})
Inputs = Mapping[str, InputValue]


@dataclasses.dataclass(frozen=True, slots=True)
class Mixed:
    """columns: what requests may send, by name, as the versions declare it. taken: the names that each version takes."""

    columns: Mapping[str, Sequence[Column]]
    taken: Mapping[UUID, frozenset[str]]

    def lacks(self, candidate: UUID, champion: UUID, inputs: Inputs) -> bool:
        """Say whether a question has not all that a version takes beside what its champion takes."""
        beside = self.taken.get(candidate, _NOTHING) - self.taken.get(champion, _NOTHING)
        return not beside <= inputs.keys()

    def check(self, version: UUID, inputs: Inputs) -> None:
        """Refuse what no version takes, and what none can read of the columns that this one does not: it reads its own itself.

        Raises: InputsRefused.
        """
        taken = self.taken.get(version, _NOTHING)
        errors = [self._refused(name, value) for name, value in inputs.items() if name not in taken]
        found = [each for each in errors if each is not None]
        if found:
            raise InputsRefused("Some inputs cannot be used.", fields=found[:_ERRORS_MAX])

    def _refused(self, name: str, value: InputValue) -> FieldError | None:
        columns = self.columns.get(name)
        field = f"inputs.{named(name)}"
        if columns is None:
            return FieldError(field, "No deployed version declares such a column.", "Leave it out.")
        if any(_reads(column, value) for column in columns):
            return None
        return FieldError(field, f"It is no {columns[0].kind}.", "Send what the version declares, or null.")


def mixed_of(manifests: Mapping[UUID, Manifest]) -> Mixed | None:
    """Return what requests may send to versions of a tenant's own columns; None where all take the same."""
    declared = {key: sent_columns(each) for key, each in manifests.items() if each.inputs == "columns"}
    taken = {key: frozenset(column.name for column in columns) for key, columns in declared.items()}
    if len(set(taken.values())) < 2:
        return None
    by_name: dict[str, list[Column]] = {}
    for columns in declared.values():
        for column in columns:
            by_name.setdefault(column.name, []).append(column)
    return Mixed(by_name, taken)


def own_inputs(manifest: Manifest, inputs: Inputs) -> Inputs:
    """What a version takes of a request."""
    taken = {column.name for column in sent_columns(manifest)}
    return inputs if inputs.keys() <= taken else {name: inputs[name] for name in inputs if name in taken}


def conflicts(champion: Manifest, candidate: Manifest) -> list[str]:
    """Names of columns that both take and no request could send to both."""
    kinds = {column.name: column.kind for column in sent_columns(candidate)}
    return [
        column.name
        for column in sent_columns(champion)
        if column.name in kinds and not _alike(column.kind, kinds[column.name])
    ]


def _alike(one: str, other: str) -> bool:
    return one == other or {one, other} <= _TEXTS


def _reads(column: Column, value: InputValue) -> bool:
    if value is None:
        return True
    if column.kind in {"number", "boolean"}:
        return not isinstance(encode_value(column, value), str)
    return isinstance(value, str) and len(value) <= TEXT_CHARS_MAX
