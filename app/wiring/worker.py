"""Everything that happens later: logs are sequenced, the outbox is delivered, the house is kept."""

import contextlib
from collections.abc import AsyncIterator, Mapping

from app.background import Background
from app.housekeeping import Housekeeping
from app.settings import Settings
from app.wiring.foundation import Foundation, log_keys, open_foundation
from core import jobs
from core.database import Database
from core.outbox import JOB as DELIVERY
from core.outbox import Deliver, Outbox
from ledger.sequencer import Sequencer
from ledger.settings import LedgerSettings
from tenants.mail import INVITATION_TOPIC, FolderMailer, InvitationMail


@contextlib.asynccontextmanager
async def worker(settings: Settings) -> AsyncIterator[None]:
    """Start the loops, and stop them in reverse order."""
    async with open_foundation(settings, pool_size_max=6) as base, Background() as background:
        ledger_settings = ledger_settings_of(settings)
        sequencer = Sequencer(base.database, log_keys(base), base.cpu, base.clock, ledger_settings)
        outbox = Outbox(base.database, topics(base))
        housekeeping = Housekeeping(base.database, base.tenants.upkeep)
        background.start("sequencer", sequencer.run)
        background.start("jobs", lambda: run_jobs(base.database, {DELIVERY: outbox.deliver}))
        background.start("housekeeping", housekeeping.run)
        yield


async def run_jobs(database: Database, handlers: Mapping[str, jobs.Handler]) -> None:
    """Take jobs on a connection of their own until cancelled."""
    async with database.listening() as connection:
        await jobs.run(connection, handlers)


def topics(base: Foundation) -> dict[str, Deliver]:
    """Who carries out which effect."""
    invitations = InvitationMail(base.tenants.vaults, FolderMailer(base.settings.mail_dir))
    return {INVITATION_TOPIC: invitations.deliver}


def ledger_settings_of(settings: Settings) -> LedgerSettings:
    return LedgerSettings(domain=settings.ledger_domain, heads_dir=settings.data_dir / "heads")
