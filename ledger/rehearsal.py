"""A rehearsal of fraud: what somebody who holds everything but the signing key would do to a copy of an exported log.

`countermark ledger tamper` and the demo use it to show that the verifier refuses the result, and at which step.
"""

import hashlib
import json
import pathlib
import shutil
import tarfile

from core.errors import ErrorKind, PlatformError
from ledger.verifier import bundle, merkle
from ledger.verifier.canonical import Canonical, decode, encode
from ledger.verifier.tiles import HEIGHT, WIDTH, parents, read_bundle, split_hashes, tiles_of, write_bundle

_FORGED = "approve"
_FORGED_INSTEAD = "decline"


class NothingToForge(PlatformError):
    kind = ErrorKind.PRECONDITION
    code = "ledger_nothing_to_forge"
    fix = "Name the index of an entry that is in the export."


def unpack(archive: pathlib.Path, folder: pathlib.Path) -> None:
    """Unpack an export of ours into a new folder."""
    folder.mkdir(parents=True)
    with tarfile.open(archive, "r:") as tar:
        tar.extractall(folder, filter="data")


def alter_entry(original: pathlib.Path, copy: pathlib.Path, index: int) -> str:
    """Copy an unpacked export and change the outcome of one entry, then everything that needs no key to be changed.

    The entry stays well formed, the tiles follow from it, the manifest lists the new files: only the signed root does not
    fit any more. Returns: what was changed, for people. Raises: NothingToForge.
    """
    shutil.copytree(original, copy)
    size = int((copy / bundle.CHECKPOINT).read_text(encoding="utf-8").split("\n")[1])
    if not 0 <= index < size:
        raise NothingToForge(f"The log has no entry {index}: it has {size}.")
    tiles = list(tiles_of(size))
    place = next(tile for tile in tiles if tile.entries and tile.index == index >> HEIGHT).path()
    entries = read_bundle((copy / place).read_bytes())
    before, entries[index % WIDTH] = _forge(entries[index % WIDTH])
    (copy / place).write_bytes(write_bundle(entries))
    row: list[bytes] = []
    for tile in (tile for tile in tiles if tile.level == 0 and not tile.entries):
        row += split_hashes((copy / tile.path()).read_bytes())
    row[index] = merkle.leaf_hash(entries[index % WIDTH])
    for level in range(tiles[-1].level + 1):
        for tile in (tile for tile in tiles if tile.level == level and not tile.entries):
            start = tile.index << HEIGHT
            (copy / tile.path()).write_bytes(b"".join(row[start : start + tile.width]))
        row = parents(row)
    _list_again(copy)
    return before


def _forge(data: bytes) -> tuple[str, bytes]:
    fields = decode(data)
    if not isinstance(fields, dict):
        raise NothingToForge("This is not an entry.")
    before = fields.get("out")
    after = _FORGED if before != _FORGED else _FORGED_INSTEAD
    forged: dict[str, Canonical] = {**fields, "out": after}
    return f"outcome {before or 'none'} became {after}", encode(forged)


def _list_again(copy: pathlib.Path) -> None:
    manifest = copy / bundle.MANIFEST
    names = bundle.manifest_files(manifest.read_bytes())
    digests = {name: hashlib.sha256((copy / name).read_bytes()).hexdigest() for name in names}
    manifest.write_text(
        json.dumps({"v": bundle.MANIFEST_VERSION, "files": digests}, indent=1), encoding="utf-8"
    )
