"""What the rules of a use case can see: known here, where its features and a version's own columns are known."""

from uuid import UUID

from inference import catalogue
from inference.deployments import Deployments
from rules.facts import FactSchema, schema_of
from rules.language.kinds import Kind

_KINDS = {"number": Kind.NUMBER, "boolean": Kind.FLAG, "category": Kind.TEXT}


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
        )
