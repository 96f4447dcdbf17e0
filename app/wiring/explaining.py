"""What the worker needs of decisions: it explains them in the background, and asks versions about imported payments."""

from app.wiring.foundation import Foundation, receipt_signer
from core.objects import FolderObjects
from inference.decisions import QueueSettings
from inference.services import InferenceServices, assemble
from rules.active import ActiveRulesets


async def answering(base: Foundation) -> InferenceServices:
    return assemble(
        base.database,
        base.tenants.vaults,
        ActiveRulesets(base.database),
        await receipt_signer(base),
        FolderObjects(base.settings.objects_dir),
        base.clock,
        queue=QueueSettings(),
    )
