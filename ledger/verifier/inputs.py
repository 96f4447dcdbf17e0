"""What an auditor hands over to be verified: an export as a folder or a tar, or the CARs of a log and of the epochs."""

import contextlib
import pathlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ledger.verifier.cars import open_cars
from ledger.verifier.dagcbor import BlockRefused
from ledger.verifier.files import Files, FilesRefused, NoFiles, open_files

CAR_SUFFIX = ".car"


@dataclass(frozen=True)
class Input:
    """blocks: what was checked of the blocks of CARs, or why they are refused; None where it is none."""

    files: Files
    blocks: str | BlockRefused | None


@contextlib.contextmanager
def open_input(paths: Sequence[pathlib.Path]) -> Iterator[Input]:
    """Open one export, or all CARs that are to be taken together. A folder that holds CARs alone stands for them.

    Raises: FilesRefused, OSError.
    """
    cars = _cars(paths)
    if cars:
        yield _blocks(cars)
    elif len(paths) == 1:
        with open_files(paths[0]) as files_of_export:
            yield Input(files_of_export, None)
    else:
        raise FilesRefused("give one export, or the CARs of one log")


def _blocks(cars: Sequence[pathlib.Path]) -> Input:
    try:
        files = open_cars(cars)
    except BlockRefused as error:
        return Input(NoFiles(), error)
    return Input(files, files.summary())


def _cars(paths: Sequence[pathlib.Path]) -> list[pathlib.Path]:
    if len(paths) == 1 and paths[0].is_dir():
        inside = sorted(paths[0].iterdir())
        return inside if inside and all(path.suffix == CAR_SUFFIX for path in inside) else []
    return list(paths) if all(path.suffix == CAR_SUFFIX for path in paths) else []
