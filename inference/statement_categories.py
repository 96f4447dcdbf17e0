"""Categories of an imported statement's payments: what `categorize` would answer of them, a thousand lines in one run.

The environment's champion of `categorize` tells them, the starter where that takes columns of the tenant's own. Nothing is decided
and no rule is asked: what is recorded is a prediction, and said to be one.
"""

import asyncio
import logging
from collections.abc import Sequence
from uuid import UUID

from core.clock import Clock
from inference import catalogue
from inference.answering.categorize import CategorizeAnswer
from inference.artefacts import LoadedVersion
from inference.features.events import EVENT_SETS
from inference.predictions import predict_many
from inference.registry import Registry
from inference.routes import Routes
from payments.facts import Transaction
from payments.importing.categories import PredictedCategory
from payments.statement_facts import Statement, StatementLine

USE_CASE = "categorize"
SURE = 0.5
"""Below it a prediction is more likely wrong than right, and a payment without a category is the better record."""

_log = logging.getLogger(__name__)


class StatementCategories:
    """An implementation of `payments.importing.categories.Categories`."""

    def __init__(self, routes: Routes, registry: Registry, clock: Clock) -> None:
        self._routes = routes
        self._registry = registry
        self._clock = clock

    async def of(
        self, environment_id: UUID, payments: Sequence[Transaction]
    ) -> list[PredictedCategory | None]:
        lines = {place: _line(each) for place, each in enumerate(payments) if _is_asked(each)}
        found: list[PredictedCategory | None] = [None] * len(payments)
        if not lines:
            return found
        version = await self._version(environment_id)
        told = await asyncio.to_thread(self._tell, version, list(lines.values()))
        for place, each in zip(lines, told, strict=True):
            found[place] = each
        return found

    async def _version(self, environment_id: UUID) -> LoadedVersion:
        routing = await self._routes.get(environment_id, USE_CASE)
        champion = routing.lane(None).champion.version
        if champion.manifest.inputs == "facts" and champion.remote is None:
            return champion
        starter = self._registry.starters.row(environment_id, USE_CASE)
        _, opened = await self._registry.find(environment_id, starter.id)
        return opened

    def _tell(self, version: LoadedVersion, lines: Sequence[StatementLine]) -> list[PredictedCategory | None]:
        at = self._clock.now()
        statement = Statement(customer_id="imported", lines=list(lines))
        matrix = EVENT_SETS[version.manifest.feature_set].compute(statement, at)
        (found,) = predict_many([version], [matrix])
        if found is None:
            _log.warning("Imported payments go without categories.", extra={"version": version.digest.hex()})
            return [None] * len(lines)
        rows = found.rows or (found,)
        answer = catalogue.get(USE_CASE).kind.answer(statement, at, rows, version=version).answer
        if not isinstance(answer, CategorizeAnswer):
            raise TypeError(f"{USE_CASE} answers with {type(answer).__name__}")
        return [
            PredictedCategory(line.category, line.source, version.digest)
            if line.source != "given" and line.probability >= SURE
            else None
            for line in answer.lines
        ]


def _is_asked(payment: Transaction) -> bool:
    return payment.category is None and payment.description is not None


def _line(payment: Transaction) -> StatementLine:
    return StatementLine(
        text=payment.description or "",
        amount_minor=payment.amount_minor,
        direction=payment.direction,
        occurred_at=payment.occurred_at,
    )
