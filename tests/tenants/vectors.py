"""Published vectors, where they are present beside the repository."""

import json
import pathlib
from typing import TypedDict, cast

import pytest

FOLDER = pathlib.Path(__file__).resolve().parents[3] / "shared" / "vectors" / "wycheproof"


class Group(TypedDict, total=False):
    """A group of tests with one key or one set of sizes."""

    comment: str
    ivSize: int
    tagSize: int
    public: dict[str, object]
    private: dict[str, object]
    tests: list[dict[str, object]]


def groups(name: str) -> list[Group]:
    """The test groups of one Wycheproof file; the test is skipped where it is absent."""
    path = FOLDER / name
    if not path.is_file():
        pytest.skip(f"the published vectors are not at {path}")
    return cast("list[Group]", json.loads(path.read_text())["testGroups"])
