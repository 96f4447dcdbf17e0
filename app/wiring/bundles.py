"""Bundles: what makes them, for the worker, and what reads them, for the faces."""

from app.wiring.foundation import Foundation, log_keys, receipt_signer, super_signer
from core.objects import FolderObjects
from ledger.bundle_making import BundleMaker
from ledger.bundles import Bundles


async def bundle_maker(base: Foundation) -> BundleMaker:
    return BundleMaker(
        base.database,
        FolderObjects(base.settings.objects_dir),
        log_keys(base),
        base.clock,
        receipt_key=(await receipt_signer(base)).key,
        super_key=(await super_signer(base)).key,
    )


def bundles(base: Foundation) -> Bundles:
    return Bundles(base.database, FolderObjects(base.settings.objects_dir))
