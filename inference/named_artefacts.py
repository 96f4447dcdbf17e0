"""The artefacts that entries of the log name by hash, handed over byte for byte, so that an auditor hashes them again."""

from collections.abc import Mapping

from core.database import Database
from core.errors import ErrorKind, PlatformError
from inference import artefacts, version_store
from inference.registry import Registry
from rules import contents
from tenants.permissions import Permission
from tenants.principals import Principal


class ArtefactNotFound(PlatformError):
    """No ruleset and no model version of this environment has this hash."""

    kind = ErrorKind.NOT_FOUND
    code = "ledger_artefact_not_found"
    fix = "Take the hash from `ruleset_hash` or `model_hash` of an entry."


class NamedArtefacts:
    """Reads rulesets and models by digest."""

    def __init__(self, database: Database, registry: Registry) -> None:
        self._database = database
        self._registry = registry

    async def get(self, caller: Principal, digest: bytes) -> bytes:
        """Return a ruleset as the canonical JSON whose SHA-256 entries name, or a model's manifest, which names every file of it
        by SHA-256 and is hashed after a label (`inference.artefacts.digest_of`).

        Raises: PermissionDenied, ArtefactNotFound, VersionFilesLost.
        """
        caller.require(Permission.LEDGER_EXPORT)
        content = await contents.find_content(self._database, caller.environment_id, digest)
        if content is not None:
            return content
        return (await self._files(caller, digest))[artefacts.MANIFEST]

    async def get_file(self, caller: Principal, digest: bytes, name: str) -> bytes:
        """Return a file of a model version, one that its manifest lists. Raises: PermissionDenied, ArtefactNotFound, VersionFilesLost."""
        caller.require(Permission.LEDGER_EXPORT)
        content = (await self._files(caller, digest)).get(name)
        if content is None:
            raise ArtefactNotFound("This model version has no such file.")
        return content

    async def _files(self, caller: Principal, digest: bytes) -> Mapping[str, bytes]:
        async with self._database.transaction(caller.environment_id) as tx:
            version_id = await version_store.find_id_of_digest(tx, caller.environment_id, digest)
        if version_id is None:
            raise ArtefactNotFound("No ruleset and no model has this hash.")
        return await self._registry.files(caller.environment_id, version_id)
