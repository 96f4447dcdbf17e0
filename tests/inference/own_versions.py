"""Versions of a tenant's own that differ in their bytes alone: a starter's files with a card of their own."""

import hashlib
import json
from uuid import UUID

from inference import artefacts, starters
from tests.product import Product

USE_CASE = "credit-score"


def files_of(word: str, use_case: str = USE_CASE) -> dict[str, bytes]:
    files = dict(starters.files(use_case))
    files[artefacts.CARD_TEXT] = f"# {word}\n".encode()
    manifest = json.loads(files[artefacts.MANIFEST])
    manifest["files"][artefacts.CARD_TEXT] = hashlib.sha256(files[artefacts.CARD_TEXT]).hexdigest()
    files[artefacts.MANIFEST] = json.dumps(manifest).encode()
    return files


async def upload(running: Product, word: str, use_case: str = USE_CASE) -> UUID:
    """Upload a version into the first tenant's sandbox. Returns: its id."""
    kept = await running.services.registry.upload(
        running.asha.system, use_case, word, files_of(word, use_case)
    )
    return kept.id
