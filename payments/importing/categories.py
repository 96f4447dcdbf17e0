"""What payments of a statement were for, where it does not say: predicted, and kept apart from what the tenant said."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

import msgspec

from payments.entities import PredictedSource
from payments.facts import Transaction


class PredictedCategory(msgspec.Struct, frozen=True):
    """source: a known merchant, or the model. version: the digest of what told it."""

    category: str
    source: PredictedSource
    version: bytes


class Categories(Protocol):
    """Tells the categories of a statement's payments."""

    async def of(
        self, environment_id: UUID, payments: Sequence[Transaction]
    ) -> list[PredictedCategory | None]:
        """Returns: one for each payment, in order; None where it is not sure enough to be counted with."""
        ...


class Uncategorized:
    """Where nothing that tells categories is at hand."""

    async def of(
        self, environment_id: UUID, payments: Sequence[Transaction]
    ) -> list[PredictedCategory | None]:
        del environment_id
        return [None] * len(payments)
