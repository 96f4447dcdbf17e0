"""The files of one batch in the object store, sealed under the batch's own key."""

from uuid import UUID

from core.objects import Objects
from core.sealed_files import SealedFiles


class BatchFiles(SealedFiles):
    def __init__(self, objects: Objects, environment_id: UUID, batch_id: UUID, key: bytes) -> None:
        super().__init__(objects, folder_of(environment_id, batch_id), key)
        self.environment_id = environment_id
        self.batch_id = batch_id


def folder_of(environment_id: UUID, batch_id: UUID) -> str:
    return f"{folders_of(environment_id)}/{batch_id.hex}"


def folders_of(environment_id: UUID) -> str:
    """Where the folders of an environment's batches are."""
    return f"batches/{environment_id.hex}"
