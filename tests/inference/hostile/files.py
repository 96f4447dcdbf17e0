"""Hostile model files, made here and nowhere kept: each a way that an upload has been, or could be, turned into harm.

Sources: the CVE records of onnx and onnxruntime (2022-25882, 2024-27318, 2024-5187, 2024-7776, 2025-51480, 2026-27489,
2026-34446), onnx's Security.md, and the list of operators of onnx 1.23.
"""

from collections.abc import Iterator
from pathlib import Path

from tests.inference.hostile import ensembles, formats, graphs, structures

CANARY = "countermark-canary-4f1c9a7e"


def hostile_files(secret: Path, folder: Path) -> Iterator[tuple[str, bytes]]:
    """secret: a file outside, full of canaries, that no model may read. folder: where links to it are put."""
    yield from formats.external(secret, folder)
    yield from formats.other_formats(secret)
    yield from graphs.operators()
    yield from graphs.control_flow()
    yield from graphs.sizes()
    yield from graphs.masses()
    yield from ensembles.trees()
    yield from ensembles.linear_models()
    yield from structures.structure()
    yield from structures.declarations()
    yield from structures.broken_bytes()
    yield from structures.behaviour()
