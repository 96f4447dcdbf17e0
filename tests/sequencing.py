"""The log of a product that has no worker: sequenced, signed and put into an epoch here."""

import asyncio
from uuid import UUID

from app.wiring.bundles import bundle_maker
from app.wiring.foundation import log_keys, slot_keys, super_signer
from core.clock import SystemClock
from ledger.epochs import EpochCloser
from ledger.errors import LeaderFenced
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


async def bundle(product: Product, environment_id: UUID) -> None:
    """Make the bundles that are due of the epochs and of one log."""
    maker = await bundle_maker(product.base)
    while await maker.make_epoch() is not None:
        pass
    while await maker.make_logs([environment_id]):
        pass


async def close_epoch(product: Product) -> int:
    """Put every log of the database into one more epoch, and sign it. Returns: its number."""
    base = product.base
    settings = LedgerSettings(domain=base.settings.ledger_domain, epoch_every_s=1)
    closer = EpochCloser(
        base.database, await super_signer(base), await slot_keys(base), base.cpu, SystemClock(), settings
    )
    record = None
    while record is None:
        try:
            record = await closer.close()
        except LeaderFenced:
            record = None
        if record is None:
            await asyncio.sleep(0.2)
    await closer.publish()
    return record.epoch
