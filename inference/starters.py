"""The models that ship with the service: every environment has them without asking, under the same id everywhere."""

import functools
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from uuid import UUID

from core.clock import EPOCH
from inference import artefacts, catalogue
from inference.version_store import VersionRow

STARTER_AUTHOR = "countermark"


def names() -> tuple[str, ...]:
    """The use cases that have a starter model."""
    return catalogue.names()


def files(use_case: str) -> Mapping[str, bytes]:
    """Read a starter's files. Raises: UseCaseUnknown, ArtefactRefused."""
    catalogue.get(use_case)
    with resources.as_file(resources.files("inference") / "starter" / use_case) as folder:
        return artefacts.read_folder(Path(folder))


def row(environment_id: UUID, use_case: str) -> VersionRow:
    """Return a starter as a version of an environment; its id is made of its digest."""
    manifest, digest = _known(use_case)
    return VersionRow(
        environment_id=environment_id,
        id=_id_of(digest),
        use_case=use_case,
        name="starter",
        digest=digest,
        manifest=manifest,
        created_at=EPOCH,
        created_by=STARTER_AUTHOR,
    )


def find(environment_id: UUID, version_id: UUID) -> VersionRow | None:
    """Return the starter that has this id, if one has."""
    rows = (row(environment_id, use_case) for use_case in names())
    return next((each for each in rows if each.id == version_id), None)


@functools.cache
def _known(use_case: str) -> tuple[str, bytes]:
    manifest = files(use_case)[artefacts.MANIFEST]
    return manifest.decode(), artefacts.digest_of(manifest)


def _id_of(digest: bytes) -> UUID:
    """A version 8 UUID (RFC 9562) made of the digest's first bits."""
    return UUID(
        bytes=digest[:6] + bytes([0x80 | digest[6] & 0x0F, digest[7], 0x80 | digest[8] & 0x3F]) + digest[9:16]
    )
