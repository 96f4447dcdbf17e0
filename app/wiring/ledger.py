"""What reads the logs and the super-log, and what closes epochs."""

from typing import TypedDict

from app.settings import Settings
from app.wiring.foundation import Foundation, log_keys, receipt_signer, slot_keys, super_signer
from core.objects import FolderObjects
from ledger.bundles import Bundles
from ledger.epoch_proofs import Epochs
from ledger.epochs import EpochCloser
from ledger.guard import SigningPermit
from ledger.log import Ledger
from ledger.settings import LedgerSettings
from ledger.super_log import SuperLog


class LedgerServices(TypedDict):
    ledger: Ledger
    epochs: Epochs
    bundles: Bundles
    super_log: SuperLog


async def ledger_services(base: Foundation) -> LedgerServices:
    super_log = SuperLog(base.database, base.true_clock)
    return LedgerServices(
        ledger=await _ledger(base, super_log),
        epochs=Epochs(base.database, super_log),
        bundles=Bundles(base.database, FolderObjects(base.settings.objects_dir)),
        super_log=super_log,
    )


async def ledger(base: Foundation) -> Ledger:
    return await _ledger(base, SuperLog(base.database, base.true_clock))


async def epoch_closer(base: Foundation, permit: SigningPermit | None = None) -> EpochCloser:
    return EpochCloser(
        base.database,
        await super_signer(base),
        await slot_keys(base),
        base.cpu,
        base.true_clock,
        ledger_settings_of(base.settings),
        permit=permit,
    )


async def _ledger(base: Foundation, super_log: SuperLog) -> Ledger:
    receipts, super_ = await receipt_signer(base), await super_signer(base)
    return Ledger(base.database, log_keys(base), super_log, receipt_key=receipts.key, super_keys=super_.keys)


def ledger_settings_of(settings: Settings) -> LedgerSettings:
    return LedgerSettings(
        domain=settings.ledger_domain,
        heads_dir=settings.data_dir / "heads",
        epoch_every_s=settings.epoch_every_s,
        anchored_on=settings.chain.place,
    )
