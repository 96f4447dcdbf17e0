"""The models that ship with the service: every environment has them without asking, under the same id everywhere.

A release may ship others. Those that decided before are kept (`starter_keeping`), so that what they decided can be computed again.
"""

from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

from core.clock import EPOCH
from inference import artefacts, catalogue
from inference.version_store import STARTER_AUTHOR, STARTER_NAME, VersionRow


class Starters:
    """The starters of one release."""

    def __init__(self, root: Path) -> None:
        """root: a folder with one folder for each use case, as `countermark train-starters` writes it."""
        self._root = root
        self._known: dict[str, tuple[str, bytes]] = {}

    def names(self) -> tuple[str, ...]:
        """The use cases that have a starter model; a release before this one may have had fewer."""
        return tuple(name for name in catalogue.names() if (self._root / name).is_dir())

    def files(self, use_case: str) -> Mapping[str, bytes]:
        """Read a starter's files. Raises: UseCaseUnknown, ArtefactInvalid."""
        catalogue.get(use_case)
        return artefacts.read_folder(self._root / use_case)

    def row(self, environment_id: UUID, use_case: str) -> VersionRow:
        """Return a starter as a version of an environment; its id is made of its digest."""
        manifest, digest = self._manifest(use_case)
        return VersionRow(
            environment_id=environment_id,
            id=_id_of(digest),
            use_case=use_case,
            name=STARTER_NAME,
            digest=digest,
            manifest=manifest,
            created_at=EPOCH,
            created_by=STARTER_AUTHOR,
        )

    def find(self, environment_id: UUID, version_id: UUID) -> VersionRow | None:
        """Return the starter of this release that has this id, if one has."""
        rows = (self.row(environment_id, use_case) for use_case in self.names())
        return next((each for each in rows if each.id == version_id), None)

    def _manifest(self, use_case: str) -> tuple[str, bytes]:
        if use_case not in self._known:
            catalogue.get(use_case)
            manifest = (self._root / use_case / artefacts.MANIFEST).read_bytes()
            self._known[use_case] = (manifest.decode(), artefacts.digest_of(manifest))
        return self._known[use_case]


def _id_of(digest: bytes) -> UUID:
    """A version 8 UUID (RFC 9562) made of the digest's first bits."""
    return UUID(
        bytes=digest[:6] + bytes([0x80 | digest[6] & 0x0F, digest[7], 0x80 | digest[8] & 0x3F]) + digest[9:16]
    )


SHIPPED = Starters(Path(__file__).parent / "starter")
"""Those of this release."""
names, files, row, find = SHIPPED.names, SHIPPED.files, SHIPPED.row, SHIPPED.find
