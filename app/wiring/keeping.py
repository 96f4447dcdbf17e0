"""What ships with this release and decides, kept before it does, so that a later release can compute its decisions again."""

from app.wiring.foundation import Foundation
from core.objects import FolderObjects
from inference.starter_keeping import keep_starters
from rules.shipped import SHIPPED


async def keep_shipped(base: Foundation) -> None:
    """For every process that decides, at its start: two queries and some small files where all is kept."""
    await keep_starters(base.database, FolderObjects(base.settings.objects_dir))
    await SHIPPED.keep(base.database)
