"""Files of rules and models that an auditor was handed: what each hashes to, and what it lists."""

import hashlib
import pathlib
from collections.abc import Mapping
from dataclasses import dataclass

from ledger.verifier import documents
from ledger.verifier.documents import DocumentRefused
from ledger.verifier.files import FilesRefused, FolderFiles

MODEL_LABEL = b"countermark/version/1\0"
_MANIFEST_BYTES_MAX = 1 << 20


@dataclass(frozen=True)
class Artefact:
    """A file handed over. labelled: SHA-256 behind the label of a model. listed: SHA-256 of other files, by name, if it is a manifest."""

    name: str
    digest: bytes
    labelled: bytes
    listed: Mapping[str, bytes]


def read_artefacts(folder: pathlib.Path) -> list[Artefact]:
    """Hash every file of a folder. Raises: FilesRefused."""
    files = FolderFiles(folder)
    if not folder.is_dir():
        raise FilesRefused(f"{folder} is no folder of artefacts")
    return [artefact_of(name, files.read(name)) for name in sorted(files.names())]


def artefact_of(name: str, data: bytes) -> Artefact:
    return Artefact(
        name, hashlib.sha256(data).digest(), hashlib.sha256(MODEL_LABEL + data).digest(), _listed(data)
    )


def _listed(data: bytes) -> Mapping[str, bytes]:
    if len(data) > _MANIFEST_BYTES_MAX or not data.startswith(b"{"):
        return {}
    try:
        manifest = documents.parse(data)
        files = manifest.get("files") if isinstance(manifest, dict) else None
        if not isinstance(files, dict):
            return {}
        return {name: documents.hexadecimal(files, name) for name in files}
    except (DocumentRefused, UnicodeDecodeError):
        return {}
