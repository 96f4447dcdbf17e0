"""What the rules of a use case can see: known here, where its features and a version's own columns are known."""

from collections.abc import Mapping
from typing import Literal, get_args, get_origin
from uuid import UUID

import msgspec

from inference import catalogue
from inference.deployments import Deployments
from rules.facts import FactSchema, schema_of
from rules.language.kinds import Kind

_KINDS = {"number": Kind.NUMBER, "boolean": Kind.FLAG, "category": Kind.TEXT}
_KIND_OF_TYPE = (
    (bool, Kind.FLAG), (int, Kind.NUMBER), (float, Kind.NUMBER), (str, Kind.TEXT), (list[str], Kind.TEXTS),
)  # fmt: skip


class RuleFacts:
    """Implements `rules.rulesets.FactSource` for the version that answers now."""

    def __init__(self, deployments: Deployments) -> None:
        self._deployments = deployments

    async def facts_of(self, environment_id: UUID, use_case: str) -> FactSchema:
        """Raises: UseCaseUnknown."""
        asked = catalogue.get(use_case)
        manifest = (await self._deployments.active(environment_id, use_case)).version.manifest
        return schema_of(
            transaction=asked.input == "transaction",
            features=manifest.features,
            inputs={column.name: _KINDS[column.kind] for column in manifest.columns},
            answer=answer_kinds(asked.answer_type),
        )


def answer_kinds(answer: type[msgspec.Struct]) -> Mapping[str, Kind]:
    """Return the fields of an answer that a rule can compare: numbers, flags, texts and lists of texts."""
    found = {}
    for field in msgspec.structs.fields(answer):
        kind = next((kind for type_, kind in _KIND_OF_TYPE if field.type in {type_, type_ | None}), None)
        if kind is not None:
            found[field.name] = kind
        elif (
            get_origin(field.type) is Literal or get_origin(next(iter(get_args(field.type)), None)) is Literal
        ):
            found[field.name] = Kind.TEXT
    return found
