"""What makes a model server's answers those of a registered version: a check before they are used, and of each of them."""

import dataclasses
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from inference.runtimes.port import Outputs, RuntimeUnavailable, Scorer
from inference.runtimes.v2 import (
    DATATYPE,
    INPUT,
    MARGIN,
    Inferred,
    ModelMismatch,
    ServedModel,
    TensorSpec,
)

PROBE_ROWS = 16
TOLERANCE = 1e-6
_DIGEST_LENGTH = 64


@dataclasses.dataclass(frozen=True, slots=True)
class RemoteModel:
    """What was registered, and what a server must therefore serve.

    name: its name there. digest: hex. widths: columns of each output, the margin's (1) and each head's. reference: the
    same graph in process.
    """

    name: str
    digest: str
    feature_count: int
    widths: Mapping[str, int]
    batch_invariant: bool
    reference: Scorer


def agreed_version(model: RemoteModel, served: ServedModel) -> str:
    """Compare what a server says of a model; return the version to ask it for. Raises: ModelMismatch."""
    told = {each for each in (served.digest, *served.versions) if len(each) == _DIGEST_LENGTH}
    if told - {model.digest} or served.digest not in {"", model.digest}:
        raise ModelMismatch("The model server tells the digest of another version.")
    if served.name != model.name or len(served.versions) > 1:
        raise ModelMismatch(
            "The model server serves something else under this version's name.",
            internal=f"{served.name}: {len(served.versions)} versions",
        )
    if served.inputs and not _fits(served.inputs, {INPUT: model.feature_count}, alone=True):
        raise ModelMismatch("The model's inputs on the server are not those of the registered version.")
    if served.outputs and not _fits(served.outputs, model.widths, alone=False):
        raise ModelMismatch("The model's outputs on the server are not those of the registered version.")
    return served.versions[0] if served.versions else ""


def _fits(tensors: Sequence[TensorSpec], widths: Mapping[str, int], *, alone: bool) -> bool:
    """Say whether there are tensors of these names, float32, with these columns. alone: and no others."""
    known = {each.name: each for each in tensors}
    if widths.keys() - known.keys() or (alone and known.keys() - widths.keys()):
        return False
    return all(_has_columns(known[name], width) for name, width in widths.items())


def _has_columns(tensor: TensorSpec, width: int) -> bool:
    flat = width == 1 and len(tensor.shape) == 1
    return tensor.datatype == DATATYPE and (flat or tensor.shape[-1:] in {(width,), (-1,)})


def outputs_of(model: RemoteModel, version: str, found: Inferred, rows: int) -> Outputs:
    """Take the outputs out of an answer. Raises: ModelMismatch, RuntimeUnavailable."""
    if found.model not in {"", model.name} or found.version not in {"", version}:
        raise ModelMismatch(
            "Another model answered than was asked.", internal=f"{found.model} {found.version}"
        )
    for name, width in model.widths.items():
        shape = found.outputs[name].shape
        if shape != (rows, width) and not (width == 1 and shape == (rows,)):
            raise RuntimeUnavailable(
                "The model server did not return one row of values a row.", internal=f"{name}: {shape}"
            )
    margin = found.outputs[MARGIN].reshape(-1).astype(np.float64)
    if not np.isfinite(margin).all():
        raise RuntimeUnavailable("The model server returned what is no number.")
    heads = {
        name: found.outputs[name].reshape(rows, width)
        for name, width in model.widths.items()
        if name != MARGIN
    }
    return Outputs(margin, heads)


def require_same(remote: Outputs, local: Outputs) -> None:
    """Compare outputs of the same rows. Raises: ModelMismatch."""
    same = np.allclose(remote.margin, local.margin, rtol=TOLERANCE, atol=TOLERANCE) and all(
        np.allclose(remote.heads[name], values, rtol=TOLERANCE, atol=TOLERANCE)
        for name, values in local.heads.items()
    )
    if not same:
        raise ModelMismatch("What the model server serves does not score like the registered version.")


def probe_rows(digest: str, feature_count: int) -> NDArray[np.float32]:
    """Rows that a server is checked with: nothing known, all zero, and values of every size with gaps.

    digest: hex; the rows of a version are always the same. Returns: float32[PROBE_ROWS, feature_count].
    """
    random = np.random.default_rng(int(digest[:16], 16))
    shape = (PROBE_ROWS, feature_count)
    rows = 10 ** random.uniform(-2, 4, shape) * random.choice([1.0, 1.0, 1.0, -1.0], shape)
    rows[random.random(shape) < 0.1] = np.nan
    rows[0], rows[1] = np.nan, 0.0
    return np.asarray(rows, np.float32)
