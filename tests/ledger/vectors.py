"""Where published vectors lie, and how a test says that they are not there."""

import base64
import json
import pathlib
from typing import cast

import pytest

VECTORS = pathlib.Path(__file__).resolve().parents[3] / "shared" / "vectors"


def folder(name: str) -> pathlib.Path:
    path = VECTORS / name
    if not path.is_dir():
        pytest.skip(f"the published vectors {name} are not beside this checkout")
    return path


def cases(name: str, pattern: str) -> list[tuple[str, dict[str, object]]]:
    """Every JSON case under a folder, with its path as its name; empty where the vectors are absent."""
    root = VECTORS / name
    return [
        (path.relative_to(root).as_posix(), cast(dict[str, object], json.loads(path.read_text())))
        for path in sorted(root.glob(pattern))
    ]


def integer(case: dict[str, object], key: str) -> int:
    value = case[key]
    assert isinstance(value, int)
    return value


def octets(case: dict[str, object], key: str) -> bytes:
    value = case[key]
    return base64.b64decode(value) if isinstance(value, str) else b""


def octets_list(case: dict[str, object], key: str) -> list[bytes]:
    values = case[key]
    return [base64.b64decode(value) for value in values] if isinstance(values, list) else []
