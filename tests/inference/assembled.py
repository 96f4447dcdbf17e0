"""The services of decisions as tests need them: on a real database, with a key of their own for receipts and a folder for files."""

import pathlib

from core.clock import Clock
from core.database import Database
from core.objects import FolderObjects
from inference.decisions import QueueSettings
from inference.placements import Placements
from inference.services import InferenceServices, assemble
from inference.starters import SHIPPED, Starters
from ledger.receipts import ReceiptSigner
from rules.active import ActiveRulesets
from tenants.vaults import Vaults


def assembled(
    database: Database,
    vaults: Vaults,
    clock: Clock,
    objects: pathlib.Path,
    *,
    rulesets: ActiveRulesets | None = None,
    placements: Placements | None = None,
    starters: Starters = SHIPPED,
) -> InferenceServices:
    """objects: the folder of the object store."""
    return assemble(
        database,
        vaults,
        rulesets or ActiveRulesets(database),
        ReceiptSigner("test.local/receipts", b"s" * 32),
        FolderObjects(objects),
        clock,
        queue=QueueSettings(),
        placements=placements,
        starters=starters,
    )
