"""The log of a product that has no worker: sequenced and signed here."""

from uuid import UUID

from app.wiring.foundation import log_keys
from core.clock import SystemClock
from ledger.sequencer import Sequencer
from ledger.settings import LedgerSettings
from tests.product import Product


async def sequence(product: Product, environment_id: UUID | None = None) -> int:
    """Give every entry its place, and publish the head. environment_id: the first tenant's sandbox where none is named.

    Returns: how many entries got a place.
    """
    base, where = product.base, environment_id or product.asha.system.environment_id
    sequencer = Sequencer(base.database, log_keys(base), base.cpu, SystemClock(), LedgerSettings())
    placed = 0
    while some := await sequencer.sequence(where):
        placed += some
    await sequencer.publish(where)
    return placed
