"""A version as a model server wants it on its disk: Triton's model repository, or MLServer's model folder.

The model's name holds the first half of the version's digest, so that a server never has two versions under one name; the
whole digest goes along as a parameter where the server keeps any.
"""

import dataclasses
import pathlib
from typing import Literal, TypeAlias

import msgspec

from core.errors import ErrorKind, PlatformError
from inference.runtimes.v2 import DATATYPE, DIGEST_PARAMETER, INPUT

Layout: TypeAlias = Literal["triton", "triton-python", "mlserver"]
LAYOUTS: tuple[Layout, ...] = ("triton", "triton-python", "mlserver")
MODEL_VERSION = "1"
ROWS_MAX = 1_024
_SERVED = pathlib.Path(__file__).parent / "served"


class FolderTaken(PlatformError):
    kind = ErrorKind.CONFLICT
    code = "folder_taken"
    fix = "Remove the folder, or choose another place."


@dataclasses.dataclass(frozen=True, slots=True)
class ServedGraph:
    """widths: of each output that is wanted, by name: 1 of the margin, k of a head float32[n, k]."""

    name: str
    digest: bytes
    graph: bytes
    feature_count: int
    widths: dict[str, int]
    batch_invariant: bool


def served_name(use_case: str, digest: bytes) -> str:
    """The name of a version on any model server."""
    return f"{use_case}-{digest.hex()[:32]}"


def write(served: ServedGraph, place: pathlib.Path, layout: Layout) -> pathlib.Path:
    """Write the folder `place`/`served.name`. Raises: FolderTaken."""
    folder = place / served.name
    try:
        folder.mkdir(parents=True)
    except FileExistsError as error:
        raise FolderTaken(f"There is a folder {served.name} already.", internal=str(folder)) from error
    if layout == "mlserver":
        _write_mlserver(served, folder)
    else:
        _write_triton(served, folder, python=layout == "triton-python")
    return folder


def _write_triton(served: ServedGraph, folder: pathlib.Path, *, python: bool) -> None:
    version = folder / MODEL_VERSION
    version.mkdir()
    (version / "model.onnx").write_bytes(served.graph)
    if python:
        (version / "model.py").write_bytes((_SERVED / "triton_model.py.txt").read_bytes())
    (folder / "config.pbtxt").write_text(_triton_config(served, "python" if python else "onnxruntime"))


def _triton_config(served: ServedGraph, backend: str) -> str:
    """Triton's model configuration, in protobuf's text form. A version whose bits depend on its company is not batched."""
    outputs = ",\n".join(
        f'  {{ name: "{name}", data_type: TYPE_FP32, dims: [ {width} ] }}'
        for name, width in served.widths.items()
    )
    batching = "dynamic_batching { }\n" if served.batch_invariant else ""
    return (
        f'name: "{served.name}"\n'
        f'backend: "{backend}"\n'
        f"max_batch_size: {ROWS_MAX}\n"
        f'input [ {{ name: "{INPUT}", data_type: TYPE_FP32, dims: [ {served.feature_count} ] }} ]\n'
        f"output [\n{outputs}\n]\n"
        "instance_group [ { kind: KIND_CPU, count: 1 } ]\n"
        f"{batching}"
        f'parameters {{ key: "{DIGEST_PARAMETER}", value: {{ string_value: "{served.digest.hex()}" }} }}\n'
    )


def _write_mlserver(served: ServedGraph, folder: pathlib.Path) -> None:
    (folder / "model.onnx").write_bytes(served.graph)
    (folder / "countermark_model.py").write_bytes((_SERVED / "mlserver_model.py.txt").read_bytes())
    settings = {
        "name": served.name,
        "implementation": "countermark_model.CountermarkModel",
        "platform": "onnx",
        "versions": [served.digest.hex()],
        "inputs": [{"name": INPUT, "datatype": DATATYPE, "shape": [-1, served.feature_count]}],
        "outputs": [
            {"name": name, "datatype": DATATYPE, "shape": [-1, width]}
            for name, width in served.widths.items()
        ],
        "parameters": {"uri": "./model.onnx", "version": served.digest.hex()},
    }
    (folder / "model-settings.json").write_bytes(msgspec.json.format(msgspec.json.encode(settings)))
