"""What the worker explains in the background."""

from app.wiring.foundation import Foundation, receipt_signer
from core.objects import FolderObjects
from inference.decisions import QueueSettings
from inference.explaining import Explainer
from inference.services import assemble
from rules.active import ActiveRulesets


async def explanations(base: Foundation) -> Explainer:
    services = assemble(
        base.database,
        base.tenants.vaults,
        ActiveRulesets(base.database),
        await receipt_signer(base),
        FolderObjects(base.settings.objects_dir),
        base.clock,
        queue=QueueSettings(),
    )
    return services.explainer
