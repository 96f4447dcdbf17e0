"""Every noun of the REST face, in the order of the reference. Add yours here."""

from collections.abc import Sequence

from api.rest import health, principal
from api.rest.operations import Operation

NOUNS: Sequence[Sequence[Operation]] = (
    health.HANDLERS,
    principal.HANDLERS,
)

OPERATIONS: tuple[Operation, ...] = tuple(operation for noun in NOUNS for operation in noun)
