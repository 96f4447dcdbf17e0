"""What a model server can do for us, in words of the Open Inference Protocol v2. Adapters speak it; `remote` relies on it."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.errors import ErrorKind
from inference.runtimes.port import RuntimeUnavailable

INPUT = "features"
MARGIN = "margin"
DATATYPE = "FP32"
DIGEST_PARAMETER = "countermark_digest"

Tensors: TypeAlias = Mapping[str, NDArray[np.float32]]


class RuntimeTimeout(RuntimeUnavailable):
    """The model server did not answer in the time that was left."""

    code = "runtime_timeout"


class ModelNotServed(RuntimeUnavailable):
    """The model server does not know the version, or has not loaded it."""

    kind = ErrorKind.PRECONDITION
    code = "model_not_served"
    fix = "Put the folder that `countermark models export` writes into the model server's repository and load it."


class ModelMismatch(RuntimeUnavailable):
    """What the model server serves under the version's name is not that version."""

    kind = ErrorKind.PRECONDITION
    code = "model_mismatch"
    fix = "Export the version again with `countermark models export` and replace what the model server has."


@dataclasses.dataclass(frozen=True, slots=True)
class TensorSpec:
    """shape: -1 where any length goes."""

    name: str
    datatype: str
    shape: tuple[int, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class ServedModel:
    """What a server says of a model. digest: hex, of a server that keeps parameters and was told it; else empty."""

    name: str
    versions: tuple[str, ...]
    inputs: tuple[TensorSpec, ...]
    outputs: tuple[TensorSpec, ...]
    digest: str


@dataclasses.dataclass(frozen=True, slots=True)
class Inferred:
    """model, version: which one answered, as the server says; empty where it does not say."""

    model: str
    version: str
    outputs: Tensors


class V2Client(Protocol):
    """One model server, its connections kept open. Every wait has an end, given by the caller."""

    @property
    def protocol(self) -> str:
        """`grpc` or `http`."""
        ...

    async def live(self, timeout_s: float) -> bool:
        """Say whether the server answers. Whether it is ready is another question: a Triton is not while any model fails."""
        ...

    async def describe(self, model: str, timeout_s: float) -> ServedModel:
        """Raises: ModelNotServed, RuntimeTimeout, RuntimeUnavailable."""
        ...

    async def load(self, model: str, timeout_s: float) -> None:
        """Ask the server to load a model of its repository. Raises: ModelNotServed, RuntimeTimeout, RuntimeUnavailable."""
        ...

    async def unload(self, model: str, timeout_s: float) -> None:
        """Raises: ModelNotServed, RuntimeTimeout, RuntimeUnavailable."""
        ...

    async def infer(
        self,
        model: str,
        version: str,
        matrix: NDArray[np.float32],
        outputs: Sequence[str],
        timeout_s: float,
    ) -> Inferred:
        """Run a model. matrix: float32[n, n_features], C order. outputs: names of those that are wanted.

        Raises: ModelNotServed, RuntimeTimeout, RuntimeUnavailable.
        """
        ...

    async def close(self) -> None: ...
