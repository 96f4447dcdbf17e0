"""The bytes of versions: in the object store by digest, those of this release's starters also in its own folder."""

import asyncio
from collections.abc import Mapping

from core.errors import ErrorKind, PlatformError
from core.objects import ObjectNotFound, Objects
from inference import artefacts
from inference.starters import Starters
from inference.version_store import STARTER_AUTHOR, VersionRow

NOTHING: Mapping[str, str] = {}


class VersionFilesLost(PlatformError):
    kind = ErrorKind.UNAVAILABLE
    code = "version_files_lost"
    fix = "Restore `objects/` of the data folder from its backup: files of a version are in `artefacts/`, under its digest."


class VersionFiles:
    def __init__(self, objects: Objects, starters: Starters) -> None:
        self._objects = objects
        self._starters = starters

    async def keep(
        self, digest: bytes, files: Mapping[str, bytes], received: Mapping[str, str] = NOTHING
    ) -> None:
        """Put them into the object store. The manifest comes last, so that what has one is whole. received: files that the store
        has already, by name the key; they are copied there."""
        others = [name for name in files if name != artefacts.MANIFEST]
        await asyncio.gather(
            *[self._objects.put(_key(digest, name), files[name]) for name in others],
            *[self._objects.copy(source, _key(digest, name)) for name, source in received.items()],
        )
        await self._objects.put(_key(digest, artefacts.MANIFEST), files[artefacts.MANIFEST])

    async def are_kept(self, digest: bytes) -> bool:
        """Say whether `keep` has ended once, by the manifest alone."""
        try:
            manifest = await self._objects.get(_key(digest, artefacts.MANIFEST))
        except ObjectNotFound:
            return False
        return artefacts.digest_of(manifest) == digest

    async def read(self, row: VersionRow) -> Mapping[str, bytes]:
        """Return all files of a version. Raises: VersionFilesLost."""
        if self._starters.find(row.environment_id, row.id) is not None:
            return await asyncio.to_thread(self._starters.files, row.use_case)
        names = (artefacts.MANIFEST, *artefacts.files_of(artefacts.manifest_of(row.manifest.encode())))
        try:
            return {name: await self._objects.get(_key(row.digest, name)) for name in names}
        except ObjectNotFound as error:
            raise VersionFilesLost(
                f"The files of the version {row.digest.hex()} are not in the object store.",
                internal=error.internal,
            ) from error

    async def card(self, row: VersionRow) -> bytes | None:
        """Return `card.json` of a version of a tenant's own; None where its files are lost."""
        if row.created_by == STARTER_AUTHOR:
            return None
        try:
            return await self._objects.get(_key(row.digest, artefacts.CARD))
        except ObjectNotFound:
            return None


def _key(digest: bytes, file: str) -> str:
    return f"artefacts/{digest.hex()}/{file}"
