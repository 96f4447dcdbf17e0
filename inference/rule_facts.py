"""What the rules of a use case can see: known here, where its features and a version's own columns are known."""

from collections.abc import Mapping, Sequence
from typing import Literal, get_args, get_origin
from uuid import UUID

import msgspec

from core.database import Database, Transaction
from inference import catalogue
from inference.declared import pins
from inference.declared.columns import GROUP, sent_columns
from inference.declared.expressions import KIND_OF_TYPE
from inference.declared.features import readable
from inference.deployments import Deployments
from inference.feature_catalogue import CUSTOMER_NAMES, PAYMENT_NAMES
from inference.manifest import Manifest
from rules.facts import Fact, FactSchema, schema_of
from rules.language.kinds import Kind
from rules.lists import hold_lists, names_read

_KINDS = {"number": Kind.NUMBER, "boolean": Kind.FLAG, "category": Kind.TEXT, "text": Kind.TEXT}
_KIND_OF_TYPE = (
    (bool, Kind.FLAG), (int, Kind.NUMBER), (float, Kind.NUMBER), (str, Kind.TEXT), (list[str], Kind.TEXTS),
)  # fmt: skip


class RuleFacts:
    """Implements `rules.rulesets.FactSource` for the version that answers now."""

    def __init__(self, database: Database, deployments: Deployments) -> None:
        self._database = database
        self._deployments = deployments

    async def facts_of(self, environment_id: UUID, use_case: str) -> FactSchema:
        """Raises: UseCaseUnknown."""
        catalogue.get(use_case)
        manifest = (await self._deployments.active(environment_id, use_case)).version.manifest
        return await self.facts_beside(environment_id, manifest)

    async def facts_beside(self, environment_id: UUID, manifest: Manifest) -> FactSchema:
        """What rules can see beside one version of a model, whether it answers or not."""
        asked = catalogue.get(manifest.use_case)
        columns = sent_columns(manifest)
        schema = schema_of(
            transaction=asked.input == "transaction",
            features=tuple(name for name in manifest.features if not name.startswith(GROUP)),
            inputs={column.name: _KINDS[column.kind] for column in columns},
            answer=answer_kinds(asked.answer_type),
        )
        shipped = (*CUSTOMER_NAMES, *(PAYMENT_NAMES if asked.input == "transaction" else ()))
        computed = {f"{GROUP}{name}": Fact(Kind.NUMBER, missing=True) for name in shipped}
        async with self._database.transaction(environment_id) as tx:
            of_lists = await names_read(tx, environment_id)
            for name, kind in (await readable(tx, environment_id)).items():
                computed[f"{GROUP}{name}"] = Fact(KIND_OF_TYPE[kind], missing=True)
        return {**computed, **schema, **dict.fromkeys(of_lists, Fact(Kind.FLAG))}

    async def pin(
        self, tx: Transaction, environment_id: UUID, version_id: UUID, facts: Sequence[str]
    ) -> None:
        """Raises: FeatureRetired, ListNotFound for one that was dropped meanwhile."""
        await hold_lists(tx, environment_id, facts)
        await pins.pin_ruleset(tx, environment_id, version_id, facts)

    async def is_current(self, tx: Transaction, environment_id: UUID, version_id: UUID) -> bool:
        return await pins.is_current(tx, environment_id, version_id)


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
